-- The ledger: an entry for each fact, in the order of their coming. It keeps the envelope, and its index in the log, which is NULL while it waits for one.
-- What it is about stands in usage, whose row then has the same seq, or in payload; it is erased once neither has it.
CREATE TABLE entry (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    kind        INTEGER NOT NULL,
    time        INTEGER NOT NULL,
    hash        BLOB    NOT NULL,
    leaf_index  INTEGER
) STRICT;

CREATE UNIQUE INDEX entry_by_index ON entry (leaf_index) WHERE leaf_index IS NOT NULL;
CREATE INDEX entry_pending ON entry (seq) WHERE leaf_index IS NULL;
CREATE INDEX entry_by_kind ON entry (kind, seq) WHERE kind <> 1; -- all but usage is rare, and asked for by kind

-- Numbers go on behind those of the records there are.
INSERT INTO sqlite_sequence (name, seq) SELECT 'entry', coalesce(max(seq), 0) FROM usage;

ALTER TABLE usage ADD COLUMN salt BLOB; -- NULL before there was a ledger
CREATE INDEX usage_by_licensee ON usage (licensee) WHERE licensee IS NOT NULL;

CREATE TABLE payload (
    entry     INTEGER PRIMARY KEY REFERENCES entry (seq),
    salt      BLOB NOT NULL,
    payload   BLOB NOT NULL,
    site      TEXT,
    licensee  TEXT
) STRICT;

CREATE INDEX payload_by_licensee ON payload (licensee) WHERE licensee IS NOT NULL;

-- How far the order has come. The root is that of a tree without leaves.
CREATE TABLE ledger (
    origin  TEXT    NOT NULL,
    size    INTEGER NOT NULL,
    root    BLOB    NOT NULL,
    epoch   INTEGER NOT NULL
) STRICT;

INSERT INTO ledger VALUES ('', 0, x'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 0);

-- Every key that has signed for the log, the first one first.
CREATE TABLE ledger_key (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    vkey     TEXT    NOT NULL UNIQUE,
    retired  INTEGER
) STRICT;

ALTER TABLE api_key ADD COLUMN audits INTEGER NOT NULL DEFAULT 0;
