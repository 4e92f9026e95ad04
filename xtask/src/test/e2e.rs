//! The whole product in a real Chromium: Playwright's tests in e2e/.

use anyhow::Result;

use super::counts::{self, Counts};
use crate::build::{Profile, Quality};
use crate::playwright::Playwright;
use crate::{paths, process, setup, torture};

/// The tests start their own servers and databases, with the programs named in the environment.
pub(super) fn run() -> Result<Counts> {
    let e2e = paths::root()?.join("e2e");
    if !e2e.join("package.json").is_file() {
        eprintln!(
            "    !!! SKIPPED: there is no e2e/package.json. The product as a whole is NOT tested."
        );
        return Ok(Counts::default());
    }
    let mut run = Playwright::new("playwright.config.ts", Quality::Quick, Profile::Dev)?;
    // Playwright strips types without looking at them.
    process::run(setup::node_command("npm")?.current_dir(e2e).args(["run", "--silent", "check"]))?;
    let mut counts = Counts::PASSED;
    counts += counts::run(run.command(), counts::playwright)?;
    Ok(counts)
}

/// The short form of `cargo xtask torture`.
pub(super) fn torture() -> Result<Counts> {
    let mut run = torture::prepare(true, Profile::Dev)?;
    counts::run(run.command(), counts::playwright)
}
