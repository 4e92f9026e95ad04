//! Every crate we ship has a licence we may ship, and none is one we do not want.

mod spdx;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::counts::Counts;
use crate::{process, progress};

/// As in deny.toml.
const ALLOWED: &[&str] = &[
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    // The list of root certificates that rustls brings.
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MPL-2.0",
    "Unicode-3.0",
    "Zlib",
];

/// TLS comes from rustls: OpenSSL would tie the binary to the system's version.
const BANNED: &[&str] = &["openssl", "openssl-sys", "native-tls"];

/// An operating system's network in the browser's tree means that features leaked from the server.
const BANNED_IN_WEB: &[&str] = &["mio", "socket2", "axum", "hyper", "sqlx-core", "redis"];

/// `--locked` also says when Cargo.lock is out of date.
pub(super) fn check() -> Result<Counts> {
    let metadata = process::cargo_metadata(&["--locked"])?;
    let crates = shipped(&metadata)?;
    let problems = crates.values().filter_map(|package| problem(package)).collect::<Vec<_>>();
    if !problems.is_empty() {
        bail!("{}", problems.join("\n    "));
    }
    check_web_tree()?;
    progress::note(format_args!("{} crates", crates.len()));
    Ok(Counts::PASSED)
}

/// All packages that normal and build dependencies of ours lead to; tests' dependencies are not shipped.
fn shipped(metadata: &Value) -> Result<BTreeMap<&str, &Value>> {
    let list = |value: &'_ Value| value.as_array().cloned().unwrap_or_default();
    let nodes = metadata["resolve"]["nodes"].as_array().context("cargo resolves nothing")?;
    let nodes: BTreeMap<_, _> =
        nodes.iter().filter_map(|node| Some((node["id"].as_str()?, node))).collect();
    let mut queue: Vec<String> = list(&metadata["workspace_members"])
        .iter()
        .filter_map(|id| id.as_str().map(str::to_owned))
        .collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = queue.pop() {
        let Some(node) = nodes.get(id.as_str()) else { continue };
        if !seen.insert(id) {
            continue;
        }
        for dependency in list(&node["deps"]) {
            let kinds = list(&dependency["dep_kinds"]);
            if kinds.iter().any(|kind| kind["kind"] != "dev") {
                queue.extend(dependency["pkg"].as_str().map(str::to_owned));
            }
        }
    }
    let packages = metadata["packages"].as_array().context("cargo knows no packages")?;
    let packages = packages.iter().filter_map(|package| Some((package["id"].as_str()?, package)));
    Ok(packages.filter(|(id, _)| seen.contains(*id)).collect())
}

fn problem(package: &Value) -> Option<String> {
    let name = package["name"].as_str().unwrap_or_default();
    if BANNED.contains(&name) {
        return Some(format!("{name}: this crate is banned"));
    }
    let licence = package["license"].as_str().unwrap_or_default();
    let allowed = spdx::allows(licence, &|name| ALLOWED.contains(&name));
    (!allowed).then(|| format!("{name}: licence {licence:?} is not on the list"))
}

fn check_web_tree() -> Result<()> {
    let args = ["tree", "--package", "titan-web", "--target", "wasm32-unknown-unknown"];
    let mut command = process::cargo(&args)?;
    let tree = process::output(command.args(["--edges", "normal", "--prefix", "none"]))?;
    let names = tree.lines().filter_map(|line| line.split(' ').next());
    let found = names.filter(|name| BANNED_IN_WEB.contains(name)).collect::<BTreeSet<_>>();
    if !found.is_empty() {
        bail!("titan-web depends on {found:?}: `cargo tree -i` says through whom");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deny_toml_has_the_same_lists() {
        let toml = include_str!("../../../deny.toml");
        let (_, rest) = toml.split_once("\nallow = [").unwrap();
        let (list, _) = rest.split_once(']').unwrap();
        let names = list.split('"').skip(1).step_by(2).collect::<Vec<_>>();
        assert_eq!(names, ALLOWED);
        assert!(BANNED.iter().all(|name| toml.contains(&format!("crate = \"{name}\""))));
    }
}
