//! `titan-server import`

mod catalog;
mod journal;

use std::process::ExitCode;

use crate::config::Config;

#[derive(Debug, clap::Subcommand)]
pub(super) enum What {
    /// Import items from CSV (or CSV.gz); known SKUs are updated, new ones added
    Catalog(catalog::Args),
    /// Import the file in which a register saved its journal
    Journal(journal::Args),
}

pub(super) async fn run(config: &Config, what: &What) -> anyhow::Result<ExitCode> {
    match what {
        What::Catalog(args) => catalog::run(config, args).await.map(|()| ExitCode::SUCCESS),
        What::Journal(args) => journal::run(config, args).await,
    }
}
