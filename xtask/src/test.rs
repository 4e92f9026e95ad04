//! `cargo xtask test`: named steps, the same here and in CI.
//!
//! The last line of a run is `N passed, N failed`. A test runner's tests count one by one; a step without tests
//! (formatting, lints) counts as one.

mod browser;
mod checks;
mod counts;
mod database;
mod deploy;
mod e2e;
mod js;
mod licences;
mod native;
mod oracle;
mod simulation;

use std::time::Instant;

use anyhow::{Result, bail};
use lexopt::{Arg, Parser};

use crate::progress::{self, seconds};
use crate::signals;
use counts::Counts;

struct Step {
    name: &'static str,
    summary: &'static str,
    run: fn() -> Result<Counts>,
}

/// In the order of a full run: what fails fast comes first.
const STEPS: &[Step] = &[
    Step { name: "fmt", summary: "formatting of all Rust code", run: checks::fmt },
    Step {
        name: "walls",
        summary: "who may import whom, sizes, core's limits",
        run: checks::walls,
    },
    Step { name: "licences", summary: "licences and banned crates", run: licences::check },
    Step { name: "clippy", summary: "lints, native and wasm", run: checks::clippy },
    Step { name: "core", summary: "tests of all but the server and the PWA", run: native::core },
    Step {
        name: "simulate",
        summary: "2,000 seeded shops, and every planted bug found",
        run: simulation::run,
    },
    Step {
        name: "oracle",
        summary: "2,000 random carts, priced by programs that share no code with core",
        run: oracle::run,
    },
    Step {
        name: "server",
        summary: "tests of titan-server, with Postgres and Redis",
        run: database::server,
    },
    Step { name: "deploy", summary: "the deployment files", run: deploy::run },
    Step { name: "wasm", summary: "tests of titan-web in headless Chromium", run: browser::wasm },
    Step {
        name: "torture",
        summary: "paid sales survive every fault, in short",
        run: e2e::torture,
    },
    Step {
        name: "js",
        summary: "the npm package of core, in Node, and random carts as core prices them",
        run: js::run,
    },
    Step { name: "e2e", summary: "the whole product in Chromium (Playwright)", run: e2e::run },
];

/// Minutes of killed processes: the nightly job runs all of it, and whoever names the step the short form.
const ONLY_WHEN_NAMED: &str = "torture";

struct Options {
    steps: Vec<&'static Step>,
    keep_going: bool,
}

pub(crate) fn command(args: Parser) -> Result<()> {
    let Some(options) = parse(args)? else { return Ok(()) };
    let begun = Instant::now();
    let (mut total, mut summary) = (Counts::default(), Vec::new());
    for step in &options.steps {
        let step_begun = Instant::now();
        eprintln!("==> {}: {}", step.name, step.summary);
        let counts = (step.run)().unwrap_or_else(|error| {
            eprintln!("    {}: {error:#}", step.name);
            Counts::FAILED
        });
        signals::check()?;
        let line = format!("{:<9} {counts} ({})", step.name, seconds(step_begun.elapsed()));
        progress::note(&line);
        summary.push(line);
        total += counts;
        if counts.failed > 0 && !options.keep_going {
            break;
        }
    }
    eprintln!("\n{}\nall in {}", summary.join("\n"), seconds(begun.elapsed()));
    println!("{total}");
    // The line above has said it all, and has to be the last.
    std::process::exit(i32::from(total.failed > 0));
}

/// `None` when the list was asked for.
fn parse(mut args: Parser) -> Result<Option<Options>> {
    let mut options = Options { steps: Vec::new(), keep_going: false };
    while let Some(arg) = args.next()? {
        match arg {
            Arg::Long("list") => {
                STEPS.iter().for_each(|step| println!("{:<9} {}", step.name, step.summary));
                return Ok(None);
            }
            Arg::Long("keep-going") => options.keep_going = true,
            Arg::Value(name) => match STEPS.iter().find(|step| name == step.name) {
                Some(step) => options.steps.push(step),
                None => bail!("no step `{}`; `--list` lists them", name.to_string_lossy()),
            },
            other => return Err(other.unexpected().into()),
        }
    }
    if options.steps.is_empty() {
        options.steps = STEPS.iter().filter(|step| step.name != ONLY_WHEN_NAMED).collect();
    }
    Ok(Some(options))
}
