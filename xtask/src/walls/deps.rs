//! What the crates may depend on, from their manifests.

use anyhow::{Context, Result};
use serde_json::Value;

use super::Violation;
use crate::process;

/// All that core may use: no clock, no randomness, no system, no runtime among them.
const CORE: &[&str] =
    &["base64", "rust_decimal", "serde", "serde_json", "sha2", "thiserror", "uuid"];

/// Crates of ours and the crates of ours they may use; who is not listed may use core alone.
const OURS: &[(&str, &[&str])] = &[("titan-core", &[]), ("xtask", &[])];

pub(super) fn check() -> Result<Vec<Violation>> {
    let metadata = process::cargo_metadata(&["--no-deps"])?;
    let packages = metadata["packages"].as_array().context("cargo knows no packages")?;
    let names = packages.iter().filter_map(|package| package["name"].as_str()).collect::<Vec<_>>();
    Ok(packages.iter().flat_map(|package| check_package(package, &names)).collect())
}

fn check_package(package: &Value, ours: &[&str]) -> Vec<Violation> {
    let name = package["name"].as_str().unwrap_or_default();
    let manifest = package["manifest_path"].as_str().unwrap_or_default();
    let place = manifest.rsplit('/').take(2).collect::<Vec<_>>();
    let place = place.into_iter().rev().collect::<Vec<_>>().join("/");
    let allowed = OURS.iter().find(|(crate_name, _)| *crate_name == name);
    let allowed = allowed.map_or(&["titan-core"][..], |(_, allowed)| allowed);
    let dependencies = package["dependencies"].as_array().cloned().unwrap_or_default();
    // Tests may use what they like; what ships may not.
    let shipped = dependencies.iter().filter(|dependency| dependency["kind"] != "dev");
    let names = shipped.filter_map(|dependency| dependency["name"].as_str());
    names
        .filter_map(|dependency| {
            let broken = if name == "titan-core" && !CORE.contains(&dependency) {
                "is not on core's list"
            } else if ours.contains(&dependency) && !allowed.contains(&dependency) {
                "is a crate this one may not know"
            } else {
                return None;
            };
            Some(Violation::of(&place, format!("the dependency {dependency} {broken}")))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check_one(name: &str, dependency: &str, kind: &Value) -> usize {
        let package = json!({
            "name": name,
            "manifest_path": "/x/web/Cargo.toml",
            "dependencies": [{ "name": dependency, "kind": kind }],
        });
        check_package(&package, &["titan-core", "titan-web", "titan-server", "xtask"]).len()
    }

    #[test]
    fn dependencies() {
        assert_eq!(check_one("titan-core", "serde", &Value::Null), 0);
        assert_eq!(check_one("titan-core", "rand", &Value::Null), 1);
        assert_eq!(check_one("titan-core", "proptest", &json!("dev")), 0);
        assert_eq!(check_one("titan-web", "titan-core", &Value::Null), 0);
        assert_eq!(check_one("titan-web", "titan-server", &Value::Null), 1);
        assert_eq!(check_one("titan-server", "titan-web", &json!("build")), 1);
        assert_eq!(check_one("titan-server", "axum", &Value::Null), 0);
    }
}
