//! The short simulation of a full run; the long one is for the night.

use anyhow::Result;

use super::counts::Counts;
use crate::{packaged, process};

/// No seed breaks a promise, and each bug that is planted on purpose is found.
pub(super) fn run() -> Result<Counts> {
    let mut counts = Counts::default();
    for arguments in [["--seeds", "2000"].as_slice(), &["--seeds", "1000", "--bugs"]] {
        let result = process::run(packaged::release("titan-simulator")?.args(arguments));
        counts += if result.is_ok() { Counts::PASSED } else { Counts::FAILED };
    }
    Ok(counts)
}
