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
    if process::find("rustup").is_none() {
        bail!(
            "not installed, and there is no rustup to do it. Install it with the packages of your Rust, or \
             build the standard library yourself: RUSTC_BOOTSTRAP=1 with `-Zbuild-std=std,panic_abort`"
        );
    }
    progress::step(format_args!("rustup target add {TARGET}"), || {
        process::run(process::command("rustup")?.args(["target", "add", TARGET]))
            .context("rustup cannot reach its server; try again with a network")
    })?;
    Ok(Outcome::Installed)
}
