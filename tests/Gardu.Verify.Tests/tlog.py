"""The C2SP specifications that a ledger keeps to (signed-note, tlog-checkpoint, tlog-cosignature, tlog-policy, tlog-tiles) and the tree of RFC 6962."""
import base64, hashlib, os, re, unicodedata
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

class Doubt(Exception):
    pass

def need(condition, what):
    if not condition:
        raise Doubt(what)

def unbase64(text):
    try:
        octets = base64.b64decode(text, validate=True)
    except ValueError:
        raise Doubt("no base64")
    need(base64.b64encode(octets).decode() == text, "base64 in another spelling")
    return octets

def a_hash(text):
    octets = unbase64(text)
    need(len(octets) == 32, "no hash")
    return octets

def whole(text):
    need(re.fullmatch(r"0|[1-9][0-9]*", text, re.ASCII) and int(text) < 1 << 63, "no number")
    return int(text)

def is_name(name):
    return name and not any(c.isspace() or c == "+" or unicodedata.category(c) == "Cc" for c in name)

# Signed notes, checkpoints, keys

def read_note(octets):
    need(len(octets) <= 65536, "note too long")
    try:
        note = octets.decode("utf-8")
    except UnicodeDecodeError:
        raise Doubt("no UTF-8")
    split = note.rfind("\n\n")
    need(split >= 0 and note.endswith("\n") and not re.search(r"[\x00-\x09\x0b-\x1f]", note), "no note")
    signatures = []
    for line in note[split + 2:].split("\n")[:-1]:
        match = re.fullmatch(r"— ([^ ]+) ([^ ]+)", line)
        need(match and is_name(match[1]), "no signature line")
        octets = unbase64(match[2])
        need(len(octets) > 4, "no signature")
        signatures.append((match[1], octets[:4], octets[4:]))
    need(1 <= len(signatures) <= 64, "too few or many signatures")
    return note[:split + 1], signatures

def checkpoint_of(text):
    lines = text[:-1].split("\n")
    need(len(lines) >= 3 and "" not in lines and is_name(lines[0]), "no checkpoint")
    return lines[0], whole(lines[1]), a_hash(lines[2])

def read_vkey(text, kind):
    parts = text.split("+", 2)
    need(len(parts) == 3 and is_name(parts[0]), "no key")
    octets = unbase64(parts[2])
    identity = hashlib.sha256(parts[0].encode() + b"\n" + octets).digest()[:4]
    need(len(octets) == 33 and octets[0] == kind and identity.hex() == parts[1], "no key of this kind")
    return parts[0], identity, kind, octets[1:]

def signed_by(note, key):
    """None where the key is not among the signers, else whether its signature holds."""
    text, signatures = note
    for name, identity, signature in signatures:
        if (name, identity) == key[:2]:
            message = text.encode()
            if key[2] == 4:
                message, signature = b"cosignature/v1\ntime %d\n" % int.from_bytes(signature[:8], "big") + message, signature[8:]
            try:
                Ed25519PublicKey.from_public_bytes(key[3]).verify(signature, message)
            except InvalidSignature:
                return False
    return True if any((n, i) == key[:2] for n, i, _ in signatures) else None

class Policy:
    """Whose signatures count: logs, witnesses, groups of them, and the quorum (C2SP tlog-policy)."""
    def __init__(self, octets):
        need(len(octets) <= 65536, "keys.txt too long")
        self.logs, self.parts, self.quorum, used = [], {}, None, set()
        for line in octets.decode("utf-8", "replace").split("\n"):
            need(not re.search("[\x00-\x08\x0a-\x1f\x7f\ufffd]", line), "control character")
            words = [word for word in re.split("[ \t]+", line) if word]
            if words and not words[0].startswith("#"):
                self.take(words[0], words[1:], used)
        need(self.quorum, "keys.txt has no quorum")

    def take(self, word, rest, used):
        uses = []
        if word == "log" and len(rest) in (1, 2):
            self.logs.append(read_vkey(rest[0], 1))
            uses = [self.logs[-1][2:]]
        elif word == "witness" and len(rest) in (2, 3):
            uses = [read_vkey(rest[1], 4)[2:]]
        elif word == "group" and len(rest) > 2:
            uses = rest[2:]
            need(set(uses) <= set(self.parts) and 1 <= self.least(rest[1], uses) <= len(uses), "no such member or threshold")
        else:
            need(word == "quorum" and len(rest) == 1 and not self.quorum and (rest[0] == "none" or rest[0] in self.parts), "no such line")
            self.quorum = rest[0]
        need(not used & set(uses) and len(set(uses)) == len(uses), "twice")
        used.update(uses)
        if word in ("witness", "group"):
            need(rest[0] not in self.parts and rest[0] != "none", "name taken")
            self.parts[rest[0]] = read_vkey(rest[1], 4) if word == "witness" else (self.least(rest[1], uses), uses)
        witnesses = len(self.witnesses())
        need(max(len(self.logs), witnesses, len(self.parts) - witnesses) <= 64, "too many")

    def least(self, threshold, members):
        return {"any": 1, "all": len(members)}.get(threshold) or whole(threshold)

    def witnesses(self):
        return [part for part in self.parts.values() if len(part) == 4]

    def counts(self, name, signers):
        part = self.parts[name]
        return part in signers if len(part) == 4 else sum(self.counts(n, signers) for n in part[1]) >= part[0]

    def trusts(self, note, origin):
        found = {key: signed_by(note, key) for key in [k for k in self.logs if k[0] == origin] + self.witnesses()}
        signers = [key for key, holds in found.items() if holds]
        return False not in found.values() and any(k[2] == 1 for k in signers) and (self.quorum == "none" or self.counts(self.quorum, signers))

