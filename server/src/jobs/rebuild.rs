//! Making the projections again from the journal, one register at a time.

use titan_core::ids::{OrgId, RegisterId};

use super::sync::project_next;
use crate::db::projection::{advance, rebuild};
use crate::db::{Db, DbError};

/// Drops what the journal of a register came to and makes it again, in one transaction: others
/// see what was there before until all of it is there again. Registers may push meanwhile; what
/// arrives before the end is projected too. Returns how many entries there were.
///
/// # Errors
/// [`DbError`]; everything is as it was then.
pub async fn run(db: &Db, org: OrgId, register: RegisterId) -> Result<u64, DbError> {
    let mut tx = db.worker().await?;
    let Some(mut claim) = rebuild::claim(&mut tx, org, register).await? else { return Ok(0) };
    let marks = rebuild::clear(&mut tx, &claim).await?;
    let mut entries = 0;
    while let Some(projected) = project_next(&mut tx, &claim).await? {
        claim.projected_seq = projected.last;
        entries += u64::try_from(projected.entries).unwrap_or(0);
    }
    rebuild::restore(&mut tx, &claim, marks).await?;
    advance(&mut tx, &claim, claim.projected_seq).await?;
    tx.commit().await.map_err(DbError::from)?;
    Ok(entries)
}
