"""A witness of transparency logs, from C2SP tlog-witness and tlog-cosignature alone: signs a checkpoint that follows the last it has signed, and no other.

    witness.py STATE SEED LOG-VKEY     prints "PORT VKEY" and serves on 127.0.0.1
"""
import base64, hashlib, http.server, json, os, struct, sys, time
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

NAME = "witness.example/w1"


def key_id(name, kind, public):
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def is_consistent(m, old_root, n, root, path):
    """RFC 9162 section 2.1.4.2."""
    if m == n:
        return not path and old_root == root
    if m == 0:
        return not path
    path = list(path)
    if m & (m - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    fn, sn = m - 1, n - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node(c, fr), node(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return fr == old_root and sr == root and sn == 0


state_path, seed, log_vkey = sys.argv[1:]
log_name, log_id, log_key = log_vkey.split("+", 2)
log_public = base64.b64decode(log_key)[1:]
private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
own_id = key_id(NAME, 4, public)


def remembered():
    return json.load(open(state_path)) if os.path.exists(state_path) else {"size": 0, "root": base64.b64encode(hashlib.sha256(b"").digest()).decode()}


class Witness(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def answer(self, status, text="", kind="text/plain"):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def do_POST(self):
        if self.path != "/add-checkpoint":
            return self.answer(404)
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        head, note = body.split("\n\n", 1)
        lines = head.split("\n")
        old, path = int(lines[0].removeprefix("old ")), [base64.b64decode(line) for line in lines[1:]]
        text, signatures = note.rsplit("\n\n", 1)
        text += "\n"
        origin, size, root = text.split("\n")[:3]
        size = int(size)
        if origin != log_name:
            return self.answer(404)
        for line in signatures.splitlines():
            name, payload = line.removeprefix("\u2014 ").split(" ")
            octets = base64.b64decode(payload)
            if name == log_name and octets[:4].hex() == log_id:
                try:
                    Ed25519PublicKey.from_public_bytes(log_public).verify(octets[4:], text.encode())
                    break
                except InvalidSignature:
                    pass
        else:
            return self.answer(403)
        if old > size:
            return self.answer(400)
        last = remembered()
        if old != last["size"]:
            return self.answer(409, f"{last['size']}\n", "text/x.tlog.size")
        if not is_consistent(old, base64.b64decode(last["root"]), size, base64.b64decode(root), path):
            return self.answer(422)
        with open(state_path + ".new", "w") as file:
            json.dump({"size": size, "root": root}, file)
            file.flush()
            os.fsync(file.fileno())
        os.rename(state_path + ".new", state_path)
        now = int(time.time())
        signature = private.sign(f"cosignature/v1\ntime {now}\n{text}".encode())
        line = base64.b64encode(own_id + struct.pack(">Q", now) + signature).decode()
        self.answer(200, f"\u2014 {NAME} {line}\n")


server = http.server.HTTPServer(("127.0.0.1", 0), Witness)
print(server.server_port, f"{NAME}+{own_id.hex()}+{base64.b64encode(bytes([4]) + public).decode()}", flush=True)
server.serve_forever()
