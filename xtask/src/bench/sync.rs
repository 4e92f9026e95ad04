//! `cargo xtask bench sync`: how fast sales get into Postgres, beside what Postgres takes from a bare client.

use anyhow::Result;
use lexopt::{Arg, Parser, ValueExt};

use crate::postgres::{Cluster, DATABASE, Speed};
use crate::setup::{self, Tool};
use crate::temp::TempDir;
use crate::{paths, process};

pub(super) fn run(mut args: Parser) -> Result<()> {
    let mut settings: Vec<(&str, u32)> = Vec::new();
    while let Some(arg) = args.next()? {
        let name = match &arg {
            Arg::Long("rounds") => "TITAN_BENCH_ROUNDS",
            Arg::Long("sales") => "TITAN_BENCH_SALES",
            Arg::Long("queue") => "TITAN_BENCH_QUEUE",
            Arg::Long("tills") => "TITAN_BENCH_TILLS",
            Arg::Long("each") => "TITAN_BENCH_EACH",
            _ => return Err(arg.unexpected().into()),
        };
        settings.push((name, args.value()?.parse()?));
    }
    setup::ensure(&[Tool::Postgres, Tool::Node, Tool::E2ePackages])?;
    let home = TempDir::new("bench")?;
    let database = Cluster::at(&home.path().join("postgres"))?.start(Speed::Durable)?;
    let mut command =
        process::cargo(&["bench", "--quiet", "-p", "titan-server", "--bench", "sync"])?;
    command.env("TITAN_BENCH_DATABASE_URL", database.url(DATABASE));
    command.env("TITAN_BENCH_PEER", paths::root()?.join("e2e/bench/peer/node-pg.mjs"));
    command.envs(settings.into_iter().map(|(name, value)| (name, value.to_string())));
    process::run(&mut command)
}
