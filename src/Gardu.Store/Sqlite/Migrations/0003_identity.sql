-- Who asked, as far as it could be told: why it has its proof, what it said of itself, and whose key came with it.
ALTER TABLE usage ADD COLUMN grounds    TEXT;
ALTER TABLE usage ADD COLUMN detail     TEXT;
ALTER TABLE usage ADD COLUMN user_agent TEXT;
ALTER TABLE usage ADD COLUMN licensee   TEXT;
ALTER TABLE usage ADD COLUMN key        TEXT;

CREATE TABLE licensee (
    id       TEXT    PRIMARY KEY,
    name     TEXT    NOT NULL,
    email    TEXT,
    created  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A key is kept as its hash, and found by its first letters. Sites are names with a line feed between; empty for all.
CREATE TABLE api_key (
    id         TEXT    PRIMARY KEY,
    licensee   TEXT    NOT NULL REFERENCES licensee (id),
    prefix     TEXT    NOT NULL,
    hash       BLOB    NOT NULL,
    purpose    TEXT,
    sites      TEXT    NOT NULL,
    created    INTEGER NOT NULL,
    expires    INTEGER,
    revoked    INTEGER,
    last_used  INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX api_key_by_prefix ON api_key (prefix);

-- Goes up with each change of keys, so that running gates see it.
CREATE TABLE key_revision (number INTEGER NOT NULL) STRICT;
INSERT INTO key_revision VALUES (0);
