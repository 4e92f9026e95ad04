use proptest::prelude::*;

use super::*;

fn elements(text: &str) -> Result<String, Gs1Error> {
    Elements::parse(text, &[SEPARATOR]).map(|elements| elements.readable())
}

fn value(identifier: &str, data: &str) -> Option<Value> {
    let element = Element { identifier: identifier.into(), data: data.into() };
    element.value(2026).ok()
}

fn said(identifier: &str, data: &str) -> Option<String> {
    value(identifier, data).map(|value| match value {
        Value::Measure(number) | Value::Percent(number) => number.to_string(),
        Value::Amount(amount) => {
            let currency = amount.currency.map(|it| format!(" {it}")).unwrap_or_default();
            format!("{}{currency}", amount.value)
        }
        Value::Date(from, None) => from.to_string(),
        Value::Date(from, Some(to)) => format!("{from}/{to}"),
        Value::Count(count) => count.to_string(),
        other => format!("{other:?}"),
    })
}

#[test]
fn fixed_data_needs_no_separator_and_variable_data_one() {
    let all = "(01)04006381333931(17)260131(10)A7(21)12";
    assert_eq!(elements("01040063813339311726013110A7\u{1d}2112").as_deref(), Ok(all));
    assert_eq!(
        elements("\u{1d}010400638133393117260131\u{1d}10A7\u{1d}\u{1d}2112\u{1d}").as_deref(),
        Ok(all)
    );
    assert_eq!(
        Elements::parse_readable(all).unwrap().encoded(),
        "01040063813339311726013110A7\u{1d}2112"
    );
    assert_eq!(elements("0104006381333931"), Ok("(01)04006381333931".into()));
}

#[test]
fn what_is_no_element_string_is_refused() {
    for (bad, error) in [
        ("", Gs1Error::Length),
        ("\u{1d}", Gs1Error::Length),
        (&"9".repeat(BARCODE_CHARS_MAX + 1), Gs1Error::Length),
        ("0400638133393", Gs1Error::UnknownIdentifier("0400".into())),
        ("01040063", Gs1Error::Data("01".into())),
        ("10", Gs1Error::Data("10".into())),
        ("10A€", Gs1Error::UnknownIdentifier("€".into())),
    ] {
        assert_eq!(elements(bad), Err(error), "{bad}");
    }
    let readable = |text| Elements::parse_readable(text).map(|it| it.encoded());
    assert_eq!(readable(" (10) A(7)b (17)260131").as_deref(), Ok("10A(7)b\u{1d}17260131"));
    assert_eq!(readable("(17)2601311"), Err(Gs1Error::Data("17".into())));
    assert_eq!(readable("10A7"), Err(Gs1Error::NotReadable));
    assert_eq!(readable("(04)1"), Err(Gs1Error::NotReadable));
}

#[test]
fn numbers_have_the_decimals_of_their_identifier() {
    assert_eq!(said("3103", "001250").as_deref(), Some("1.250"));
    assert_eq!(said("3920", "399").as_deref(), Some("399"));
    assert_eq!(said("3922", "399").as_deref(), Some("3.99"));
    assert_eq!(said("3912", "978399").as_deref(), Some("3.99 EUR"));
    assert_eq!(said("3932", "000399"), None, "no such currency");
    assert_eq!(said("3941", "0125").as_deref(), Some("12.5"));
    assert_eq!(said("30", "00000012").as_deref(), Some("12"));
    assert_eq!(value("10", "A7"), Some(Value::Text));
    assert!(matches!(value("01", "04006381333931"), Some(Value::Gtin(_))));
    assert_eq!(value("01", "04006381333932"), None);
    assert_eq!(value("00", "340123450000000000"), Some(Value::Sscc));
    assert_eq!(value("00", "340123450000000001"), None);
}

#[test]
fn days_are_near_this_year() {
    assert_eq!(said("15", "260131").as_deref(), Some("2026-01-31"));
    assert_eq!(said("15", "760131").as_deref(), Some("2076-01-31"));
    assert_eq!(said("15", "770131").as_deref(), Some("1977-01-31"));
    assert_eq!(said("17", "240200").as_deref(), Some("2024-02-29"));
    assert_eq!(said("17", "260229"), None);
    assert_eq!(said("17", "261301"), None);
    assert_eq!(said("8008", "26013114").as_deref(), Some("2026-01-31T14:00:00"));
    assert_eq!(said("8008", "260131143059").as_deref(), Some("2026-01-31T14:30:59"));
    assert_eq!(said("8008", "26013124"), None);
    assert_eq!(said("4324", "2601319999").as_deref(), Some("2026-01-31"));
    assert_eq!(said("7007", "260101260131").as_deref(), Some("2026-01-01/2026-01-31"));
    assert_eq!(said("7007", "2601012601"), None);
    let late = Element { identifier: "15".into(), data: "020131".into() };
    assert!(
        matches!(late.value(2060), Ok(Value::Date(at, None)) if at.to_string() == "2102-01-31")
    );
    assert!(late.value(i16::MAX).is_err() && late.value(i16::MIN).is_err());
}

proptest! {
    #[test]
    fn reading_undoes_writing(
        parts in prop::collection::vec(
            prop_oneof![
                "[0-9]{14}".prop_map(|data| ("01", data)),
                "[0-9]{6}".prop_map(|data| ("3103", data)),
                "[!-'*-/0-9A-Z]{1,20}".prop_map(|data| ("10", data.replace(['#', '$'], "x"))),
                "[0-9]{1,8}".prop_map(|data| ("30", data)),
                "[0-9]{4}".prop_map(|data| ("3940", data)),
            ],
            1..5,
        ),
    ) {
        let elements = Elements(
            parts.into_iter().map(|(identifier, data)| Element { identifier: identifier.into(), data }).collect(),
        );
        prop_assert_eq!(&Elements::parse(&elements.encoded(), &[SEPARATOR]).unwrap(), &elements);
        prop_assert_eq!(&Elements::parse_readable(&elements.readable()).unwrap(), &elements);
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,40}|[0-9\u{1d}()]{0,60}", year in any::<i16>()) {
        for elements in [Elements::parse(&text, &[SEPARATOR, '|']), Elements::parse_readable(&text)]
            .into_iter()
            .flatten()
        {
            for element in elements.elements() {
                let _ = element.value(year);
            }
            let _ = (elements.encoded(), elements.readable());
        }
    }
}
