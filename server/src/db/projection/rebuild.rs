//! Dropping what a journal came to, so that it can be made again.

use sqlx::AssertSqlSafe;
use sqlx::types::Json;
use titan_core::ids::{OrgId, RegisterId, StoreId};
use uuid::Uuid;

use super::Claim;
use crate::db::{DbError, Tx};

/// Every table that the sync worker fills from journals, by register.
pub const TABLES: [&str; 11] = [
    "shifts",
    "shift_closes",
    "cash_moves",
    "audit",
    "sales",
    "sale_lines",
    "sale_payments",
    "sale_taxes",
    "stock_movements",
    "day_totals",
    "attention",
];

/// Marks as they were before a rebuild: when they were set, and what became of them.
#[derive(Debug)]
pub struct Marks(serde_json::Value);

/// Claims a register, after whoever is projecting it has come to the end of a step.
///
/// # Errors
/// [`DbError`].
pub async fn claim(
    tx: &mut Tx,
    org: OrgId,
    register: RegisterId,
) -> Result<Option<Claim>, DbError> {
    let row: Option<(Uuid, Option<Vec<u8>>)> = sqlx::query_as(
        "SELECT r.store_id, r.public_key
         FROM projections p
         JOIN registers r ON r.org_id = p.org_id AND r.register_id = p.register_id
         WHERE p.org_id = $1 AND p.register_id = $2 FOR UPDATE OF p",
    )
    .bind(org.uuid())
    .bind(register.uuid())
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|(store, public_key)| {
        let store = StoreId::new(store);
        Claim { org, register, store, projected_seq: 0, public_key }
    }))
}

/// Drops everything that a claimed register's journal came to.
///
/// # Errors
/// [`DbError`].
pub async fn clear(tx: &mut Tx, claim: &Claim) -> Result<Marks, DbError> {
    let marks: Option<Json<serde_json::Value>> = sqlx::query_scalar(
        "SELECT jsonb_agg(jsonb_build_object('seq', seq, 'code', code, 'created_at', created_at,
                                             'resolved_at', resolved_at))
         FROM attention WHERE org_id = $1 AND register_id = $2",
    )
    .bind(claim.org.uuid())
    .bind(claim.register.uuid())
    .fetch_one(&mut **tx)
    .await?;
    for table in TABLES {
        let statement = format!("DELETE FROM {table} WHERE org_id = $1 AND register_id = $2");
        sqlx::query(AssertSqlSafe(statement))
            .bind(claim.org.uuid())
            .bind(claim.register.uuid())
            .execute(&mut **tx)
            .await?;
    }
    Ok(Marks(marks.map_or_else(|| serde_json::json!([]), |Json(marks)| marks)))
}

/// Gives marks that came up again the times they had: what somebody dealt with stays dealt with.
///
/// # Errors
/// [`DbError`].
pub async fn restore(tx: &mut Tx, claim: &Claim, marks: Marks) -> Result<(), DbError> {
    sqlx::query(
        "UPDATE attention a SET created_at = m.created_at, resolved_at = m.resolved_at
         FROM jsonb_to_recordset($3) AS m (seq bigint, code text, created_at timestamptz,
                                           resolved_at timestamptz)
         WHERE a.org_id = $1 AND a.register_id = $2 AND a.seq = m.seq AND a.code = m.code",
    )
    .bind(claim.org.uuid())
    .bind(claim.register.uuid())
    .bind(Json(marks.0))
    .execute(&mut **tx)
    .await?;
    Ok(())
}
