//! `titan-server staff`

use anyhow::{Context as _, bail};
use clap::builder::PossibleValuesParser;
use titan_core::shop::Role;

use super::names;
use crate::auth::pin::StoredPin;
use crate::config::Config;
use crate::db::listen::{self, Topic};
use crate::db::{admin, setup};

#[derive(Debug, clap::Subcommand)]
pub(super) enum What {
    /// Add somebody who may sign in; prints the PIN
    Create {
        name: String,
        #[arg(long, default_value = "cashier", value_parser = PossibleValuesParser::new(["cashier", "manager", "owner"]))]
        role: String,
        #[command(flatten)]
        more: More,
    },
    /// Give somebody another PIN and print it
    Pin {
        name: String,
        #[command(flatten)]
        more: More,
    },
    /// Keep somebody from signing in; what they did stays theirs
    Remove {
        name: String,
        #[command(flatten)]
        more: Org,
    },
    /// List the staff
    List {
        #[command(flatten)]
        more: Org,
    },
}

#[derive(Debug, clap::Args)]
pub(super) struct Org {
    /// Code of the organisation, where there are several
    #[arg(long)]
    org: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(super) struct More {
    #[command(flatten)]
    org: Org,
    /// Read the PIN from the first line of standard input instead of drawing one
    #[arg(long)]
    pin_stdin: bool,
}

pub(super) async fn run(config: &Config, what: &What) -> anyhow::Result<()> {
    let db = super::open(config)?;
    let (What::Create { more: More { org, .. }, .. }
    | What::Pin { more: More { org, .. }, .. }
    | What::Remove { more: org, .. }
    | What::List { more: org }) = what;
    let org = super::org::choose(&db, org.org.as_deref()).await?;
    let mut tx = db.org(org).await?;
    let known = admin::staff(&mut tx, org).await?;
    listen::notify(&mut tx, Topic::Config, &org.to_string()).await?;
    match what {
        What::Create { name, role, more } => {
            names::check_name("staff", name)?;
            if known.iter().any(|member| member.name == *name) {
                bail!("staff.exists: there is somebody called {name:?} already");
            }
            let role: Role = serde_json::from_value(role.as_str().into())?;
            let pin = names::take_pin(more.pin_stdin)?;
            let sort = i32::try_from(known.len()).unwrap_or(i32::MAX);
            setup::staff(&mut tx, org, name, role, sort, &StoredPin::new(&pin)?).await?;
            tx.commit().await.context("nothing was added")?;
            tell(name, &pin, more);
        }
        What::Pin { name, more } => {
            let pin = names::take_pin(more.pin_stdin)?;
            if !admin::set_pin(&mut tx, org, name, &StoredPin::new(&pin)?).await? {
                bail!("staff.unknown: there is nobody called {name:?}");
            }
            tx.commit().await.context("nothing was changed")?;
            tell(name, &pin, more);
        }
        What::Remove { name, .. } => {
            if !admin::remove_staff(&mut tx, org, name).await? {
                bail!("staff.unknown: there is nobody called {name:?}");
            }
            tx.commit().await.context("nothing was changed")?;
            println!("{name} can no longer sign in, as soon as the tills have heard of it");
        }
        What::List { .. } => {
            for member in known {
                let role = serde_json::to_value(member.role)?;
                let note = if member.active { "" } else { "  (removed)" };
                println!("{}  {}{note}", role.as_str().unwrap_or_default(), member.name);
            }
        }
    }
    Ok(())
}

fn tell(name: &str, pin: &str, more: &More) {
    if more.pin_stdin {
        println!("{name}");
    } else {
        println!("{pin}  {name}");
    }
}
