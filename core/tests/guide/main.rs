//! Writes `docs/promotions.md` out of examples that are priced here, and fails when the committed
//! file says something else.
//!
//! ```text
//! WRITE_GUIDE=1 cargo test -p titan-core --test guide
//! ```

mod conditions;
mod deals;
mod example;
mod offs;
mod settings;
mod stacking;

use std::path::Path;

use example::Example;

const INTRODUCTION: &str = "\
# Promotions

<!-- Written by `WRITE_GUIDE=1 cargo test -p titan-core --test guide` from core/tests/guide. -->

A promotion is data of the price book: conditions that have to hold, a benefit that takes something off, a priority and
a stacking. This guide shows each rule once, on a cart that the engine has priced. Amounts are in the major unit and
include tax; the JSON above a table is the promotion as it is written in the book.

What always holds:

- Promotions are applied one after the other, lower priority first and among equal ones the lower id, each on what the
  earlier ones have left.
- Each step rounds once. A cent that is left over goes to the largest remainder, then to the line that was rung up first.
- Nothing goes below zero, and no promotion below a line's minimum price.
- Deals count units: a piece is one, whatever is weighed or measured is one a line. A unit that a deal has counted is not
  counted again unless the promotion says `reuse`.
- A promotion that does not pass its check is left out, and the pricing says so.
";

#[test]
#[expect(clippy::disallowed_methods, reason = "a test that also writes what it checks")]
fn the_guide_is_what_the_engine_does() {
    let chapters: [(&str, Vec<Example>); 5] = [
        ("What comes off", offs::examples()),
        ("Deals of several units", deals::examples()),
        ("Which goods, and when", conditions::examples()),
        ("Several promotions", stacking::examples()),
        ("What shops settle differently", settings::examples()),
    ];
    let mut text = INTRODUCTION.to_owned();
    for (title, examples) in chapters {
        text.push_str(&format!("\n## {title}\n"));
        for example in examples {
            text.push_str(&example.written());
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/promotions.md");
    if std::env::var_os("WRITE_GUIDE").is_some() {
        std::fs::write(&path, &text).expect("the guide can be written");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    let line = committed.lines().zip(text.lines()).find(|(old, new)| old != new);
    assert!(committed == text, "docs/promotions.md is not what the engine does: {line:?}");
}
