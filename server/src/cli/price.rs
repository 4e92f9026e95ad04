//! `titan-server price`

use std::io::Read as _;
use std::process::ExitCode;

use anyhow::Context as _;
use titan_core::pricing::document::{Explained, Refusal, Request};
use titan_core::pricing::explain::Explanation;
use titan_core::pricing::{price_with, price_with_traced};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Print for each line the rules in their order too, whose amounts add up to its total
    #[arg(long)]
    explain: bool,
}

/// Prices what standard input says. A refusal goes to standard error as one JSON object.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).context("standard input cannot be read")?;
    Ok(match price(&text, args.explain) {
        Ok(priced) => {
            println!("{priced}");
            ExitCode::SUCCESS
        }
        Err(refusal) => {
            eprintln!("{}", serde_json::to_string(&refusal)?);
            ExitCode::FAILURE
        }
    })
}

fn price(text: &str, explain: bool) -> Result<String, Refusal> {
    let Request { cart, book, context } = Request::read(text)?;
    let refused = |error| Refusal::of_price(&error, &cart);
    let written = if explain {
        let mut steps = Explanation::default();
        let priced = price_with_traced(&cart, &book, &context, &mut steps).map_err(refused)?;
        serde_json::to_string_pretty(&Explained { priced, steps })
    } else {
        serde_json::to_string_pretty(&price_with(&cart, &book, &context).map_err(refused)?)
    };
    written.map_err(|error| Refusal::new("json.write", "", &error))
}
