//! Where things are: the checkout, the cache of tools, cargo's target folder.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context, Result};

/// The root of the checkout.
///
/// Found by walking up from the current folder, not from a path compiled in: one cached binary may serve
/// several checkouts that share a target folder.
pub(crate) fn root() -> Result<&'static Path> {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    if let Some(root) = ROOT.get() {
        return Ok(root);
    }
    let here = env::current_dir().context("the current folder is gone")?;
    let root = here
        .ancestors()
        .find(|dir| dir.join("Cargo.lock").is_file() && dir.join("xtask/Cargo.toml").is_file())
        .context("run this inside a checkout of Titan POS")?;
    Ok(ROOT.get_or_init(|| root.to_path_buf()))
}

/// The folder for what outlives a checkout: `$TITAN_CACHE`, else `titan-pos` in the user's cache folder.
pub(crate) fn cache() -> Result<PathBuf> {
    let set = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(dir) = set("TITAN_CACHE") {
        return Ok(dir);
    }
    let base = set("XDG_CACHE_HOME").or_else(|| set("HOME").map(|home| home.join(".cache")));
    Ok(base.context("set HOME or TITAN_CACHE: no folder for the cache")?.join("titan-pos"))
}

/// The folder of one installed tool; its programs are in `bin` below it.
pub(crate) fn tool(name: &str, version: &str) -> Result<PathBuf> {
    Ok(cache()?.join("tools").join(format!("{name}-{version}")))
}

/// Cargo's target folder, as cargo itself sees it.
pub(crate) fn target() -> Result<&'static Path> {
    static TARGET: OnceLock<PathBuf> = OnceLock::new();
    if let Some(target) = TARGET.get() {
        return Ok(target);
    }
    let dir = match env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root()?.join(dir),
        None => {
            let metadata = crate::process::cargo_metadata(&["--no-deps"])?;
            metadata["target_directory"].as_str().context("cargo names no target folder")?.into()
        }
    };
    Ok(TARGET.get_or_init(|| dir))
}

/// A file of the checkout, read as text.
pub(crate) fn read(path: impl AsRef<Path>) -> Result<String> {
    let path = root()?.join(path);
    std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
}
