//! The patterns that national GS1 organisations give out for goods of variable measure.

use super::{MeasureKind, ScalePattern};

/// `(first prefix, last prefix, item digits, verifier, measure digits, decimals, kind)`.
type Rule = (u8, u8, u8, bool, u8, u8, MeasureKind);

/// GS1 Denmark, "GTIN-13 pris" and "GTIN-13 vægt".
const DENMARK: &[Rule] = &[
    (21, 24, 4, false, 6, 2, MeasureKind::Price),
    (26, 26, 4, false, 6, 3, MeasureKind::Weight),
    (27, 27, 5, false, 5, 3, MeasureKind::Weight),
    (28, 28, 4, false, 6, 3, MeasureKind::Weight),
];

/// GS1 Latvia, "Variable measure in Latvia"; GS1 Finland has the same.
const BALTIC: &[Rule] = &[
    (23, 23, 6, false, 4, 3, MeasureKind::Weight),
    (24, 24, 6, false, 4, 2, MeasureKind::Weight),
    (25, 25, 6, false, 4, 1, MeasureKind::Weight),
];

/// GS1 Germany, "Globale Artikelnummer in der Anwendung" and the SAN-4 concept.
const GERMANY: &[Rule] = &[
    (22, 23, 4, true, 5, 2, MeasureKind::Price),
    (25, 26, 4, true, 5, 0, MeasureKind::Count),
    (28, 29, 4, true, 5, 3, MeasureKind::Weight),
];

/// GS1 UK, "How to barcode variable-measure items".
const BRITAIN: &[Rule] = &[(20, 20, 5, true, 4, 2, MeasureKind::Price)];

/// GS1 Sweden, "Variable weight number"; Norwegian goods follow it.
const SCANDINAVIA: &[Rule] = &[
    (20, 20, 6, false, 4, 2, MeasureKind::Price),
    (21, 21, 6, false, 4, 1, MeasureKind::Price),
    (22, 22, 6, false, 4, 0, MeasureKind::Price),
    (23, 23, 6, false, 4, 3, MeasureKind::Weight),
    (24, 24, 6, false, 4, 2, MeasureKind::Weight),
    (25, 25, 6, false, 4, 1, MeasureKind::Weight),
];

/// Returns the patterns of a country by its two letters of ISO 3166-1; none where this table
/// knows none. Weights are in kilograms, prices in the currency of the country.
#[must_use]
pub fn national_patterns(country: &str) -> Vec<ScalePattern> {
    let rules = match country {
        "DK" => DENMARK,
        "EE" | "FI" | "LT" | "LV" => BALTIC,
        "DE" => GERMANY,
        "GB" => BRITAIN,
        "NO" | "SE" => SCANDINAVIA,
        _ => &[],
    };
    let patterns = |(first, last, item_digits, verifier, digits, decimals, kind): &Rule| {
        let (item_digits, verifier, kind) = (*item_digits, *verifier, *kind);
        let (weight_digits, weight_decimals) = (*digits, *decimals);
        (*first..=*last).map(move |prefix| ScalePattern {
            prefix: prefix.to_string(),
            item_digits,
            weight_digits,
            weight_decimals,
            kind,
            verifier,
        })
    };
    rules.iter().flat_map(patterns).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_fills_the_code() {
        for country in ["DK", "EE", "FI", "DE", "GB", "LT", "LV", "NO", "SE"] {
            let patterns = national_patterns(country);
            assert!(
                !patterns.is_empty() && patterns.iter().all(ScalePattern::is_sound),
                "{country}"
            );
        }
        assert!(national_patterns("FR").is_empty());
    }
}
