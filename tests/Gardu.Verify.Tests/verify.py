#!/usr/bin/env python3
"""A second verifier of the ledger's files, written from docs/formats/ledger.md and the C2SP specifications alone, to be held against gardu-verify.

  verify.py [--keys keys.txt] FILE…     the same files, the same exit codes: 0 verified, 3 a file cannot be read, 4 something is in doubt
  verify.py log FOLDER VKEY             a log's folder: recomputes every tile and the root from the entry bundles
"""
import hashlib, os, re, struct, sys, zipfile, zlib
sys.dont_write_bytecode = True
from entries import *
from tlog import *

LINE = 256 * 1024
SCAN = {"scan/" + name for name in ("documents.csv", "files.jsonl", "head.json", "hits.csv", "hits.jsonl", "report.html", "scan.json")}
CASE = {"MANIFEST.sha256": 4 << 20, "README.txt": None, "index.html": None, "entries.jsonl": None, "statement.json": 16 << 20, "keys.txt": 65536}

class Evidence:
    """All files together."""
    def __init__(self, given):
        self.given, self.policies, self.roots, self.proofs, self.recounts, self.doubts = given, [given] if given else [], {}, [], [], []

    def attempt(self, name, what, *arguments):
        try:
            return what(*arguments)
        except (Doubt, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as doubt:
            self.doubts.append(f"{name}: {doubt}")

    def bring(self, policy):
        if not self.given:
            self.policies.append(policy)

    def bring_logs(self, keys):
        policy = Policy(b"quorum none\n")
        policy.logs = keys
        self.bring(policy)

    def checkpoint(self, octets):
        return self.trusted(read_note(octets))

    def trusted(self, note):
        origin, size, root = checkpoint_of(note[0])
        need(any(policy.trusts(note, origin) for policy in self.policies), "nobody who is believed signed the checkpoint")
        self.roots.setdefault((origin, size), set()).add(root)
        need(len(self.roots[origin, size]) == 1, "fork")
        return origin, size, root

    def entry(self, octets, salt, payload, index, path, checkpoint, hook=None):
        """Checks an entry and counts it; gives its envelope and, where it is usage that can be read, its payload."""
        envelope = read_envelope(octets)
        need(included(leaf(octets), index, checkpoint[1], path, checkpoint[2]), f"another entry at {index}")
        need(salt is None or hashlib.sha256(salt + payload).digest() == envelope[2], f"another payload at {index}")
        usage = usage_of(payload) if envelope[0] == 1 and salt is not None else None
        for recount in self.recounts + ([hook] if hook else []):
            recount.take(checkpoint[0], index, envelope, usage)
        return envelope, usage

    def receipt(self, octets):
        need(len(octets) <= 192 << 10, "too long")
        head, _, note = octets.partition(b"\n\n")
        note, lines = read_note(note), head.decode("utf-8", "replace").split("\n")
        need(lines[0] == "c2sp.org/tlog-proof@v1", "no receipt")
        extra = unbase64(lines.pop(1)[6:]) if len(lines) > 1 and lines[1].startswith("extra ") else b""
        need(len(lines) > 1 and lines[1].startswith("index ") and len(lines) <= 65, "no receipt")
        index, path = whole(lines[1][6:]), [a_hash(line) for line in lines[2:]]
        need(len(extra) == 42 or 58 <= len(extra) <= 58 + 65536, "no entry in it")
        self.entry(extra[:42], extra[42:58] or None, extra[58:], index, path, self.trusted(note))

    def consistency(self, octets):
        need(len(octets) <= 72 << 10, "too long")
        head, _, note = octets.partition(b"\n\n")
        note, lines = read_note(note), head.decode("utf-8", "replace").split("\n")
        need(lines[0].startswith("old ") and len(lines) <= 64, "no proof")
        self.proofs.append((whole(lines[0][4:]), [a_hash(line) for line in lines[1:]], self.trusted(note)))

    def header(self, stream):
        line = stream.readline(LINE + 1)
        need(line.endswith(b"\n"), "no first line")
        head = canonical(line[:-1], checkpoint=str, filter=dict, format=str, keys=(list,))
        need(head["format"] == "gardu-export/1" and 1 <= len(head.get("keys", [0])) <= 64, "no export")
        return read_note(head["checkpoint"].encode()), read_filter(head["filter"]), [read_vkey(key, 1) for key in head.get("keys", [])]

    def export(self, stream, hook=None):
        note, wanted, _ = self.header(stream)
        checkpoint = self.trusted(note)
        following, dense = wanted.get("first", 0), not narrows(wanted)
        previous = -1
        while line := stream.readline(LINE + 1):
            need(line.endswith(b"\n"), "a line breaks off or is too long")
            item = canonical(line[:-1], entry=str, index=int, path=(list,), payload=(str,), salt=(str,))
            need(("salt" in item) == ("payload" in item) and 1 <= len(item.get("path", [0])) <= 63, "no entry")
            index, payload = item["index"], item.get("payload", "").encode()
            salt = unbase64(item["salt"]) if "salt" in item else None
            need(len(payload) <= 65536 and (salt is None or len(salt) == 16), "no entry")
            need(index > previous and (not dense or index <= following), "order")
            envelope, usage = self.entry(unbase64(item["entry"]), salt, payload, index, [a_hash(p) for p in item.get("path", [])], checkpoint, hook)
            need(envelope[0] != 1 or salt is None or usage is not None, "no usage")
            need(admits(wanted, index, envelope, usage), "not asked for")
            previous, following = index, index + 1
            if hook:
                hook.declare(envelope, payload, usage)
        need(not dense or following > wanted.get("last", checkpoint[1] - 1), "entries are missing at the end")
        return wanted, checkpoint

    def conclude(self):
        for recount in self.recounts:
            self.attempt("statement", recount.conclude, self.roots)
        for old, path, (origin, size, root) in self.proofs:
            for earlier in self.roots.get((origin, old), ()):
                self.attempt("consistency", need, consistent(old, earlier, size, root, path), f"{old} is not the beginning of {size}")

def headers_agree(file, start, length):
    """Whether each file of an archive bears in its own header what the directory says of it, and all are on one disk."""
    file.seek(start)
    rest = file.read(length)
    while rest:
        if len(rest) < 46 or rest[:4] != b"PK\1\2":
            return False
        name, extra, comment, offset = struct.unpack("<28xHHH8xI", rest[:46])
        file.seek(offset)
        own = file.read(30 + name)
        if offset + 30 + name > start or own[:4] != b"PK\3\4" or own[4:28] != rest[6:30] or rest[34:36] != b"\0\0" or own[30:] != rest[46:46 + name]:
            return False
        if len(rest) < 46 + name + extra + comment:
            return False
        rest = rest[46 + name + extra + comment:]
    return True

class Case:
    """What is asked of a case beyond its export: the statement, the declarations, and that terms were declared before they decided."""
    def __init__(self, name, evidence):
        with open(name, "rb") as file:
            file.seek(max(0, os.path.getsize(name) - 22))
            end = file.read()
        need(len(end) == 22 and end[:4] == b"PK\5\6", "no archive of a case")
        disks, here, count, length, start, comment = struct.unpack("<4xIHHIIH", end)
        need(disks == 0 and comment == 0 and here == count <= 10000 and length <= 4 << 20 and start + length + 22 == os.path.getsize(name) < 1 << 32, "beyond the limits")
        with open(name, "rb") as file:
            need(headers_agree(file, start, length), "its directory and its files disagree")
        self.zip, self.evidence, self.hashes, self.terms, self.needed = zipfile.ZipFile(name), evidence, set(), {}, {}
        names = [file.filename for file in self.zip.infolist()]
        self.declared = {n for n in names if re.fullmatch("declared/[0-9a-f]{64}", n)}
        need(len(set(names)) == len(names) and set(names) - self.declared in (set(CASE), set(CASE) | SCAN), "other files than a case has")
        for file in self.zip.infolist():
            need(file.file_size <= 100 * file.compress_size + (1 << 20), "unpacks beyond measure")
            need(file.extract_version <= 45 and file.reserved == file.volume == 0 and not file.flag_bits & ~0x80e and file.compress_type in (0, 8), "unknown way of packing")
            file.CRC = None  # hashes say more
        evidence.bring(Policy(self.read("keys.txt")))

    def read(self, name):
        with self.zip.open(name) as stream:
            octets = stream.read(CASE[name] + 1)
        need(len(octets) <= CASE[name], f"{name} is too long")
        return octets

    def check(self):
        manifest, found = self.read("MANIFEST.sha256").decode("utf-8", "replace").split("\n"), {}
        for name in set(self.zip.namelist()) - {"MANIFEST.sha256"}:
            with self.zip.open(name) as stream:
                found[name] = hashlib.file_digest(stream, "sha256").hexdigest()
            need(name not in self.declared or name == f"declared/{found[name]}", f"{name} has another hash than its name")
        need(manifest[-1] == "" and sorted(manifest[:-1]) == sorted(f"{found[n]}  {n}" for n in found), "another manifest")
        self.recount = Recount(self.read("statement.json"))
        with self.zip.open("entries.jsonl") as stream:
            wanted, checkpoint = self.evidence.export(stream, self)
        need(wanted == self.recount.wanted and checkpoint == self.recount.log, "the statement is of another export")
        self.recount.conclude(self.evidence.roots)
        need({n[9:] for n in self.declared} <= self.hashes, "declared files that no entry declares")
        for (site, terms), micros in self.needed.items():
            need(any(s == site and h.startswith(terms) and t <= micros for (s, h), t in self.terms.items()), f"terms {terms} of {site} were not declared before")

    def take(self, *entry):
        self.recount.take(*entry)

    def declare(self, envelope, payload, usage):
        earliest = lambda times, key: times.update({key: min(envelope[1], times.get(key, envelope[1]))})
        if usage and text_or(usage, "terms", ""):
            earliest(self.needed, (usage["site"], usage["terms"]))
        item = load(payload) if envelope[0] == 2 and payload else {}
        if all(isinstance(item.get(n), str) for n in ("site", "name", "sha256")):
            self.hashes.add(item["sha256"])
            if item["name"] == "terms":
                earliest(self.terms, (item["site"], item["sha256"]))

def kind_of(start):
    first = re.split("[ \t\n]", start.decode("utf-8", "replace").lstrip(" \t\n"))[0]
    starts = {b"PK\3\4": "case", b"PK\5\6": "case", b'{"checkpoint":': "export", b'{"bytes":': "statement", b"c2sp.org/tlog-proof@": "receipt", b"old ": "consistency"}
    for beginning, kind in starts.items():
        if start.startswith(beginning):
            return kind
    if first.startswith("#") or first in ("log", "witness", "group", "quorum"):
        return "keys"
    return "checkpoint" if re.match(rb"[^\n]+\n[0-9]+\n", start) else None

def whole_file(name):
    with open(name, "rb") as file:
        return file.read((16 << 20) + 1)

def opened(name, what):
    with open(name, "rb") as file:
        return what(file)

def main(arguments):
    try:
        given = Policy(whole_file(arguments[1])) if arguments[0] == "--keys" else None
    except (Doubt, OSError) as wrong:
        print(wrong)
        return 3
    evidence, files, unread = Evidence(given), [], 0
    for name in arguments[2 if given else 0:]:
        try:
            files.append((name, opened(name, lambda file: kind_of(file.read(4096)))))
        except OSError:
            files.append((name, None))
    unread, cases = sum(kind is None for _, kind in files), {}
    for name, kind in files:  # what they bring along
        if kind == "keys":
            evidence.attempt(name, lambda: evidence.bring(Policy(whole_file(name))))
        elif kind == "export":
            evidence.attempt(name, lambda: evidence.bring_logs(opened(name, evidence.header)[2]))
        elif kind == "statement":
            evidence.attempt(name, lambda: evidence.recounts.append(Recount(whole_file(name))))
        elif kind == "case":
            cases[name] = evidence.attempt(name, Case, name, evidence)
    for name, kind in files:  # what each says by itself
        if kind in ("checkpoint", "receipt", "consistency"):
            evidence.attempt(name, lambda: getattr(evidence, kind)(whole_file(name)))
        elif kind == "export":
            evidence.attempt(name, opened, name, evidence.export)
        elif cases.get(name):
            evidence.attempt(name, cases[name].check)
    evidence.conclude()
    print(*evidence.doubts, f"doubt: {len(evidence.doubts)}" if evidence.doubts else f"unread: {unread}" if unread else "verified", sep="\n")
    return 4 if evidence.doubts else 3 if unread else 0

if __name__ == "__main__":
    if len(sys.argv) == 4 and sys.argv[1] == "log":
        try:
            print(f"verified: {len([read_envelope(entry) for entry in verify_log(*sys.argv[2:])])} entries")
        except Doubt as doubt:
            print(f"doubt: {doubt}")
            sys.exit(4)
    else:
        sys.exit(main(sys.argv[1:]))
