//! The change feed. Rows are read in the order of their transactions and only below the oldest
//! one still running: what commits later can only come later.

use std::fmt;
use std::str::FromStr;

use titan_core::ids::OrgId;

use super::{Db, DbError, Tx};

/// A place in the feed: everything up to it has been read. On the wire `xid-id`.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    pub xid: u64,
    pub id: u64,
}

/// A text is not a cursor.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a cursor is two whole numbers with a hyphen between them")]
pub struct CursorError;

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.xid, self.id)
    }
}

impl FromStr for Cursor {
    type Err = CursorError;
    fn from_str(text: &str) -> Result<Self, CursorError> {
        let number = |text: &str| {
            let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| text.parse().ok()).flatten().ok_or(CursorError)
        };
        let (xid, id) = text.split_once('-').ok_or(CursorError)?;
        let (xid, id) = (number(xid)?, number(id)?);
        i64::try_from(id).map_err(|_| CursorError)?;
        Ok(Self { xid, id })
    }
}

/// What happened to an item.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    Item(i32),
    ItemRemoved(i32),
    Reset,
}

/// Returns at most `limit` changes after a cursor, each with its place.
///
/// # Errors
/// [`DbError`].
pub async fn after(
    tx: &mut Tx,
    org: OrgId,
    cursor: Cursor,
    limit: i64,
) -> Result<Vec<(Cursor, Kind)>, DbError> {
    let rows: Vec<(String, i64, String, Option<i32>)> = sqlx::query_as(
        "SELECT xid::text, change_id, kind, item_id FROM changes
         WHERE org_id = $1 AND (xid, change_id) > ($2::text::xid8, $3)
           AND xid < pg_snapshot_xmin(pg_current_snapshot())
         ORDER BY xid, change_id LIMIT $4",
    )
    .bind(org.uuid())
    .bind(cursor.xid.to_string())
    .bind(i64::try_from(cursor.id).unwrap_or(i64::MAX))
    .bind(limit)
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|(xid, id, kind, item)| {
            let xid = xid.parse().map_err(|it| DbError::corrupt("a transaction id", it))?;
            let id = u64::try_from(id).map_err(|it| DbError::corrupt("a change id", it))?;
            let kind = match (kind.as_str(), item) {
                ("item", Some(item)) => Kind::Item(item),
                ("item_removed", Some(item)) => Kind::ItemRemoved(item),
                ("reset", None) => Kind::Reset,
                _ => return Err(DbError::corrupt("a change", kind)),
            };
            Ok((Cursor { xid, id }, kind))
        })
        .collect()
}

/// Returns the end of the feed: every change of a transaction before `xid` can be seen, none
/// of a later one has been given out.
///
/// # Errors
/// [`DbError`].
pub async fn horizon(tx: &mut Tx) -> Result<Cursor, DbError> {
    let xid: String = sqlx::query_scalar("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
        .fetch_one(&mut **tx)
        .await?;
    let xid = xid.parse().map_err(|it| DbError::corrupt("a transaction id", it))?;
    Ok(Cursor { xid, id: 0 })
}

/// Returns whether changes after a place were removed since, so that only a snapshot has them.
///
/// # Errors
/// [`DbError`].
pub async fn is_pruned(tx: &mut Tx, org: OrgId, cursor: Cursor) -> Result<bool, DbError> {
    let pruned = sqlx::query_scalar(
        "SELECT coalesce($2::text::xid8 <= changes_pruned_xid, false)
         FROM organisations WHERE org_id = $1",
    )
    .bind(org.uuid())
    .bind(cursor.xid.to_string())
    .fetch_one(&mut **tx)
    .await?;
    Ok(pruned)
}

impl Db {
    /// Removes changes older than so many days and returns how many.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn prune_changes(&self, days: i32) -> Result<i64, DbError> {
        let mut tx = self.worker().await?;
        let removed = sqlx::query_scalar(
            "WITH old AS (
                 SELECT org_id, max(xid) AS xid FROM changes
                 WHERE created_at < now() - make_interval(days => $1) GROUP BY org_id
             ), marked AS (
                 UPDATE organisations o SET changes_pruned_xid = old.xid
                 FROM old WHERE o.org_id = old.org_id
             ), gone AS (
                 DELETE FROM changes c USING old
                 WHERE c.org_id = old.org_id AND c.xid <= old.xid RETURNING 1
             )
             SELECT count(*) FROM gone",
        )
        .bind(days)
        .fetch_one(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(removed)
    }
}

/// Returns whether the feed sends registers that are at a place back to a snapshot.
///
/// # Errors
/// [`DbError`].
pub async fn is_reset_after(tx: &mut Tx, org: OrgId, xid: u64) -> Result<bool, DbError> {
    let found = sqlx::query_scalar(
        "SELECT EXISTS (
             SELECT 1 FROM changes WHERE org_id = $1 AND xid >= $2::text::xid8
               AND xid < pg_snapshot_xmin(pg_current_snapshot()) AND kind = 'reset'
         )",
    )
    .bind(org.uuid())
    .bind(xid.to_string())
    .fetch_one(&mut **tx)
    .await?;
    Ok(found)
}

/// Returns whether anything has changed since a place, also what registers cannot see yet
/// because an older transaction is still running.
///
/// # Errors
/// [`DbError`].
pub async fn is_change_after(tx: &mut Tx, org: OrgId, xid: u64) -> Result<bool, DbError> {
    let found = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM changes WHERE org_id = $1 AND xid >= $2::text::xid8)",
    )
    .bind(org.uuid())
    .bind(xid.to_string())
    .fetch_one(&mut **tx)
    .await?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_are_read_strictly() {
        let cursor = Cursor { xid: 750, id: 12 };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        for bad in
            ["", "1", "-", "1-", "-1", "1-2-3", "+1-2", "1-99999999999999999999", "a-b", "1 -2"]
        {
            assert_eq!(bad.parse::<Cursor>(), Err(CursorError), "{bad}");
        }
    }
}
