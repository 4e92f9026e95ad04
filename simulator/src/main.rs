//! `titan-simulator [--seeds N] [--from SEED] [--bug NAME | --bugs] [--trace SEED]`

use std::num::ParseIntError;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

use titan_simulator::{Bug, Outcome, run};

struct Options {
    seeds: u64,
    from: u64,
    bug: Option<Bug>,
    all_bugs: bool,
    trace: Option<u64>,
}

fn main() -> ExitCode {
    let options = match parse() {
        Ok(options) => options,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::from(2);
        }
    };
    if let Some(seed) = options.trace {
        let outcome = run(seed, options.bug, true);
        println!("{outcome:?}");
        return ExitCode::SUCCESS;
    }
    if options.all_bugs {
        return hunt(&options);
    }
    let started = Instant::now();
    let (outcomes, fault) = search(options.from, options.seeds, options.bug);
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "{} seeds from {} in {seconds:.1} s: {} events, {} receipts and {} Z reports",
        outcomes.runs, options.from, outcomes.events, outcomes.receipts, outcomes.reports
    );
    match fault {
        Some(Outcome { seed, fault: Some((at, fault)), .. }) => {
            println!("seed {seed} breaks a promise after {at} ms: {fault}");
            println!("again: cargo xtask simulate --trace {seed}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

/// Plants each bug and says with which seed it was found.
fn hunt(options: &Options) -> ExitCode {
    let mut missed = 0;
    for bug in Bug::ALL {
        match search(options.from, options.seeds, Some(bug)).1 {
            Some(Outcome { seed, fault: Some((_, fault)), .. }) => {
                println!("{:<22} found at seed {seed}: {fault}", format!("{bug:?}"));
            }
            _ => {
                missed += 1;
                println!("{:<22} NOT FOUND in {} seeds", format!("{bug:?}"), options.seeds);
            }
        }
    }
    println!("{} found, {missed} missed", Bug::ALL.len() - missed);
    if missed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[derive(Default)]
struct Sums {
    runs: u64,
    events: u64,
    receipts: u64,
    reports: u64,
}

/// Runs seeds on all cores up to the lowest one that breaks a promise.
fn search(from: u64, seeds: u64, bug: Option<Bug>) -> (Sums, Option<Outcome>) {
    let next = AtomicU64::new(from);
    let worst = AtomicU64::new(u64::MAX);
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let work = || {
        let mut sums = Sums::default();
        let mut found: Option<Outcome> = None;
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= from + seeds || seed > worst.load(Ordering::Relaxed) {
                return (sums, found);
            }
            let outcome = run(seed, bug, false);
            sums.runs += 1;
            sums.events += outcome.events;
            sums.receipts += outcome.receipts;
            sums.reports += outcome.reports;
            if outcome.fault.is_some() {
                worst.fetch_min(seed, Ordering::Relaxed);
                found = found.or(Some(outcome));
            }
        }
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let mut sums = Sums::default();
        let mut first: Option<Outcome> = None;
        for (part, found) in workers.into_iter().filter_map(|worker| worker.join().ok()) {
            sums.runs += part.runs;
            sums.events += part.events;
            sums.receipts += part.receipts;
            sums.reports += part.reports;
            first = match (first, found) {
                (Some(one), Some(two)) => Some(if one.seed <= two.seed { one } else { two }),
                (one, two) => one.or(two),
            };
        }
        (sums, first)
    })
}

fn parse() -> Result<Options, String> {
    use lexopt::prelude::Long;
    let mut options = Options { seeds: 2_000, from: 0, bug: None, all_bugs: false, trace: None };
    let mut parser = lexopt::Parser::from_env();
    let number =
        |text: String| text.parse::<u64>().map_err(|error: ParseIntError| error.to_string());
    while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
        match argument {
            Long("seeds") => options.seeds = number(value(&mut parser)?)?,
            Long("from") => options.from = number(value(&mut parser)?)?,
            Long("trace") => options.trace = Some(number(value(&mut parser)?)?),
            Long("bugs") => options.all_bugs = true,
            Long("bug") => {
                let name = value(&mut parser)?;
                options.bug =
                    Some(Bug::from_name(&name).ok_or_else(|| format!("no bug {name:?}"))?);
            }
            other => return Err(other.unexpected().to_string()),
        }
    }
    Ok(options)
}

fn value(parser: &mut lexopt::Parser) -> Result<String, String> {
    use lexopt::prelude::ValueExt;
    parser.value().and_then(|value| value.string()).map_err(|error| error.to_string())
}
