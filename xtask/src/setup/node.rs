//! Node and what comes from npm.

use std::fs;

use anyhow::{Context, Result, bail};

use super::{Outcome, apt, versions};
use crate::{paths, process, progress};

const OLDEST_NODE: u32 = 18;

/// Node and npm of the system; on a machine without them, Debian's packages.
pub(super) fn node() -> Result<Outcome> {
    if process::find("npm").is_none() || process::find("node").is_none() {
        let packages = ["nodejs", "npm"];
        apt::install(&packages).context("or install Node with npm from https://nodejs.org")?;
        check_version()?;
        return Ok(Outcome::Installed);
    }
    check_version()?;
    Ok(Outcome::Present)
}

fn check_version() -> Result<()> {
    let version = process::output(process::command("node")?.arg("--version"))?;
    let major = version.trim().trim_start_matches('v').split('.').next();
    match major.and_then(|major| major.parse::<u32>().ok()) {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        _ => bail!(
            "this is Node {}; install {OLDEST_NODE} or newer with npm: https://nodejs.org",
            version.trim()
        ),
    }
}

/// wasm-opt, compiled to JavaScript: the distributions' own is too old for what Rust emits.
pub(super) fn wasm_opt() -> Result<Outcome> {
    let dir = paths::tool("binaryen", versions::BINARYEN)?;
    if dir.join("bin/wasm-opt").exists() {
        return Ok(Outcome::Present);
    }
    let package = format!("binaryen@{}", versions::BINARYEN);
    progress::step(format_args!("npm install {package}"), || {
        // "Global" with a prefix of its own: that is the layout with the program in bin/.
        let mut npm = process::command("npm")?;
        npm.args(["install", "--global", "--no-audit", "--no-fund", "--loglevel=error"]);
        process::run(npm.arg("--prefix").arg(&dir).arg(&package))
    })?;
    Ok(Outcome::Installed)
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
        let mut npm = process::command("npm")?;
        npm.current_dir(&dir).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
        // The browser is the system's.
        process::run(npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))?;
        fs::write(&installed, lock).context("cannot note what npm installed")
    })?;
    Ok(Outcome::Installed)
}
