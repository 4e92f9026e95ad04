//! Tools compiled from crates.io into the cache, one folder per version.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::{Outcome, versions};
use crate::{paths, process, progress};

pub(super) fn trunk() -> Result<Outcome> {
    // It only starts other programs: optimising it costs eleven minutes of processor time and saves none.
    install(&CargoTool {
        name: "trunk",
        krate: "trunk",
        version: versions::trunk()?,
        locked: true,
        opt_level: "0",
    })
}

pub(super) fn wasm_bindgen() -> Result<Outcome> {
    // Not --locked: its lock file may name versions that a mirror of the registry does not have yet. It reads
    // and rewrites megabytes of wasm, so a little optimisation pays.
    install(&CargoTool {
        name: "wasm-bindgen",
        krate: "wasm-bindgen-cli",
        version: versions::wasm_bindgen()?,
        locked: false,
        opt_level: "1",
    })
}

pub(super) fn cargo_fuzz() -> Result<Outcome> {
    install(&starter("cargo-fuzz", versions::CARGO_FUZZ))
}

pub(super) fn cargo_mutants() -> Result<Outcome> {
    install(&starter("cargo-mutants", versions::CARGO_MUTANTS))
}

/// A tool that does little but start compilers.
fn starter(name: &'static str, version: &str) -> CargoTool {
    CargoTool { name, krate: name, version: version.to_owned(), locked: true, opt_level: "0" }
}

struct CargoTool {
    /// Of its program and of its folder.
    name: &'static str,
    krate: &'static str,
    version: String,
    locked: bool,
    opt_level: &'static str,
}

fn install(tool: &CargoTool) -> Result<Outcome> {
    let dir = paths::tool(tool.name, &tool.version)?;
    if dir.join("bin").join(tool.name).is_file() {
        return Ok(Outcome::Present);
    }
    let what = format!("cargo install {} {} (once, some minutes)", tool.krate, tool.version);
    progress::step(what, || process::run(&mut command(tool, &dir)?))?;
    // A gigabyte that is of use only to an interrupted installation.
    fs::remove_dir_all(build_dir()?)?;
    Ok(Outcome::Installed)
}

fn build_dir() -> Result<PathBuf> {
    Ok(paths::cache()?.join("tools/build"))
}

fn command(tool: &CargoTool, dir: &Path) -> Result<std::process::Command> {
    let mut command = process::cargo(&["install", "--quiet", tool.krate])?;
    command.arg(format!("--version={}", tool.version)).arg("--root").arg(dir);
    if tool.locked {
        command.arg("--locked");
    }
    command.env("CARGO_TARGET_DIR", build_dir()?);
    command.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", tool.opt_level);
    command.env("CARGO_PROFILE_RELEASE_LTO", "off");
    command.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    command.env("CARGO_PROFILE_RELEASE_DEBUG", "0");
    Ok(command)
}
