//! Steps without tests: formatting, lints, walls.

use anyhow::Result;

use super::counts::Counts;
use crate::setup::{self, Tool};
use crate::{process, walls};

pub(super) fn fmt() -> Result<Counts> {
    cargo(&["fmt", "--all", "--check"])
}

/// The browser's code only compiles for the browser, the rest is linted natively. titan-core is linted for both.
pub(super) fn clippy() -> Result<Counts> {
    setup::ensure(&[Tool::WasmTarget])?;
    let native = ["clippy", "--quiet", "--workspace", "--exclude", "titan-web", "--all-targets"];
    cargo(&[&native[..], &DENY].concat())?;
    let wasm = ["clippy", "--quiet", "--target", WASM];
    cargo(&[&wasm[..], &["--package", "titan-core"], &DENY].concat())?;
    cargo(&[&wasm[..], &["--package", "titan-web", "--all-targets"], &DENY].concat())
}

pub(super) fn walls() -> Result<Counts> {
    setup::ensure(&[Tool::WasmTarget])?;
    walls::check()?;
    Ok(Counts::PASSED)
}

const WASM: &str = "wasm32-unknown-unknown";
const DENY: [&str; 3] = ["--", "--deny", "warnings"];

fn cargo(args: &[&str]) -> Result<Counts> {
    process::run(&mut process::cargo(args)?)?;
    Ok(Counts::PASSED)
}
