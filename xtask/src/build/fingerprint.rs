//! Whether dist/ is what the sources would give: a hash of the inputs, kept beside the last build.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use super::{Quality, assets};
use crate::paths;

/// Folders and files that decide what is in dist/, this module's own code among them.
const INPUTS: &[&str] = &[
    "web",
    "core",
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
    ".cargo",
    "xtask/src/build.rs",
    "xtask/src/build",
];

/// What the last build was made from.
pub(super) struct Stamp {
    pub(super) inputs: String,
    pub(super) quality: Quality,
}

impl Stamp {
    /// `None` when there was no build, or its note cannot be understood.
    pub(super) fn read() -> Result<Option<Self>> {
        let text = fs::read_to_string(file()?).unwrap_or_default();
        let Some((inputs, quality)) = text.trim().split_once(' ') else { return Ok(None) };
        let quality = Quality::from_name(quality);
        Ok(quality.map(|quality| Self { inputs: inputs.to_owned(), quality }))
    }

    pub(super) fn write(&self) -> Result<()> {
        fs::write(file()?, format!("{} {}\n", self.inputs, self.quality.name()))
            .context("cannot note what dist/ was built from")
    }

    pub(super) fn remove() -> Result<()> {
        let file = file()?;
        if file.exists() {
            fs::remove_file(file)?;
        }
        Ok(())
    }
}

pub(super) fn of_sources() -> Result<String> {
    of(paths::root()?, INPUTS)
}

/// The hash over names and contents of all inputs that exist.
fn of(root: &Path, inputs: &[&str]) -> Result<String> {
    let mut hash = Sha256::new();
    for input in inputs {
        let path = root.join(input);
        let files = match path.is_dir() {
            true => assets::files(&path)?,
            false if path.is_file() => vec![PathBuf::new()],
            false => continue,
        };
        for file in files.iter().filter(|file| !is_noise(file)) {
            let name = Path::new(input).join(file);
            hash.update(name.to_string_lossy().as_bytes());
            hash.update([0]);
            // A trailing slash would make a file's own path invalid.
            let content = match file.as_os_str().is_empty() {
                true => fs::read(&path),
                false => fs::read(path.join(file)),
            };
            hash.update(Sha256::digest(
                content.with_context(|| format!("cannot read {}", name.display()))?,
            ));
        }
    }
    Ok(crate::temp::hex(&hash.finalize()))
}

/// Tests, snapshots and what editors and npm leave do not change the app.
fn is_noise(file: &Path) -> bool {
    let in_folder = |folder: &str| file.iter().any(|part| part == folder);
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    ["tests", "snapshots", "proptest-regressions", "benches", "node_modules", "target", "pkg"]
        .iter()
        .any(|folder| in_folder(folder))
        || name == "tests.rs"
        || name.starts_with(".#")
        || name.ends_with('~')
        || name.ends_with(".swp")
}

fn file() -> Result<PathBuf> {
    let dir = paths::root()?.join(".titan");
    fs::create_dir_all(&dir)?;
    Ok(dir.join("dist.stamp"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_with_names_and_contents_but_not_with_tests() {
        let dir = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
        fs::create_dir_all(dir.path().join("web/tests")).unwrap();
        let hash = || of(dir.path(), &["web", "index.html", "absent"]).unwrap();
        write("web/a.rs", "1");
        write("index.html", "<html>");
        let first = hash();
        write("web/tests/a.rs", "anything");
        assert_eq!(hash(), first);
        write("web/a.rs", "2");
        let second = hash();
        assert_ne!(second, first);
        write("index.html", "<html lang>");
        assert_ne!(hash(), second);
    }
}
