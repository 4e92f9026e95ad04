//! Items of the catalogue.

use rust_decimal::Decimal;
use titan_core::catalog::{Extras, Item, ItemDraft, UnitPrice};
use titan_core::ids::{CategoryId, ItemId, OrgId, TaxId};

use super::{DbError, Tx, codec};

#[derive(sqlx::FromRow)]
struct Row {
    item_id: i32,
    sku: String,
    name: String,
    category_id: i32,
    price: Decimal,
    unit: String,
    taxes: Vec<i32>,
    colour: String,
    barcodes: Vec<String>,
    extras: serde_json::Value,
}

impl Row {
    fn item(self) -> Result<Item, DbError> {
        let corrupt = |error: titan_core::catalog::ItemError| DbError::corrupt("an item", error);
        let taxes = self.taxes.into_iter().map(|id| codec::number("a tax id", id).map(TaxId));
        let draft = ItemDraft {
            id: ItemId(codec::number("an item id", self.item_id)?),
            sku: self.sku,
            name: self.name,
            category: CategoryId(codec::number("a category id", self.category_id)?),
            price: UnitPrice::new(self.price).map_err(corrupt)?,
            unit: codec::from_word("a unit", self.unit)?,
            taxes: taxes.collect::<Result<_, _>>()?,
            barcodes: self.barcodes,
            colour: codec::from_word("a colour", self.colour)?,
            extras: codec::from_json("the extras of an item", self.extras)?,
        };
        draft.check().map_err(corrupt)
    }
}

/// Returns every item that is sold.
///
/// Barcodes are looked up item by item: right after an import the statistics are those of the
/// small catalogue before it, and a join would be planned for that.
///
/// # Errors
/// [`DbError`].
pub async fn all(tx: &mut Tx, org: OrgId) -> Result<Vec<Item>, DbError> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT i.item_id, i.sku, i.name, i.category_id, i.price, i.unit, i.taxes, i.colour,
                i.extras, coalesce((
                    SELECT array_agg(b.barcode ORDER BY b.position) FROM item_barcodes b
                    WHERE b.org_id = i.org_id AND b.item_id = i.item_id
                ), '{}') AS barcodes
         FROM items i
         WHERE i.org_id = $1 AND i.removed_at IS NULL",
    )
    .bind(org.uuid())
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter().map(Row::item).collect()
}

/// Returns those of the named items that are sold.
///
/// # Errors
/// [`DbError`].
pub async fn some(tx: &mut Tx, org: OrgId, ids: &[i32]) -> Result<Vec<Item>, DbError> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT i.item_id, i.sku, i.name, i.category_id, i.price, i.unit, i.taxes, i.colour,
                i.extras, coalesce((
                    SELECT array_agg(b.barcode ORDER BY b.position) FROM item_barcodes b
                    WHERE b.org_id = i.org_id AND b.item_id = i.item_id
                ), '{}') AS barcodes
         FROM items i
         WHERE i.org_id = $1 AND i.item_id = ANY($2) AND i.removed_at IS NULL",
    )
    .bind(org.uuid())
    .bind(ids)
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter().map(Row::item).collect()
}

/// Returns the ids of items by their SKUs, in the order asked for; unknown ones are left out.
///
/// # Errors
/// [`DbError`].
pub async fn ids_of_skus(tx: &mut Tx, org: OrgId, skus: &[String]) -> Result<Vec<ItemId>, DbError> {
    let ids: Vec<i32> = sqlx::query_scalar(
        "SELECT i.item_id FROM unnest($2::text[]) WITH ORDINALITY AS wanted (sku, place)
         JOIN items i ON i.org_id = $1 AND i.sku = wanted.sku ORDER BY wanted.place",
    )
    .bind(org.uuid())
    .bind(skus)
    .fetch_all(&mut **tx)
    .await?;
    ids.into_iter().map(|id| codec::number("an item id", id).map(ItemId)).collect()
}

/// Sets what only some items have of an item, and tells the change feed.
///
/// # Errors
/// [`DbError`].
pub async fn set_extras(
    tx: &mut Tx,
    org: OrgId,
    item: ItemId,
    extras: &Extras,
) -> Result<(), DbError> {
    let extras = serde_json::to_value(extras).map_err(|it| DbError::corrupt("extras", it))?;
    sqlx::query(
        "WITH changed AS (
             UPDATE items SET extras = $3, updated_at = now()
             WHERE org_id = $1 AND item_id = $2 AND extras <> $3 RETURNING org_id, item_id
         )
         INSERT INTO changes (org_id, kind, item_id) SELECT org_id, 'item', item_id FROM changed",
    )
    .bind(org.uuid())
    .bind(codec::number::<u32, i32>("an item id", item.0)?)
    .bind(extras)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Takes an item out of the catalogue and tells the change feed.
///
/// # Errors
/// [`DbError`].
pub async fn remove(tx: &mut Tx, org: OrgId, sku: &str) -> Result<bool, DbError> {
    let done = sqlx::query(
        "WITH gone AS (
             UPDATE items SET removed_at = now(), updated_at = now()
             WHERE org_id = $1 AND sku = $2 AND removed_at IS NULL RETURNING org_id, item_id
         )
         INSERT INTO changes (org_id, kind, item_id)
         SELECT org_id, 'item_removed', item_id FROM gone",
    )
    .bind(org.uuid())
    .bind(sku)
    .execute(&mut **tx)
    .await?;
    super::listen::notify(tx, super::listen::Topic::Catalog, &org.to_string()).await?;
    Ok(done.rows_affected() == 1)
}

/// Returns whether the organisation has items at all.
///
/// # Errors
/// [`DbError`].
pub async fn any(tx: &mut Tx, org: OrgId) -> Result<bool, DbError> {
    let any = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM items WHERE org_id = $1)")
        .bind(org.uuid())
        .fetch_one(&mut **tx)
        .await?;
    Ok(any)
}
