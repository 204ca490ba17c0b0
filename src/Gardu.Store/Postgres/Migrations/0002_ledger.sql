-- The ledger: an entry for each fact, in the order of their coming. It keeps the envelope, and its index in the log, which is NULL while it waits for one.
-- What it is about stands in usage, whose row then has the same seq, or in payload; it is erased once neither has it.
CREATE SEQUENCE fact_seq;
SELECT setval('fact_seq', coalesce(max(seq), 0) + 1) FROM usage;

CREATE TABLE entry (
    seq         bigint   PRIMARY KEY DEFAULT nextval('fact_seq'),
    kind        smallint NOT NULL,
    time        bigint   NOT NULL,
    hash        bytea    NOT NULL,
    leaf_index  bigint
);

CREATE UNIQUE INDEX entry_by_index ON entry (leaf_index) WHERE leaf_index IS NOT NULL;
CREATE INDEX entry_pending ON entry (seq) WHERE leaf_index IS NULL;
CREATE INDEX entry_by_kind ON entry (kind, seq) WHERE kind <> 1; -- all but usage is rare, and asked for by kind

ALTER TABLE usage ALTER COLUMN seq DROP IDENTITY;
ALTER TABLE usage ADD COLUMN salt bytea; -- NULL before there was a ledger
CREATE INDEX usage_by_licensee ON usage (licensee) WHERE licensee IS NOT NULL;

CREATE TABLE payload (
    entry     bigint PRIMARY KEY REFERENCES entry (seq),
    salt      bytea  NOT NULL,
    payload   bytea  NOT NULL,
    site      text   COLLATE "C",
    licensee  text   COLLATE "C"
);

CREATE INDEX payload_by_licensee ON payload (licensee) WHERE licensee IS NOT NULL;

-- How far the order has come. The root is that of a tree without leaves.
CREATE TABLE ledger (
    origin  text   COLLATE "C" NOT NULL,
    size    bigint NOT NULL,
    root    bytea  NOT NULL,
    epoch   bigint NOT NULL
);

INSERT INTO ledger VALUES ('', 0, '\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 0);

-- Every key that has signed for the log, the first one first.
CREATE TABLE ledger_key (
    seq      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    vkey     text   COLLATE "C" NOT NULL UNIQUE,
    retired  bigint
);

ALTER TABLE api_key ADD COLUMN audits integer NOT NULL DEFAULT 0;
