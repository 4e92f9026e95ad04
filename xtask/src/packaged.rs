//! Commands that are programs of the workspace, built in release and run with the same arguments.

use std::process::Command;

use anyhow::Result;
use lexopt::Parser;

use crate::process;

pub(crate) fn simulate(mut args: Parser) -> Result<()> {
    process::run(release("titan-simulator")?.args(args.raw_args()?))
}

pub(crate) fn conformance(mut args: Parser) -> Result<()> {
    process::run(release("titan-conformance")?.args(args.raw_args()?))
}

/// The call that builds and runs a package's program; its own arguments come next.
pub(crate) fn release(package: &str) -> Result<Command> {
    process::cargo(&["run", "--quiet", "--release", "--package", package, "--"])
}
