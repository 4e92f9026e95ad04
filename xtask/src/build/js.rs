//! `cargo xtask build js`: the npm package of core, whole and with pricing alone, into core/js/pkg/.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{SMALL_LIBRARY, compress, path_with_tools};
use crate::setup::{self, Tool};
use crate::{paths, process, progress};

const PACKAGE: &str = "core/js";
const NEEDED: &[Tool] =
    &[Tool::WasmTarget, Tool::LibrarySource, Tool::Node, Tool::WasmBindgen, Tool::WasmOpt];
/// Core itself is made for size, but not at any price: a cart takes half the time for five KB more.
const CORE: &str = "profile.wasm-release.package.titan-core.opt-level=\"s\"";
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// One of the two modules of the package.
struct Module {
    name: &'static str,
    features: &'static [&'static str],
    /// The most it may be, as brotli sends it.
    limit_kb: usize,
}

const MODULES: &[Module] = &[
    Module { name: "full", features: &[], limit_kb: 120 },
    Module { name: "pricing", features: &["--no-default-features"], limit_kb: 40 },
];

/// Builds the package and returns its folder, ready for `npm pack`.
pub(crate) fn package() -> Result<PathBuf> {
    setup::ensure(NEEDED)?;
    let package = paths::root()?.join(PACKAGE);
    for module in MODULES {
        progress::step(format_args!("build core for JavaScript ({})", module.name), || {
            build(&package, module)
        })?;
        progress::note(size(&package, module)?);
    }
    Ok(package)
}

fn build(package: &Path, module: &Module) -> Result<()> {
    let out = package.join("pkg").join(module.name);
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    let args = ["build", "--quiet", "--package", "titan-core-js", "--lib"];
    let mut cargo = process::cargo(&args)?;
    cargo.args(["--profile", "wasm-release", "--target", "wasm32-unknown-unknown"]);
    cargo.args(["--config", CORE]).args(module.features).envs(SMALL_LIBRARY.iter().copied());
    process::run(&mut cargo)?;
    let built = paths::target()?.join("wasm32-unknown-unknown/wasm-release/titan_core_js.wasm");
    let path = path_with_tools()?;
    let mut bindgen = process::command("wasm-bindgen")?;
    bindgen.args(["--target", "web", "--out-name", "titan_core", "--out-dir"]).arg(&out);
    process::run(bindgen.arg(built).env("PATH", &path))?;
    let wasm = out.join("titan_core_bg.wasm");
    let mut opt = process::command("wasm-opt")?;
    opt.args(["-O2", "--shrink-level=1", "--reorder-functions-by-name"])
        .args(FEATURES)
        .arg(&wasm)
        .arg("-o")
        .arg(&wasm);
    process::run(opt.env("PATH", &path))?;
    for file in ["node.js", "browser.js", "index.d.ts"] {
        fs::copy(package.join("npm").join(file), out.join(file))
            .with_context(|| format!("core/js/npm/{file} is missing"))?;
    }
    Ok(())
}

/// Says how large a module is on the wire, with its JavaScript, and how large it may be.
fn size(package: &Path, module: &Module) -> Result<String> {
    let out = package.join("pkg").join(module.name);
    let [wasm, script] =
        ["titan_core_bg.wasm", "titan_core.js"].map(|file| packed(&out.join(file)));
    let (wasm, script) = (wasm?, script?);
    let verdict = if wasm + script <= module.limit_kb * 1000 { "within" } else { "ABOVE" };
    let (name, limit) = (module.name, module.limit_kb);
    Ok(format!("{name}: wasm {wasm} B + js {script} B in brotli, {verdict} its {limit} KB"))
}

fn packed(file: &Path) -> Result<usize> {
    let content = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(compress::brotli(&content, compress::Quality::Small)?.len())
}
