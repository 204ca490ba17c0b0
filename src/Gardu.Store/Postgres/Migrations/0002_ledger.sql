-- The ledger: one row for each entry, beside the fact that it records. What an entry is about (salt and payload) is NULL once it is erased.
-- Numbers are handed out by the dozen, so that those of one transaction mostly stand in a row.
CREATE TABLE entry (
    seq       bigint   GENERATED ALWAYS AS IDENTITY (CACHE 64) PRIMARY KEY,
    id        bytea    UNIQUE, -- of a usage record, the request's
    kind      smallint NOT NULL,
    time      bigint   NOT NULL,
    hash      bytea    NOT NULL,
    salt      bytea,
    payload   bytea,
    site      text     COLLATE "C",
    licensee  text     COLLATE "C"
);

CREATE INDEX entry_by_licensee ON entry (licensee, seq) WHERE licensee IS NOT NULL;

-- All but usage is rare, and asked for by kind.
CREATE INDEX entry_by_kind ON entry (kind, seq) WHERE kind <> 1;
CREATE INDEX usage_by_licensee ON usage (licensee) WHERE licensee IS NOT NULL;

-- Its index in the log; NULL while it waits for one.
CREATE TABLE leaf (
    entry       bigint PRIMARY KEY REFERENCES entry (seq),
    leaf_index  bigint
);

CREATE UNIQUE INDEX leaf_by_index ON leaf (leaf_index) WHERE leaf_index IS NOT NULL;
CREATE INDEX leaf_pending ON leaf (entry) WHERE leaf_index IS NULL;

CREATE FUNCTION entry_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO leaf (entry) SELECT seq FROM added;
    RETURN NULL;
END $$;

CREATE TRIGGER entry_waits AFTER INSERT ON entry REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION entry_waits();

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
