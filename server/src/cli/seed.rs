//! `titan-server seed`

use crate::catalog::{self, Need};
use crate::config::Config;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Print PINs and codes as JSON
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(config: &Config, args: &Args) -> anyhow::Result<()> {
    let db = super::open(config)?;
    let welcome = crate::seed::run(&db).await?;
    for (org, _) in db.organisations().await? {
        catalog::ensure(&db, org, Need::Complete).await?;
    }
    if args.json {
        println!("{}", serde_json::to_string_pretty(&welcome)?);
        return Ok(());
    }
    println!("{}", welcome.shop);
    println!("PINs of the demo staff:");
    for pin in &welcome.pins {
        let role = serde_json::to_value(pin.role)?;
        println!("  {}  {} ({})", pin.pin, pin.name, role.as_str().unwrap_or_default());
    }
    println!("Open one of these on the device that is to be the till; each works once:");
    for register in &welcome.registers {
        println!("{} {}", register.code, register.name);
        println!("enrol: http://localhost:{}/?enrol={}", config.port, register.enrol_code);
    }
    Ok(())
}
