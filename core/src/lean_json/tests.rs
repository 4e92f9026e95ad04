use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::read;

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum Act {
    Bare,
    Holds(Box<Record>),
    Pair(u8, i64),
    Named { text: String },
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
struct Record {
    id: u32,
    text: String,
    amount: i64,
    #[serde(default)]
    yes: bool,
    note: Option<String>,
    list: Vec<(u8, String)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    acts: Vec<Act>,
    #[serde(default)]
    map: BTreeMap<String, Option<u64>>,
}

/// Both readers have to come to the same: a value, or none.
#[track_caller]
fn check(text: &str) {
    let ours = read::<Record>(text).ok();
    assert_eq!(ours, serde_json::from_str::<Record>(text).ok(), "{text}");
}

fn record() -> Record {
    Record {
        id: 7,
        text: "a \"quoted\" \\ line\nand tab\t, ü, 😀, \u{1}, /".into(),
        amount: i64::MIN + 1,
        yes: true,
        note: None,
        list: vec![(1, String::new()), (255, "x".into())],
        acts: vec![
            Act::Bare,
            Act::Holds(Box::default()),
            Act::Pair(3, -9_007_199_254_740_991),
            Act::Named { text: "{}[],:".into() },
        ],
        map: BTreeMap::from([("k".into(), Some(u64::MAX)), ("n".into(), None)]),
    }
}

#[test]
fn what_serde_json_writes_is_read() {
    for text in [
        serde_json::to_string(&record()).unwrap(),
        serde_json::to_string_pretty(&record()).unwrap(),
    ] {
        assert_eq!(read::<Record>(&text), Ok(record()));
        check(&text);
    }
}

#[test]
fn each_cut_and_each_changed_byte_is_taken_as_serde_json_takes_it() {
    let text = serde_json::to_string(&record()).unwrap();
    for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
        check(&text[..at]);
        for byte in ["\"", "\\", ",", ":", "{", "}", "[", "]", "0", "-", "n", " "] {
            let end = at + text[at..].chars().next().map_or(0, char::len_utf8);
            check(&format!("{}{byte}{}", &text[..at], &text[end..]));
        }
    }
}

#[test]
fn escapes_and_unknown_fields() {
    let wrap = |text: &str| format!(r#"{{"id":1,"text":"{text}","amount":0,"list":[]}}"#);
    for text in
        [r"\u00fc", r"\ud83d\ude00", r"\ud83d", r"\ud83dx", r"\ude00", r"\u12", r"\x", r"\/"]
    {
        check(&wrap(text));
    }
    let more = |value: &str| {
        format!(r#"{{"id":1,"more":{value},"text":"","amount":0,"note":null,"list":[]}}"#)
    };
    for value in ["1.5e-3", "[1,{\"a\":[]},\"]\"]", "{}", "true", "null", "\"\\\"\"", "[1,]", "nul"]
    {
        check(&more(value));
    }
}

#[test]
fn numbers_are_whole_and_in_range() {
    let wrap = |n: &str| format!(r#"{{"id":{n},"text":"","amount":{n},"list":[]}}"#);
    for n in ["0", "01", "-1", "4294967295", "4294967296", "1e3", "1.0", "+1", "-", ""] {
        check(&wrap(n));
    }
}

#[test]
fn depth_is_bounded() {
    let deep = format!(r#"{{"more":{}}}"#, "[".repeat(100_000));
    assert!(read::<Record>(&deep).is_err());
}
