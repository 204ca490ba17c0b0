"""Entries of the ledger, its JSON, filters and statements, as docs/formats/ledger.md has them."""
import datetime, hashlib, json, re, struct
from tlog import *

MOST = (1 << 53) - 1
MICROS = 253402300799999999  # the end of the year 9999

def read_envelope(octets):
    need(len(octets) == 42 and octets[0] == 1, "no envelope")
    kind, micros = struct.unpack(">BQ", octets[1:10])
    need(micros <= MICROS, "no time")
    return kind, micros, octets[10:]

def once(pairs):
    need(len(dict(pairs)) == len(pairs), "a member twice")
    return dict(pairs)

def load(octets):
    try:
        return json.loads(octets.decode("utf-8"), object_pairs_hook=once)
    except (ValueError, RecursionError):
        raise Doubt("no JSON")

def canonical(octets, **types):
    """An object in the form of RFC 8785 with members of some types; those that are (type, None) may be absent."""
    item = load(octets)
    shaped(item, types)
    try:
        again = json.dumps(item, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        raise Doubt("no Unicode")
    need(again == octets, "not canonical")
    return item

def shaped(item, types):
    need(isinstance(item, dict) and set(item) <= set(types), "other members")
    for name, kind in types.items():
        if name not in item:
            need(isinstance(kind, tuple), f"{name} is missing")
            continue
        kind = kind[0] if isinstance(kind, tuple) else kind
        need(type(item[name]) is kind and (kind is not int or 0 <= item[name] <= MOST), f"{name} is something else")

def read_filter(item):
    shaped(item, dict(agent=(str,), first=(int,), last=(int,), licensee=(str,), site=(str,), to=(str,), **{"from": (str,)}))
    return {name: micros_of(value) if name in ("from", "to") else value for name, value in item.items()}

def micros_of(text):
    match = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{0,5}[1-9]))?Z", text, re.ASCII)
    try:
        seconds = (datetime.datetime.fromisoformat(match[1]) - datetime.datetime(1970, 1, 1)) // datetime.timedelta(seconds=1)
    except (ValueError, TypeError):
        raise Doubt("no time")
    return seconds * 1000000 + int((match[2] or "").ljust(6, "0"))

def narrows(wanted):
    return any(name in wanted for name in ("agent", "from", "licensee", "site", "to"))

def admits(wanted, index, envelope, usage):
    if not wanted.get("first", 0) <= index <= wanted.get("last", index):
        return False
    if envelope[0] != 1:
        return True
    if envelope[1] < wanted.get("from", 0) or envelope[1] >= wanted.get("to", MICROS + 1):
        return False
    return usage is None or all(name not in wanted or usage.get(name) == wanted[name] for name in ("agent", "licensee", "site"))

def usage_of(payload):
    try:
        item = load(payload)
    except Doubt:
        return None
    return item if isinstance(item, dict) and all(isinstance(item.get(n), str) for n in ("site", "proof", "decision")) else None

def text_or(item, name, other):
    return item[name] if isinstance(item.get(name), str) else other

class Recount:
    def __init__(self, octets):
        need(len(octets) <= 16 << 20 and octets.endswith(b"\n"), "no statement")
        self.said = said = canonical(octets[:-1], bytes=int, filter=dict, format=str, lines=list, log=dict, requests=int)
        need(said["format"] == "gardu-statement/1" and len(said["lines"]) <= 65536, "no statement")
        self.wanted = read_filter(said["filter"])
        shaped(said["log"], dict(origin=str, root=str, size=int))
        need(is_name(said["log"]["origin"]), "no origin")
        self.log = said["log"]["origin"], said["log"]["size"], a_hash(said["log"]["root"])
        for line in said["lines"]:
            shaped(line, dict(bytes=int, decision=str, proof=str, purpose=str, requests=int, site=str))
        order = [[line[n].encode("utf-16-be") for n in ("site", "purpose", "proof", "decision")] for line in said["lines"]]
        need(all(a < b for a, b in zip(order, order[1:])), "lines out of order")
        self.counts, self.seen, self.any = {}, set(), False

    def take(self, origin, index, envelope, usage):
        if origin != self.log[0] or index >= self.log[1]:
            return
        self.any = True
        if envelope[0] == 1 and usage is not None and admits(self.wanted, index, envelope, usage) and index not in self.seen:
            self.seen.add(index)
            key = usage["site"], text_or(usage, "purpose", "unknown"), usage["proof"], usage["decision"]
            size = usage.get("bytes")
            count = self.counts.setdefault(key, [0, 0])
            count[0] += 1
            count[1] += size if type(size) is int and 0 <= size <= MOST else 0

    def conclude(self, roots):
        need(self.any, "nothing to count it from")
        said = {(n["site"], n["purpose"], n["proof"], n["decision"]): [n["requests"], n["bytes"]] for n in self.said["lines"]}
        need({k: v for k, v in said.items() if v != [0, 0]} == self.counts, "other numbers")
        need([self.said["requests"], self.said["bytes"]] == [sum(c[i] for c in self.counts.values()) for i in (0, 1)], "other sums")
        known = roots.get(self.log[:2], set())
        need(not known or self.log[2] in known, "another root")
