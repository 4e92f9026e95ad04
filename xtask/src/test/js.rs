//! The npm package of core: built as it would be published, tested in Node.

use anyhow::Result;

use super::counts::{self, Counts};
use crate::setup::{self, Tool};
use crate::{build, process};

pub(super) fn run() -> Result<Counts> {
    setup::ensure(&[Tool::Node, Tool::JsPackages])?;
    let package = build::js_package()?;
    let mut node = process::command("node")?;
    node.current_dir(package).args(["--test", "test/"]);
    counts::run(&mut node, counts::node)
}
