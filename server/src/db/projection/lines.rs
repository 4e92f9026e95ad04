//! The tables of which a sale has the most rows. They travel as one array a column, which Postgres
//! reads several times as fast as JSON.

use rust_decimal::Decimal;
use uuid::Uuid;

use super::rows::{LineRow, MovementRow};
use super::{Claim, Step};
use crate::db::{DbError, codec};

const WRITE_LINES: &str = "
    INSERT INTO sale_lines (org_id, register_id, seq, line, item_id, sku, name, category_id, unit,
        quantity, unit_price, value, line_discount, cart_discount, net, total, restock)
    SELECT $1, $2, * FROM unnest($3::bigint[], $4::integer[], $5::integer[], $6::text[],
        $7::text[], $8::integer[], $9::text[], $10::numeric[], $11::numeric[], $12::bigint[],
        $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[], $17::text[])
    ON CONFLICT DO NOTHING";

const WRITE_MOVEMENTS: &str = "
    INSERT INTO stock_movements (org_id, register_id, seq, line, store_id, item_id, delta, at)
    SELECT $1, $2, seq, line, store_id, item_id, delta, from_ms(at_ms)
    FROM unnest($3::bigint[], $4::integer[], $5::uuid[], $6::integer[], $7::numeric[],
        $8::bigint[]) AS t (seq, line, store_id, item_id, delta, at_ms)
    ON CONFLICT DO NOTHING";

/// Writes lines of sales.
pub(super) async fn write(
    step: &mut Step<'_>,
    claim: &Claim,
    rows: &[LineRow],
) -> Result<(), DbError> {
    if rows.is_empty() {
        return Ok(());
    }
    let amounts = |amount: fn(&LineRow) -> i64| rows.iter().map(amount).collect::<Vec<_>>();
    let texts = |text: fn(&LineRow) -> &str| rows.iter().map(text).collect::<Vec<_>>();
    let decimals = |it: fn(&LineRow) -> Decimal| rows.iter().map(it).collect::<Vec<_>>();
    sqlx::query(WRITE_LINES)
        .bind(claim.org.uuid())
        .bind(claim.register.uuid())
        .bind(seqs(rows.iter().map(|row| row.seq))?)
        .bind(numbers(rows.iter().map(|row| row.line))?)
        .bind(numbers(rows.iter().map(|row| row.item_id))?)
        .bind(texts(|row| &row.sku))
        .bind(texts(|row| &row.name))
        .bind(numbers(rows.iter().map(|row| row.category_id))?)
        .bind(texts(|row| &row.unit))
        .bind(decimals(|row| row.quantity))
        .bind(decimals(|row| row.unit_price))
        .bind(amounts(|row| row.value.get()))
        .bind(amounts(|row| row.line_discount.get()))
        .bind(amounts(|row| row.cart_discount.get()))
        .bind(amounts(|row| row.net.get()))
        .bind(amounts(|row| row.total.get()))
        .bind(rows.iter().map(|row| row.restock.as_deref()).collect::<Vec<_>>())
        .execute(&mut **step)
        .await?;
    Ok(())
}

/// Writes what left the stock and what came back to it.
pub(super) async fn write_movements(
    step: &mut Step<'_>,
    claim: &Claim,
    rows: &[MovementRow],
) -> Result<(), DbError> {
    if rows.is_empty() {
        return Ok(());
    }
    let stores: Vec<Uuid> = rows.iter().map(|row| row.store_id.uuid()).collect();
    let deltas: Vec<Decimal> = rows.iter().map(|row| row.delta).collect();
    let times: Vec<i64> = rows.iter().map(|row| row.at_ms).collect();
    sqlx::query(WRITE_MOVEMENTS)
        .bind(claim.org.uuid())
        .bind(claim.register.uuid())
        .bind(seqs(rows.iter().map(|row| row.seq))?)
        .bind(numbers(rows.iter().map(|row| row.line))?)
        .bind(stores)
        .bind(numbers(rows.iter().map(|row| row.item_id))?)
        .bind(deltas)
        .bind(times)
        .execute(&mut **step)
        .await?;
    Ok(())
}

fn seqs(values: impl Iterator<Item = u64>) -> Result<Vec<i64>, DbError> {
    values.map(|value| codec::number("a sequence number", value)).collect()
}

/// A number that no table holds is the fault of its entry, not of the database.
fn numbers<N>(values: impl Iterator<Item = N>) -> Result<Vec<i32>, DbError>
where
    i32: TryFrom<N>,
{
    values.map(|value| i32::try_from(value).map_err(|_| too_large())).collect()
}

fn too_large() -> DbError {
    DbError::Refused(sqlx::Error::Encode("a number beyond those of the table".into()))
}
