-- Usage records: one row for each machine request, in the order of their commit. Times are microseconds since 1970, UTC.
CREATE TABLE usage (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    id        BLOB    NOT NULL UNIQUE,
    time      INTEGER NOT NULL,
    site      TEXT    NOT NULL,
    method    TEXT    NOT NULL,
    path      TEXT    NOT NULL,
    kind      INTEGER NOT NULL,
    agent     TEXT    NOT NULL,
    operator  TEXT,
    purpose   TEXT,
    proof     TEXT    NOT NULL,
    address   TEXT    NOT NULL,
    decision  TEXT    NOT NULL,
    rule      TEXT,
    reason    TEXT    NOT NULL,
    mode      TEXT    NOT NULL,
    terms     TEXT    NOT NULL,
    status    INTEGER NOT NULL,
    bytes     INTEGER NOT NULL,
    duration  INTEGER NOT NULL
) STRICT;

-- People are counted, never recorded one by one.
CREATE TABLE people (
    minute    INTEGER NOT NULL,
    site      TEXT    NOT NULL,
    requests  INTEGER NOT NULL,
    bytes     INTEGER NOT NULL,
    PRIMARY KEY (minute, site)
) STRICT, WITHOUT ROWID;

-- Page views that a known operator's site sent.
CREATE TABLE referral (
    minute    INTEGER NOT NULL,
    site      TEXT    NOT NULL,
    operator  TEXT    NOT NULL,
    visitors  INTEGER NOT NULL,
    PRIMARY KEY (minute, site, operator)
) STRICT, WITHOUT ROWID;
