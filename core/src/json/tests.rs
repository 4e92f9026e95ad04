use proptest::prelude::*;
use serde::{Deserialize, Serialize};

use super::{member, read, read_kept};

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Plain,
    Number(i8),
    Pair(u8, i64),
    Shape { width: u32 },
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
struct Document {
    name: String,
    #[serde(default)]
    kinds: Vec<Kind>,
    #[serde(default)]
    next: Option<Box<Document>>,
}

fn check(text: &str, expect: &str) {
    let error = read::<Document>(text).map(|_| ()).unwrap_err();
    let seen = format!("{} {}: {}", error.code(), error.field(), error.message());
    assert_eq!(seen, expect, "{text}");
}

#[test]
fn what_is_right_is_read() {
    let text = r#" { "name" : "a\"\u00e9\ud83d\ude00\n" , "next":{"name":"","next":null},
        "kinds":["plain",{"number":-128},{"shape":{"width":4294967295}}]} "#;
    let read: Document = read(text).unwrap();
    assert_eq!(read.name, "a\"é😀\n");
    assert_eq!(read.kinds, [Kind::Plain, Kind::Number(-128), Kind::Shape { width: u32::MAX }]);
    assert_eq!(read.next.unwrap().next, None);
}

#[test]
fn what_is_wrong_is_named() {
    check(r#"{"name":7}"#, "json.type name: a string is expected, not a number");
    check(r#"{"name":null}"#, "json.type name: a string is expected, not null");
    check(r#"[]"#, "json.type : an object is expected, not a list");
    check(r#"{}"#, "json.missing name: the field is missing");
    check(r#"{"name":"","name":""}"#, "json.twice name: the field is given twice");
    check(
        r#"{"name":"","next":{"name":"","nexd":null}}"#,
        "json.unknown next.nexd: there is no such field; there are name, kinds, next",
    );
    check(
        r#"{"name":"","kinds":["plain","plane"]}"#,
        "json.value kinds[1]: \"plane\" is none of plain, number, pair, shape",
    );
    check(r#"{"name":"","kinds":[{"number":128}]}"#, "json.value kinds[0].number: i8 is expected");
    check(
        r#"{"name":"","kinds":[{"number":1.0}]}"#,
        "json.type kinds[0].number: a whole number is expected",
    );
    check(
        r#"{"name":"","kinds":[{"shape":{"width":18446744073709551616}}]}"#,
        "json.value kinds[0].shape.width: the number is too large",
    );
    check(
        r#"{"name":"","kinds":[{"shape":{"width":-1}}]}"#,
        "json.value kinds[0].shape.width: the number is below zero",
    );
    check(
        r#"{"name":"","kinds":["number"]}"#,
        "json.type kinds[0]: \"number\" has to say more, in an object",
    );
    check(
        r#"{"name":"","kinds":[{"plain":1}]}"#,
        "json.type kinds[0]: \"plain\" stands alone, as a string",
    );
    check(
        r#"{"name":"","kinds":[7]}"#,
        "json.type kinds[0]: a string or an object with one field is expected, not a number",
    );
}

#[test]
fn what_is_no_json_is_refused_at_its_byte() {
    check("", "json.syntax : a value is expected at byte 0");
    check(r#"{"name":"#, "json.syntax name: a value is expected at byte 8");
    check(r#"{"name":"a"#, "json.syntax name: the string does not end at byte 10");
    check(r#"{"name":"a"}}"#, "json.syntax : the document goes on after its end at byte 12");
    check(r#"{"name":"a",}"#, "json.syntax : a value is expected at byte 12");
    check(r#"{"name":"a" "kinds":[]}"#, "json.syntax : a comma or the end is expected at byte 12");
    check(r#"{"name":"\ud800"}"#, "json.syntax name: a value is expected at byte 15");
    check(
        r#"{"name":"a","kinds":[{"number":01}]}"#,
        "json.syntax kinds[0].number: a value is expected at byte 33",
    );
    let deep = r#"{"name":"","next":"#.repeat(70);
    let error = read::<Document>(&deep).unwrap_err();
    assert_eq!(error.code(), "json.depth");
}

/// Both readers have to come to the same: a document, or none.
#[track_caller]
fn check_kept(text: &str) {
    let ours = read_kept::<Document>(text).ok();
    assert_eq!(ours, serde_json::from_str::<Document>(text).ok(), "{text}");
}

fn document() -> Document {
    Document {
        name: "a \"quoted\" \\ line\nand tab\t, ü, 😀, \u{1}, /".into(),
        kinds: vec![
            Kind::Plain,
            Kind::Number(-7),
            Kind::Pair(255, i64::MIN + 1),
            Kind::Shape { width: 12 },
        ],
        next: Some(Box::new(Document { name: "{}[],:".into(), kinds: Vec::new(), next: None })),
    }
}

#[test]
fn what_is_kept_is_read_as_serde_json_reads_it_at_each_cut_and_changed_byte() {
    check_kept(&serde_json::to_string_pretty(&document()).unwrap());
    let text = serde_json::to_string(&document()).unwrap();
    assert_eq!(read_kept(&text), Ok(document()));
    for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
        check_kept(&text[..at]);
        for byte in ["\"", "\\", ",", ":", "{", "}", "[", "]", "0", "-", "n", " "] {
            let end = at + text[at..].chars().next().map_or(0, char::len_utf8);
            check_kept(&format!("{}{byte}{}", &text[..at], &text[end..]));
        }
    }
}

#[test]
fn fields_of_later_versions_pass_where_they_are_json() {
    let more = |value: &str| format!(r#"{{"name":"","more":{value},"kinds":["plain"],"also":1}}"#);
    let values =
        ["1.5e-3", "[1,{\"a\":[]},\"]\"]", "{}", "{\"a\":{\"b\":1},\"c\":2}", "true", "null"];
    for value in values {
        assert!(read_kept::<Document>(&more(value)).is_ok(), "{value}");
        assert!(read::<Document>(&more(value)).is_err(), "{value}");
        check_kept(&more(value));
    }
    for value in ["\"\\\"\"", "[1,]", "[", "{1:2}", "{\"a\"}", "nul", "", "-x"] {
        check_kept(&more(value));
    }
    let deep = format!(r#"{{"more":{}}}"#, "[".repeat(100_000));
    assert_eq!(read_kept::<Document>(&deep).unwrap_err().code(), "json.depth");
}

#[test]
fn a_member_is_returned_as_it_was_sent() {
    let text = r#" {"a" : [1,{"b":"}"}], "b": { "c" : -1.50 } ,"d":"\u00fc"}"#;
    assert_eq!(member(text, "a"), Ok(r#"[1,{"b":"}"}]"#));
    assert_eq!(member(text, "b"), Ok(r#"{ "c" : -1.50 }"#));
    assert_eq!(member(text, "d"), Ok(r#""\u00fc""#));
    assert_eq!(member(text, "c").unwrap_err().code(), "json.missing");
    assert_eq!(member("[]", "c").unwrap_err().code(), "json.type");
    assert_eq!(member(r#"{"a":1 2"#, "c").unwrap_err().code(), "json.syntax");
}

#[test]
fn escapes_are_those_of_serde_json() {
    for text in
        [r"\u00fc", r"\ud83d\ude00", r"\ud83d", r"\ud83dx", r"\ude00", r"\u12", r"\x", r"\/"]
    {
        check_kept(&format!(r#"{{"name":"{text}"}}"#));
    }
}

proptest! {
    #[test]
    fn texts_and_numbers_are_those_of_serde_json(
        texts in prop::collection::vec(".{0,12}", 0..6),
        numbers in prop::collection::vec(any::<i64>(), 0..6),
    ) {
        let back: Vec<String> = read(&serde_json::to_string(&texts).unwrap()).unwrap();
        prop_assert_eq!(back, texts);
        let back: Vec<i64> = read(&serde_json::to_string(&numbers).unwrap()).unwrap();
        prop_assert_eq!(back, numbers);
    }

    #[test]
    fn any_text_is_taken_or_refused_as_serde_json_does(text in "[\\[\\]{}:,\"\\\\a-c0-9e. -]{0,16}") {
        // Fractions and objects are what the two differ in: the one takes whole numbers only.
        let theirs = serde_json::from_str::<Vec<Vec<i64>>>(&text);
        let ours = read::<Vec<Vec<i64>>>(&text);
        prop_assert_eq!(theirs.ok(), ours.ok());
    }
}
