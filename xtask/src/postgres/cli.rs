//! `cargo xtask pg`: clusters for tests that are not written in Rust.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use lexopt::{Arg, Parser, ValueExt};

use super::{Cluster, Speed};

/// Names a file that collects the folders of started clusters, so that a test run can stop what a crashed test
/// left running.
pub(crate) const REGISTRY: &str = "TITAN_PG_REGISTRY";

pub(crate) fn command(mut args: Parser) -> Result<()> {
    let (mut words, mut port) = (Vec::new(), None);
    let (mut speed, mut mode) = (Speed::Durable, "fast");
    while let Some(arg) = args.next()? {
        match arg {
            Arg::Value(word) => words.push(word),
            Arg::Long("port") => port = Some(args.value()?.parse::<u16>()?),
            Arg::Long("throwaway") => speed = Speed::Throwaway,
            Arg::Long("immediate") => mode = "immediate",
            other => return Err(other.unexpected().into()),
        }
    }
    let [verb, dir] = words.as_slice() else { bail!("say `pg start|stop|kill DIR`") };
    let cluster = Cluster::at(Path::new(dir))?;
    match verb.to_str() {
        Some("start") => {
            let port = port.context("say --port N")?;
            remember(cluster.dir())?;
            println!("{}", cluster.start_detached(port, speed)?);
            Ok(())
        }
        Some("stop") => cluster.stop(mode),
        Some("kill") => cluster.kill(),
        _ => bail!("say `pg start`, `pg stop` or `pg kill`"),
    }
}

fn remember(dir: &Path) -> Result<()> {
    let Some(file) = std::env::var_os(REGISTRY) else { return Ok(()) };
    let mut file = OpenOptions::new().create(true).append(true).open(PathBuf::from(file))?;
    writeln!(file, "{}", dir.display())?;
    Ok(())
}

/// Stops every cluster of the registry that still runs.
pub(crate) fn stop_registered(registry: &Path) {
    let text = std::fs::read_to_string(registry).unwrap_or_default();
    for dir in text.lines() {
        let stopped = Cluster::at(Path::new(dir)).and_then(|cluster| cluster.stop("immediate"));
        if let Err(error) = stopped {
            eprintln!("    {dir}: {error:#}");
        }
    }
}
