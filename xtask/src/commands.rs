//! The table of commands: to add one, add a line here and a module with its `command` function.

use anyhow::{Result, bail};
use lexopt::{Arg, Parser};

/// One chore: its name, the line the list shows, and what it does with the rest of the arguments.
struct Command {
    name: &'static str,
    usage: &'static str,
    summary: &'static str,
    run: fn(Parser) -> Result<()>,
    /// Helpers for the end-to-end tests stay out of the list.
    hidden: bool,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "setup",
        usage: "[--tests]",
        summary: "install what building and running need (with --tests: what the tests need too)",
        run: crate::setup::command,
        hidden: false,
    },
    Command {
        name: "build",
        usage: "[web|server|js]",
        summary: "build the PWA into dist/ and the server, both in release; or core as an npm package",
        run: crate::build::command,
        hidden: false,
    },
    Command {
        name: "run",
        usage: "[--port 8000] [--data DIR]",
        summary: "build, start a private Postgres, migrate, seed a demo shop and serve it",
        run: crate::run::command,
        hidden: false,
    },
    Command {
        name: "test",
        usage: "[STEP...] [--list] [--keep-going]",
        summary: "run every check that CI runs, or the named steps",
        run: crate::test::command,
        hidden: false,
    },
    Command {
        name: "replay",
        usage: "[--baskets 300] [--vectors DIR] [--seed N]",
        summary: "ring up real baskets through the page, with network and power failing",
        run: crate::replay::command,
        hidden: false,
    },
    Command {
        name: "torture",
        usage: "[--short] [--seed N] [--only FAMILY]",
        summary: "kill, cut, corrupt and confuse every part, and look for each paid sale",
        run: crate::torture::command,
        hidden: false,
    },
    Command {
        name: "bench",
        usage: "web [--runs 5] [--vectors DIR] | device [--runs 5] [--products 100000] | sync [--rounds 3] [--sales N] [--tills N] [--each N] | pricing [--seconds 4] [--workload DIR]",
        summary: "measure the PWA against its limits, its disk beside Dexie, sync against Postgres itself, pricing beside its peers",
        run: crate::bench::command,
        hidden: false,
    },
    Command {
        name: "simulate",
        usage: "[--seeds 2000] [--from SEED] [--bugs] [--bug NAME] [--trace SEED]",
        summary: "run whole shops from seeds, with everything failing, and check each promise",
        run: crate::packaged::simulate,
        hidden: false,
    },
    Command {
        name: "conformance",
        usage: "[--vectors DIR] [--only FILE] [--verbose]",
        summary: "run core against cases that others wrote, and print a table",
        run: crate::packaged::conformance,
        hidden: false,
    },
    Command {
        name: "oracle",
        usage: "[--carts 2000] [--seed 1] [--wasm FOLDER OF THE NPM PACKAGE]",
        summary: "price random carts by core and by programs that share no code with it",
        run: crate::packaged::oracle,
        hidden: false,
    },
    Command {
        name: "fuzz",
        usage: "[--seconds 60] [TARGET...]",
        summary: "feed core with made-up codes, documents and books until something breaks",
        run: crate::fuzz::command,
        hidden: false,
    },
    Command {
        name: "mutants",
        usage: "[ARGUMENTS OF cargo mutants]",
        summary: "change core's sources bit by bit and look which change no test notices",
        run: crate::mutants::command,
        hidden: false,
    },
    Command {
        name: "walls",
        usage: "",
        summary: "check who may import whom and the other rules of the house",
        run: crate::walls::command,
        hidden: false,
    },
    Command {
        name: "pg",
        usage: "start DIR --port N [--throwaway] | stop DIR [--immediate] | kill DIR",
        summary: "start, stop or kill a private Postgres cluster (for the end-to-end tests)",
        run: crate::postgres::cli::command,
        hidden: true,
    },
    Command {
        name: "postbuild",
        usage: "DIR [--quick]",
        summary: "write sw.js, csp.json and the compressed siblings into a built DIR",
        run: crate::build::postbuild_command,
        hidden: true,
    },
];

/// Runs the command named by the first argument; without one, prints the list.
pub(crate) fn dispatch() -> Result<()> {
    let mut args = Parser::from_env();
    let name = match args.next()? {
        None | Some(Arg::Long("help") | Arg::Short('h')) => {
            print!("{}", list());
            return Ok(());
        }
        Some(Arg::Value(name)) => name,
        Some(other) => bail!("{}; `cargo xtask` lists the commands", other.unexpected()),
    };
    match COMMANDS.iter().find(|command| name == command.name) {
        Some(command) => (command.run)(args),
        None => bail!("no command `{}`; `cargo xtask` lists them", name.to_string_lossy()),
    }
}

/// Fails on any argument that is left, for commands that take none (or no more).
pub(crate) fn no_more(mut args: Parser) -> Result<()> {
    match args.next()? {
        None => Ok(()),
        Some(arg) => Err(arg.unexpected().into()),
    }
}

fn list() -> String {
    let mut text = String::from("cargo xtask COMMAND\n\n");
    for command in COMMANDS.iter().filter(|command| !command.hidden) {
        text.push_str(&format!("  {:<11} {}\n", command.name, command.summary));
        if !command.usage.is_empty() {
            text.push_str(&format!("              {} {}\n", command.name, command.usage));
        }
    }
    text
}
