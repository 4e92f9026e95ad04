//! Tests that need nothing but a compiler (and, for xtask's own, the installed Postgres).

use anyhow::Result;

use super::counts::{self, Counts};
use crate::process;
use crate::setup::{self, Tool};

pub(super) fn core() -> Result<Counts> {
    setup::ensure(&[Tool::Postgres])?;
    // The deployment files have a step of their own.
    cargo_test(&["--package", "titan-core", "--package", "xtask"], &["--skip", "deploy"])
}

pub(super) fn deploy() -> Result<Counts> {
    cargo_test(&["--package", "xtask"], &["deploy"])
}

/// cargo's own runner: it is on every machine and runs the documentation's examples too.
fn cargo_test(args: &[&str], filters: &[&str]) -> Result<Counts> {
    let mut command = process::cargo(&["test", "--quiet", "--no-fail-fast"])?;
    command.args(args).arg("--").args(filters);
    counts::run(&mut command, counts::cargo)
}
