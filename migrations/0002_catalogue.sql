-- What is sold, by which rules, and how registers learn of changes.
SET LOCAL lock_timeout = '5s';

CREATE TABLE taxes (
    org_id uuid NOT NULL REFERENCES organisations,
    tax_id integer NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    -- Kind, rate and rules, in the form of a price book.
    definition jsonb NOT NULL,
    PRIMARY KEY (org_id, tax_id),
    UNIQUE (org_id, code)
);

CREATE TABLE categories (
    org_id uuid NOT NULL REFERENCES organisations,
    category_id integer NOT NULL,
    name text NOT NULL,
    colour text NOT NULL DEFAULT 'slate',
    sort integer NOT NULL DEFAULT 0,
    PRIMARY KEY (org_id, category_id),
    UNIQUE (org_id, name)
);

CREATE TABLE items (
    org_id uuid NOT NULL,
    item_id integer NOT NULL,
    sku text NOT NULL,
    name text NOT NULL,
    category_id integer NOT NULL,
    -- In minor units, down to their ten-thousandths.
    price numeric(16, 4) NOT NULL CHECK (price >= 0),
    unit text NOT NULL CHECK (unit IN ('each', 'kilogram', 'litre', 'metre')),
    taxes integer[] NOT NULL DEFAULT '{}',
    colour text NOT NULL DEFAULT 'slate',
    updated_at timestamptz NOT NULL DEFAULT now(),
    removed_at timestamptz,
    PRIMARY KEY (org_id, item_id),
    UNIQUE (org_id, sku),
    FOREIGN KEY (org_id, category_id) REFERENCES categories
);

CREATE TABLE item_barcodes (
    org_id uuid NOT NULL,
    item_id integer NOT NULL,
    position smallint NOT NULL,
    barcode text NOT NULL,
    PRIMARY KEY (org_id, item_id, position)
);
CREATE INDEX item_barcodes_by_code ON item_barcodes (org_id, barcode);

-- Every price book that a register was ever given, as the exact text that its fingerprint is
-- the SHA-256 of. Sales are priced again by it.
CREATE TABLE price_books (
    org_id uuid NOT NULL REFERENCES organisations,
    fingerprint bytea NOT NULL CHECK (length(fingerprint) = 32),
    book text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (org_id, fingerprint)
);

-- The change feed, read in the order (xid, change_id) and only below the oldest transaction
-- still running, so that a reader's cursor never passes a change that commits later.
CREATE TABLE changes (
    org_id uuid NOT NULL,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    change_id bigint GENERATED ALWAYS AS IDENTITY,
    -- `reset`: so much changed at once that a snapshot is the shorter way.
    kind text NOT NULL CHECK (kind IN ('item', 'item_removed', 'reset')),
    item_id integer CHECK ((kind = 'reset') = (item_id IS NULL)),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (org_id, xid, change_id)
);

CREATE TABLE catalog_snapshots (
    org_id uuid NOT NULL REFERENCES organisations,
    version bigint GENERATED ALWAYS AS IDENTITY,
    etag text NOT NULL,
    -- Where in the change feed it was taken: everything of older transactions is in it.
    cursor_xid xid8 NOT NULL,
    items integer NOT NULL,
    raw bytea NOT NULL,
    br bytea NOT NULL,
    gz bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (org_id, version)
);
-- They are compressed, or want to be read without unpacking.
ALTER TABLE catalog_snapshots
    ALTER raw SET STORAGE EXTERNAL, ALTER br SET STORAGE EXTERNAL, ALTER gz SET STORAGE EXTERNAL;

ALTER TABLE taxes ENABLE ROW LEVEL SECURITY;
ALTER TABLE categories ENABLE ROW LEVEL SECURITY;
ALTER TABLE items ENABLE ROW LEVEL SECURITY;
ALTER TABLE item_barcodes ENABLE ROW LEVEL SECURITY;
ALTER TABLE price_books ENABLE ROW LEVEL SECURITY;
ALTER TABLE changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE catalog_snapshots ENABLE ROW LEVEL SECURITY;

CREATE POLICY own_org ON taxes TO titan_app USING (org_id = current_org());
CREATE POLICY own_org ON categories TO titan_app USING (org_id = current_org());
CREATE POLICY own_org ON items TO titan_app USING (org_id = current_org());
CREATE POLICY own_org ON item_barcodes TO titan_app USING (org_id = current_org());
CREATE POLICY own_org ON price_books TO titan_app USING (org_id = current_org());
CREATE POLICY own_org ON changes TO titan_app USING (org_id = current_org());
CREATE POLICY own_org ON catalog_snapshots TO titan_app USING (org_id = current_org());

CREATE POLICY every_org ON price_books TO titan_worker USING (true);

GRANT SELECT, INSERT, UPDATE ON taxes, categories, items TO titan_app;
GRANT SELECT, INSERT, DELETE ON item_barcodes, catalog_snapshots TO titan_app;
GRANT SELECT, INSERT ON price_books, changes TO titan_app;
GRANT SELECT ON price_books TO titan_worker;
