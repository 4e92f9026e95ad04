//! The whole product in a real Chromium: Playwright's tests in e2e/.

use std::env;

use anyhow::{Context, Result};

use super::counts::{self, Counts};
use crate::build::{self, Profile, Quality};
use crate::postgres::cli as pg;
use crate::setup::{self, Tool};
use crate::temp::TempDir;
use crate::{paths, process};

/// The tests start their own servers and databases, with the programs named in the environment.
pub(super) fn run() -> Result<Counts> {
    let e2e = paths::root()?.join("e2e");
    if !e2e.join("package.json").is_file() {
        eprintln!(
            "    !!! SKIPPED: there is no e2e/package.json. The product as a whole is NOT tested."
        );
        return Ok(Counts::default());
    }
    setup::ensure(&[Tool::Node, Tool::E2ePackages, Tool::Chromium, Tool::Postgres])?;
    let dist = build::pwa(Quality::Quick)?;
    let server = build::server(Profile::Dev)?;
    let home = TempDir::new("e2e")?;
    let registry = home.path().join("clusters");

    let mut command = process::command("npx")?;
    command.current_dir(&e2e).args(["playwright", "test"]);
    command.env("TITAN_SERVER_BIN", server).env("TITAN_DIST", dist);
    command.env("TITAN_XTASK_BIN", env::current_exe().context("where is xtask?")?);
    command.env("TITAN_E2E_HOME", home.path()).env(pg::REGISTRY, &registry);
    command.env("CHROMIUM", setup::chromium()?);
    let counts = counts::run(&mut command, counts::playwright);
    pg::stop_registered(&registry);
    counts
}
