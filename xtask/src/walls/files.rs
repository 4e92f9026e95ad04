//! The files that the rules are about.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::paths;

const FOLDERS: &[&str] = &[
    "core",
    "web",
    "server",
    "conformance",
    "simulator",
    "xtask",
    "e2e",
    "bench",
    "deploy",
    "migrations",
    ".ci",
];
const SKIPPED: &[&str] =
    &["target", "node_modules", "test-results", "playwright-report", "dist", "pkg"];
const EXTENSIONS: &[&str] =
    &["rs", "toml", "js", "mjs", "ts", "sh", "sql", "html", "css", "yml", "yaml"];

/// A file's text and its path from the root, with slashes.
pub(super) struct File {
    pub(super) path: String,
    pub(super) text: String,
}

pub(super) fn all() -> Result<Vec<File>> {
    let root = paths::root()?;
    let mut found = Vec::new();
    for folder in FOLDERS.iter().filter(|folder| root.join(folder).is_dir()) {
        collect(root, folder, &mut found)?;
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

fn collect(root: &Path, folder: &str, found: &mut Vec<File>) -> Result<()> {
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{folder}/{name}");
        if entry.file_type()?.is_dir() {
            if !SKIPPED.contains(&name.as_str()) {
                collect(root, &path, found)?;
            }
        } else if name.rsplit_once('.').is_some_and(|(_, end)| EXTENSIONS.contains(&end)) {
            let text = fs::read_to_string(entry.path());
            found.push(File { text: text.with_context(|| format!("cannot read {path}"))?, path });
        }
    }
    Ok(())
}
