-- Who there is: organisations, stores, registers, staff, and how they are kept apart.
SET LOCAL lock_timeout = '5s';

-- The organisation that the transaction works for; NULL, which matches no row, when none is set.
CREATE FUNCTION current_org() RETURNS uuid
LANGUAGE sql STABLE
AS $$ SELECT nullif(current_setting('titan.org', true), '')::uuid $$;

-- A device's clock may say anything: it is held inside the years 1 to 9999.
CREATE FUNCTION from_ms(ms bigint) RETURNS timestamptz
LANGUAGE sql IMMUTABLE
AS $$
    SELECT 'epoch'::timestamptz
        + least(greatest(ms, -62135596800000), 253402300799000) * interval '1 millisecond'
$$;

CREATE FUNCTION to_ms(at timestamptz) RETURNS bigint
LANGUAGE sql IMMUTABLE
AS $$ SELECT (extract(epoch FROM at) * 1000)::bigint $$;

CREATE TABLE organisations (
    org_id uuid PRIMARY KEY,
    code text NOT NULL UNIQUE,
    name text NOT NULL,
    -- The next free item_id; taken under a lock of the row.
    next_item_id integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE stores (
    org_id uuid NOT NULL REFERENCES organisations,
    store_id uuid NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    address text[] NOT NULL DEFAULT '{}',
    tax_number text NOT NULL DEFAULT '',
    timezone text NOT NULL,
    PRIMARY KEY (org_id, store_id),
    UNIQUE (org_id, code)
);

-- One enrolled device with a journal of its own. A till whose device is replaced keeps its
-- `till` and gets the next `generation`; the receipts of both stay apart by `code`.
CREATE TABLE registers (
    org_id uuid NOT NULL,
    register_id uuid NOT NULL,
    store_id uuid NOT NULL,
    till text NOT NULL,
    generation integer NOT NULL DEFAULT 1,
    code text NOT NULL,
    name text NOT NULL,
    -- SPKI of the P-256 key; NULL until a device has enrolled.
    public_key bytea,
    device text NOT NULL DEFAULT '',
    enrolled_at timestamptz,
    revoked_at timestamptz,
    last_seen_at timestamptz,
    head_seq bigint NOT NULL DEFAULT 0,
    head_hash bytea,
    PRIMARY KEY (org_id, register_id),
    UNIQUE (org_id, store_id, code),
    UNIQUE (org_id, store_id, till, generation),
    FOREIGN KEY (org_id, store_id) REFERENCES stores
);
CREATE UNIQUE INDEX registers_by_id ON registers (register_id);

-- Apart from the registers, so that only the role that makes PIN verifiers can read it.
CREATE TABLE register_peppers (
    org_id uuid NOT NULL,
    register_id uuid NOT NULL,
    pepper bytea NOT NULL CHECK (length(pepper) = 32),
    PRIMARY KEY (org_id, register_id),
    FOREIGN KEY (org_id, register_id) REFERENCES registers
);

-- Codes themselves are not stored, only their SHA-256.
CREATE TABLE enrol_codes (
    org_id uuid NOT NULL,
    code_hash bytea NOT NULL CHECK (length(code_hash) = 32),
    register_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    used_by uuid,
    PRIMARY KEY (org_id, code_hash),
    FOREIGN KEY (org_id, register_id) REFERENCES registers
);
CREATE INDEX enrol_codes_by_hash ON enrol_codes (code_hash);

CREATE TABLE staff (
    org_id uuid NOT NULL REFERENCES organisations,
    staff_id uuid NOT NULL,
    name text NOT NULL,
    role text NOT NULL CHECK (role IN ('cashier', 'manager', 'owner')),
    pin_salt bytea NOT NULL CHECK (length(pin_salt) = 16),
    pin_memory_kib integer NOT NULL,
    pin_passes integer NOT NULL,
    -- argon2id(PIN, salt); a device gets an HMAC of it under its own pepper, never this.
    pin_hash bytea NOT NULL CHECK (length(pin_hash) = 32),
    active boolean NOT NULL DEFAULT true,
    sort integer NOT NULL DEFAULT 0,
    PRIMARY KEY (org_id, staff_id)
);

-- Settings of a store, each a value that the server reads into its own type.
CREATE TABLE settings (
    org_id uuid NOT NULL,
    store_id uuid NOT NULL,
    key text NOT NULL,
    value jsonb NOT NULL,
    PRIMARY KEY (org_id, store_id, key),
    FOREIGN KEY (org_id, store_id) REFERENCES stores
);

-- Before a request has shown which organisation it belongs to, these two find it out.
CREATE FUNCTION find_register(wanted uuid)
RETURNS TABLE (org_id uuid, store_id uuid, public_key bytea, revoked boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT r.org_id, r.store_id, r.public_key, r.revoked_at IS NOT NULL
    FROM registers r WHERE r.register_id = wanted
$$;

CREATE FUNCTION find_enrol_code(wanted bytea)
RETURNS TABLE (org_id uuid, register_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT c.org_id, c.register_id FROM enrol_codes c WHERE c.code_hash = wanted $$;

-- Adds a job in the caller's transaction. The queue's own tables are closed to all but the owner.
CREATE FUNCTION enqueue_job(task text, payload json, key text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    PERFORM graphile_worker.add_job(
        identifier := task, payload := payload, job_key := key, job_key_mode := 'replace');
END
$$;

REVOKE ALL ON FUNCTION find_register, find_enrol_code, enqueue_job FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_register, find_enrol_code TO titan_app;
GRANT EXECUTE ON FUNCTION enqueue_job TO titan_app, titan_worker;

ALTER TABLE organisations ENABLE ROW LEVEL SECURITY;
ALTER TABLE stores ENABLE ROW LEVEL SECURITY;
ALTER TABLE registers ENABLE ROW LEVEL SECURITY;
ALTER TABLE register_peppers ENABLE ROW LEVEL SECURITY;
ALTER TABLE enrol_codes ENABLE ROW LEVEL SECURITY;
ALTER TABLE staff ENABLE ROW LEVEL SECURITY;
ALTER TABLE settings ENABLE ROW LEVEL SECURITY;

CREATE POLICY own_org ON organisations TO titan_app USING (org_id = current_org());
CREATE POLICY own_org ON stores TO titan_app USING (org_id = current_org());
CREATE POLICY own_org ON registers TO titan_app USING (org_id = current_org());
CREATE POLICY own_org ON register_peppers TO titan_app USING (org_id = current_org());
CREATE POLICY own_org ON enrol_codes TO titan_app USING (org_id = current_org());
CREATE POLICY own_org ON staff TO titan_app USING (org_id = current_org());
CREATE POLICY own_org ON settings TO titan_app USING (org_id = current_org());

CREATE POLICY every_org ON organisations TO titan_worker USING (true);
CREATE POLICY every_org ON stores TO titan_worker USING (true);
CREATE POLICY every_org ON registers TO titan_worker USING (true);
CREATE POLICY every_org ON enrol_codes TO titan_worker USING (true);

GRANT SELECT, INSERT, UPDATE ON
    organisations, stores, registers, register_peppers, enrol_codes, staff, settings TO titan_app;
GRANT SELECT ON organisations, stores, registers TO titan_worker;
GRANT SELECT, DELETE ON enrol_codes TO titan_worker;
