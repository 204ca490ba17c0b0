#!/usr/bin/env python3
"""Finds documents in records as docs/formats/normalisation.md and docs/guides/scan.md say it, the plainest way: no index, no anchors, every place held against every place.

Reads {"documents": [text], "records": [text]} and writes [[record, document, normalised octets of the longest block, [[begin and end in the document, begin and end in the record, equal words]]]], places in octets of UTF-8.
"""
import html.entities, json, re, sys, unicodedata

ALIKE = dict(zip('авеікмнорстухѕјһԁԛԝ', 'abeikmhopctyxsjhdqw')) | dict(zip('αβεζηικμνορτυχ', 'abezhikmvoptyx')) | dict(zip('օոսհց', 'onuhg')) | dict(zip('ıɑɡ', 'iag'))
ARABIC = {'\u06a9': '\u0643', '\u06cc': '\u064a', '\u0649': '\u064a'}
LOOSE = [(0x300, 0x36F), (0x483, 0x489), (0x591, 0x5C7), (0x610, 0x61A), (0x64B, 0x65F), (0x670, 0x670), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F), (0xE0100, 0xE01EF)]
INSIDE = set("'-") | set('\u00ad\u2018\u2019\u2010\u2011\u02bc\u200b\u200c\u200d\u2060\ufeff')
BLOCK, GAP, GAP_WORDS, WINDOW, PART, WORDS = 32, 1024, 200, 100, 70, 40  # the last four in half words, the part in a hundred


def letters(char):
    out = ''
    for one in unicodedata.normalize('NFKD', unicodedata.normalize('NFKD', char).casefold()):
        kind = unicodedata.category(one)
        if kind == 'Nd':
            out += str(unicodedata.decimal(one))
        elif kind[0] in 'LN' or (kind[0] == 'M' and not any(first <= ord(one) <= last for first, last in LOOSE)):
            out += ARABIC.get(one, ALIKE.get(one, one))
    return out


def things(text):
    """The things of a text: (what is left, begin, end, whether what was left out stands between words), places in characters."""
    at = 0
    while at < len(text):
        begin, char, left, inside = at, text[at], None, False
        escaped = re.compile(r'\\+u([0-9a-fA-F]{4})').match(text, at) if char == '\\' else None
        if char == '<':
            at = tag(text, at + 1, '>')
        elif char == '&':
            at, left = reference(text, at + 1)
        elif escaped:
            unit, at = int(escaped[1], 16), escaped.end()
            low = re.compile(r'\\+u([dD][c-fC-F][0-9a-fA-F]{2})').match(text, at)
            if unit == ord('<'):
                at = tag(text, at, '\\u003e')
            elif unit == ord('&'):
                at, left = reference(text, at)
            elif 0xD800 <= unit < 0xDC00 and low:
                left, at = chr(0x10000 + (unit - 0xD800) * 0x400 + int(low[1], 16) - 0xDC00), low.end()
            elif not 0xD800 <= unit < 0xE000:
                left = chr(unit)
        elif char == '\\':
            at = re.compile(r'\\+[ntrbf]?').match(text, at).end()
        else:
            left, at = char, at + 1
        out = letters(left) if left else ''
        inside = left is not None and (left in INSIDE or unicodedata.category(left) in ('Mn', 'Me'))
        yield out, begin, at, not inside


def tag(text, at, closing):
    rest = text[at:at + 1032]
    head = re.match(r'[a-zA-Z!?]|/[a-zA-Z]', rest)
    if not head:
        return at
    ends = [rest.lower().find(closing)] if closing != '>' else [min((place for place in (rest.find('>'), rest.find('<')) if place >= 0), default=-1)]
    end = ends[0]
    if end < 0 or end > 1024 or (closing == '>' and rest[end] == '<'):
        return at
    name = re.match(r'/?[a-zA-Z0-9:-]*', rest[:end]).end()
    if rest[0] not in '!?' and name < end and rest[name] not in ' \t\r\n/\\':
        return at
    return at + end + len(closing) if end <= 40 or '=' in rest[:end] or rest[0] == '!' else at


def reference(text, at):
    while True:
        found = re.compile(r'(?:([a-zA-Z0-9]{1,8})|#([0-9]+)|#[xX]([0-9a-fA-F]+));').match(text[at:at + 12])
        if not found:
            return at, None
        if found[1] == 'lt':
            return tag(text, at + 3, '&gt;'), None
        code = {**html.entities.name2codepoint, 'apos': 39}.get(found[1]) if found[1] else int(found[2]) if found[2] else int(found[3], 16)
        if code is None or code > 0x7FFFFFFF:
            return at, None
        at += found.end()
        if code != ord('&'):
            return at, chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else None


def kind(char):
    code = ord(char)
    if code in (0x3099, 0x309A):
        return 'mark'
    if 0x0E00 <= code <= 0x0EFF or 0x1000 <= code <= 0x109F or 0x1780 <= code <= 0x17FF:
        return 'alone' if unicodedata.category(char)[0] in 'LN' else 'mark'
    if 0x2E80 <= code <= 0x31FF or 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFF:
        return 'alone'
    return 'word'


