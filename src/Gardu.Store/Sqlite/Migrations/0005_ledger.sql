-- The ledger: one row for each entry, beside the fact that it records. What an entry is about (salt and payload) is NULL once it is erased.
CREATE TABLE entry (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    id        BLOB    UNIQUE, -- of a usage record, the request's
    kind      INTEGER NOT NULL,
    time      INTEGER NOT NULL,
    hash      BLOB    NOT NULL,
    salt      BLOB,
    payload   BLOB,
    site      TEXT,
    licensee  TEXT
) STRICT;

CREATE INDEX entry_by_licensee ON entry (licensee, seq) WHERE licensee IS NOT NULL;

-- All but usage is rare, and asked for by kind.
CREATE INDEX entry_by_kind ON entry (kind, seq) WHERE kind <> 1;
CREATE INDEX usage_by_licensee ON usage (licensee) WHERE licensee IS NOT NULL;

-- Its index in the log; NULL while it waits for one.
CREATE TABLE leaf (
    entry       INTEGER PRIMARY KEY REFERENCES entry (seq),
    leaf_index  INTEGER
) STRICT;

CREATE UNIQUE INDEX leaf_by_index ON leaf (leaf_index) WHERE leaf_index IS NOT NULL;
CREATE INDEX leaf_pending ON leaf (entry) WHERE leaf_index IS NULL;

CREATE TRIGGER entry_waits AFTER INSERT ON entry BEGIN
    INSERT INTO leaf (entry) VALUES (new.seq);
END;

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
