//! What every adapter uses: run a check over cases, keep what came of each.
//!
//! An adapter is a function `fn(&Case) -> Verdict` and a line in its `FILES`:
//!
//! ```ignore
//! pub(crate) const FILES: [File; 1] =
//!     [File { path: "area/file.json", run: |text, _| run(json(text), check) }];
//!
//! fn check(case: &Case) -> Verdict {
//!     let got = core::something(case.text("input")?)?;
//!     Ok(same_number(&got, case.text("expected")?))
//! }
//! ```
//!
//! An error of a check (a field that is missing, a refusal of the core) is a failure; words that
//! the adapter does not know are `not_supported`.

use std::any::Any;
use std::fmt::Display;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::Value;
use titan_core::catalog::barcode::prefix::CompanyPrefixes;
use titan_core::money::Ratio;

use crate::case::Case;

/// What came of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Pass,
    Fail { got: String, expected: String },
    NotSupported { reason: String },
}

/// An error says that the case could not be read or was refused by the core.
pub(crate) type Verdict = Result<Outcome>;

/// A file of cases and how it is run.
#[derive(Copy, Clone)]
pub(crate) struct File {
    /// Below the folder of cases.
    pub(crate) path: &'static str,
    pub(crate) run: fn(&str, &Context) -> Report,
}

/// What the command was given besides cases.
#[derive(Default)]
pub(crate) struct Context {
    pub(crate) company_prefixes: CompanyPrefixes,
}

impl Context {
    /// Reads the table of GS1: `{"GCPPrefixFormatList": {"entry": [{"prefix", "gcpLength"}]}}`.
    pub(crate) fn load(company_prefixes: Option<&Path>) -> Result<Self> {
        let Some(path) = company_prefixes else { return Ok(Self::default()) };
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let list: Value = serde_json::from_str(&text)?;
        let entries = list.pointer("/GCPPrefixFormatList/entry").and_then(Value::as_array);
        let entries = entries.context("the table has no GCPPrefixFormatList.entry")?.iter();
        let entries = entries.filter_map(|entry| {
            let length = entry.get("gcpLength")?.as_u64()?;
            Some((entry.get("prefix")?.as_str()?.to_owned(), u8::try_from(length).ok()?))
        });
        Ok(Self { company_prefixes: CompanyPrefixes::new(entries) })
    }
}

/// The outcomes of a file, each with the name of its case.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) outcomes: Vec<(String, Outcome)>,
}

impl Report {
    pub(crate) fn passed(&self) -> usize {
        self.count(|outcome| matches!(outcome, Outcome::Pass))
    }

    pub(crate) fn failed(&self) -> usize {
        self.count(|outcome| matches!(outcome, Outcome::Fail { .. }))
    }

    pub(crate) fn not_supported(&self) -> usize {
        self.count(|outcome| matches!(outcome, Outcome::NotSupported { .. }))
    }

    fn count(&self, is: impl Fn(&Outcome) -> bool) -> usize {
        self.outcomes.iter().filter(|(_, outcome)| is(outcome)).count()
    }
}

/// Runs a check over cases. A panic of the core fails the case, not the run; cases that cannot
/// be read at all fail as one.
pub(crate) fn run(cases: Result<Vec<Case>>, check: impl Fn(&Case) -> Verdict) -> Report {
    let cases = match cases {
        Ok(cases) => cases,
        Err(error) => return Report { outcomes: vec![("file".into(), unreadable(&error))] },
    };
    let outcome = |case: Case| {
        let verdict = catch_unwind(AssertUnwindSafe(|| check(&case)));
        let outcome = match verdict {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(error)) => unreadable(&error),
            Err(panic) => Outcome::Fail { got: said(&*panic), expected: "a result".into() },
        };
        (case.name, outcome)
    };
    Report { outcomes: cases.into_iter().map(outcome).collect() }
}

/// What a panic said.
fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    format!("a panic: {}", text.unwrap_or_default())
}

fn unreadable(error: &anyhow::Error) -> Outcome {
    Outcome::Fail { got: format!("error: {error:#}"), expected: "a result".into() }
}

/// The case asks for what the product does not do, for a reason that its users can accept.
pub(crate) fn not_supported(reason: impl Into<String>) -> Verdict {
    Ok(Outcome::NotSupported { reason: reason.into() })
}

/// Passes if both are written the same.
pub(crate) fn same(got: impl Display, expected: impl Display) -> Outcome {
    let (got, expected) = (got.to_string(), expected.to_string());
    if got == expected { Outcome::Pass } else { Outcome::Fail { got, expected } }
}

/// Passes if both are the same number, however many zeros are behind the point.
pub(crate) fn same_number(got: impl Display, expected: impl Display) -> Outcome {
    same_numbers(&[got.to_string()], &[expected.to_string()])
}

/// Passes if both have the same numbers in the same order.
pub(crate) fn same_numbers(got: &[String], expected: &[String]) -> Outcome {
    let read = |texts: &[String]| texts.iter().map(|text| text.parse::<Ratio>().ok()).collect();
    let (left, right): (Vec<Option<Ratio>>, Vec<Option<Ratio>>) = (read(got), read(expected));
    if left == right && !left.contains(&None) {
        return Outcome::Pass;
    }
    Outcome::Fail { got: got.join(", "), expected: expected.join(", ") }
}

/// All have to pass; the first that does not is the outcome.
pub(crate) fn all(outcomes: impl IntoIterator<Item = Outcome>) -> Outcome {
    outcomes.into_iter().find(|outcome| *outcome != Outcome::Pass).unwrap_or(Outcome::Pass)
}

/// Passes if the core refused where `error...` is expected, else compares.
pub(crate) fn refused_or<T, E: Display>(
    got: Result<T, E>,
    expected: &str,
    compare: impl FnOnce(T) -> Outcome,
) -> Outcome {
    match (got, expected.starts_with("error")) {
        (Err(_), true) => Outcome::Pass,
        (Err(error), false) => {
            Outcome::Fail { got: format!("error: {error}"), expected: expected.into() }
        }
        (Ok(_), true) => Outcome::Fail { got: "a result".into(), expected: expected.into() },
        (Ok(value), false) => compare(value),
    }
}

#[cfg(test)]
mod tests;
