//! Commands that are programs of the workspace, built in release and run with the same arguments.

use std::process::Command;

use anyhow::Result;
use lexopt::Parser;

use crate::process;
use crate::setup::{self, Tool};

pub(crate) fn simulate(mut args: Parser) -> Result<()> {
    process::run(release("titan-simulator")?.args(args.raw_args()?))
}

pub(crate) fn conformance(mut args: Parser) -> Result<()> {
    process::run(release("titan-conformance")?.args(args.raw_args()?))
}

/// Random carts, priced by core and by programs that share no code with it.
pub(crate) fn oracle(mut args: Parser) -> Result<()> {
    process::run(price_random_carts()?.args(args.raw_args()?))
}

/// The call that prices them; how many comes next.
pub(crate) fn price_random_carts() -> Result<Command> {
    setup::ensure(&[Tool::Node])?;
    let run = ["run", "--quiet", "--release", "--package", "titan-conformance"];
    let mut command = process::cargo(&run)?;
    command.args(["--bin", "titan-oracle", "--"]);
    Ok(command)
}

/// The call that builds and runs a package's program; its own arguments come next.
pub(crate) fn release(package: &str) -> Result<Command> {
    process::cargo(&["run", "--quiet", "--release", "--package", package, "--"])
}
