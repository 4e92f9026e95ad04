//! `cargo xtask torture`: everything fails that can fail, and each sale that was shown as paid is looked for.

use std::fs;

use anyhow::{Result, bail};
use lexopt::{Arg, Parser, ValueExt};

use crate::build::{Profile, Quality};
use crate::paths;
use crate::playwright::Playwright;

const CONFIG: &str = "torture.config.ts";
const SUFFIX: &str = ".spec.ts";

struct Options {
    short: bool,
    seed: Option<u32>,
    only: Option<String>,
}

pub(crate) fn command(args: Parser) -> Result<()> {
    let options = parse(args)?;
    let mut run = prepare(options.short, Profile::Release)?;
    if let Some(seed) = options.seed {
        run.command().env("TITAN_SEED", seed.to_string());
    }
    if let Some(family) = &options.only {
        run.command().arg(format!("/{family}{SUFFIX}"));
    }
    run.run()
}

/// A run of all families; the short one takes about two minutes.
pub(crate) fn prepare(short: bool, profile: Profile) -> Result<Playwright> {
    let mut run = Playwright::new(CONFIG, Quality::Quick, profile)?;
    if short {
        run.command().env("TITAN_TORTURE_SHORT", "1");
    }
    Ok(run)
}

fn parse(mut args: Parser) -> Result<Options> {
    let mut options = Options { short: false, seed: None, only: None };
    while let Some(arg) = args.next()? {
        match arg {
            Arg::Long("short") => options.short = true,
            Arg::Long("seed") => options.seed = Some(args.value()?.parse()?),
            Arg::Long("only") => options.only = Some(args.value()?.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    let families = families()?;
    match &options.only {
        Some(family) if !families.contains(family) => {
            bail!("no family `{family}`; there are {}", families.join(", "))
        }
        _ => Ok(options),
    }
}

/// One file of tests each.
fn families() -> Result<Vec<String>> {
    let mut families = Vec::new();
    for entry in fs::read_dir(paths::root()?.join("e2e/torture"))? {
        let name = entry?.file_name();
        families.extend(name.to_string_lossy().strip_suffix(SUFFIX).map(str::to_owned));
    }
    families.sort();
    Ok(families)
}
