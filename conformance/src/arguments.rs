//! The command line.

use std::path::PathBuf;

use anyhow::{Result, bail};
use lexopt::prelude::{Long, Short, ValueExt};

const USAGE: &str = "\
usage: titan-conformance [--vectors DIR] [--only FILE] [--company-prefixes FILE] [--verbose]

  --vectors DIR            folder with the cases; default ../shared/vectors beside the workspace
  --only FILE              only files whose path has FILE in it, such as money/ or rounding.json
  --company-prefixes FILE  the GCP length table of GS1 (JSON); without it a few cases cannot run
  --verbose                every case that did not pass, not only the first ones";

pub(crate) struct Arguments {
    pub(crate) vectors: PathBuf,
    pub(crate) only: Option<String>,
    pub(crate) company_prefixes: Option<PathBuf>,
    pub(crate) verbose: bool,
}

impl Arguments {
    pub(crate) fn parse() -> Result<Self> {
        let mut arguments = Self {
            vectors: workspace_root().join("../shared/vectors"),
            only: None,
            company_prefixes: None,
            verbose: false,
        };
        let mut parser = lexopt::Parser::from_env();
        while let Some(argument) = parser.next()? {
            match argument {
                Long("vectors") => arguments.vectors = parser.value()?.into(),
                Long("only") => arguments.only = Some(parser.value()?.string()?),
                Long("company-prefixes") => {
                    arguments.company_prefixes = Some(parser.value()?.into());
                }
                Long("verbose") | Short('v') => arguments.verbose = true,
                Long("help") | Short('h') => {
                    println!("{USAGE}");
                    std::process::exit(0);
                }
                other => bail!("{}\n\n{USAGE}", other.unexpected()),
            }
        }
        Ok(arguments)
    }
}

/// Cargo says where this crate is; a binary run on its own is in the workspace.
fn workspace_root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    here.map_or_else(|| PathBuf::from("."), |here| here.join(".."))
}
