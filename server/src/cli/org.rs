//! `titan-server org`, and which organisation another command is for.

use anyhow::bail;
use titan_core::ids::OrgId;

use super::names;
use crate::config::Config;
use crate::db::{Db, Tx, admin};

#[derive(Debug, clap::Subcommand)]
pub(super) enum What {
    /// Add an organisation
    Create {
        /// A short word that other commands name it by
        code: String,
        /// As it is shown
        name: String,
    },
    /// List the organisations
    List,
}

pub(super) async fn run(config: &Config, what: &What) -> anyhow::Result<()> {
    let db = super::open(config)?;
    match what {
        What::Create { code, name } => {
            names::check_code("org", code)?;
            names::check_name("org", name)?;
            if db.organisations().await?.iter().any(|(_, known)| known == code) {
                bail!("org.exists: there is an organisation {code:?} already");
            }
            let (tx, org) = db.set_up_org(code, name).await?;
            tx.commit().await?;
            println!("{code} {org}");
        }
        What::List => {
            for (org, code) in db.organisations().await? {
                println!("{code} {org}");
            }
        }
    }
    Ok(())
}

/// Returns the organisation of a code, or the only one there is.
pub(super) async fn choose(db: &Db, code: Option<&str>) -> anyhow::Result<OrgId> {
    let all = db.organisations().await?;
    let codes = || all.iter().map(|(_, code)| code.as_str()).collect::<Vec<_>>().join(", ");
    match (code, all.as_slice()) {
        (_, []) => bail!(
            "there is no organisation yet; `titan-server org create` makes one, \
             `titan-server seed` a demo shop"
        ),
        (None, [(org, _)]) => Ok(*org),
        (None, _) => bail!("name the organisation with --org: {}", codes()),
        (Some(code), _) => match all.iter().find(|(_, known)| known == code) {
            Some((org, _)) => Ok(*org),
            None => bail!("there is no organisation {code:?}; there are {}", codes()),
        },
    }
}

/// Returns the store of a code, or the only one there is.
pub(super) async fn choose_store(
    tx: &mut Tx,
    org: OrgId,
    code: Option<&str>,
) -> anyhow::Result<admin::StoreRow> {
    let mut all = admin::stores(tx, org).await?;
    let codes = all.iter().map(|store| store.code.as_str()).collect::<Vec<_>>().join(", ");
    let found = match code {
        Some(code) => all.iter().position(|store| store.code == code),
        None if all.len() < 2 => (!all.is_empty()).then_some(0),
        None => bail!("name the store with --store: {codes}"),
    };
    match (found, code) {
        (Some(at), _) => Ok(all.swap_remove(at)),
        (None, Some(code)) => bail!("there is no store {code:?}; there are {codes}"),
        (None, None) => bail!("there is no store yet; `titan-server store create` makes one"),
    }
}
