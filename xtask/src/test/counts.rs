//! How many passed and failed, read from what the test runners print.

use std::fmt;
use std::ops::AddAssign;

use anyhow::Result;

use crate::process;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) passed: u32,
    pub(super) failed: u32,
}

impl Counts {
    /// A check that is no test run.
    pub(super) const PASSED: Self = Self { passed: 1, failed: 0 };
    pub(super) const FAILED: Self = Self { passed: 0, failed: 1 };
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// Runs a test runner, passing its output on, and counts with `count` line by line. A run that fails without a
/// failed test (it did not compile, it crashed) is one failure.
pub(super) fn run(
    command: &mut std::process::Command,
    count: fn(&str) -> Counts,
) -> Result<Counts> {
    let mut counts = Counts::default();
    let status = process::tee(command, |line| counts += count(&plain(line)))?;
    if !status.success() && counts.failed == 0 {
        counts.failed = 1;
    }
    Ok(counts)
}

/// `test result: ok. 12 passed; 0 failed; 0 ignored; ...`, as cargo and the wasm runner print it.
pub(super) fn cargo(line: &str) -> Counts {
    let Some((_, numbers)) = line.split_once("test result: ") else { return Counts::default() };
    Counts { passed: before(numbers, "passed"), failed: before(numbers, "failed") }
}

/// `12 passed, 0 failed`, as this program and the scripts of the checkout end.
pub(super) fn summary(line: &str) -> Counts {
    let numbers = line.strip_suffix(" failed").and_then(|line| line.split_once(" passed, "));
    match numbers.map(|(passed, failed)| (passed.parse(), failed.parse())) {
        Some((Ok(passed), Ok(failed))) => Counts { passed, failed },
        _ => Counts::default(),
    }
}

/// Playwright's summary has one line for each outcome: `  12 passed (3.4s)`, `  1 failed`, `  1 flaky`.
/// A flaky test is a bug, and a test that did not run has not passed.
pub(super) fn playwright(line: &str) -> Counts {
    let mut words = line.split_whitespace();
    let Some(Ok(number)) = words.next().map(str::parse) else { return Counts::default() };
    match words.collect::<Vec<_>>().as_slice() {
        ["passed", rest @ ..]
            if rest.iter().all(|word| word.starts_with('(') || word.ends_with(')')) =>
        {
            Counts { passed: number, failed: 0 }
        }
        ["failed" | "flaky" | "interrupted"] | ["did", "not", "run"] => {
            Counts { passed: 0, failed: number }
        }
        _ => Counts::default(),
    }
}

/// Node's test runner ends with `# pass 12`, `# fail 0`, `# cancelled 0` (`ℹ pass 12` on a terminal).
pub(super) fn node(line: &str) -> Counts {
    let line = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ ")).unwrap_or_default();
    match line.split_once(' ').map(|(word, number)| (word, number.parse())) {
        Some(("pass", Ok(passed))) => Counts { passed, failed: 0 },
        Some(("fail" | "cancelled", Ok(failed))) => Counts { passed: 0, failed },
        _ => Counts::default(),
    }
}

/// The number right before a word.
fn before(text: &str, word: &str) -> u32 {
    let words = text.split([' ', ';', '.']).filter(|part| !part.is_empty()).collect::<Vec<_>>();
    let place = words.iter().position(|&part| part == word);
    place.and_then(|place| words.get(place.checked_sub(1)?)?.parse().ok()).unwrap_or(0)
}

/// The line without colours.
fn plain(line: &str) -> String {
    let mut text = String::new();
    let mut chars = line.chars();
    while let Some(char) = chars.next() {
        if char != '\u{1b}' {
            text.push(char);
            continue;
        }
        // ESC [ parameters letter
        for skipped in chars.by_ref() {
            if skipped.is_ascii_alphabetic() {
                break;
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(counts: Counts) -> (u32, u32) {
        (counts.passed, counts.failed)
    }

    #[test]
    fn counts_cargo() {
        let line = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; finished in 0.01s";
        assert_eq!(both(cargo(line)), (12, 0));
        assert_eq!(both(cargo("test result: FAILED. 3 passed; 2 failed; 0 ignored")), (3, 2));
        assert_eq!(both(cargo("test money::adds ... ok")), (0, 0));
        let coloured = "test result: \u{1b}[32mok\u{1b}[m. 7 passed; 0 failed;";
        assert_eq!(both(cargo(&plain(coloured))), (7, 0));
    }

    #[test]
    fn counts_summaries() {
        assert_eq!(both(summary("21 passed, 2 failed")), (21, 2));
        assert_eq!(both(summary("ok    21 passed, 2 failed")), (0, 0));
    }

    #[test]
    fn counts_node() {
        assert_eq!(both(node("# pass 12")), (12, 0));
        assert_eq!(both(node("ℹ fail 2")), (0, 2));
        assert_eq!(both(node("# cancelled 1")), (0, 1));
        assert_eq!(both(node("# tests 12")), (0, 0));
        assert_eq!(both(node("ok 1 - it can pass 3")), (0, 0));
    }

    #[test]
    fn counts_playwright() {
        assert_eq!(both(playwright("  12 passed (3.4s)")), (12, 0));
        assert_eq!(both(playwright("  12 passed (1.2m)")), (12, 0));
        assert_eq!(both(playwright("  2 failed")), (0, 2));
        assert_eq!(both(playwright("  1 flaky")), (0, 1));
        assert_eq!(both(playwright("  3 did not run")), (0, 3));
        assert_eq!(both(playwright("  2 skipped")), (0, 0));
        assert_eq!(both(playwright("  3 passed the till to a colleague")), (0, 0));
    }
}
