-- Everything that a gate keeps. Times are microseconds since 1970, UTC. Texts compare by their bytes, as in SQLite.

-- Usage records: one row for each machine request. tx is the transaction that brought it: commits become visible out of order,
-- and whoever reads on from a place reads only transactions behind which none is still under way.
CREATE TABLE usage (
    seq         bigint   GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tx          xid8     NOT NULL DEFAULT pg_current_xact_id(),
    id          bytea    NOT NULL UNIQUE,
    time        bigint   NOT NULL,
    site        text     COLLATE "C" NOT NULL,
    method      text     COLLATE "C" NOT NULL,
    path        text     COLLATE "C" NOT NULL,
    kind        smallint NOT NULL,
    agent       text     COLLATE "C" NOT NULL,
    operator    text     COLLATE "C",
    purpose     text     COLLATE "C",
    proof       text     COLLATE "C" NOT NULL,
    address     text     COLLATE "C" NOT NULL,
    decision    text     COLLATE "C" NOT NULL,
    rule        text     COLLATE "C",
    reason      text     COLLATE "C" NOT NULL,
    mode        text     COLLATE "C" NOT NULL,
    terms       text     COLLATE "C" NOT NULL,
    status      smallint NOT NULL,
    bytes       bigint   NOT NULL,
    duration    bigint   NOT NULL,
    grounds     text     COLLATE "C",
    detail      text     COLLATE "C",
    user_agent  text     COLLATE "C",
    licensee    text     COLLATE "C",
    key         text     COLLATE "C"
);

CREATE INDEX usage_by_tx ON usage (tx, seq);

-- The last batch of each running gate, so that one whose answer was lost is not written twice.
CREATE TABLE writer (
    id     uuid        PRIMARY KEY,
    batch  uuid        NOT NULL,
    time   timestamptz NOT NULL DEFAULT now()
);

-- People are counted, never recorded one by one; suspected are those of their requests whose clients behave like machines.
CREATE TABLE people (
    minute     bigint NOT NULL,
    site       text   COLLATE "C" NOT NULL,
    requests   bigint NOT NULL,
    bytes      bigint NOT NULL,
    suspected  bigint NOT NULL,
    PRIMARY KEY (minute, site)
);

-- Page views that a known operator's site sent.
CREATE TABLE referral (
    minute    bigint NOT NULL,
    site      text   COLLATE "C" NOT NULL,
    operator  text   COLLATE "C" NOT NULL,
    visitors  bigint NOT NULL,
    PRIMARY KEY (minute, site, operator)
);

-- What sites said to the world: one row for each change, in the order of their coming into force. Kept for good.
CREATE TABLE declaration (
    seq   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    time  bigint NOT NULL,
    site  text   COLLATE "C" NOT NULL,
    name  text   COLLATE "C" NOT NULL,
    hash  bytea  -- SHA-256; NULL where it is said no longer
);

CREATE INDEX declaration_by_name ON declaration (site, name, seq);

-- The bytes, once for each hash; compressed with Brotli.
CREATE TABLE declared (
    hash   bytea PRIMARY KEY,
    bytes  bytea NOT NULL
);

CREATE TABLE licensee (
    id       text   COLLATE "C" PRIMARY KEY,
    name     text   COLLATE "C" NOT NULL,
    email    text   COLLATE "C",
    created  bigint NOT NULL
);

-- A key is kept as its hash, and found by its first letters. Sites are names with a line feed between; empty for all.
CREATE TABLE api_key (
    id         text   COLLATE "C" PRIMARY KEY,
    licensee   text   COLLATE "C" NOT NULL REFERENCES licensee (id),
    prefix     text   COLLATE "C" NOT NULL,
    hash       bytea  NOT NULL,
    purpose    text   COLLATE "C",
    sites      text   COLLATE "C" NOT NULL,
    created    bigint NOT NULL,
    expires    bigint,
    revoked    bigint,
    last_used  bigint
);

CREATE INDEX api_key_by_prefix ON api_key (prefix);

-- Goes up with each change of keys, so that running gates see it.
CREATE TABLE key_revision (number bigint NOT NULL);
INSERT INTO key_revision VALUES (0);
