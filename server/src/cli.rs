//! The command line.

mod day;
mod describe;
mod enrol_code;
mod health;
mod import;
mod names;
mod org;
mod price;
mod rebuild;
mod register;
mod run;
mod seed;
mod staff;
mod store;
mod verify;

use std::process::ExitCode;

use anyhow::Context as _;
use clap::{CommandFactory, Parser, Subcommand};

use crate::config::Config;
use crate::db::{Db, migrate};
use crate::telemetry;

pub use describe::Description;

/// The server of Titan POS. Settings come from the environment; `describe` lists them.
#[derive(Debug, Parser)]
#[command(name = "titan-server", version, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API and the app
    Serve,
    /// Project journals into sales, stock and totals
    SyncWorker,
    /// Run background jobs
    JobsWorker,
    /// Serve and run both workers in one process
    All,
    /// Bring the database's schema up to date
    Migrate,
    /// Set up the demo shop and print how to get in
    Seed(seed::Args),
    /// Add and list organisations
    #[command(subcommand)]
    Org(org::What),
    /// Add and list stores
    #[command(subcommand)]
    Store(store::What),
    /// Add taxes
    #[command(subcommand)]
    Tax(store::Tax),
    /// Add, list and remove staff, and give them PINs
    #[command(subcommand)]
    Staff(staff::What),
    /// Add tills, list and revoke registers
    #[command(subcommand)]
    Register(register::What),
    /// Import data
    #[command(subcommand)]
    Import(import::What),
    /// Make a single-use code that turns one device into a till
    EnrolCode(enrol_code::Args),
    /// Price a cart from standard input: {"cart": .., "book": .., "context": ..}
    Price(price::Args),
    /// Show a business day, or close its books
    Day(day::Args),
    /// Drop what the journals came to and make it again from them
    Rebuild(rebuild::Args),
    /// Walk journals, in the database or in a file, and tell whether they are whole
    Verify(verify::Args),
    /// Ask the server on this machine whether it is alive
    Health,
    /// Print commands, settings, port, routes and metrics as JSON
    Describe,
}

/// Runs the command line of the process.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("error: no runtime: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(dispatch(cli)) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn dispatch(cli: Cli) -> anyhow::Result<ExitCode> {
    match cli.command {
        Command::Describe => describe::run(&Cli::command())?,
        Command::Price(args) => return price::run(&args),
        Command::Verify(args) if args.is_offline() => return verify::offline(&args),
        command => {
            let config = Config::from_env().context("the environment is refused")?;
            let _traces = telemetry::init(&config);
            return with_config(command, config).await;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn with_config(command: Command, config: Config) -> anyhow::Result<ExitCode> {
    match command {
        Command::Health => return Ok(health::run(&config).await),
        Command::Migrate => {
            let database = config.require_database()?;
            let applied = migrate::migrate(&database.options).await?;
            println!("migrated: {applied} new");
        }
        Command::Serve => run::run(config, run::Roles::SERVE).await?,
        Command::SyncWorker => run::run(config, run::Roles::SYNC).await?,
        Command::JobsWorker => run::run(config, run::Roles::JOBS).await?,
        Command::All => run::run(config, run::Roles::ALL).await?,
        Command::Seed(args) => seed::run(&config, &args).await?,
        Command::Import(what) => return import::run(&config, &what).await,
        Command::Org(what) => org::run(&config, &what).await?,
        Command::Store(what) => store::run(&config, &what).await?,
        Command::Tax(what) => store::run_tax(&config, &what).await?,
        Command::Staff(what) => staff::run(&config, &what).await?,
        Command::Register(what) => register::run(&config, &what).await?,
        Command::Day(args) => day::run(&config, &args).await?,
        Command::Rebuild(args) => rebuild::run(&config, &args).await?,
        Command::EnrolCode(args) => enrol_code::run(&config, &args).await?,
        Command::Verify(args) => return verify::with_database(&config, &args).await,
        Command::Describe | Command::Price(_) => {}
    }
    Ok(ExitCode::SUCCESS)
}

/// A pool for a command that does one thing at a time.
fn open(config: &Config) -> anyhow::Result<Db> {
    Ok(Db::with_pool_max(config.require_database()?, 3))
}
