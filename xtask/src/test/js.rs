//! The npm package of core: built as it would be published, tested in Node; and random carts, priced by it to the
//! same bytes as by core without WebAssembly.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::counts::{self, Counts};
use crate::setup::{self, Tool};
use crate::{build, packaged, process};

pub(super) fn run() -> Result<Counts> {
    setup::ensure(&[Tool::Node, Tool::JsPackages])?;
    let package = build::js_package()?;
    let mut node = setup::node_command("node")?;
    node.current_dir(&package).arg("--test").args(test_files(&package)?);
    let mut counts = counts::run(&mut node, counts::node)?;
    let mut carts = packaged::price_random_carts()?;
    carts.args(["--carts", "500", "--wasm"]).arg(&package);
    let priced = process::run(&mut carts);
    counts += if priced.is_ok() { Counts::PASSED } else { Counts::FAILED };
    Ok(counts)
}

/// By name, since Node 20 and 22 do not agree on what a folder stands for.
fn test_files(package: &Path) -> Result<Vec<PathBuf>> {
    let files = fs::read_dir(package.join("test"))?.map(|entry| Ok(entry?.path()));
    let mut files = files.collect::<Result<Vec<_>>>()?;
    files.retain(|file| file.to_string_lossy().ends_with(".test.js"));
    files.sort();
    Ok(files)
}
