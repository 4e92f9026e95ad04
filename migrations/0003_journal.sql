-- What registers send, kept exactly as it came.
SET LOCAL lock_timeout = '5s';

-- No foreign key to registers: the row of the register is locked while its entries go in.
CREATE TABLE journal (
    org_id uuid NOT NULL,
    register_id uuid NOT NULL,
    seq bigint NOT NULL CHECK (seq > 0),
    entry_id uuid NOT NULL,
    kind text NOT NULL,
    -- The exact bytes that the hash and the signature are over. JSON, but a stranger's: bytea.
    bytes bytea NOT NULL,
    hash bytea NOT NULL CHECK (length(hash) = 32),
    signature bytea NOT NULL,
    device_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (org_id, register_id, seq)
);

CREATE FUNCTION refuse_change() RETURNS trigger
LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION '% is append-only', tg_table_name; END $$;

CREATE TRIGGER journal_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Entries that contradict the journal or themselves: evidence, never dropped. `digest` tells
-- different ones with the same number apart and makes sending them again harmless.
CREATE TABLE journal_quarantine (
    org_id uuid NOT NULL,
    register_id uuid NOT NULL,
    seq bigint NOT NULL,
    digest bytea NOT NULL CHECK (length(digest) = 32),
    code text NOT NULL,
    message text NOT NULL,
    bytes bytea NOT NULL,
    hash bytea NOT NULL,
    signature bytea NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    times integer NOT NULL DEFAULT 1,
    resolved_at timestamptz,
    PRIMARY KEY (org_id, register_id, seq, digest)
);

-- How far each register's journal has been projected; the row is also the claim on it.
CREATE TABLE projections (
    org_id uuid NOT NULL,
    register_id uuid NOT NULL,
    projected_seq bigint NOT NULL DEFAULT 0,
    projected_at timestamptz,
    PRIMARY KEY (org_id, register_id),
    FOREIGN KEY (org_id, register_id) REFERENCES registers
);

-- What somebody in the office should look at. The entry itself is in the journal.
CREATE TABLE attention (
    org_id uuid NOT NULL,
    register_id uuid NOT NULL,
    seq bigint NOT NULL,
    code text NOT NULL,
    message text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    resolved_at timestamptz,
    PRIMARY KEY (org_id, register_id, seq, code)
);

ALTER TABLE journal ENABLE ROW LEVEL SECURITY;
ALTER TABLE journal_quarantine ENABLE ROW LEVEL SECURITY;
ALTER TABLE projections ENABLE ROW LEVEL SECURITY;
ALTER TABLE attention ENABLE ROW LEVEL SECURITY;

CREATE POLICY own_org ON journal TO titan_app USING (org_id = current_org());
CREATE POLICY own_org ON journal_quarantine TO titan_app USING (org_id = current_org());
CREATE POLICY own_org ON projections TO titan_app USING (org_id = current_org());
CREATE POLICY own_org ON attention TO titan_app USING (org_id = current_org());

CREATE POLICY every_org ON journal TO titan_worker USING (true);
CREATE POLICY every_org ON journal_quarantine TO titan_worker USING (true);
CREATE POLICY every_org ON projections TO titan_worker USING (true);
CREATE POLICY every_org ON attention TO titan_worker USING (true);

GRANT SELECT, INSERT ON journal TO titan_app;
GRANT SELECT, INSERT, UPDATE ON journal_quarantine, attention TO titan_app;
GRANT SELECT, INSERT ON projections TO titan_app;
GRANT SELECT ON journal, journal_quarantine TO titan_worker;
GRANT SELECT, UPDATE ON projections TO titan_worker;
GRANT SELECT, INSERT ON attention TO titan_worker;
