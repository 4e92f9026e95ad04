//! The deployment files: their linters, and whether they agree with the binary.

use std::fs;

use anyhow::{Result, ensure};

use super::counts::{self, Counts};
use crate::build::{self, Profile};
use crate::process;
use crate::temp::TempDir;

pub(super) fn run() -> Result<Counts> {
    let home = TempDir::new("deploy")?;
    let mut lint = process::command("deploy/lint.sh")?;
    let mut counts = Counts::default();
    match describe() {
        Ok(text) => {
            let file = home.path().join("describe.json");
            fs::write(&file, text)?;
            lint.arg("--describe").arg(file);
        }
        // The linters have something to say all the same.
        Err(error) => {
            eprintln!("    {error:#}");
            counts += Counts::FAILED;
        }
    }
    counts += counts::run(&mut lint, counts::summary)?;
    Ok(counts)
}

/// What the binary says of its commands, settings and routes.
fn describe() -> Result<String> {
    let server = build::server(Profile::Dev)?;
    let text = process::output(process::command(server)?.arg("describe"))?;
    ensure!(!text.trim().is_empty(), "`titan-server describe` says nothing");
    Ok(text)
}
