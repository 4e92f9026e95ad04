//! `titan-server rebuild`

use crate::config::Config;
use crate::db::journal;
use crate::jobs::rebuild;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Code of the organisation; without it all of them
    #[arg(long)]
    org: Option<String>,
    /// Code of the register; without it all of them
    #[arg(long)]
    register: Option<String>,
}

pub(super) async fn run(config: &Config, args: &Args) -> anyhow::Result<()> {
    let db = super::open(config)?;
    let org = match &args.org {
        Some(code) => Some(super::org::choose(&db, Some(code)).await?),
        None => None,
    };
    let mut tx = db.worker().await?;
    let chains = journal::chains(&mut tx).await?;
    drop(tx);
    let wanted = chains.iter().filter(|chain| {
        org.is_none_or(|org| org == chain.org)
            && args.register.as_ref().is_none_or(|code| *code == chain.code)
    });
    let mut registers = 0;
    for chain in wanted {
        let entries = rebuild::run(&db, chain.org, chain.register).await?;
        println!("{} {}: {entries} entries projected again", chain.code, chain.register);
        registers += 1;
    }
    anyhow::ensure!(registers > 0, "rebuild.unknown_register: there is no such register");
    Ok(())
}
