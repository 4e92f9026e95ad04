//! `cargo xtask mutants`: cargo-mutants over core, by .cargo/mutants.toml. docs/mutants.md says which survivors stay.

use anyhow::Result;
use lexopt::Parser;

use crate::setup::{self, Tool, versions};
use crate::{paths, process};

pub(crate) fn command(mut args: Parser) -> Result<()> {
    setup::ensure(&[Tool::CargoMutants])?;
    let mut command = process::cargo(&["mutants", "--package", "titan-core", "--output"])?;
    command.arg(paths::target()?).args(args.raw_args()?);
    command.env("PATH", setup::path_with("cargo-mutants", versions::CARGO_MUTANTS)?);
    // A copy of the sources is compiled in a folder of its own.
    command.env_remove("CARGO_TARGET_DIR");
    process::run(&mut command)
}
