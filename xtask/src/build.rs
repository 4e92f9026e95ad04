//! `cargo xtask build`: the PWA into dist/ and the server, both in release; with `js`, core as an npm package.

mod assets;
mod compress;
mod csp;
mod fingerprint;
mod js;
mod service_worker;

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use lexopt::{Arg, Parser};

use crate::setup::{self, versions};
use crate::{paths, process, progress};

pub(crate) use compress::Quality;
use fingerprint::Stamp;
pub(crate) use js::package as js_package;

/// Where Trunk builds before the result takes the place of dist/.
const STAGE: &str = ".titan/dist.new";
const DIST: &str = "dist";

/// The app is compiled together with a standard library that is optimised for size and stops at a panic without
/// words: a sixth less to download (ADR 6). Cargo keeps these settings for its nightly channel.
const SMALL_LIBRARY: &[(&str, &str)] = &[
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
    ("CARGO_UNSTABLE_PANIC_IMMEDIATE_ABORT", "true"),
    ("CARGO_PROFILE_WASM_RELEASE_PANIC", "immediate-abort"),
];

/// The cargo profile of the server.
#[derive(Clone, Copy)]
pub(crate) enum Profile {
    Dev,
    Release,
}

pub(crate) fn command(mut args: Parser) -> Result<()> {
    let what = match args.next()? {
        None => None,
        Some(Arg::Value(word)) => Some(word.to_string_lossy().into_owned()),
        Some(other) => return Err(other.unexpected().into()),
    };
    crate::commands::no_more(args)?;
    match what.as_deref() {
        None => {
            pwa(Quality::Small)?;
            server(Profile::Release)?;
        }
        Some("web") => drop(pwa(Quality::Small)?),
        Some("server") => drop(server(Profile::Release)?),
        Some("js") => drop(js_package()?),
        Some(other) => {
            bail!("`build {other}`? Say `web`, `server`, `js`, or nothing for web and server")
        }
    }
    Ok(())
}

/// The last part of the build alone, over a folder that Trunk (or a test) has filled.
pub(crate) fn postbuild_command(mut args: Parser) -> Result<()> {
    let (mut dir, mut quality) = (None, Quality::Small);
    while let Some(arg) = args.next()? {
        match arg {
            Arg::Value(path) => dir = Some(PathBuf::from(path)),
            Arg::Long("quick") => quality = Quality::Quick,
            other => return Err(other.unexpected().into()),
        }
    }
    postbuild(&dir.context("say which folder")?, quality)
}

/// Builds the PWA unless dist/ is already what its sources would give; returns dist/.
pub(crate) fn pwa(quality: Quality) -> Result<PathBuf> {
    let dist = paths::root()?.join(DIST);
    let inputs = fingerprint::of_sources()?;
    let found = Stamp::read()?.filter(|stamp| stamp.inputs == inputs && is_complete(&dist));
    match found {
        Some(stamp) if stamp.quality >= quality => {
            progress::note("the PWA is up to date");
            return Ok(dist);
        }
        Some(_) => {
            progress::step("compress the PWA", || compress::compress(&dist, quality))?;
        }
        None => {
            setup::ensure(setup::FOR_WEB)?;
            let stage = paths::root()?.join(STAGE);
            progress::step("build the PWA", || trunk(&stage))?;
            progress::step("service worker, CSP hash, compression", || postbuild(&stage, quality))?;
            Stamp::remove()?;
            replace(&dist, &stage)?;
        }
    }
    Stamp { inputs, quality }.write()?;
    Ok(dist)
}

/// Builds the server (cargo knows whether that is needed) and returns the program.
pub(crate) fn server(profile: Profile) -> Result<PathBuf> {
    let (name, folder) = match profile {
        Profile::Dev => ("dev", "debug"),
        Profile::Release => ("release", "release"),
    };
    let args = ["build", "--quiet", "--package", "titan-server", "--profile", name];
    progress::step(format_args!("build the server ({name})"), || {
        process::run(&mut process::cargo(&args)?)
    })?;
    Ok(paths::target()?.join(folder).join("titan-server"))
}

/// All that Trunk does not do. The order matters: the service worker lists what is there before the compressed
/// siblings appear, and is itself compressed.
fn postbuild(dist: &Path, quality: Quality) -> Result<()> {
    service_worker::generate(dist)?;
    csp::write_hashes(dist)?;
    compress::compress(dist, quality)
}

fn trunk(stage: &Path) -> Result<()> {
    if stage.exists() {
        fs::remove_dir_all(stage)?;
    }
    fs::create_dir_all(stage)?;
    // Trunk itself stays offline, so that it never downloads a tool; the crates have to be there before.
    let library = SMALL_LIBRARY.iter().copied();
    process::run(&mut process::cargo(&["fetch", "--quiet"])?)?;
    // The standard library's own crates differ from target to target.
    let its_crates = ["fetch", "--quiet", "--target", "wasm32-unknown-unknown"];
    process::run(process::cargo(&its_crates)?.envs(library.clone()))?;
    let program = paths::tool("trunk", &versions::trunk()?)?.join("bin/trunk");
    let mut trunk = process::command(program)?;
    trunk.args(["build", "--release", "--offline", "--skip-version-check", "--dist"]).arg(stage);
    // Trunk takes NO_COLOR for a flag of its own and accepts only `true` or `false`.
    trunk.env("PATH", path_with_tools()?).env_remove("NO_COLOR").envs(library);
    process::run(&mut trunk)
}

/// `PATH` with the pinned tools first.
pub(crate) fn path_with_tools() -> Result<OsString> {
    let mut dirs = vec![
        paths::tool("wasm-bindgen", &versions::wasm_bindgen()?)?.join("bin"),
        paths::tool("binaryen", versions::BINARYEN)?.join("bin"),
    ];
    dirs.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    Ok(env::join_paths(dirs)?)
}

/// Whether nobody took away what the last step of a build writes.
fn is_complete(dist: &Path) -> bool {
    ["index.html", "sw.js", "csp.json"].iter().all(|file| dist.join(file).is_file())
}

/// Two renames: whoever serves dist/ never sees a half-written one.
fn replace(dist: &Path, stage: &Path) -> Result<()> {
    let old = stage.with_extension("old");
    if old.exists() {
        fs::remove_dir_all(&old)?;
    }
    if dist.exists() {
        fs::rename(dist, &old)?;
    }
    fs::rename(stage, dist).context("cannot put the new dist/ in place")?;
    if old.exists() {
        fs::remove_dir_all(&old)?;
    }
    Ok(())
}
