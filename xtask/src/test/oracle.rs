//! The short comparison of a full run; `cargo xtask oracle --carts 100000` is the long one.

use anyhow::Result;

use super::counts::Counts;
use crate::{packaged, process};

pub(super) fn run() -> Result<Counts> {
    let result = process::run(packaged::price_random_carts()?.args(["--carts", "2000"]));
    Ok(if result.is_ok() { Counts::PASSED } else { Counts::FAILED })
}
