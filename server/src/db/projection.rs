//! What sync-worker writes: each journal entry counted exactly once.

pub mod checks;
mod lines;
pub mod rebuild;
pub mod rows;

use std::collections::HashMap;

use serde::Serialize;
use sqlx::Connection;
use sqlx::types::Json;
use titan_core::hash::Hash256;
use titan_core::ids::{OrgId, RegisterId, ShiftId, StoreId};
use titan_core::time::BusinessDate;
use uuid::Uuid;

use super::{Db, DbError, Tx, codec};
use rows::{Rows, WRITE_ATTENTION, WRITE_AUDIT, WRITE_CASH_MOVES, WRITE_PAYMENTS};
use rows::{WRITE_SALES, WRITE_SHIFT_CLOSES, WRITE_SHIFTS, WRITE_TAXES};

/// A part of a transaction that can be undone by itself.
type Step<'t> = sqlx::Transaction<'t, sqlx::Postgres>;

/// A register whose journal is ahead of its projection, locked for this worker.
#[derive(Clone, Debug)]
pub struct Claim {
    pub org: OrgId,
    pub register: RegisterId,
    pub store: StoreId,
    pub projected_seq: u64,
    /// SPKI of the register's key.
    pub public_key: Option<Vec<u8>>,
}

/// A stored entry as the worker reads it.
#[derive(Clone, Debug)]
pub struct Received {
    pub seq: u64,
    pub bytes: Vec<u8>,
    pub hash: Hash256,
    pub signature: String,
    pub received_ms: i64,
}

/// How far all projections are behind.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    pub entries: i64,
    /// Age of the oldest entry that waits, in milliseconds.
    pub lag_ms: i64,
}

/// Claims the register that has waited longest and that no other worker holds.
///
/// # Errors
/// [`DbError`].
pub async fn claim(tx: &mut Tx) -> Result<Option<Claim>, DbError> {
    type Row = (Uuid, Uuid, Uuid, i64, Option<Vec<u8>>);
    let row: Option<Row> = sqlx::query_as(
        "SELECT p.org_id, p.register_id, r.store_id, p.projected_seq, r.public_key
         FROM projections p
         JOIN registers r ON r.org_id = p.org_id AND r.register_id = p.register_id
         WHERE p.projected_seq < r.head_seq
         ORDER BY p.projected_at NULLS FIRST
         LIMIT 1 FOR UPDATE OF p SKIP LOCKED",
    )
    .fetch_optional(&mut **tx)
    .await?;
    row.map(|(org, register, store, seq, public_key)| {
        Ok(Claim {
            org: OrgId::new(org),
            register: RegisterId::new(register),
            store: StoreId::new(store),
            projected_seq: codec::number("a sequence number", seq)?,
            public_key,
        })
    })
    .transpose()
}

/// Returns the next entries of a claim, in order.
///
/// # Errors
/// [`DbError`].
pub async fn next_entries(
    tx: &mut Tx,
    claim: &Claim,
    limit: i64,
) -> Result<Vec<Received>, DbError> {
    type Row = (i64, Vec<u8>, Vec<u8>, Vec<u8>, i64);
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT seq, bytes, hash, signature, to_ms(received_at) FROM journal
         WHERE org_id = $1 AND register_id = $2 AND seq > $3 ORDER BY seq LIMIT $4",
    )
    .bind(claim.org.uuid())
    .bind(claim.register.uuid())
    .bind(i64::try_from(claim.projected_seq).unwrap_or(i64::MAX))
    .bind(limit)
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|(seq, bytes, hash, signature, received_ms)| {
            let seq = codec::number("a sequence number", seq)?;
            let hash = codec::hash("the hash of an entry", &hash)?;
            let signature = String::from_utf8(signature).unwrap_or_default();
            Ok(Received { seq, bytes, hash, signature, received_ms })
        })
        .collect()
}

/// Returns the business days of those of the shifts that are known.
///
/// # Errors
/// [`DbError`].
pub async fn shift_dates(
    tx: &mut Tx,
    claim: &Claim,
    shifts: &[ShiftId],
) -> Result<HashMap<ShiftId, BusinessDate>, DbError> {
    let ids: Vec<Uuid> = shifts.iter().map(|shift| shift.uuid()).collect();
    let rows: Vec<(Uuid, String)> = sqlx::query_as(
        "SELECT shift_id, to_char(business_date, 'YYYY-MM-DD') FROM shifts
         WHERE org_id = $1 AND register_id = $2 AND shift_id = ANY($3)",
    )
    .bind(claim.org.uuid())
    .bind(claim.register.uuid())
    .bind(ids)
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|(id, date)| {
            let date = date.parse().map_err(|it| DbError::corrupt("a business date", it))?;
            Ok((ShiftId::new(id), date))
        })
        .collect()
}

