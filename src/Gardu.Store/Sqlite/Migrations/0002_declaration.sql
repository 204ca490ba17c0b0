-- What sites said to the world: one row for each change, in the order of their coming into force. Kept for good.
CREATE TABLE declaration (
    seq   INTEGER PRIMARY KEY AUTOINCREMENT,
    time  INTEGER NOT NULL,
    site  TEXT    NOT NULL,
    name  TEXT    NOT NULL,
    hash  BLOB    -- SHA-256; NULL where it is said no longer
) STRICT;

CREATE INDEX declaration_by_name ON declaration (site, name, seq);

-- The bytes, once for each hash; compressed with Brotli.
CREATE TABLE declared (
    hash   BLOB PRIMARY KEY,
    bytes  BLOB NOT NULL
) STRICT, WITHOUT ROWID;
