use anyhow::bail;

use super::*;
use crate::case::{csv, json};

fn outcomes(text: &str, check: impl Fn(&Case) -> Verdict) -> Vec<(String, Outcome)> {
    run(json(text), check).outcomes
}

fn fails(outcome: &Outcome, with: &str) -> bool {
    matches!(outcome, Outcome::Fail { got, .. } if got.contains(with))
}

#[test]
fn numbers_are_compared_by_value_and_texts_by_letter() {
    let is = |outcome: Outcome| outcome == Outcome::Pass;
    assert!(is(same_number("1.50", "1.5")) && is(same_number("-0", "0")));
    assert!(!is(same_number("1.50", "1.5000000000000000001")));
    assert!(!is(same_number("nothing", "nothing")), "neither is a number");
    let list = |numbers: &[&str]| numbers.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    assert!(is(same_numbers(&list(&["1", "2"]), &list(&["1.0", "2"]))));
    assert!(!is(same_numbers(&list(&["1", "2"]), &list(&["2", "1"]))));
    assert!(!is(same_numbers(&list(&["1"]), &list(&["1", "0"]))));
    assert!(is(same("007", "007")) && !is(same("007", "7")));
    assert!(!is(all([Outcome::Pass, same(1, 2), Outcome::Pass])));
}

#[test]
fn what_cannot_be_read_fails_and_does_not_stop_the_run() {
    let text = r#"[{"id": "a", "x": "1"}, {"id": "b"}, {"id": "c", "x": null}]"#;
    let got = outcomes(text, |case| Ok(same_number(case.text("x")?, "1")));
    assert_eq!(got[0], ("a".into(), Outcome::Pass));
    assert!(fails(&got[1].1, "no text \"x\"") && fails(&got[2].1, "no text \"x\""));
    assert!(fails(&outcomes("[", |_| Ok(Outcome::Pass))[0].1, "error"));
    assert!(fails(&outcomes("{}", |_| Ok(Outcome::Pass))[0].1, "no list of cases"));
    assert!(fails(&outcomes(r#"[{"id": 1}]"#, |_| bail!("refused"))[0].1, "refused"));
}

#[test]
fn a_panic_fails_its_case() {
    let got = outcomes("[{}, {}]", |case| {
        assert_ne!(case.name, "#1", "too much");
        Ok(Outcome::Pass)
    });
    assert!(fails(&got[0].1, "a panic") && fails(&got[0].1, "too much"));
    assert_eq!(got[1].1, Outcome::Pass);
}

#[test]
fn a_refusal_passes_only_where_one_is_expected() {
    let refused = || Err::<(), _>("no such day");
    assert_eq!(refused_or(refused(), "error: day", |()| Outcome::Pass), Outcome::Pass);
    assert!(fails(&refused_or(refused(), "2026-01-31", |()| Outcome::Pass), "no such day"));
    let fine = Ok::<_, String>(());
    assert!(fails(&refused_or(fine, "error", |()| Outcome::Pass), "a result"));
}

#[test]
fn rows_of_csv_are_cases_with_texts() {
    let cases = csv("code,note\n007,\"a, b\"\n").unwrap();
    assert_eq!(cases[0].name, "row 2: 007");
    assert_eq!(cases[0].text("note").unwrap(), "a, b");
    assert_eq!(cases[0].filled("code"), Some("007"));
}
