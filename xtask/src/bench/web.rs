//! `cargo xtask bench web` and `bench device`: the PWA in a real Chromium, its sizes and times and what its disk costs.

use std::path::PathBuf;

use anyhow::Result;
use lexopt::{Arg, Parser, ValueExt};

use crate::build::{Profile, Quality};
use crate::paths;
use crate::playwright::Playwright;

struct Options {
    runs: u32,
    vectors: Option<PathBuf>,
    products: Option<u32>,
}

/// Runs the bench of this name in e2e/bench.
pub(super) fn run(name: &str, args: Parser) -> Result<()> {
    let options = parse(args)?;
    let mut run = Playwright::new("bench.config.ts", Quality::Small, Profile::Release)?;
    run.vectors(options.vectors.as_deref())?;
    run.command().env("TITAN_BENCH_RUNS", options.runs.max(1).to_string());
    run.command().env("TITAN_BENCH_OUT", paths::root()?.join("target/bench"));
    if let Some(products) = options.products {
        run.command().env("TITAN_BENCH_PRODUCTS", products.to_string());
    }
    run.command().arg(format!("{name}.spec.ts"));
    run.run()
}

fn parse(mut args: Parser) -> Result<Options> {
    let mut options = Options { runs: 5, vectors: None, products: None };
    while let Some(arg) = args.next()? {
        match arg {
            Arg::Long("runs") => options.runs = args.value()?.parse()?,
            Arg::Long("products") => options.products = Some(args.value()?.parse()?),
            Arg::Long("vectors") => options.vectors = Some(std::path::absolute(args.value()?)?),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}
