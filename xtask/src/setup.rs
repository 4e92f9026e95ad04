//! `cargo xtask setup`: installs whatever is missing, at the versions the checkout names.
//!
//! Each tool is one line in the table and one function that returns at once when the tool is there. Other
//! commands ask for just the tools they need with [`ensure`].

mod apt;
mod browser;
mod cargo_tool;
mod node;
mod rust;
mod services;
pub(crate) mod versions;

use std::env;
use std::ffi::OsString;

use anyhow::{Result, bail};
use lexopt::{Arg, Parser};

use crate::{paths, progress, signals};

pub(crate) use browser::{chromedriver, chromium};
pub(crate) use node::node_command;

/// Something that has to be on the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tool {
    WasmTarget,
    LibrarySource,
    Node,
    Trunk,
    WasmBindgen,
    WasmOpt,
    CargoFuzz,
    CargoMutants,
    Postgres,
    Chromium,
    Redis,
    /// The npm packages of the end-to-end tests.
    E2ePackages,
    /// What tests the npm package of core.
    JsPackages,
    /// The peers of the pricing bench.
    BenchPackages,
}

/// What building the PWA takes.
pub(crate) const FOR_WEB: &[Tool] = &[
    Tool::WasmTarget,
    Tool::LibrarySource,
    Tool::Node,
    Tool::Trunk,
    Tool::WasmBindgen,
    Tool::WasmOpt,
];
const FOR_TESTS: &[Tool] = &[Tool::Chromium, Tool::Redis, Tool::E2ePackages, Tool::JsPackages];

/// How asking for a tool ended.
pub(crate) enum Outcome {
    Present,
    Installed,
}

impl Tool {
    fn name(self) -> &'static str {
        match self {
            Self::WasmTarget => "the wasm32 target of Rust",
            Self::LibrarySource => "the source of Rust's standard library",
            Self::Node => "Node and npm",
            Self::Trunk => "Trunk",
            Self::WasmBindgen => "wasm-bindgen",
            Self::WasmOpt => "wasm-opt",
            Self::CargoFuzz => "cargo-fuzz",
            Self::CargoMutants => "cargo-mutants",
            Self::Postgres => "Postgres",
            Self::Chromium => "Chromium and its driver",
            Self::Redis => "Redis",
            Self::E2ePackages => "the packages of e2e/",
            Self::JsPackages => "the packages of core/js/",
            Self::BenchPackages => "the packages of bench/pricing/",
        }
    }

    fn ensure(self) -> Result<Outcome> {
        match self {
            Self::WasmTarget => rust::wasm_target(),
            Self::LibrarySource => rust::library_source(),
            Self::Node => node::node(),
            Self::Trunk => cargo_tool::trunk(),
            Self::WasmBindgen => cargo_tool::wasm_bindgen(),
            Self::WasmOpt => node::wasm_opt(),
            Self::CargoFuzz => cargo_tool::cargo_fuzz(),
            Self::CargoMutants => cargo_tool::cargo_mutants(),
            Self::Postgres => services::postgres(),
            Self::Chromium => browser::ensure(),
            Self::Redis => services::redis(),
            Self::E2ePackages => node::packages("e2e"),
            Self::JsPackages => node::packages("core/js"),
            Self::BenchPackages => node::packages("bench/pricing"),
        }
    }
}

pub(crate) fn command(mut args: Parser) -> Result<()> {
    let mut tools = [FOR_WEB, &[Tool::Postgres]].concat();
    while let Some(arg) = args.next()? {
        match arg {
            Arg::Long("tests") => tools.extend(FOR_TESTS),
            other => return Err(other.unexpected().into()),
        }
    }
    let mut missing = Vec::new();
    for tool in tools {
        signals::check()?;
        match tool.ensure() {
            Ok(Outcome::Present) => progress::note(format_args!("{}: present", tool.name())),
            Ok(Outcome::Installed) => progress::note(format_args!("{}: installed", tool.name())),
            Err(error) => missing.push(format!("{}: {error:#}", tool.name())),
        }
    }
    // All of them at once: whoever has to install by hand wants the whole list.
    match missing.len() {
        0 => Ok(()),
        count => bail!("{count} missing:\n  {}", missing.join("\n  ")),
    }
}

/// `PATH` with one of the installed tools first.
pub(crate) fn path_with(tool: &str, version: &str) -> Result<OsString> {
    let own = paths::tool(tool, version)?.join("bin");
    let others = env::var_os("PATH").unwrap_or_default();
    Ok(env::join_paths(std::iter::once(own).chain(env::split_paths(&others)))?)
}

/// Makes sure of these tools, silently when they are there.
pub(crate) fn ensure(tools: &[Tool]) -> Result<()> {
    for tool in tools {
        signals::check()?;
        if let Err(error) = tool.ensure() {
            bail!("{}: {error:#}", tool.name());
        }
    }
    Ok(())
}
