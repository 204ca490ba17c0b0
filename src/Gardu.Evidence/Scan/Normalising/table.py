#!/usr/bin/env python3
"""Writes the table of normalisation 1 (docs/formats/normalisation.md), from the Unicode data that Python brings: 14.0 in Python 3.11.

    python3 table.py FILE     packed, as the program embeds it
    python3 table.py          its SHA-256, unpacked
"""
import hashlib, html.entities, struct, sys, unicodedata, zlib

PAGE = 64
DROPPED, KEPT, HANGUL = 0, 1, 2  # pages that need no entries
OVERFLOW = 0xFF

# Letters that are taken for others: of Cyrillic, Greek, Armenian and Latin, as they are in small letters.
ALIKE = dict(zip('авеікмнорстухѕјһԁԛԝ', 'abeikmhopctyxsjhdqw')) | dict(zip('αβεζηικμνορτυχ', 'abezhikmvoptyx')) | dict(zip('օոսհց', 'onuhg')) | dict(zip('ıɑɡ', 'iag'))
# The Persian and Urdu forms of two Arabic letters, and what Arabic itself writes for one of them at the end of a word.
ARABIC = {'\u06a9': '\u0643', '\u06cc': '\u064a', '\u0649': '\u064a'}
# Marks that come and go with the writer: accents of European scripts, points of Hebrew and Arabic, choices of glyph.
LOOSE = [(0x300, 0x36F), (0x483, 0x489), (0x591, 0x5C7), (0x610, 0x61A), (0x64B, 0x65F), (0x670, 0x670), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F), (0xE0100, 0xE01EF)]


def one(char):
    if unicodedata.category(char) == 'Nd':
        return str(unicodedata.decimal(char))
    char = ARABIC.get(char, ALIKE.get(char, char))
    loose = any(first <= ord(char) <= last for first, last in LOOSE)
    return char if unicodedata.category(char)[0] in 'LN' or (unicodedata.category(char)[0] == 'M' and not loose) else ''


def normal(code):
    if 0xD800 <= code <= 0xDFFF:
        return b''
    text = unicodedata.normalize('NFKD', unicodedata.normalize('NFKD', chr(code)).casefold())
    return ''.join(map(one, text)).encode()


def table():
    pages, overflow, index, known = [], bytearray(), [], {}
    for begin in range(0, 0x110000, PAGE):
        codes = range(begin, begin + PAGE)
        if begin < 0xD7A4 and begin + PAGE > 0xAC00:
            index.append(HANGUL)
            continue
        outs = [normal(code) for code in codes]
        if not any(outs):
            index.append(DROPPED)
            continue
        if all(0xD800 > code or code > 0xDFFF for code in codes) and all(out == chr(code).encode() for out, code in zip(outs, codes)):
            index.append(KEPT)
            continue
        page = bytearray()
        for out in outs:
            if len(out) <= 7:
                page += out.ljust(7, b'\0') + bytes([len(out)])
            else:
                page += struct.pack('<IB', len(overflow), len(out)) + b'\0\0' + bytes([OVERFLOW])
                overflow += out
        number = known.setdefault(bytes(page), len(pages) + 3)
        if number == len(pages) + 3:
            pages.append(bytes(page))
        index.append(number)
    names = [(name.encode().ljust(8, b'\0'), code) for name, code in sorted({**html.entities.name2codepoint, 'apos': ord("'")}.items())]
    return struct.pack('<IIII', len(index), len(pages), len(overflow), len(names)) + struct.pack(f'<{len(index)}H', *index) + b''.join(pages) + bytes(overflow) \
        + b''.join(name + struct.pack('<I', code) for name, code in names)


if __name__ == '__main__':
    if unicodedata.unidata_version != '14.0.0':
        sys.exit(f'normalisation 1 is of Unicode 14.0.0, and this Python brings {unicodedata.unidata_version}')
    octets = table()
    if len(sys.argv) > 1:
        with open(sys.argv[1], 'wb') as file:
            file.write(zlib.compress(octets, 9))
    print(hashlib.sha256(octets).hexdigest())
