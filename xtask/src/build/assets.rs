//! The files of a built folder, in a fixed order.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Every file below `dir`, relative to it, sorted.
pub(super) fn files(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    collect(dir, Path::new(""), &mut found)?;
    found.sort();
    Ok(found)
}

fn collect(dir: &Path, relative: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(dir).with_context(|| format!("cannot list {}", dir.display()))?;
    for entry in entries {
        let entry = entry?;
        let relative = relative.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => collect(&entry.path(), &relative, found)?,
            false => found.push(relative),
        }
    }
    Ok(())
}

/// The part of a file name after its last dot.
pub(super) fn extension(path: &Path) -> &str {
    path.extension().and_then(|extension| extension.to_str()).unwrap_or_default()
}
