//! The walls of the house: who may depend on whom, and what the rooms may not contain.
//!
//! docs/architecture.md says why; this module makes it true. Each rule is data in [`rules`] or [`layers`]; a
//! violation is reported with file, line and the rule.

mod deps;
mod files;
mod imports;
mod layers;
mod rules;
mod source;

use anyhow::{Result, bail};
use lexopt::Parser;

use crate::process;
use source::Source;

/// One broken rule.
#[derive(Debug, PartialEq, Eq)]
struct Violation {
    /// `file:line`, or just the file.
    place: String,
    rule: String,
}

impl Violation {
    fn at(path: &str, line: usize, rule: impl Into<String>) -> Self {
        Self { place: format!("{path}:{line}"), rule: rule.into() }
    }

    fn of(path: &str, rule: impl Into<String>) -> Self {
        Self { place: path.to_owned(), rule: rule.into() }
    }
}

pub(crate) fn command(args: Parser) -> Result<()> {
    crate::commands::no_more(args)?;
    check()
}

/// Reads the workspace, reports every violation, and lets the compiler confirm that core needs no system.
pub(crate) fn check() -> Result<()> {
    let mut violations = deps::check()?;
    for file in files::all()? {
        violations.extend(check_file(&file.path, &file.text));
    }
    if !violations.is_empty() {
        for Violation { place, rule } in &violations {
            eprintln!("    {place}: {rule}");
        }
        bail!("{} violations of the rules of the house", violations.len());
    }
    let core =
        ["check", "--quiet", "--package", "titan-core", "--target", "wasm32-unknown-unknown"];
    process::run(&mut process::cargo(&core)?)
}

fn check_file(path: &str, text: &str) -> Vec<Violation> {
    if !path.ends_with(".rs") {
        return rules::check_plain(path, text);
    }
    let source = Source::parse(path, text);
    let mut violations = rules::check_shape(&source);
    violations.extend(rules::check_content(&source));
    violations.extend(layers::check(&source));
    violations
}

#[cfg(test)]
mod tests;
