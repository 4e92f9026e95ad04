-- What the journal comes to. All of it can be made again from the journal, in order.
SET LOCAL lock_timeout = '5s';

CREATE TABLE shifts (
    org_id uuid NOT NULL,
    register_id uuid NOT NULL,
    shift_id uuid NOT NULL,
    store_id uuid NOT NULL,
    business_date date NOT NULL,
    opening_float bigint NOT NULL,
    opened_seq bigint NOT NULL,
    opened_by uuid,
    opened_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, register_id, shift_id)
);

CREATE TABLE sales (
    org_id uuid NOT NULL,
    register_id uuid NOT NULL,
    seq bigint NOT NULL,
    -- Drawn on the device: unique unless a device is at fault, which is then for attention.
    sale_id uuid NOT NULL,
    store_id uuid NOT NULL,
    shift_id uuid,
    staff_id uuid,
    business_date date NOT NULL,
    receipt_no text NOT NULL,
    -- By the device's clock, whose offset from UTC then was `offset_minutes`.
    closed_at timestamptz NOT NULL,
    offset_minutes integer NOT NULL,
    received_at timestamptz NOT NULL,
    currency text NOT NULL,
    value bigint NOT NULL,
    discount bigint NOT NULL,
    net bigint NOT NULL,
    tax bigint NOT NULL,
    total bigint NOT NULL,
    cash_rounding bigint NOT NULL,
    change bigint NOT NULL,
    lines integer NOT NULL,
    book bytea NOT NULL,
    core_version text NOT NULL,
    -- What pricing it again came to: equal, different (then with the other total), unpriced.
    reprice text NOT NULL CHECK (reprice IN ('equal', 'different', 'unpriced')),
    reprice_total bigint,
    reprice_reason text,
    PRIMARY KEY (org_id, register_id, seq)
);
CREATE INDEX sales_by_id ON sales (org_id, sale_id);
CREATE INDEX sales_by_day ON sales (org_id, store_id, business_date);

CREATE TABLE sale_lines (
    org_id uuid NOT NULL,
    register_id uuid NOT NULL,
    seq bigint NOT NULL,
    line integer NOT NULL,
    item_id integer NOT NULL,
    sku text NOT NULL,
    name text NOT NULL,
    category_id integer NOT NULL,
    unit text NOT NULL,
    quantity numeric(13, 6) NOT NULL,
    unit_price numeric(16, 4) NOT NULL,
    value bigint NOT NULL,
    line_discount bigint NOT NULL,
    cart_discount bigint NOT NULL,
    net bigint NOT NULL,
    total bigint NOT NULL,
    PRIMARY KEY (org_id, register_id, seq, line)
);

CREATE TABLE sale_payments (
    org_id uuid NOT NULL,
    register_id uuid NOT NULL,
    seq bigint NOT NULL,
    position integer NOT NULL,
    kind text NOT NULL,
    amount bigint NOT NULL,
    reference text,
    PRIMARY KEY (org_id, register_id, seq, position)
);

CREATE TABLE sale_taxes (
    org_id uuid NOT NULL,
    register_id uuid NOT NULL,
    seq bigint NOT NULL,
    tax_id integer NOT NULL,
    net bigint NOT NULL,
    amount bigint NOT NULL,
    PRIMARY KEY (org_id, register_id, seq, tax_id)
);

-- Stock is the sum of these. The key makes each count once; a shortage is reported, never
-- a reason to refuse a sale.
CREATE TABLE stock_movements (
    org_id uuid NOT NULL,
    register_id uuid NOT NULL,
    seq bigint NOT NULL,
    line integer NOT NULL,
    store_id uuid NOT NULL,
    item_id integer NOT NULL,
    delta numeric(13, 6) NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (org_id, register_id, seq, line)
);
CREATE INDEX stock_movements_by_item ON stock_movements (org_id, store_id, item_id);

CREATE TABLE day_totals (
    org_id uuid NOT NULL,
    store_id uuid NOT NULL,
    business_date date NOT NULL,
    register_id uuid NOT NULL,
    currency text NOT NULL,
    sales bigint NOT NULL,
    value numeric NOT NULL,
    discount numeric NOT NULL,
    net numeric NOT NULL,
    tax numeric NOT NULL,
    total numeric NOT NULL,
    cash_rounding numeric NOT NULL,
    PRIMARY KEY (org_id, store_id, business_date, register_id, currency)
);

ALTER TABLE shifts ENABLE ROW LEVEL SECURITY;
ALTER TABLE sales ENABLE ROW LEVEL SECURITY;
ALTER TABLE sale_lines ENABLE ROW LEVEL SECURITY;
ALTER TABLE sale_payments ENABLE ROW LEVEL SECURITY;
ALTER TABLE sale_taxes ENABLE ROW LEVEL SECURITY;
ALTER TABLE stock_movements ENABLE ROW LEVEL SECURITY;
ALTER TABLE day_totals ENABLE ROW LEVEL SECURITY;

CREATE POLICY own_org ON shifts TO titan_app USING (org_id = current_org());
CREATE POLICY own_org ON sales TO titan_app USING (org_id = current_org());
CREATE POLICY own_org ON sale_lines TO titan_app USING (org_id = current_org());
CREATE POLICY own_org ON sale_payments TO titan_app USING (org_id = current_org());
CREATE POLICY own_org ON sale_taxes TO titan_app USING (org_id = current_org());
CREATE POLICY own_org ON stock_movements TO titan_app USING (org_id = current_org());
CREATE POLICY own_org ON day_totals TO titan_app USING (org_id = current_org());

CREATE POLICY every_org ON shifts TO titan_worker USING (true);
CREATE POLICY every_org ON sales TO titan_worker USING (true);
CREATE POLICY every_org ON sale_lines TO titan_worker USING (true);
CREATE POLICY every_org ON sale_payments TO titan_worker USING (true);
CREATE POLICY every_org ON sale_taxes TO titan_worker USING (true);
CREATE POLICY every_org ON stock_movements TO titan_worker USING (true);
CREATE POLICY every_org ON day_totals TO titan_worker USING (true);

GRANT SELECT ON
    shifts, sales, sale_lines, sale_payments, sale_taxes, stock_movements, day_totals TO titan_app;
GRANT SELECT, INSERT ON
    shifts, sales, sale_lines, sale_payments, sale_taxes, stock_movements TO titan_worker;
GRANT SELECT, INSERT, UPDATE ON day_totals TO titan_worker;
