use super::*;
use csv::ByteRecord;
use rust_decimal::Decimal;
use titan_core::money::Currency;
use titan_core::tax::Tax;

fn texts(pairs: &[&str]) -> Vec<String> {
    pairs.iter().map(|pair| (*pair).to_owned()).collect()
}

fn checker(header: &[&str], map: &[&str], default: &[&str]) -> Result<Checker, MappingError> {
    let tax = serde_json::json!({
        "id": 3, "code": "standard", "name": "VAT", "kind": {"percent": {"rate": "19"}},
    });
    let taxes: [Tax; 1] = [serde_json::from_value(tax).unwrap()];
    let columns =
        Mapping::new(&texts(map), &texts(default))?.resolve(&ByteRecord::from(header.to_vec()))?;
    Ok(Checker::new(columns, &taxes, Currency::from_code("EUR").unwrap()))
}

const HEADER: &[&str] = &["sku", "name", "category", "price", "unit", "tax", "barcodes", "colour"];

fn check(row: &[&str]) -> Result<ImportRow, (&'static str, String)> {
    let checker = checker(HEADER, &[], &[]).unwrap();
    checker.check(7, &ByteRecord::from(row.to_vec())).map_err(|it| (it.field, it.reason))
}

#[test]
fn a_good_row_is_read_into_minor_units() {
    let row = check(&["A1", " Äpfel ", "Fruit", "2.495", "kg", "standard", "123;456 789", "red"])
        .unwrap();
    assert_eq!((row.line, row.sku.as_str(), row.name.as_str()), (7, "A1", "Äpfel"));
    assert_eq!(row.price, Decimal::new(2495, 1));
    assert_eq!((row.unit.as_str(), row.taxes.as_slice()), ("kilogram", [3].as_slice()));
    assert_eq!(row.barcodes.unwrap(), ["123", "456", "789"]);
    assert_eq!(check(&["A1", "x", "", "1", "", "", "", ""]).unwrap().category, "Other");
    let plain = check(&["A1", "x", "Fruit", "0", "", "", "", ""]).unwrap();
    assert_eq!((plain.unit.as_str(), plain.taxes.len()), ("each", 0));
    assert_eq!((plain.barcodes, plain.colour), (Some(vec![]), None));
}

#[test]
fn a_bad_row_names_the_field() {
    let refused =
        |row: &[&str], field: &str| assert_eq!(check(row).unwrap_err().0, field, "{row:?}");
    refused(&["A1", "x", "Fruit", "2.49"], "row");
    refused(&["", "x", "Fruit", "1", "", "", "", ""], "sku");
    refused(&["A1", "", "Fruit", "1", "", "", "", ""], "name");
    refused(&["A1", "a\tb", "Fruit", "1", "", "", "", ""], "name");
    refused(&["A1", "x", &"c".repeat(201), "1", "", "", "", ""], "category");
    for price in ["", "free", "-1", "1,50", "1e3", "0.0000001"] {
        refused(&["A1", "x", "Fruit", price, "", "", "", ""], "price");
    }
    refused(&["A1", "x", "Fruit", "1", "stone", "", "", ""], "unit");
    refused(&["A1", "x", "Fruit", "1", "", "luxury", "", ""], "tax");
    refused(&["A1", "x", "Fruit", "1", "", "", "", "mauve"], "colour");
    refused(&["A1", "x", "Fruit", "1", "", "", &"1;".repeat(33), ""], "barcodes");
    let latin =
        ByteRecord::from(vec![&b"A1"[..], &b"\xc4pfel"[..], b"Fruit", b"1", b"", b"", b"", b""]);
    assert_eq!(checker(HEADER, &[], &[]).unwrap().check(1, &latin).unwrap_err().field, "name");
}

#[test]
fn a_mapping_says_what_does_not_fit() {
    let error = |map: &[&str], default: &[&str]| {
        checker(&["\u{feff}id", "title", "cents"], map, default).err().unwrap()
    };
    let named = &["sku=id", "name=title", "price_minor=cents"];
    checker(&["\u{feff}id", "title", "cents"], named, &["category=All"]).unwrap();
    assert_eq!(error(&["sku=id"], &[]), MappingError::Missing("name"));
    assert_eq!(error(&["sku=id", "name=title"], &[]), MappingError::Missing("price"));
    assert_eq!(error(&["nonsense=id"], &[]), MappingError::Field("nonsense".into()));
    assert_eq!(error(&["sku"], &[]), MappingError::Form("sku".into()));
    assert!(matches!(error(&["sku=ID"], &[]), MappingError::Column { field: "sku", .. }));
    let two = &["sku=id", "name=title", "price_minor=cents", "price=cents"];
    assert_eq!(error(two, &["category=All"]), MappingError::TwoPrices);
}
