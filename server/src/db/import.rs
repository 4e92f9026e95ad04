//! Merging many items at once: into a temporary table first, then set by set, all in the
//! caller's transaction.

use rust_decimal::Decimal;
use titan_core::ids::OrgId;

use super::{DbError, Tx};

/// From this many changed items on, registers are sent to a snapshot instead.
pub const RESET_FROM: i64 = 5_000;

/// A row that has been checked.
#[derive(Clone, Debug)]
pub struct ImportRow {
    pub line: i64,
    pub sku: String,
    pub name: String,
    pub category: String,
    pub price: Decimal,
    pub unit: String,
    pub taxes: Vec<i32>,
    /// Kept as it is where the file says nothing of it.
    pub colour: Option<String>,
    pub barcodes: Option<Vec<String>>,
    /// The extras that the file says something of, in the form of core's `Extras` but with the
    /// names of tags; null where there are none.
    pub extras: serde_json::Map<String, serde_json::Value>,
}

/// What a merge came to.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    pub added: i64,
    pub changed: i64,
    pub unchanged: i64,
}

/// Makes the temporary table and takes the organisation's catalogue lock: two imports of one
/// organisation go one after the other.
///
/// # Errors
/// [`DbError`].
pub async fn begin(tx: &mut Tx, org: OrgId) -> Result<(), DbError> {
    sqlx::raw_sql(
        "SET LOCAL statement_timeout = 0;
         CREATE TEMPORARY TABLE import_rows (
             line bigint NOT NULL, sku text PRIMARY KEY, name text, category text,
             category_id integer, price numeric(16, 4), unit text, taxes integer[], colour text,
             barcodes text[], extras jsonb, item_id integer, state text NOT NULL DEFAULT 'added'
         ) ON COMMIT DROP",
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query("SELECT 1 FROM organisations WHERE org_id = $1 FOR UPDATE")
        .bind(org.uuid())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Adds rows to the temporary table.
///
/// # Errors
/// [`DbError`].
pub async fn stage(tx: &mut Tx, rows: &[ImportRow]) -> Result<(), DbError> {
    const SEPARATOR: &str = "\u{1f}";
    let lines: Vec<i64> = rows.iter().map(|row| row.line).collect();
    let skus: Vec<&str> = rows.iter().map(|row| row.sku.as_str()).collect();
    let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    let categories: Vec<&str> = rows.iter().map(|row| row.category.as_str()).collect();
    let prices: Vec<Decimal> = rows.iter().map(|row| row.price).collect();
    let units: Vec<&str> = rows.iter().map(|row| row.unit.as_str()).collect();
    let taxes: Vec<String> = rows
        .iter()
        .map(|row| row.taxes.iter().map(ToString::to_string).collect::<Vec<_>>().join(","))
        .collect();
    let colours: Vec<Option<&str>> = rows.iter().map(|row| row.colour.as_deref()).collect();
    let barcodes: Vec<Option<String>> =
        rows.iter().map(|row| row.barcodes.as_ref().map(|all| all.join(SEPARATOR))).collect();
    let extras: Vec<serde_json::Value> =
        rows.iter().map(|row| serde_json::Value::Object(row.extras.clone())).collect();
    sqlx::query(
        "INSERT INTO import_rows (line, sku, name, category, price, unit, taxes, colour, barcodes,
                                  extras)
         SELECT line, sku, name, category, price, unit,
                string_to_array(taxes, ',')::integer[], colour, string_to_array(barcodes, $10),
                extras
         FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::numeric[], $6::text[],
                     $7::text[], $8::text[], $9::text[], $11::jsonb[])
             AS t (line, sku, name, category, price, unit, taxes, colour, barcodes, extras)",
    )
    .bind(lines)
    .bind(skus)
    .bind(names)
    .bind(categories)
    .bind(prices)
    .bind(units)
    .bind(taxes)
    .bind(colours)
    .bind(barcodes)
    .bind(SEPARATOR)
    .bind(extras)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Merges the temporary table into the catalogue and tells the change feed what changed.
///
/// # Errors
/// [`DbError`].
pub async fn merge(tx: &mut Tx, org: OrgId) -> Result<Merged, DbError> {
    for statement in
        [ADD_CATEGORIES, SET_CATEGORIES, ADD_TAGS, SET_TAGS, COMPARE, NUMBER, TAKE_NUMBERS]
    {
        sqlx::query(statement).bind(org.uuid()).execute(&mut **tx).await?;
    }
    let (added, changed, unchanged): (i64, i64, i64) = sqlx::query_as(
        "SELECT count(*) FILTER (WHERE state = 'added'), count(*) FILTER (WHERE state = 'changed'),
                count(*) FILTER (WHERE state = 'unchanged') FROM import_rows",
    )
    .fetch_one(&mut **tx)
    .await?;
    for statement in [ADD_ITEMS, CHANGE_ITEMS, DROP_BARCODES, ADD_BARCODES] {
        sqlx::query(statement).bind(org.uuid()).execute(&mut **tx).await?;
    }
    if added + changed >= RESET_FROM {
        sqlx::query(ADD_RESET).bind(org.uuid()).execute(&mut **tx).await?;
    } else {
        sqlx::query(ADD_CHANGES).bind(org.uuid()).execute(&mut **tx).await?;
    }
    Ok(Merged { added, changed, unchanged })
}

const ADD_CATEGORIES: &str = "
    INSERT INTO categories (org_id, category_id, name, colour, sort)
    SELECT $1, (SELECT coalesce(max(category_id), 0) FROM categories WHERE org_id = $1)
               + row_number() OVER (ORDER BY new.category),
           new.category, 'slate', 1000
    FROM (
        SELECT DISTINCT category FROM import_rows r WHERE NOT EXISTS (
            SELECT 1 FROM categories c WHERE c.org_id = $1 AND c.name = r.category)
    ) new";

const SET_CATEGORIES: &str = "
    UPDATE import_rows r SET category_id = c.category_id
    FROM categories c WHERE c.org_id = $1 AND c.name = r.category";

const ADD_TAGS: &str = "
    INSERT INTO tags (org_id, tag_id, name)
    SELECT $1, (SELECT coalesce(max(tag_id), 0) FROM tags WHERE org_id = $1)
               + row_number() OVER (ORDER BY new.name), new.name
    FROM (
        SELECT DISTINCT t.name
        FROM import_rows r, jsonb_array_elements_text(r.extras -> 'tags') AS t (name)
        WHERE jsonb_typeof(r.extras -> 'tags') = 'array' AND NOT EXISTS (
            SELECT 1 FROM tags known WHERE known.org_id = $1 AND known.name = t.name)
    ) new";

const SET_TAGS: &str = "
    UPDATE import_rows r SET extras = jsonb_set(r.extras, '{tags}', (
        SELECT jsonb_agg(t.tag_id ORDER BY t.tag_id) FROM tags t
        WHERE t.org_id = $1 AND r.extras -> 'tags' ? t.name))
    WHERE jsonb_typeof(r.extras -> 'tags') = 'array'";

/// Rows of known SKUs get their item's id, and whether anything is other than it was.
const COMPARE: &str = "
    UPDATE import_rows r SET
        item_id = i.item_id,
        colour = coalesce(r.colour, i.colour),
        extras = i.extras || r.extras,
        state = CASE WHEN
            (r.name, r.category_id, r.price, r.unit, r.taxes, coalesce(r.colour, i.colour),
             jsonb_strip_nulls(i.extras || r.extras))
                IS NOT DISTINCT FROM
            (i.name, i.category_id, i.price, i.unit, i.taxes, i.colour, i.extras)
            AND i.removed_at IS NULL
            AND (r.barcodes IS NULL OR r.barcodes = i.barcodes)
        THEN 'unchanged' ELSE 'changed' END
    FROM (
        SELECT o.*, coalesce((
            SELECT array_agg(b.barcode ORDER BY b.position) FROM item_barcodes b
            WHERE b.org_id = o.org_id AND b.item_id = o.item_id
        ), '{}') AS barcodes FROM items o
        WHERE o.org_id = $1
    ) i WHERE i.sku = r.sku";

const NUMBER: &str = "
    UPDATE import_rows r SET item_id = o.next_item_id + n.place - 1
    FROM organisations o, (
        SELECT sku, row_number() OVER (ORDER BY line) AS place
        FROM import_rows WHERE state = 'added'
    ) n WHERE o.org_id = $1 AND n.sku = r.sku";

const TAKE_NUMBERS: &str = "
    UPDATE organisations SET next_item_id = next_item_id
        + (SELECT count(*) FROM import_rows WHERE state = 'added')
    WHERE org_id = $1";

const ADD_ITEMS: &str = "
    INSERT INTO items (org_id, item_id, sku, name, category_id, price, unit, taxes, colour,
                       extras)
    SELECT $1, item_id, sku, name, category_id, price, unit, taxes, coalesce(colour, 'slate'),
           jsonb_strip_nulls(extras)
    FROM import_rows WHERE state = 'added'";

const CHANGE_ITEMS: &str = "
    UPDATE items i SET name = r.name, category_id = r.category_id, price = r.price,
        unit = r.unit, taxes = r.taxes, colour = r.colour, extras = jsonb_strip_nulls(r.extras),
        updated_at = now(), removed_at = NULL
    FROM import_rows r WHERE i.org_id = $1 AND i.item_id = r.item_id AND r.state = 'changed'";

const DROP_BARCODES: &str = "
    DELETE FROM item_barcodes b USING import_rows r
    WHERE b.org_id = $1 AND b.item_id = r.item_id AND r.state = 'changed'
      AND r.barcodes IS NOT NULL";

const ADD_BARCODES: &str = "
    INSERT INTO item_barcodes (org_id, item_id, position, barcode)
    SELECT $1, r.item_id, b.place, b.barcode
    FROM import_rows r, unnest(r.barcodes) WITH ORDINALITY AS b (barcode, place)
    WHERE r.state <> 'unchanged'";

const ADD_CHANGES: &str = "
    INSERT INTO changes (org_id, kind, item_id)
    SELECT $1, 'item', item_id FROM import_rows WHERE state <> 'unchanged' ORDER BY item_id";

const ADD_RESET: &str = "INSERT INTO changes (org_id, kind) VALUES ($1, 'reset')";
