//! `cargo xtask replay`: real baskets of a grocery chain, rung up through the page.

use std::path::PathBuf;

use anyhow::{Result, bail};
use lexopt::{Arg, Parser, ValueExt};

use crate::build::{Profile, Quality};
use crate::paths;
use crate::playwright::Playwright;

const BASKETS: u32 = 300;
/// Fewer have no middle third to speak of.
const BASKETS_MIN: u32 = 15;
const VECTORS: &str = "../shared/vectors";

struct Options {
    baskets: u32,
    vectors: PathBuf,
    seed: Option<u32>,
}

pub(crate) fn command(args: Parser) -> Result<()> {
    let options = parse(args)?;
    let mut run = Playwright::new("replay.config.ts", Quality::Quick, Profile::Release)?;
    run.vectors(Some(&options.vectors))?;
    run.command().env("TITAN_BASKETS", options.baskets.to_string());
    if let Some(seed) = options.seed {
        run.command().env("TITAN_SEED", seed.to_string());
    }
    run.run()
}

fn parse(mut args: Parser) -> Result<Options> {
    let vectors = paths::root()?.join(VECTORS);
    let mut options = Options { baskets: BASKETS, vectors, seed: None };
    while let Some(arg) = args.next()? {
        match arg {
            Arg::Long("baskets") => options.baskets = args.value()?.parse()?,
            Arg::Long("vectors") => options.vectors = std::path::absolute(args.value()?)?,
            Arg::Long("seed") => options.seed = Some(args.value()?.parse()?),
            other => return Err(other.unexpected().into()),
        }
    }
    if options.baskets < BASKETS_MIN {
        bail!("at least {BASKETS_MIN} baskets, please");
    }
    if !options.vectors.join("retail/grocery_catalogue.csv.gz").is_file() {
        bail!("no grocery_catalogue.csv.gz in {}/retail", options.vectors.display());
    }
    Ok(options)
}
