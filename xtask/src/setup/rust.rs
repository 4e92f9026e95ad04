//! What the Rust toolchain has to have.

use std::path::Path;

use anyhow::{Context, Result, bail};

use super::Outcome;
use crate::{process, progress};

const TARGET: &str = "wasm32-unknown-unknown";

pub(super) fn wasm_target() -> Result<Outcome> {
    let mut rustc = process::command("rustc")?;
    let libraries = process::output(rustc.args(["--print", "target-libdir", "--target", TARGET]))?;
    if Path::new(libraries.trim()).is_dir() {
        return Ok(Outcome::Present);
    }
    add(&["target", "add", TARGET])
}

/// The source of the standard library, which the app is built with for its size (ADR 6).
pub(super) fn library_source() -> Result<Outcome> {
    let mut rustc = process::command("rustc")?;
    let sysroot = process::output(rustc.args(["--print", "sysroot"]))?;
    if Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library/Cargo.lock").is_file() {
        return Ok(Outcome::Present);
    }
    add(&["component", "add", "rust-src"])
}

fn add(what: &[&str]) -> Result<Outcome> {
    if process::find("rustup").is_none() {
        bail!("not installed, and there is no rustup to do it (`rustup {}`)", what.join(" "));
    }
    progress::step(format_args!("rustup {}", what.join(" ")), || {
        process::run(process::command("rustup")?.args(what))
            .context("rustup cannot reach its server; try again with a network")
    })?;
    Ok(Outcome::Installed)
}
