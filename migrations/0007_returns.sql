-- Returns, exchanges, cash movements and the ends of shifts.
SET LOCAL lock_timeout = '5s';

-- A return is a row of sales with its amounts below zero; an exchange has both in one.
ALTER TABLE sales ADD COLUMN kind text NOT NULL DEFAULT 'sale';
ALTER TABLE sales ADD CONSTRAINT sales_kind
    CHECK (kind IN ('sale', 'return', 'exchange', 'void')) NOT VALID;
ALTER TABLE sales ADD COLUMN tip bigint NOT NULL DEFAULT 0;
ALTER TABLE sales ADD COLUMN reason text NOT NULL DEFAULT '';
-- The sale whose goods came back, as the return names it.
ALTER TABLE sales ADD COLUMN origin_sale_id uuid;
ALTER TABLE sales ADD COLUMN origin_register_id uuid;
ALTER TABLE sales ADD COLUMN origin_seq bigint;

-- Goods that came back have the number of the line that they were sold as, below zero; quantity
-- and amounts are below zero too. What became of them: restock or write_off.
ALTER TABLE sale_lines ADD COLUMN restock text;

ALTER TABLE day_totals ADD COLUMN returns bigint NOT NULL DEFAULT 0;

-- The ends of shifts, each with its Z report.
CREATE TABLE shift_closes (
    org_id uuid NOT NULL,
    register_id uuid NOT NULL,
    seq bigint NOT NULL,
    shift_id uuid NOT NULL,
    store_id uuid NOT NULL,
    business_date date NOT NULL,
    z bigint NOT NULL,
    expected bigint NOT NULL,
    counted bigint NOT NULL,
    difference bigint NOT NULL,
    -- What was counted, and what the register came to.
    count jsonb NOT NULL,
    totals jsonb NOT NULL,
    note text NOT NULL,
    closed_by uuid,
    closed_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, register_id, seq)
);

-- Cash that went in or out of the drawer without a sale; below zero where it went out.
CREATE TABLE cash_moves (
    org_id uuid NOT NULL,
    register_id uuid NOT NULL,
    seq bigint NOT NULL,
    shift_id uuid,
    store_id uuid NOT NULL,
    business_date date NOT NULL,
    kind text NOT NULL,
    amount bigint NOT NULL,
    reason text NOT NULL,
    staff_id uuid,
    at timestamptz NOT NULL,
    PRIMARY KEY (org_id, register_id, seq)
);

-- Acts that change no figures but have to be seen: the drawer opened, a receipt printed again, a
-- cart dropped, something approved.
CREATE TABLE audit (
    org_id uuid NOT NULL,
    register_id uuid NOT NULL,
    seq bigint NOT NULL,
    kind text NOT NULL,
    shift_id uuid,
    store_id uuid NOT NULL,
    staff_id uuid,
    detail jsonb NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (org_id, register_id, seq)
);
CREATE INDEX audit_by_time ON audit (org_id, store_id, at);

ALTER TABLE shift_closes ENABLE ROW LEVEL SECURITY;
ALTER TABLE cash_moves ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit ENABLE ROW LEVEL SECURITY;

CREATE POLICY own_org ON shift_closes TO titan_app USING (org_id = current_org());
CREATE POLICY own_org ON cash_moves TO titan_app USING (org_id = current_org());
CREATE POLICY own_org ON audit TO titan_app USING (org_id = current_org());

CREATE POLICY every_org ON shift_closes TO titan_worker USING (true);
CREATE POLICY every_org ON cash_moves TO titan_worker USING (true);
CREATE POLICY every_org ON audit TO titan_worker USING (true);

GRANT SELECT ON shift_closes, cash_moves, audit TO titan_app;
GRANT SELECT, INSERT, DELETE ON shift_closes, cash_moves, audit TO titan_worker;
