//! Playwright's programs in e2e/: the tests, the replay and the bench of the web app.

use std::env;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::build::{self, Profile, Quality};
use crate::postgres::cli as pg;
use crate::setup::{self, Tool};
use crate::temp::TempDir;
use crate::{paths, process};

/// Everything that a run needs, built and installed; leaving scope stops the clusters that it left running.
pub(crate) struct Playwright {
    command: Command,
    home: TempDir,
}

impl Playwright {
    /// Prepares a run with one of the configurations in e2e/.
    pub(crate) fn new(config: &str, quality: Quality, profile: Profile) -> Result<Self> {
        let e2e = paths::root()?.join("e2e");
        setup::ensure(&[Tool::Node, Tool::E2ePackages, Tool::Chromium, Tool::Postgres])?;
        let dist = build::pwa(quality)?;
        let server = build::server(profile)?;
        let home = TempDir::new("e2e")?;
        let mut command = setup::node_command("npx")?;
        command.current_dir(e2e).args(["playwright", "test", "--config", config]);
        command.env("TITAN_SERVER_BIN", server).env("TITAN_DIST", dist);
        command.env("TITAN_XTASK_BIN", env::current_exe().context("where is xtask?")?);
        command.env("TITAN_E2E_HOME", home.path()).env(pg::REGISTRY, registry(home.path()));
        command.env("CHROMIUM", setup::chromium()?);
        Ok(Self { command, home })
    }

    /// The command, to be completed and run.
    pub(crate) fn command(&mut self) -> &mut Command {
        &mut self.command
    }

    /// Names the folder with real goods and baskets.
    pub(crate) fn vectors(&mut self, dir: Option<&Path>) -> Result<()> {
        let Some(dir) = dir else { return Ok(()) };
        if !dir.join("retail").is_dir() {
            bail!("{} has no folder `retail`", dir.display());
        }
        self.command.env("TITAN_VECTORS", std::path::absolute(dir)?);
        Ok(())
    }

    /// Runs it to its end.
    pub(crate) fn run(mut self) -> Result<()> {
        process::run(&mut self.command)
    }
}

impl Drop for Playwright {
    fn drop(&mut self) {
        pg::stop_registered(&registry(self.home.path()));
    }
}

fn registry(home: &Path) -> std::path::PathBuf {
    home.join("clusters")
}
