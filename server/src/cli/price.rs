//! `titan-server price`

use std::io::Read as _;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use titan_core::cart::Cart;
use titan_core::pricing::explain::{Explanation, NoTrace};
use titan_core::pricing::{PriceBook, PricedCart, price_traced};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Print every step with its reason too
    #[arg(long)]
    explain: bool,
}

#[derive(Deserialize)]
struct Input {
    cart: Cart,
    book: PriceBook,
}

#[derive(Serialize)]
struct Explained {
    priced: PricedCart,
    steps: Explanation,
}

pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).context("standard input cannot be read")?;
    let mut reader = serde_json::Deserializer::from_str(&text);
    let Input { cart, book } = serde_path_to_error::deserialize(&mut reader)
        .context("standard input is not {\"cart\": .., \"book\": ..}")?;
    let output = if args.explain {
        let mut steps = Explanation::default();
        let priced = price_traced(&cart, &book, &mut steps)?;
        serde_json::to_string_pretty(&Explained { priced, steps })?
    } else {
        serde_json::to_string_pretty(&price_traced(&cart, &book, &mut NoTrace)?)?
    };
    println!("{output}");
    Ok(())
}
