//! `titan-server day`

use anyhow::Context as _;
use titan_core::time::BusinessDate;

use crate::config::Config;
use crate::db::days;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The business day: 2026-11-24
    date: BusinessDate,
    /// Close the books of the day: what comes in later is shown as a correction
    #[arg(long)]
    close: bool,
    /// Code of the store, where there are several
    #[arg(long)]
    store: Option<String>,
    /// Code of the organisation, where there are several
    #[arg(long)]
    org: Option<String>,
}

pub(super) async fn run(config: &Config, args: &Args) -> anyhow::Result<()> {
    let db = super::open(config)?;
    let org = super::org::choose(&db, args.org.as_deref()).await?;
    let mut tx = db.org(org).await?;
    let store = super::org::choose_store(&mut tx, org, args.store.as_deref()).await?;
    if args.close && !days::close(&mut tx, org, store.id, args.date).await? {
        eprintln!("the day was closed before; its report stays as it is");
    }
    let day = days::read(&mut tx, org, store.id, args.date).await?;
    tx.commit().await.context("nothing was closed")?;
    println!("{}", serde_json::to_string_pretty(&day)?);
    Ok(())
}
