//! Catalogue snapshots, stored compressed and as they are.

use titan_core::ids::OrgId;

use super::changes::{self, Cursor};
use super::{DbError, Tx};

/// How many snapshots are kept: the current one and the one that downloads may still be at.
const KEPT: i64 = 2;
/// How long a statement may take in a transaction that builds a snapshot or waits for one.
const BUILD_LIMIT: &str = "10min";

/// A snapshot without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meta {
    pub version: i64,
    /// SHA-256 of the raw bytes in hexadecimal.
    pub etag: String,
}

/// A snapshot to be stored.
#[derive(Clone, Debug)]
pub struct File {
    pub etag: String,
    pub cursor: Cursor,
    pub items: usize,
    pub raw: Vec<u8>,
    pub br: Vec<u8>,
    pub gz: Vec<u8>,
}

/// In which form bytes travel.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Encoding {
    Raw,
    Brotli,
    Gzip,
}

/// Waits until nobody else builds a snapshot of the organisation, and keeps others waiting
/// until the transaction ends. Building may take longer than a statement usually may, and so may
/// waiting for it: the limit of the transaction is raised.
///
/// # Errors
/// [`DbError`].
pub async fn lock(tx: &mut Tx, org: OrgId) -> Result<(), DbError> {
    sqlx::query("SELECT set_config('statement_timeout', $1, true)")
        .bind(BUILD_LIMIT)
        .execute(&mut **tx)
        .await?;
    sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended('titan snapshot ' || $1, 0))")
        .bind(org.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Returns the newest snapshot that registers may start from: one after which the feed does
/// not send them back to a snapshot.
///
/// # Errors
/// [`DbError`].
pub async fn current(tx: &mut Tx, org: OrgId) -> Result<Option<Meta>, DbError> {
    Ok(match newest(tx, org).await? {
        Some((meta, xid)) if !changes::is_reset_after(tx, org, xid).await? => Some(meta),
        _ => None,
    })
}

/// Returns the newest snapshot if it holds every change.
///
/// # Errors
/// [`DbError`].
pub async fn complete(tx: &mut Tx, org: OrgId) -> Result<Option<Meta>, DbError> {
    Ok(match newest(tx, org).await? {
        Some((meta, xid)) if !changes::is_change_after(tx, org, xid).await? => Some(meta),
        _ => None,
    })
}

/// The newest snapshot that the feed still goes on from. One from ahead of time came with a
/// backup of another cluster.
async fn newest(tx: &mut Tx, org: OrgId) -> Result<Option<(Meta, u64)>, DbError> {
    let row: Option<(i64, String, String)> = sqlx::query_as(
        "SELECT s.version, s.etag, s.cursor_xid::text
         FROM catalog_snapshots s JOIN organisations o USING (org_id)
         WHERE org_id = $1 AND s.cursor_xid <= pg_snapshot_xmin(pg_current_snapshot())
           AND (o.changes_pruned_xid IS NULL OR s.cursor_xid > o.changes_pruned_xid)
         ORDER BY version DESC LIMIT 1",
    )
    .bind(org.uuid())
    .fetch_optional(&mut **tx)
    .await?;
    row.map(|(version, etag, xid)| {
        let xid = xid.parse().map_err(|it| DbError::corrupt("a transaction id", it))?;
        Ok((Meta { version, etag }, xid))
    })
    .transpose()
}

/// Returns the bytes of a snapshot.
///
/// # Errors
/// [`DbError`].
pub async fn bytes(
    tx: &mut Tx,
    org: OrgId,
    version: i64,
    encoding: Encoding,
) -> Result<Option<Vec<u8>>, DbError> {
    let query = match encoding {
        Encoding::Raw => "SELECT raw FROM catalog_snapshots WHERE org_id = $1 AND version = $2",
        Encoding::Brotli => "SELECT br FROM catalog_snapshots WHERE org_id = $1 AND version = $2",
        Encoding::Gzip => "SELECT gz FROM catalog_snapshots WHERE org_id = $1 AND version = $2",
    };
    Ok(sqlx::query_scalar(query).bind(org.uuid()).bind(version).fetch_optional(&mut **tx).await?)
}

/// Stores a snapshot and removes all but the last ones.
///
/// # Errors
/// [`DbError`].
pub async fn store(tx: &mut Tx, org: OrgId, file: &File) -> Result<Meta, DbError> {
    let version: i64 = sqlx::query_scalar(
        "INSERT INTO catalog_snapshots (org_id, etag, cursor_xid, items, raw, br, gz)
         VALUES ($1, $2, $3::text::xid8, $4, $5, $6, $7) RETURNING version",
    )
    .bind(org.uuid())
    .bind(&file.etag)
    .bind(file.cursor.xid.to_string())
    .bind(i32::try_from(file.items).unwrap_or(i32::MAX))
    .bind(&file.raw)
    .bind(&file.br)
    .bind(&file.gz)
    .fetch_one(&mut **tx)
    .await?;
    sqlx::query(
        "DELETE FROM catalog_snapshots WHERE org_id = $1 AND version NOT IN (
             SELECT version FROM catalog_snapshots WHERE org_id = $1 ORDER BY version DESC LIMIT $2
         )",
    )
    .bind(org.uuid())
    .bind(KEPT)
    .execute(&mut **tx)
    .await?;
    Ok(Meta { version, etag: file.etag.clone() })
}
