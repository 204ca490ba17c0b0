-- Selling. What a request was charged stands in its usage record, which is then kept for good. charge_key is what is charged once, fingerprint what the client
-- named by it. Amounts are micro-units of a currency.
ALTER TABLE usage ADD COLUMN micros bigint;
ALTER TABLE usage ADD COLUMN currency text COLLATE "C";
ALTER TABLE usage ADD COLUMN units bigint;
ALTER TABLE usage ADD COLUMN unit text COLLATE "C";
ALTER TABLE usage ADD COLUMN price text COLLATE "C";
ALTER TABLE usage ADD COLUMN price_by text COLLATE "C";
ALTER TABLE usage ADD COLUMN subscription text COLLATE "C";
ALTER TABLE usage ADD COLUMN agreement text COLLATE "C";
ALTER TABLE usage ADD COLUMN charge_key bytea;
ALTER TABLE usage ADD COLUMN fingerprint bytea;
ALTER TABLE usage ADD COLUMN voided bigint;

CREATE UNIQUE INDEX usage_by_charge ON usage (licensee, charge_key) WHERE charge_key IS NOT NULL AND voided IS NULL;

-- Records of datasets, each charged once; charge is the seq of the usage record.
CREATE TABLE bought_record (
    licensee  text COLLATE "C" NOT NULL,
    key       bytea NOT NULL,
    charge    bigint NOT NULL,
    PRIMARY KEY (licensee, key)
);

CREATE INDEX bought_record_by_charge ON bought_record (charge);

-- A licensee's money. month counts from January 1970; spent is of that month; topped is the balance when credit was added last.
CREATE TABLE wallet (
    licensee     text COLLATE "C" NOT NULL,
    currency     text COLLATE "C" NOT NULL,
    balance      bigint NOT NULL DEFAULT 0,
    floor        bigint NOT NULL DEFAULT 0,
    spend_limit  bigint,
    month        bigint NOT NULL DEFAULT 0,
    spent        bigint NOT NULL DEFAULT 0,
    topped       bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (licensee, currency)
);

-- What moves a balance besides charges: credit, fees of plans, refunds. key names it, so that it is made once.
CREATE TABLE posting (
    id        text COLLATE "C" PRIMARY KEY,
    licensee  text COLLATE "C" NOT NULL REFERENCES licensee (id),
    kind      text COLLATE "C" NOT NULL,
    currency  text COLLATE "C" NOT NULL,
    micros    bigint NOT NULL,
    time      bigint NOT NULL,
    note      text COLLATE "C",
    key       text COLLATE "C"
);

CREATE UNIQUE INDEX posting_by_key ON posting (licensee, key) WHERE key IS NOT NULL;

-- Units of a plan's period that have been sold.
CREATE TABLE quota (
    subscription  text COLLATE "C" NOT NULL,
    period        bigint NOT NULL,
    units         bigint NOT NULL,
    PRIMARY KEY (subscription, period)
);

-- Plans, each version of each as it was defined. Kept for good: somebody may have it.
CREATE TABLE plan (
    name        text COLLATE "C" NOT NULL,
    version     bigint NOT NULL,
    definition  bytea NOT NULL,
    added       bigint NOT NULL,
    PRIMARY KEY (name, version)
);

CREATE TABLE subscription (
    id        text COLLATE "C" PRIMARY KEY,
    licensee  text COLLATE "C" NOT NULL REFERENCES licensee (id),
    plan      text COLLATE "C" NOT NULL,
    version   bigint NOT NULL,
    starts    bigint NOT NULL,
    ends      bigint,
    FOREIGN KEY (plan, version) REFERENCES plan (name, version)
);

-- The texts that licensees agree to, under the SHA-256 of each. Kept for good.
CREATE TABLE document (
    hash     text COLLATE "C" PRIMARY KEY,
    title    text COLLATE "C" NOT NULL,
    version  text COLLATE "C" NOT NULL,
    text     text COLLATE "C" NOT NULL,
    added    bigint NOT NULL,
    UNIQUE (title, version)
);

-- Purposes, sites and paths are names with a line feed between; empty for all.
CREATE TABLE agreement (
    id           text COLLATE "C" PRIMARY KEY,
    licensee     text COLLATE "C" NOT NULL REFERENCES licensee (id),
    document     text COLLATE "C" NOT NULL REFERENCES document (hash),
    accepted_by  text COLLATE "C" NOT NULL,
    accepted_at  bigint NOT NULL,
    purposes     text COLLATE "C" NOT NULL,
    sites        text COLLATE "C" NOT NULL,
    paths        text COLLATE "C" NOT NULL,
    price        text COLLATE "C",
    starts       bigint NOT NULL,
    ends         bigint,
    notice       bigint NOT NULL
);

CREATE TABLE member (
    licensee  text COLLATE "C" NOT NULL REFERENCES licensee (id),
    email     text COLLATE "C" NOT NULL,
    name      text COLLATE "C",
    role      text COLLATE "C" NOT NULL,
    added     bigint NOT NULL,
    PRIMARY KEY (licensee, email)
);

-- How licensees stand: one row for each change, in the order of their announcement. site is NULL for all.
CREATE TABLE licensee_status (
    seq        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    licensee   text COLLATE "C" NOT NULL REFERENCES licensee (id),
    status     text COLLATE "C" NOT NULL,
    announced  bigint NOT NULL,
    effective  bigint NOT NULL,
    site       text COLLATE "C",
    reason     text COLLATE "C"
);

-- Signing agents that are a licensee's, by the URL that their signatures name.
CREATE TABLE signer (
    url       text COLLATE "C" PRIMARY KEY,
    licensee  text COLLATE "C" NOT NULL REFERENCES licensee (id),
    purpose   text COLLATE "C",
    added     bigint NOT NULL
);

-- What is told of when so much of something has been used.
CREATE TABLE usage_alert (
    seq       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    time      bigint NOT NULL,
    licensee  text COLLATE "C" NOT NULL,
    about     text COLLATE "C" NOT NULL,
    percent   bigint NOT NULL,
    subject   text COLLATE "C" NOT NULL
);

-- What each gate has let through since it began, of those who are known by name. It is of no use after a crash.
CREATE UNLOGGED TABLE rate_taken (
    gate     text COLLATE "C" NOT NULL,
    key      text COLLATE "C" NOT NULL,
    taken    bigint NOT NULL,
    changed  timestamptz NOT NULL,
    PRIMARY KEY (gate, key)
);
CREATE INDEX rate_taken_changed ON rate_taken (changed);
