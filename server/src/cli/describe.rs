//! `titan-server describe`: what the binary is, for checks of deployment files.

use serde::Serialize;

use crate::config::{SETTINGS, Setting};
use crate::router;
use crate::telemetry::metrics::METRICS;

/// What the binary says of itself.
#[derive(Debug, Serialize)]
pub struct Description {
    pub commands: Vec<String>,
    pub env: &'static [Setting],
    pub port: u16,
    pub routes: Vec<String>,
    pub metrics: Vec<&'static str>,
}

pub(super) fn run(cli: &clap::Command) -> anyhow::Result<()> {
    let commands = cli.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    let port = SETTINGS.iter().find(|setting| setting.name == "PORT");
    let description = Description {
        commands,
        env: SETTINGS,
        port: port.and_then(|it| it.default).unwrap_or_default().parse()?,
        routes: router::paths(),
        metrics: METRICS.iter().map(|(name, _)| *name).collect(),
    };
    println!("{}", serde_json::to_string_pretty(&description)?);
    Ok(())
}