# Merkle tree (RFC 6962)

def leaf(octets):
    return hashlib.sha256(b"\0" + octets).digest()

def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()

def climb(place, last, path, left, right):
    """Walks from two nodes to the top (RFC 9162 sections 2.1.3.2 and 2.1.4.2): left takes neighbours on its left alone, right takes all."""
    for other in path:
        if last == 0:
            return None
        if place & 1 or place == last:
            left, right = node(other, left), node(other, right)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            right = node(right, other)
        place, last = place >> 1, last >> 1
    return (left, right) if last == 0 else None

def included(hashed, index, size, path, root):
    top = climb(index, size - 1, path, hashed, hashed) if index < size else None
    return top is not None and top[1] == root

def consistent(small, small_root, large, large_root, path):
    if small in (0, large):
        return not path and small_root == (large_root if small == large else hashlib.sha256().digest())
    path = ([small_root] if small & (small - 1) == 0 and path else []) + path
    place, last = small - 1, large - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    return small < large and bool(path) and climb(place, last, path[1:], path[0], path[0]) == (small_root, large_root)

# Tiles: a log's folder, recomputed from its entry bundles

def tile_path(level, number, width):
    groups = [f"{number % 1000:03}"]
    while number := number // 1000:
        groups.insert(0, f"x{number % 1000:03}")
    return f"tile/{level}/{'/'.join(groups)}" + ("" if width == 256 else f".p/{width}")

def read_bundle(octets):
    entries = []
    while octets:
        length = int.from_bytes(octets[:2], "big")
        need(len(octets) >= 2 + length, "a bundle breaks off")
        entries.append(octets[2:2 + length])
        octets = octets[2 + length:]
    return entries

def fold(hashes):
    while len(hashes) > 1:
        hashes = [node(*hashes[i:i + 2]) if i + 1 < len(hashes) else hashes[i] for i in range(0, len(hashes), 2)]
    return hashes[0] if hashes else hashlib.sha256().digest()

def verify_log(folder, vkey):
    """Gives the log's entries; every tile that is there is held against them, and every one that has to be there is missed."""
    def file(name):
        try:
            with open(os.path.join(folder, name), "rb") as stream:
                return stream.read()
        except FileNotFoundError:
            raise Doubt(f"{name} is missing")
    note, key = read_note(file("checkpoint")), read_vkey(vkey, 1)
    origin, size, root = checkpoint_of(note[0])
    need(origin == key[0] and signed_by(note, key), "the checkpoint is not signed with this key")
    tiles = lambda count: [(n, min(256, count - n * 256)) for n in range((count + 255) // 256)]
    entries = [entry for n, width in tiles(size) for entry in read_bundle(file(tile_path("entries", n, width)))]
    need(len(entries) == size, "entries are missing or left over")
    hashes, level, known = [leaf(entry) for entry in entries], 0, {}
    need(fold(hashes) == root, "the root is not that of the entries")
    while hashes:
        for n, width in tiles(len(hashes)):
            known[level, n] = hashes[n * 256:n * 256 + width]
            file(tile_path(level, n, width))
        hashes, level = [fold(hashes[n * 256:n * 256 + 256]) for n in range(len(hashes) // 256)], level + 1
    for base, _, names in os.walk(os.path.join(folder, "tile")):
        for name in names:
            path = os.path.relpath(os.path.join(base, name), folder)
            match = re.fullmatch(r"tile/(\d+|entries)/((?:x\d{3}/)*\d{3})(?:\.p/(\d+))?", path)
            need(match, f"{path} is no tile")
            number, width = int(match[2].replace("x", "").replace("/", "")), int(match[3] or 256)
            if match[1] == "entries":
                need(read_bundle(file(path)) == entries[number * 256:number * 256 + width], f"{path} has other entries")
            else:
                hashes = known.get((int(match[1]), number), [])[:width]
                need(len(hashes) == width and file(path) == b"".join(hashes), f"{path} is not of these entries")
    return entries