class Text:
    def __init__(self, text):
        self.normal, self.begin, self.end, self.words = b'', [], [], []
        places = [0]
        for char in text:
            places.append(places[-1] + len(char.encode()))
        between = True
        for out, begin, end, breaks in things(text):
            if not out:
                between |= breaks
                continue
            octets, at = out.encode(), len(self.normal)
            self.normal += octets
            self.begin += [places[begin]] * len(octets)
            self.end += [places[end]] * len(octets)
            if kind(out[0]) == 'alone':
                self.words.append([at, len(self.normal), 1])
            elif not between and self.words and (kind(out[0]) == 'mark' or self.words[-1][2] == 2):
                self.words[-1][1] = len(self.normal)
            else:
                self.words.append([at, len(self.normal), 2])
            between = False

    def inside(self, begin, end):
        return [number for number, (first, past, _) in enumerate(self.words) if first >= begin and past <= end]

    def weight(self, words):
        return sum(self.words[word][2] for word in words)

    def word(self, number):
        return self.normal[self.words[number][0]:self.words[number][1]]


def blocks(document, record):
    grams, found = {}, set()
    for at in range(len(document) - BLOCK + 1):
        grams.setdefault(document[at:at + BLOCK], []).append(at)
    for at in range(len(record) - BLOCK + 1):
        for other in grams.get(record[at:at + BLOCK], []):
            if at and other and document[other - 1] == record[at - 1]:
                continue
            length = BLOCK
            while other + length < len(document) and at + length < len(record) and document[other + length] == record[at + length]:
                length += 1
            found.add((at, other, length))
    return sorted(found)


def overlap(one, after):
    return max(0, one[1] + one[2] - after[1], one[0] + one[2] - after[0])


def follows(one, after, document, record):
    return (one[1] < after[1] and one[0] < after[0] and overlap(one, after) < after[2] and after[1] - one[1] - one[2] <= GAP and after[0] - one[0] - one[2] <= GAP
            and document.weight(document.inside(one[1] + one[2], after[1])) <= GAP_WORDS and record.weight(record.inside(one[0] + one[2], after[0])) <= GAP_WORDS)


def chains(found, document, record):
    best, before = [], []
    for i, block in enumerate(found):
        score, last = block[2], None
        for j in range(i - 1, max(-1, i - 257), -1):
            if follows(found[j], block, document, record) and best[j] + block[2] - overlap(found[j], block) > score:
                score, last = best[j] + block[2] - overlap(found[j], block), j
        best.append(score)
        before.append(last)
    used, made = set(), []
    for last in sorted(range(len(found)), key=lambda i: (-best[i], i)):
        chain, i = [], last
        while i is not None and i not in used:
            used.add(i)
            chain.insert(0, found[i])
            i = before[i]
        if chain and not any(chain[0][0] >= better[0][0] and chain[-1][0] + chain[-1][2] <= better[-1][0] + better[-1][2] for better in made):
            for i in range(1, len(chain)):
                cut = overlap(chain[i - 1], chain[i])
                chain[i] = (chain[i][0] + cut, chain[i][1] + cut, chain[i][2] - cut)
            made.append(chain)
    return made


def common(document, ours, record, theirs):
    """The longest common row of words, of several the one whose words come first."""
    length = [[0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    same = lambda i, j: document.word(ours[i]) == record.word(theirs[j])
    for i in reversed(range(len(ours))):
        for j in reversed(range(len(theirs))):
            length[i][j] = length[i + 1][j + 1] + 1 if same(i, j) else max(length[i + 1][j], length[i][j + 1])
    i = j = 0
    while i < len(ours) and j < len(theirs):
        if same(i, j):
            yield ours[i], theirs[j]
            i, j = i + 1, j + 1
        elif length[i + 1][j] >= length[i][j + 1]:
            i += 1
        else:
            j += 1


def holds(text, begin, end, equal):
    words = text.inside(begin, end)
    if text.weight(words) < WINDOW:
        return text.weight([word for word in words if word in equal]) * 100 >= text.weight(words) * PART
    for last in range(len(words)):
        first = last
        while first >= 0 and text.weight(words[first:last + 1]) < WINDOW:
            first -= 1
        if first >= 0 and text.weight([word for word in words[first:last + 1] if word in equal]) * 100 < text.weight(words[first:last + 1]) * PART:
            return False
    return True


def runs(document, record):
    found = []
    for chain in chains(blocks(document.normal, record.normal), document, record):
        ours, theirs = set(), set()
        for i, block in enumerate(chain):
            ours.update(document.inside(block[1], block[1] + block[2]))
            theirs.update(record.inside(block[0], block[0] + block[2]))
            if i:
                gap = chain[i - 1]
                for one, other in common(document, document.inside(gap[1] + gap[2], block[1]), record, record.inside(gap[0] + gap[2], block[0])):
                    ours.add(one)
                    theirs.add(other)
        first = 0
        while first < len(chain):
            last = first
            while last + 1 < len(chain) and holds(document, chain[first][1], chain[last + 1][1] + chain[last + 1][2], ours) and holds(record, chain[first][0], chain[last + 1][0] + chain[last + 1][2], theirs):
                last += 1
            whole = [block for block in chain[first:last + 1] if block[2] >= BLOCK]
            if whole:
                own = (whole[0][1], whole[-1][1] + whole[-1][2])
                text = (whole[0][0], whole[-1][0] + whole[-1][2])
                found.append((text, own, [word for word in document.inside(*own) if word in ours]))
            first = last + 1
    return sorted(found)


def main():
    asked = json.load(sys.stdin)
    documents = [Text(text) for text in asked['documents']]
    hits = []
    for number, raw in enumerate(asked['records']):
        record = Text(raw)
        for which, document in enumerate(documents):
            found = runs(document, record)
            if document.weight({word for run in found for word in run[2]}) >= WORDS:
                hits.append([number, which, max(block[2] for block in blocks(document.normal, record.normal)), [[document.begin[own[0]], document.end[own[1] - 1], record.begin[text[0]], record.end[text[1] - 1], document.weight(words) / 2] for text, own, words in found]])
    json.dump(hits, sys.stdout)


main()
