//! The table that is printed.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::harness::{Outcome, Report};

/// Failures shown per file unless all are asked for.
const FAILURES_SHOWN: usize = 10;

/// Renders a line per file, below it the reasons of what is not supported and the failures.
pub(crate) fn render(reports: &[(&str, Report)], missing: &[&str], verbose: bool) -> String {
    let paths = reports.iter().map(|(path, _)| *path).chain(missing.iter().copied());
    let width = paths.map(str::len).max().unwrap_or(0).max("all files".len());
    let mut out = String::new();
    line(&mut out, width, "file", ["passed", "failed", "not supported"].map(str::to_owned));
    let mut sums = [0; 3];
    for (path, report) in reports {
        let counts = [report.passed(), report.failed(), report.not_supported()];
        for (sum, count) in sums.iter_mut().zip(counts) {
            *sum += count;
        }
        line(&mut out, width, path, counts.map(|count| count.to_string()));
        details(&mut out, report, verbose);
    }
    for path in missing {
        let _ = writeln!(out, "{path:<width$}  not there");
    }
    line(&mut out, width, "all files", sums.map(|sum: usize| sum.to_string()));
    out
}

fn line(out: &mut String, width: usize, path: &str, [passed, failed, other]: [String; 3]) {
    let _ = writeln!(out, "{path:<width$}  {passed:>7}  {failed:>7}  {other:>13}");
}

fn details(out: &mut String, report: &Report, verbose: bool) {
    let mut reasons: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut failures = Vec::new();
    for (name, outcome) in &report.outcomes {
        match outcome {
            Outcome::Pass => {}
            Outcome::NotSupported { reason } => reasons.entry(reason).or_default().push(name),
            Outcome::Fail { got, expected } => failures.push((name, got, expected)),
        }
    }
    for (reason, names) in reasons {
        let _ = writeln!(out, "  {:>4} x not supported: {reason}", names.len());
        if verbose {
            let _ = writeln!(out, "         {}", names.join("; "));
        }
    }
    let shown = if verbose { failures.len() } else { FAILURES_SHOWN };
    for (name, got, expected) in failures.iter().take(shown) {
        let _ = writeln!(out, "  failed: {name}\n    expected {expected}\n    got      {got}");
    }
    if failures.len() > shown {
        let _ = writeln!(out, "  and {} more failures (--verbose)", failures.len() - shown);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_has_a_line_with_its_reasons_and_failures() {
        let fail = Outcome::Fail { got: "1".into(), expected: "2".into() };
        let because = |reason: &str| Outcome::NotSupported { reason: reason.into() };
        let outcomes = [Outcome::Pass, fail, because("b"), because("a"), because("b")];
        let outcomes = outcomes.into_iter().map(|outcome| ("case".to_owned(), outcome)).collect();
        let table = render(&[("area/file.json", Report { outcomes })], &["area/other.csv"], false);
        let expected = "\
file             passed   failed  not supported
area/file.json        1        1              3
     1 x not supported: a
     2 x not supported: b
  failed: case
    expected 2
    got      1
area/other.csv  not there
all files             1        1              3
";
        assert_eq!(table, expected);
    }
}
