//! Tests that need nothing but a compiler (and, for xtask's own, the installed Postgres).

use anyhow::Result;

use super::counts::{self, Counts};
use crate::process;
use crate::setup::{self, Tool};

pub(super) fn core() -> Result<Counts> {
    setup::ensure(&[Tool::Postgres])?;
    // cargo's own runner: it is on every machine and runs the documentation's examples too.
    let mut command = process::cargo(&["test", "--quiet", "--no-fail-fast"])?;
    command.args(["--workspace", "--exclude", "titan-server", "--exclude", "titan-web"]);
    counts::run(&mut command, counts::cargo)
}
