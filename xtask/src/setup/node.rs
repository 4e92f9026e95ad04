//! Node and what comes from npm.

use std::env::consts::ARCH;
use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{Outcome, apt, versions};
use crate::{paths, process, progress};

/// The oldest that Playwright runs on; Debian 12 has an older one.
const OLDEST_NODE: u32 = 20;

/// Node and npm of the system; on a machine without them, Debian's packages. Where Node is too old, a newer one is
/// put beside it.
pub(super) fn node() -> Result<Outcome> {
    let is_missing = process::find("npm").is_none() || process::find("node").is_none();
    if is_missing {
        let packages = ["nodejs", "npm"];
        apt::install(&packages).context("or install Node with npm from https://nodejs.org")?;
    }
    if is_new_enough()? {
        return Ok(if is_missing { Outcome::Installed } else { Outcome::Present });
    }
    newer().context("or install Node 20 or newer with npm from https://nodejs.org")?;
    Ok(Outcome::Installed)
}

/// A call of `node`, `npm` or `npx`, by the Node that [`node`] found or put there.
pub(crate) fn node_command(program: &str) -> Result<Command> {
    let mut command = process::command(program)?;
    if paths::tool("node", versions::NODE)?.join("bin/node").exists() {
        command.env("PATH", super::path_with("node", versions::NODE)?);
    }
    Ok(command)
}

fn is_new_enough() -> Result<bool> {
    let version = process::output(node_command("node")?.arg("--version"))?;
    let major = version.trim().trim_start_matches('v').split('.').next();
    Ok(major.and_then(|major| major.parse::<u32>().ok()).is_some_and(|major| major >= OLDEST_NODE))
}

fn newer() -> Result<()> {
    let arch = match ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => bail!("npm has no Node for {other}"),
    };
    install_global("node", versions::NODE, &format!("node-linux-{arch}"))
}

/// wasm-opt, compiled to JavaScript: the distributions' own is too old for what Rust emits.
pub(super) fn wasm_opt() -> Result<Outcome> {
    let dir = paths::tool("binaryen", versions::BINARYEN)?;
    if dir.join("bin/wasm-opt").exists() {
        return Ok(Outcome::Present);
    }
    install_global("binaryen", versions::BINARYEN, "binaryen")?;
    Ok(Outcome::Installed)
}

/// Installs a package into the folder of a tool.
fn install_global(tool: &str, version: &str, package: &str) -> Result<()> {
    let dir = paths::tool(tool, version)?;
    let package = format!("{package}@{version}");
    progress::step(format_args!("npm install {package}"), || {
        // "Global" with a prefix of its own: that is the layout with the program in bin/.
        let mut npm = node_command("npm")?;
        npm.args(["install", "--global", "--no-audit", "--no-fund", "--loglevel=error"]);
        process::run(npm.arg("--prefix").arg(&dir).arg(&package))
    })
}

/// `npm ci` in a folder of the checkout, again whenever its lock file changed.
pub(super) fn packages(folder: &str) -> Result<Outcome> {
    let dir = paths::root()?.join(folder);
    if !dir.join("package.json").is_file() {
        return Ok(Outcome::Present);
    }
    let lock = fs::read(dir.join("package-lock.json"))
        .with_context(|| format!("{folder} has no package-lock.json"))?;
    let installed = dir.join("node_modules/.titan-lock");
    if fs::read(&installed).is_ok_and(|seen| seen == lock) {
        return Ok(Outcome::Present);
    }
    progress::step(format_args!("npm ci in {folder}/"), || {
        let mut npm = node_command("npm")?;
        npm.current_dir(&dir).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
        // The browser is the system's.
        process::run(npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))?;
        fs::write(&installed, lock).context("cannot note what npm installed")
    })?;
    Ok(Outcome::Installed)
}
