-- Selling. What a request was charged stands in its usage record, which is then kept for good. charge_key is what is charged once, fingerprint what the client
-- named by it. Amounts are micro-units of a currency.
ALTER TABLE usage ADD COLUMN micros INTEGER;
ALTER TABLE usage ADD COLUMN currency TEXT;
ALTER TABLE usage ADD COLUMN units INTEGER;
ALTER TABLE usage ADD COLUMN unit TEXT;
ALTER TABLE usage ADD COLUMN price TEXT;
ALTER TABLE usage ADD COLUMN price_by TEXT;
ALTER TABLE usage ADD COLUMN subscription TEXT;
ALTER TABLE usage ADD COLUMN agreement TEXT;
ALTER TABLE usage ADD COLUMN charge_key BLOB;
ALTER TABLE usage ADD COLUMN fingerprint BLOB;
ALTER TABLE usage ADD COLUMN voided INTEGER;

CREATE UNIQUE INDEX usage_by_charge ON usage (licensee, charge_key) WHERE charge_key IS NOT NULL AND voided IS NULL;

-- Records of datasets, each charged once; charge is the seq of the usage record.
CREATE TABLE bought_record (
    licensee  TEXT    NOT NULL,
    key       BLOB    NOT NULL,
    charge    INTEGER NOT NULL,
    PRIMARY KEY (licensee, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX bought_record_by_charge ON bought_record (charge);

-- A licensee's money. month counts from January 1970; spent is of that month; topped is the balance when credit was added last.
CREATE TABLE wallet (
    licensee     TEXT    NOT NULL,
    currency     TEXT    NOT NULL,
    balance      INTEGER NOT NULL DEFAULT 0,
    floor        INTEGER NOT NULL DEFAULT 0,
    spend_limit  INTEGER,
    month        INTEGER NOT NULL DEFAULT 0,
    spent        INTEGER NOT NULL DEFAULT 0,
    topped       INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (licensee, currency)
) STRICT, WITHOUT ROWID;

-- What moves a balance besides charges: credit, fees of plans, refunds. key names it, so that it is made once.
CREATE TABLE posting (
    id        TEXT    PRIMARY KEY,
    licensee  TEXT    NOT NULL REFERENCES licensee (id),
    kind      TEXT    NOT NULL,
    currency  TEXT    NOT NULL,
    micros    INTEGER NOT NULL,
    time      INTEGER NOT NULL,
    note      TEXT,
    key       TEXT
) STRICT;

CREATE UNIQUE INDEX posting_by_key ON posting (licensee, key) WHERE key IS NOT NULL;

-- Units of a plan's period that have been sold.
CREATE TABLE quota (
    subscription  TEXT    NOT NULL,
    period        INTEGER NOT NULL,
    units         INTEGER NOT NULL,
    PRIMARY KEY (subscription, period)
) STRICT, WITHOUT ROWID;

-- Plans, each version of each as it was defined. Kept for good: somebody may have it.
CREATE TABLE plan (
    name        TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    definition  BLOB    NOT NULL,
    added       INTEGER NOT NULL,
    PRIMARY KEY (name, version)
) STRICT;

CREATE TABLE subscription (
    id        TEXT    PRIMARY KEY,
    licensee  TEXT    NOT NULL REFERENCES licensee (id),
    plan      TEXT    NOT NULL,
    version   INTEGER NOT NULL,
    starts    INTEGER NOT NULL,
    ends      INTEGER,
    FOREIGN KEY (plan, version) REFERENCES plan (name, version)
) STRICT;

-- The texts that licensees agree to, under the SHA-256 of each. Kept for good.
CREATE TABLE document (
    hash     TEXT    PRIMARY KEY,
    title    TEXT    NOT NULL,
    version  TEXT    NOT NULL,
    text     TEXT    NOT NULL,
    added    INTEGER NOT NULL,
    UNIQUE (title, version)
) STRICT;

-- Purposes, sites and paths are names with a line feed between; empty for all.
CREATE TABLE agreement (
    id           TEXT    PRIMARY KEY,
    licensee     TEXT    NOT NULL REFERENCES licensee (id),
    document     TEXT    NOT NULL REFERENCES document (hash),
    accepted_by  TEXT    NOT NULL,
    accepted_at  INTEGER NOT NULL,
    purposes     TEXT    NOT NULL,
    sites        TEXT    NOT NULL,
    paths        TEXT    NOT NULL,
    price        TEXT,
    starts       INTEGER NOT NULL,
    ends         INTEGER,
    notice       INTEGER NOT NULL
) STRICT;

CREATE TABLE member (
    licensee  TEXT    NOT NULL REFERENCES licensee (id),
    email     TEXT    NOT NULL,
    name      TEXT,
    role      TEXT    NOT NULL,
    added     INTEGER NOT NULL,
    PRIMARY KEY (licensee, email)
) STRICT, WITHOUT ROWID;

-- How licensees stand: one row for each change, in the order of their announcement. site is NULL for all.
CREATE TABLE licensee_status (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    licensee   TEXT    NOT NULL REFERENCES licensee (id),
    status     TEXT    NOT NULL,
    announced  INTEGER NOT NULL,
    effective  INTEGER NOT NULL,
    site       TEXT,
    reason     TEXT
) STRICT;

-- Signing agents that are a licensee's, by the URL that their signatures name.
CREATE TABLE signer (
    url       TEXT    PRIMARY KEY,
    licensee  TEXT    NOT NULL REFERENCES licensee (id),
    purpose   TEXT,
    added     INTEGER NOT NULL
) STRICT;

-- What is told of when so much of something has been used.
CREATE TABLE usage_alert (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    time      INTEGER NOT NULL,
    licensee  TEXT    NOT NULL,
    about     TEXT    NOT NULL,
    percent   INTEGER NOT NULL,
    subject   TEXT    NOT NULL
) STRICT;
