-- What only some items have, and the names of the marks on them.
SET LOCAL lock_timeout = '5s';

-- In the form of core's `Extras`.
ALTER TABLE items ADD COLUMN extras jsonb NOT NULL DEFAULT '{}'
    CHECK (jsonb_typeof(extras) = 'object');

CREATE TABLE tags (
    org_id uuid NOT NULL REFERENCES organisations,
    tag_id integer NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (org_id, tag_id),
    UNIQUE (org_id, name)
);
ALTER TABLE tags ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_org ON tags TO titan_app USING (org_id = current_org());
GRANT SELECT, INSERT, UPDATE ON tags TO titan_app;
