//! `cargo xtask bench`: figures against their limits. Nothing here is a test: a slow machine fails nobody.

mod pricing;
mod sync;
mod web;

use anyhow::{Result, bail};
use lexopt::{Arg, Parser};

pub(crate) fn command(mut args: Parser) -> Result<()> {
    match args.next()? {
        Some(Arg::Value(what)) if what == "web" => web::run("web", args),
        Some(Arg::Value(what)) if what == "device" => web::run("device", args),
        Some(Arg::Value(what)) if what == "sync" => sync::run(args),
        Some(Arg::Value(what)) if what == "pricing" => pricing::run(args),
        Some(Arg::Value(what)) => {
            bail!(
                "no bench `{}`; there are `web`, `device`, `sync` and `pricing`",
                what.to_string_lossy()
            )
        }
        Some(other) => Err(other.unexpected().into()),
        None => bail!("say which bench: `web`, `device`, `sync` or `pricing`"),
    }
}
