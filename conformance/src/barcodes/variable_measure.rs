//! Labels with a weight, price or count, by country.

use anyhow::Result;
use titan_core::catalog::barcode::label::{article_code, labels, national_patterns};
use titan_core::catalog::barcode::{MeasureKind, ScalePattern};
use titan_core::money::Currency;
use titan_core::money::currency::currencies_of;

use crate::case::Case;
use crate::harness::{Outcome, Verdict, all, same, same_number};

/// The countries as the file calls them; the product calls them by two letters.
const COUNTRIES: &[(&str, &str)] = &[
    ("DENMARK", "DK"),
    ("ESTONIA", "EE"),
    ("FINLAND", "FI"),
    ("GERMANY", "DE"),
    ("GREAT_BRITAIN", "GB"),
    ("LATVIA", "LV"),
    ("LITHUANIA", "LT"),
    ("NORWAY", "NO"),
    ("SWEDEN", "SE"),
];

fn country(case: &Case) -> &str {
    let name = case.filled("region").unwrap_or_default();
    COUNTRIES.iter().find(|(long, _)| *long == name).map_or(name, |(_, short)| short)
}

fn patterns(case: &Case) -> Vec<ScalePattern> {
    national_patterns(country(case))
}

/// What is measured; an empty field says that nothing of its kind is.
pub(super) fn measure(case: &Case) -> Verdict {
    let labels = labels(case.text("code")?, &patterns(case));
    if labels.len() > 1 {
        return Ok(same(format!("{} readings", labels.len()), "one reading"));
    }
    let measure = labels.first().map(|label| label.measure);
    let field = |name: &str, kind: MeasureKind| -> Result<Outcome> {
        let value = measure.filter(|measure| measure.kind == kind).map(|it| it.value.to_string());
        Ok(match (value, case.filled(name)) {
            (Some(value), Some(expected)) => same_number(value, expected),
            (value, expected) => {
                same(value.unwrap_or("nothing".into()), expected.unwrap_or("nothing"))
            }
        })
    };
    let is_price = measure.is_some_and(|measure| measure.kind == MeasureKind::Price);
    let currency = currencies_of(country(case)).next().filter(|_| is_price).map(String::from);
    let expected = case.filled("currency").map(Currency::from_code).transpose()?;
    Ok(all([
        field("weight_kg", MeasureKind::Weight)?,
        field("count", MeasureKind::Count)?,
        field("price", MeasureKind::Price)?,
        same(currency.unwrap_or_default(), expected.map(String::from).unwrap_or_default()),
    ]))
}

/// The code to look the article up by.
pub(super) fn article(case: &Case) -> Verdict {
    let got = article_code(case.text("code")?, &patterns(case));
    Ok(same(got, case.text("article_code")?))
}
