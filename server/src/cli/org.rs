//! Which organisation a command is for.

use anyhow::bail;
use titan_core::ids::OrgId;

use crate::db::Db;

/// Returns the organisation of a code, or the only one there is.
pub(super) async fn choose(db: &Db, code: Option<&str>) -> anyhow::Result<OrgId> {
    let all = db.organisations().await?;
    let codes = || all.iter().map(|(_, code)| code.as_str()).collect::<Vec<_>>().join(", ");
    match (code, all.as_slice()) {
        (_, []) => bail!("there is no organisation yet; `titan-server seed` makes a demo shop"),
        (None, [(org, _)]) => Ok(*org),
        (None, _) => bail!("name the organisation with --org: {}", codes()),
        (Some(code), _) => match all.iter().find(|(_, known)| known == code) {
            Some((org, _)) => Ok(*org),
            None => bail!("there is no organisation {code:?}; there are {}", codes()),
        },
    }
}
