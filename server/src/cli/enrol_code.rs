//! `titan-server enrol-code`

use anyhow::{Context as _, bail};

use crate::auth::code;
use crate::config::Config;
use crate::db::registers;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Code of the till
    #[arg(default_value = "R1")]
    till: String,
    /// Code of the organisation, where there are several
    #[arg(long)]
    org: Option<String>,
    /// Code of the store, where there are several
    #[arg(long)]
    store: Option<String>,
    /// How long the code can be used
    #[arg(long, default_value_t = crate::seed::CODE_HOURS, value_parser = clap::value_parser!(i32).range(1..=720))]
    hours: i32,
    /// Print the bare code
    #[arg(long)]
    bare: bool,
}

pub(super) async fn run(config: &Config, args: &Args) -> anyhow::Result<()> {
    let db = super::open(config)?;
    let org = super::org::choose(&db, args.org.as_deref()).await?;
    let mut tx = db.org(org).await?;
    let store = super::org::choose_store(&mut tx, org, args.store.as_deref()).await?;
    let mut tills = registers::tills(&mut tx, org).await?;
    tills.retain(|till| till.store == store.id);
    let Some(till) = tills.iter().find(|till| till.code == args.till) else {
        let known = tills.iter().map(|till| till.code.as_str()).collect::<Vec<_>>().join(", ");
        bail!("there is no till {:?}; there are {known}", args.till);
    };
    let drawn = code::draw();
    let digest = code::digest(&drawn);
    registers::add_enrol_code(&mut tx, org, till.register, &digest, args.hours).await?;
    tx.commit().await.context("the code was not stored")?;
    if args.bare {
        println!("{drawn}");
    } else {
        println!("enrol: http://localhost:{}/?enrol={drawn}", config.port);
    }
    Ok(())
}
