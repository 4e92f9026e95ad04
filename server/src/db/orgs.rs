//! Organisations, as commands on the server's own machine name them.

use titan_core::ids::OrgId;
use uuid::Uuid;

use super::{Db, DbError};

impl Db {
    /// Returns every organisation with its code.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn organisations(&self) -> Result<Vec<(OrgId, String)>, DbError> {
        let mut tx = self.worker().await?;
        let rows: Vec<(Uuid, String)> =
            sqlx::query_as("SELECT org_id, code FROM organisations ORDER BY code")
                .fetch_all(&mut *tx)
                .await?;
        Ok(rows.into_iter().map(|(id, code)| (OrgId::new(id), code)).collect())
    }
}