/// Writes what entries come to. Rows that are there already stay as they are; totals count only
/// what was new.
///
/// On an error nothing of these rows is written and the transaction can go on.
///
/// # Errors
/// [`DbError`].
pub async fn write(tx: &mut Tx, claim: &Claim, rows: &Rows) -> Result<(), DbError> {
    let mut step = tx.begin().await?;
    write_json(&mut step, claim, WRITE_SHIFTS, &rows.shifts).await?;
    write_json(&mut step, claim, WRITE_SHIFT_CLOSES, &rows.shift_closes).await?;
    write_json(&mut step, claim, WRITE_CASH_MOVES, &rows.cash_moves).await?;
    write_json(&mut step, claim, WRITE_AUDIT, &rows.audit).await?;
    write_json(&mut step, claim, WRITE_SALES, &rows.sales).await?;
    lines::write(&mut step, claim, &rows.lines).await?;
    write_json(&mut step, claim, WRITE_PAYMENTS, &rows.payments).await?;
    write_json(&mut step, claim, WRITE_TAXES, &rows.taxes).await?;
    lines::write_movements(&mut step, claim, &rows.movements).await?;
    write_json(&mut step, claim, WRITE_ATTENTION, &rows.attention).await?;
    step.commit().await?;
    Ok(())
}

async fn write_json<T: Serialize + Send + Sync>(
    step: &mut Step<'_>,
    claim: &Claim,
    statement: &'static str,
    rows: &[T],
) -> Result<(), DbError> {
    if rows.is_empty() {
        return Ok(());
    }
    sqlx::query(statement)
        .bind(claim.org.uuid())
        .bind(claim.register.uuid())
        .bind(Json(rows))
        .execute(&mut **step)
        .await?;
    Ok(())
}

/// Returns which of the days of the claim's store are reported, with the last entry of its
/// register that is in the report: 0 when none is.
///
/// # Errors
/// [`DbError`].
pub async fn reported_days(
    tx: &mut Tx,
    claim: &Claim,
    days: &[BusinessDate],
) -> Result<HashMap<BusinessDate, u64>, DbError> {
    let days: Vec<String> = days.iter().map(BusinessDate::to_string).collect();
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "SELECT to_char(d.business_date, 'YYYY-MM-DD'), coalesce(r.through_seq, 0)
         FROM day_reports d LEFT JOIN day_report_registers r
              ON r.org_id = d.org_id AND r.store_id = d.store_id
             AND r.business_date = d.business_date AND r.register_id = $3
         WHERE d.org_id = $1 AND d.store_id = $2 AND d.business_date = ANY($4::text[]::date[])",
    )
    .bind(claim.org.uuid())
    .bind(claim.store.uuid())
    .bind(claim.register.uuid())
    .bind(days)
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|(date, seq)| {
            let date = date.parse().map_err(|it| DbError::corrupt("a business date", it))?;
            Ok((date, codec::number("a sequence number", seq)?))
        })
        .collect()
}

/// Moves a claim on to the last entry that was projected.
///
/// # Errors
/// [`DbError`].
pub async fn advance(tx: &mut Tx, claim: &Claim, seq: u64) -> Result<(), DbError> {
    let seq: i64 = codec::number("a sequence number", seq)?;
    sqlx::query(
        "UPDATE projections SET projected_seq = $3, projected_at = now()
         WHERE org_id = $1 AND register_id = $2",
    )
    .bind(claim.org.uuid())
    .bind(claim.register.uuid())
    .bind(seq)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

impl Db {
    /// Measures how far the projections are behind.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn backlog(&self) -> Result<Backlog, DbError> {
        let mut tx = self.worker().await?;
        let (entries, lag_ms): (i64, i64) = sqlx::query_as(
            "SELECT coalesce(sum(r.head_seq - p.projected_seq), 0)::bigint,
                    greatest(coalesce(to_ms(now()) - min(to_ms(j.received_at)), 0), 0)
             FROM projections p
             JOIN registers r ON r.org_id = p.org_id AND r.register_id = p.register_id
             LEFT JOIN journal j ON j.org_id = p.org_id AND j.register_id = p.register_id
                  AND j.seq = p.projected_seq + 1
             WHERE p.projected_seq < r.head_seq",
        )
        .fetch_one(&mut *tx)
        .await?;
        Ok(Backlog { entries, lag_ms })
    }
}
