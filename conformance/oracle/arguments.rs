//! What the command line asks for.

use std::path::PathBuf;

use anyhow::Result;
use lexopt::{Arg, Parser, ValueExt as _};

pub(crate) struct Arguments {
    pub(crate) carts: u64,
    /// The first one.
    pub(crate) seed: u64,
    /// The folder of the npm package of core, compiled to WebAssembly.
    pub(crate) wasm: Option<PathBuf>,
}

impl Arguments {
    pub(crate) fn parse() -> Result<Self> {
        let mut arguments = Self { carts: 2_000, seed: 1, wasm: None };
        let mut parser = Parser::from_env();
        while let Some(arg) = parser.next()? {
            match arg {
                Arg::Long("carts") => arguments.carts = parser.value()?.parse()?,
                Arg::Long("seed") => arguments.seed = parser.value()?.parse()?,
                Arg::Long("wasm") => arguments.wasm = Some(parser.value()?.into()),
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(arguments)
    }
}
