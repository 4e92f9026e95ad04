//! `cargo xtask bench web`: sizes, start and response of the PWA in a real Chromium.

use std::path::PathBuf;

use anyhow::Result;
use lexopt::{Arg, Parser, ValueExt};

use crate::build::{Profile, Quality};
use crate::paths;
use crate::playwright::Playwright;

struct Options {
    runs: u32,
    vectors: Option<PathBuf>,
}

pub(super) fn run(args: Parser) -> Result<()> {
    let options = parse(args)?;
    let mut run = Playwright::new("bench.config.ts", Quality::Small, Profile::Release)?;
    run.vectors(options.vectors.as_deref())?;
    run.command().env("TITAN_BENCH_RUNS", options.runs.max(1).to_string());
    run.command().env("TITAN_BENCH_OUT", paths::root()?.join("target/bench"));
    run.run()
}

fn parse(mut args: Parser) -> Result<Options> {
    let mut options = Options { runs: 5, vectors: None };
    while let Some(arg) = args.next()? {
        match arg {
            Arg::Long("runs") => options.runs = args.value()?.parse()?,
            Arg::Long("vectors") => options.vectors = Some(std::path::absolute(args.value()?)?),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}
