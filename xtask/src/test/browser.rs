//! Tests that run inside a browser: wasm-bindgen's runner drives headless Chromium.

use std::fs;
use std::path::Path;

use anyhow::Result;

use super::counts::{self, Counts};
use crate::setup::{self, Tool, versions};
use crate::{paths, process, progress};

const TARGET: &str = "wasm32-unknown-unknown";

pub(super) fn wasm() -> Result<Counts> {
    setup::ensure(&[Tool::WasmTarget, Tool::WasmBindgen, Tool::Chromium])?;
    let mut total = Counts::default();
    for (package, folder) in [("titan-core", "core"), ("titan-web", "web")] {
        match has_tests(&paths::root()?.join(folder))? {
            true => total += test(package)?,
            false => progress::note(format_args!("{package} has no tests for the browser")),
        }
    }
    Ok(total)
}

/// How the browser starts is in the package's webdriver.json.
fn test(package: &str) -> Result<Counts> {
    let runner = paths::tool("wasm-bindgen", &versions::wasm_bindgen()?)?;
    let mut command = process::cargo(&["test", "--no-fail-fast", "--target", TARGET])?;
    // Everything but the documentation's examples, which have no browser.
    command.args(["--tests", "--package", package]);
    command.env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
        runner.join("bin/wasm-bindgen-test-runner"),
    );
    command.env("CHROMEDRIVER", setup::chromedriver()?);
    command.env("WASM_BINDGEN_TEST_TIMEOUT", "180");
    counts::run(&mut command, counts::cargo)
}

/// Without any, the runner would only say so; starting a browser for that is a waste.
fn has_tests(dir: &Path) -> Result<bool> {
    for folder in ["src", "tests"] {
        let folder = dir.join(folder);
        if folder.is_dir() && mentions_tests(&folder)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn mentions_tests(dir: &Path) -> Result<bool> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        let found = match path.is_dir() {
            true => mentions_tests(&path)?,
            false => {
                path.extension().is_some_and(|extension| extension == "rs")
                    && fs::read_to_string(&path)?.contains("wasm_bindgen_test")
            }
        };
        if found {
            return Ok(true);
        }
    }
    Ok(false)
}
