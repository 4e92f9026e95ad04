use proptest::prelude::*;

use super::*;

fn weights() -> ScalePattern {
    ScalePattern {
        prefix: "21".into(),
        item_digits: 5,
        weight_digits: 5,
        weight_decimals: 3,
        ..ScalePattern::default()
    }
}

/// Prices of four digits with a verifier: 20 IIIII V PPPP.
fn prices() -> ScalePattern {
    ScalePattern {
        prefix: "20".into(),
        item_digits: 5,
        weight_digits: 4,
        weight_decimals: 2,
        kind: MeasureKind::Price,
        verifier: true,
    }
}

fn with_check(payload: &str) -> String {
    format!("{payload}{}", check_digit(payload).unwrap())
}

#[test]
fn scale_labels_need_a_right_check_digit() {
    let pattern = weights();
    let label = pattern.read("2100001027506").unwrap();
    assert_eq!((label.sku.as_str(), label.quantity.to_string().as_str()), ("00001", "2.75"));
    assert_eq!(pattern.read("2100001027507"), None);
    assert_eq!(pattern.read("2000001027507"), None);
    assert_eq!(pattern.read("2100001000004"), None, "nothing weighed");
}

#[test]
fn a_label_names_its_article_and_its_measure() {
    let label = weights().label("2100001027506").unwrap();
    assert_eq!(label.article, "2100001000004");
    assert_eq!(label.measure.value.to_string(), "2.750");
    assert_eq!(label.verified, None);
    assert_eq!(weights().label("02100001027506").unwrap(), label, "as GTIN-14");
    assert_eq!(weights().label("12100001027503"), None, "a case of them is no label");
    assert_eq!(weights().label("21000016"), None);
}

/// The verifier of 1234 is 9 (worked out beside the algorithm).
#[test]
fn a_wrong_verifier_is_seen() {
    let right = prices().label(&with_check("200000791234")).unwrap();
    assert_eq!((right.item.as_str(), right.verified), ("00007", Some(true)));
    assert_eq!(right.measure.value.to_string(), "12.34");
    assert_eq!(right.article, with_check("200000700000"));
    let wrong = prices().label(&with_check("200000781234")).unwrap();
    assert_eq!(wrong.verified, Some(false));
    assert_eq!(prices().read(&with_check("200000791234")), None, "a price is no quantity");
}

#[test]
fn older_configurations_are_read_and_written_as_they_were() {
    let json = r#"{"prefix":"21","item_digits":5,"weight_digits":5,"weight_decimals":3}"#;
    assert_eq!(serde_json::from_str::<ScalePattern>(json).unwrap(), weights());
    assert_eq!(serde_json::to_string(&weights()).unwrap(), json);
    let json = serde_json::to_string(&prices()).unwrap();
    assert!(json.ends_with(r#""kind":"price","verifier":true}"#), "{json}");
    assert_eq!(serde_json::from_str::<ScalePattern>(&json).unwrap(), prices());
}

#[test]
fn unsound_patterns_are_told_apart() {
    assert!(weights().is_sound() && prices().is_sound());
    for bad in [
        ScalePattern::default(),
        ScalePattern { prefix: "2x".into(), ..weights() },
        ScalePattern { item_digits: 6, ..weights() },
        ScalePattern { weight_decimals: 6, ..weights() },
        ScalePattern { verifier: true, item_digits: 3, weight_digits: 6, ..weights() },
    ] {
        assert!(!bad.is_sound(), "{bad:?}");
    }
}

proptest! {
    #[test]
    fn what_a_scale_prints_is_read_back(item in 0_u32..100_000, grams in 0_u32..100_000) {
        let label = weights().label(&with_check(&format!("21{item:05}{grams:05}"))).unwrap();
        prop_assert_eq!(label.item, format!("{item:05}"));
        prop_assert_eq!(label.measure.value, Decimal::new(grams.into(), 3));
        prop_assert_eq!(article_code(&label.article, &[weights()]), label.article);
    }

    #[test]
    fn hostile_patterns_and_codes_never_panic(
        code in "[0-9]{12,14}|\\PC{0,14}",
        prefix in "[0-9]{0,3}|\\PC{0,3}",
        item_digits in any::<u8>(),
        weight_digits in any::<u8>(),
        weight_decimals in any::<u8>(),
        verifier in any::<bool>(),
    ) {
        let kind = MeasureKind::Weight;
        let pattern =
            ScalePattern { prefix, item_digits, weight_digits, weight_decimals, kind, verifier };
        let _ = (pattern.label(&code), pattern.read(&code), pattern.is_sound());
    }
}
