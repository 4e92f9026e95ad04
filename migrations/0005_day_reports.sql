-- Days that were reported: what came later is a correction, and nothing changes silently.
SET LOCAL lock_timeout = '5s';

-- A business day of a store that somebody has closed the books of.
CREATE TABLE day_reports (
    org_id uuid NOT NULL,
    store_id uuid NOT NULL,
    business_date date NOT NULL,
    reported_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (org_id, store_id, business_date),
    FOREIGN KEY (org_id, store_id) REFERENCES stores
);

-- Up to which entry each register of the store is in the report; a register that is not here
-- came later, and all that it brings to the day is a correction.
CREATE TABLE day_report_registers (
    org_id uuid NOT NULL,
    store_id uuid NOT NULL,
    business_date date NOT NULL,
    register_id uuid NOT NULL,
    through_seq bigint NOT NULL,
    PRIMARY KEY (org_id, store_id, business_date, register_id),
    FOREIGN KEY (org_id, store_id, business_date) REFERENCES day_reports
);

-- The figures as they were reported.
CREATE TABLE day_report_totals (
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
    PRIMARY KEY (org_id, store_id, business_date, register_id, currency),
    FOREIGN KEY (org_id, store_id, business_date) REFERENCES day_reports
);

-- What a reported day has come to since, beyond its report.
CREATE VIEW day_corrections WITH (security_invoker = true) AS
SELECT * FROM (
    SELECT org_id, store_id, business_date, register_id, currency,
           coalesce(t.sales, 0) - coalesce(r.sales, 0) AS sales,
           coalesce(t.value, 0) - coalesce(r.value, 0) AS value,
           coalesce(t.discount, 0) - coalesce(r.discount, 0) AS discount,
           coalesce(t.net, 0) - coalesce(r.net, 0) AS net,
           coalesce(t.tax, 0) - coalesce(r.tax, 0) AS tax,
           coalesce(t.total, 0) - coalesce(r.total, 0) AS total,
           coalesce(t.cash_rounding, 0) - coalesce(r.cash_rounding, 0) AS cash_rounding
    FROM day_totals t
    FULL JOIN day_report_totals r
        USING (org_id, store_id, business_date, register_id, currency)
    JOIN day_reports d USING (org_id, store_id, business_date)
) c
WHERE (sales, value, discount, net, tax, total, cash_rounding) <> (0, 0, 0, 0, 0, 0, 0);

ALTER TABLE day_reports ENABLE ROW LEVEL SECURITY;
ALTER TABLE day_report_registers ENABLE ROW LEVEL SECURITY;
ALTER TABLE day_report_totals ENABLE ROW LEVEL SECURITY;

CREATE POLICY own_org ON day_reports TO titan_app USING (org_id = current_org());
CREATE POLICY own_org ON day_report_registers TO titan_app USING (org_id = current_org());
CREATE POLICY own_org ON day_report_totals TO titan_app USING (org_id = current_org());

CREATE POLICY every_org ON day_reports TO titan_worker USING (true);
CREATE POLICY every_org ON day_report_registers TO titan_worker USING (true);

GRANT SELECT, INSERT ON day_reports, day_report_registers, day_report_totals TO titan_app;
GRANT SELECT ON day_corrections TO titan_app;
GRANT SELECT ON day_reports, day_report_registers TO titan_worker;
-- A day is closed while no register of its store is being projected.
GRANT UPDATE ON projections TO titan_app;

-- Rebuilding drops what a register's journal came to and makes it again; marks that somebody has
-- dealt with stay dealt with.
GRANT DELETE ON
    shifts, sales, sale_lines, sale_payments, sale_taxes, stock_movements, day_totals, attention
    TO titan_worker;
GRANT UPDATE (created_at, resolved_at) ON attention TO titan_worker;

-- The change feed is kept for a while; a register that was away for longer starts from a snapshot.
ALTER TABLE organisations ADD COLUMN changes_pruned_xid xid8;
CREATE POLICY every_org ON changes TO titan_worker USING (true);
GRANT SELECT, DELETE ON changes TO titan_worker;
GRANT UPDATE (changes_pruned_xid) ON organisations TO titan_worker;
