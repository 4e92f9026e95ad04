//! Jobs are added in the transaction of what makes them necessary.

use serde::Serialize;
use titan_core::ids::OrgId;

use super::{Db, DbError, Tx};

/// The task that makes a catalogue snapshot.
pub const BUILD_SNAPSHOT: &str = "build_snapshot";

#[derive(Serialize)]
struct OrgPayload {
    org: OrgId,
}

/// Asks for a fresh snapshot of an organisation; asking twice makes one job.
///
/// # Errors
/// [`DbError`].
pub async fn build_snapshot(tx: &mut Tx, org: OrgId) -> Result<(), DbError> {
    sqlx::query("SELECT enqueue_job($1, $2::json, $3)")
        .bind(BUILD_SNAPSHOT)
        .bind(sqlx::types::Json(OrgPayload { org }))
        .bind(format!("{BUILD_SNAPSHOT}:{org}"))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

impl Db {
    /// Removes enrolment codes that ran out a week ago and returns how many.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn remove_old_codes(&self) -> Result<u64, DbError> {
        let mut tx = self.worker().await?;
        let done =
            sqlx::query("DELETE FROM enrol_codes WHERE expires_at < now() - interval '7 days'")
                .execute(&mut *tx)
                .await?;
        tx.commit().await?;
        Ok(done.rows_affected())
    }
}
