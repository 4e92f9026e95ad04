//! `cargo xtask fuzz`: runs the fuzz targets of core/fuzz, each for some time.
//!
//! What a target finds stands in core/fuzz/artifacts; it becomes a test of core. Inputs that reach new code are kept
//! in the cache, so that the next run begins where this one ended.

use std::fs;

use anyhow::{Result, ensure};
use lexopt::{Arg, Parser, ValueExt as _};

use crate::setup::{self, Tool, versions};
use crate::{paths, process, progress};

const TARGETS: [&str; 3] = ["barcode", "documents", "promotions"];

pub(crate) fn command(mut args: Parser) -> Result<()> {
    let (mut seconds, mut targets) = (60_u32, Vec::new());
    while let Some(arg) = args.next()? {
        match arg {
            Arg::Long("seconds") => seconds = args.value()?.parse()?,
            Arg::Value(name) => targets.push(name.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    for name in &targets {
        ensure!(TARGETS.contains(&name.as_str()), "no target `{name}`: {}", TARGETS.join(", "));
    }
    if targets.is_empty() {
        targets = TARGETS.map(str::to_owned).to_vec();
    }
    setup::ensure(&[Tool::CargoFuzz])?;
    for name in targets {
        progress::step(format_args!("{name}: {seconds} s"), || run(&name, seconds))?;
    }
    Ok(())
}

fn run(target: &str, seconds: u32) -> Result<()> {
    let root = paths::root()?;
    let corpus = paths::cache()?.join("fuzz").join(target);
    fs::create_dir_all(&corpus)?;
    let mut command = process::cargo(&["fuzz", "run", "--sanitizer=none", "--fuzz-dir"])?;
    command.arg(root.join("core/fuzz")).arg(target).arg(corpus);
    let seeds = root.join("core/fuzz/seeds").join(target);
    if seeds.is_dir() {
        command.arg(seeds);
    }
    // A document of a megabyte is what the limits allow; a second is far more than any input may take.
    command.arg("--").arg(format!("-max_total_time={seconds}"));
    command.args(["-timeout=20", "-print_final_stats=1", "-verbosity=0"]);
    // Instrumenting is not for everyone yet; core itself is compiled as it always is.
    command
        .env("RUSTC_BOOTSTRAP", "1")
        .env("PATH", setup::path_with("cargo-fuzz", versions::CARGO_FUZZ)?);
    command.env("CARGO_TARGET_DIR", paths::target()?.join("fuzz"));
    process::run(&mut command)
}
