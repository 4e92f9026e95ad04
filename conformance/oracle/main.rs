//! Prices random carts by core, by core compiled to WebAssembly, and by two programs that share no
//! code with it, and tells where they differ.
//!
//! A cart is made from its seed alone. WebAssembly has to come to the same bytes, the programs in
//! JavaScript and Python to the same cents of every line, promotion and tax.

mod arguments;
mod case;
mod cover;
mod generate;
mod peer;
mod shrink;

use std::process::ExitCode;

use anyhow::{Result, ensure};

use arguments::Arguments;
use case::{Case, Priced};
use cover::Cover;
use peer::Peer;

/// Carts that are asked for at once.
const AT_ONCE: u64 = 250;
/// Differences after which it stops.
const ENOUGH: usize = 3;

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse()?;
    let mut peers = vec![Peer::python()?, Peer::javascript()?];
    if let Some(package) = &arguments.wasm {
        peers.push(Peer::wasm(package)?);
    }
    let (mut found, mut cover) = (0, Cover::default());
    let mut seed = arguments.seed;
    let end = arguments.seed + arguments.carts;
    while seed < end && found < ENOUGH {
        let cases: Vec<Case> = (seed..end.min(seed + AT_ONCE)).map(generate::case).collect();
        found += compare(&cases, seed, &mut peers, &mut cover)?;
        seed += AT_ONCE;
    }
    let names: Vec<&str> = peers.iter().map(|peer| peer.name).collect();
    println!("{} carts, native core beside {}: {found} differ", arguments.carts, names.join(", "));
    print!("{cover}");
    if arguments.carts >= cover::CARTS_MIN {
        ensure!(cover.is_whole(), "something was never at work: the carts prove nothing about it");
    }
    Ok(if found == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Prices the same carts everywhere and returns how many differ.
fn compare(
    cases: &[Case],
    first_seed: u64,
    peers: &mut [Peer],
    cover: &mut Cover,
) -> Result<usize> {
    let texts: Vec<String> = cases.iter().map(Case::text).collect::<Result<_>>()?;
    let (ours, theirs) = std::thread::scope(|scope| {
        let asked: Vec<_> = peers.iter_mut().map(|peer| scope.spawn(|| peer.ask(&texts))).collect();
        let ours: Result<Vec<Priced>> = cases.iter().map(Priced::of).collect();
        let theirs: Vec<_> = asked.into_iter().map(|thread| thread.join()).collect();
        (ours, theirs)
    });
    let ours = ours?;
    let mut found = 0;
    for (case, priced) in cases.iter().zip(&ours) {
        cover.see(case, priced);
    }
    for (peer, answers) in peers.iter_mut().zip(theirs) {
        let answers = answers.map_err(|_| anyhow::anyhow!("{} failed", peer.name))??;
        for (((seed, case), own), answer) in (first_seed..).zip(cases).zip(&ours).zip(&answers) {
            if !own.is(peer.answers, answer)? {
                found += 1;
                shrink::report(seed, case, peer)?;
            }
        }
    }
    Ok(found)
}
