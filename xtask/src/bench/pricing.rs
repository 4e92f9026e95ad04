//! `cargo xtask bench pricing`: core beside its peers, in Node and in Chromium, and its instructions.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use lexopt::{Arg, Parser, ValueExt};

use crate::setup::{self, Tool};
use crate::{build, paths, process, progress};

/// Where the shared workload is unless it is named.
const WORKLOAD: &str = "../shared/bench";
const SIZES: &[(&str, &str)] = &[("10", "10"), ("50", "50"), ("200", "100"), ("1000", "500")];

struct Options {
    seconds: u32,
    workload: PathBuf,
}

pub(super) fn run(args: Parser) -> Result<()> {
    let options = parse(args)?;
    let tools =
        [Tool::Node, Tool::JsPackages, Tool::BenchPackages, Tool::E2ePackages, Tool::Chromium];
    setup::ensure(&tools)?;
    let package = build::js_package()?;
    native_instructions()?;
    let bench = paths::root()?.join("bench/pricing");
    let mut node = setup::node_command("node")?;
    node.current_dir(&bench).arg("run.js");
    node.env("NODE_PATH", bench.join("node_modules")).env("TITAN_JS_PACKAGE", package);
    node.env("TITAN_BENCH_SECONDS", options.seconds.to_string());
    node.env("TITAN_E2E", paths::root()?.join("e2e")).env("CHROMIUM", setup::chromium()?);
    if options.workload.join("workload.js").is_file() {
        node.env("TITAN_WORKLOAD", options.workload);
    }
    process::run(&mut node)
}

fn parse(mut args: Parser) -> Result<Options> {
    let mut options = Options { seconds: 4, workload: paths::root()?.join(WORKLOAD) };
    while let Some(arg) = args.next()? {
        match arg {
            Arg::Long("seconds") => options.seconds = args.value()?.parse()?,
            Arg::Long("workload") => options.workload = std::path::absolute(args.value()?)?,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}

/// Counts the instructions of the native build by callgrind: of eleven runs less those of one.
fn native_instructions() -> Result<()> {
    if process::find("valgrind").is_none() {
        eprintln!("!!! valgrind is NOT there: instructions of the native build are not counted.");
        return Ok(());
    }
    let program = progress::step("build the native benchmark", program)?;
    println!("| native, by callgrind | whole | one line changed | no order promotions |");
    println!("|---|---:|---:|---:|");
    for (lines, promotions) in SIZES {
        let count = |what| instructions(&program, &[lines, promotions, what]);
        let (whole, tied, free) = (count("whole")?, count("tied")?, count("free")?);
        println!("| {lines} x {promotions} | {whole} | {tied} | {free} |");
    }
    for promotions in ["100", "10000"] {
        let whole = instructions(&program, &["20", promotions, "items"])?;
        println!("| 20 lines, {promotions} promotions of items | {whole} | | |");
    }
    Ok(())
}

fn program() -> Result<PathBuf> {
    let args = ["bench", "--package", "titan-core", "--bench", "pricing", "--no-run"];
    let messages = process::output(process::cargo(&args)?.arg("--message-format=json"))?;
    let mut found = messages.lines().filter_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        let is_bench = message["target"]["name"] == "pricing";
        message["executable"].as_str().filter(|_| is_bench).map(PathBuf::from)
    });
    found.next_back().context("cargo built no benchmark")
}

fn instructions(program: &PathBuf, scenario: &[&str]) -> Result<u64> {
    let count = |runs: &str| -> Result<u64> {
        let mut valgrind = process::command("valgrind")?;
        valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(program);
        valgrind.arg("count").args(scenario).arg(runs);
        let output = valgrind.output().context("valgrind does not start")?;
        let text = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() {
            bail!("valgrind failed: {text}");
        }
        let collected = text.lines().find_map(|line| line.split("Collected : ").nth(1));
        collected.and_then(|number| number.trim().parse().ok()).context("valgrind counted nothing")
    };
    Ok((count("11")? - count("1")?) / 10)
}
