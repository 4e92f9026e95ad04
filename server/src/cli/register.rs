//! `titan-server register`

use anyhow::{Context as _, bail};

use super::names;
use crate::config::Config;
use crate::db::admin::{self, State};
use crate::db::{registers, setup};

#[derive(Debug, clap::Subcommand)]
pub(super) enum What {
    /// Add a till; `enrol-code` then makes the code that turns a device into it
    Create {
        /// Begins each receipt number of the till: R1
        code: String,
        /// As it is shown
        name: String,
        #[command(flatten)]
        place: Place,
    },
    /// List registers: every device that a till has or had, with how far its journal reaches
    List {
        #[command(flatten)]
        place: Place,
    },
    /// Take a device's right to talk to the server away; its journal stays, and a file that it
    /// saved can still be imported
    Revoke {
        /// Code of the register, as `list` shows it: R1, or R1-2 for the second device of a till
        code: String,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Debug, clap::Args)]
pub(super) struct Place {
    /// Code of the organisation, where there are several
    #[arg(long)]
    org: Option<String>,
    /// Code of the store, where there are several
    #[arg(long)]
    store: Option<String>,
}

pub(super) async fn run(config: &Config, what: &What) -> anyhow::Result<()> {
    let db = super::open(config)?;
    let (What::Create { place, .. } | What::List { place } | What::Revoke { place, .. }) = what;
    let org = super::org::choose(&db, place.org.as_deref()).await?;
    let mut tx = db.org(org).await?;
    let known = admin::registers(&mut tx, org).await?;
    if let What::List { .. } = what {
        let asked = |store: &str| place.store.as_ref().is_none_or(|code| code == store);
        for register in known.iter().filter(|register| asked(&register.store)) {
            print(register);
        }
        return Ok(());
    }
    let store = super::org::choose_store(&mut tx, org, place.store.as_deref()).await?;
    let here = |code: &str| {
        known.iter().find(|register| register.store == store.code && register.code == code)
    };
    match what {
        What::Create { code, name, .. } => {
            names::check_code("register", code)?;
            if code.contains('-') {
                bail!(
                    "register.code: the second device of R1 is called R1-2; leave - out of {code:?}"
                );
            }
            names::check_name("register", name)?;
            if here(code).is_some() {
                bail!("register.exists: {} has a register {code:?} already", store.code);
            }
            let id = setup::till(&mut tx, org, store.id, code, name).await?;
            tx.commit().await.context("nothing was added")?;
            println!("{code} {id}");
        }
        What::Revoke { code, .. } => {
            let Some(register) = here(code) else {
                let codes: Vec<&str> = known
                    .iter()
                    .filter(|register| register.store == store.code)
                    .map(|register| register.code.as_str())
                    .collect();
                let codes = codes.join(", ");
                bail!("register.unknown: {} has no register {code:?}; it has {codes}", store.code);
            };
            registers::revoke(&mut tx, org, register.id).await?;
            tx.commit().await.context("nothing was changed")?;
            println!("{code} is revoked; its journal reaches entry {}", register.head_seq);
        }
        What::List { .. } => {}
    }
    Ok(())
}

fn print(register: &admin::RegisterRow) {
    let state = match register.state {
        State::Free => "free",
        State::Enrolled => "enrolled",
        State::Revoked => "revoked",
    };
    println!(
        "{}  {}  {}  {state}  {} entries  seen {}  {:?}  {:?}",
        register.store,
        register.code,
        register.id,
        register.head_seq,
        register.last_seen_at.as_deref().unwrap_or("never"),
        register.name,
        register.device
    );
}
