//! The chores of Titan POS: set up, build, run, test, replay, bench.
//!
//! `cargo xtask` alone lists them. Each command is one line in [`commands::COMMANDS`] and one module here.

mod bench;
mod build;
mod commands;
mod fuzz;
mod mutants;
mod net;
mod packaged;
mod paths;
mod playwright;
mod postgres;
mod process;
mod progress;
mod replay;
mod run;
mod service;
mod setup;
mod signals;
mod temp;
mod test;
mod torture;
mod walls;

use std::process::ExitCode;

fn main() -> ExitCode {
    let outcome = signals::install().and_then(|()| commands::dispatch());
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        // What a signal cut short failed because of the signal, whatever the error says.
        Err(_) if signals::interrupted() => {
            eprintln!("interrupted");
            ExitCode::from(130)
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
