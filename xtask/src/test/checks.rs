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
    let runs: [&[&str]; 3] = [
        &["--workspace", "--exclude", "titan-web", "--all-targets"],
        &["--target", WASM, "--package", "titan-core"],
        &["--target", WASM, "--package", "titan-web", "--all-targets"],
    ];
    let mut counts = Counts::default();
    for args in runs {
        // All three, so that one run shows everything there is to mend.
        let args = [&["clippy", "--quiet", "--keep-going"], args, &["--", "--deny", "warnings"]];
        counts += cargo(&args.concat()).unwrap_or_else(|error| {
            eprintln!("    {error:#}");
            Counts::FAILED
        });
    }
    Ok(counts)
}

pub(super) fn walls() -> Result<Counts> {
    setup::ensure(&[Tool::WasmTarget])?;
    walls::check()?;
    Ok(Counts::PASSED)
}

const WASM: &str = "wasm32-unknown-unknown";

fn cargo(args: &[&str]) -> Result<Counts> {
    process::run(&mut process::cargo(args)?)?;
    Ok(Counts::PASSED)
}
