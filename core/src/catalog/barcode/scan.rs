//! A scanned or typed code, read in every way that it can be read.

use super::check::has_check_digit;
use super::gs1::{Elements, SEPARATOR};
use super::label::{Label, ScalePattern, labels};
use super::{Gtin, UpcE};
use crate::limits::BARCODE_CHARS_MAX;

/// One way to read a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Candidate {
    /// A label of variable measure, by one of the patterns of the shop.
    Label(Label),
    /// A trade item number in 8, 12, 13 or 14 digits.
    Gtin(Gtin),
    /// A zero-suppressed UPC. Six and seven digits have no check digit to go by.
    UpcE(UpcE),
    /// A logistic unit: 18 digits.
    Sscc(String),
    /// Element strings of GS1, with a batch, a date, a weight, ...
    Elements(Elements),
}

/// What a symbology identifier (`]E0`, ISO/IEC 15424) says about the digits behind it.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Symbology {
    /// A scanner that sends no identifier, or one that says nothing.
    Unknown,
    /// EAN-13, UPC-A, UPC-E, EAN-8, ITF-14: trade items, and labels of variable measure.
    Retail,
    /// EAN-8 and nothing else, although UPC-E has as many digits.
    Ean8,
    /// Element strings.
    Gs1,
}

/// Returns every way to read `input`, labels first; none where it is no code of the GS1 family
/// (it may still be a SKU). Where there is more than one, ask: nothing here guesses.
///
/// Element strings that no marker announces (symbology identifier, leading or inner separator,
/// brackets) are read only if they begin with the number of a trade item or logistic unit,
/// because many trade item numbers look like an expiry date or a batch.
#[must_use]
pub fn candidates(input: &str, patterns: &[ScalePattern]) -> Vec<Candidate> {
    let input = input.trim_matches([' ', '\t', '\r', '\n']);
    if input.is_empty() || input.len() > BARCODE_CHARS_MAX {
        return Vec::new();
    }
    let (symbology, code) = symbology(input);
    if symbology == Symbology::Gs1 || code.contains(SEPARATOR) {
        return elements(code).into_iter().collect();
    }
    if code.starts_with('(') {
        let readable = Elements::parse_readable(code).ok();
        return readable.map(Candidate::Elements).into_iter().collect();
    }
    if symbology == Symbology::Ean8 {
        let ean8 = Gtin::parse(code).ok().filter(|_| code.len() == 8);
        return ean8.map(Candidate::Gtin).into_iter().collect();
    }
    let mut found: Vec<Candidate> =
        labels(code, patterns).into_iter().map(Candidate::Label).collect();
    found.extend(Gtin::parse(code).ok().map(Candidate::Gtin));
    found.extend(UpcE::parse(code).ok().map(Candidate::UpcE));
    if symbology == Symbology::Unknown {
        let sscc = code.len() == 18 && has_check_digit(code);
        found.extend(sscc.then(|| Candidate::Sscc(code.to_owned())));
        let names_goods = ["00", "01", "02"].iter().any(|start| code.starts_with(start));
        found.extend(names_goods.then(|| elements(code)).flatten());
    }
    found
}

fn elements(code: &str) -> Option<Candidate> {
    Elements::parse(code, &[SEPARATOR]).ok().map(Candidate::Elements)
}

/// Takes a symbology identifier off the front: `]`, a letter, a character.
fn symbology(input: &str) -> (Symbology, &str) {
    let known = input.strip_prefix(']').and_then(|rest| rest.split_at_checked(2));
    let Some((identifier, code)) = known else { return (Symbology::Unknown, input) };
    let symbology = match identifier {
        "E4" => Symbology::Ean8,
        "E0" | "E1" | "E2" | "E3" | "I1" => Symbology::Retail,
        "C1" | "e0" | "e1" | "e2" | "d2" | "Q3" | "J1" => Symbology::Gs1,
        _ => Symbology::Unknown,
    };
    (symbology, code)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::catalog::barcode::label::national_patterns;

    /// Expects the names of the candidates.
    #[track_caller]
    fn check(input: &str, expect: &[&str]) {
        let found = candidates(input, &national_patterns("SE"));
        let names = found.iter().map(|candidate| match candidate {
            Candidate::Label(_) => "label",
            Candidate::Gtin(_) => "gtin",
            Candidate::UpcE(_) => "upc-e",
            Candidate::Sscc(_) => "sscc",
            Candidate::Elements(_) => "elements",
        });
        assert_eq!(names.collect::<Vec<_>>(), expect, "{input:?}");
    }

    #[test]
    fn a_code_is_read_in_every_way_that_it_can_be_read() {
        check("4006381333931", &["gtin"]);
        check("4006381333931\r\n", &["gtin"]);
        check("]E04006381333931", &["gtin"]);
        check("4006381333932", &[]);
        check("036000291452", &["gtin"]);
        check("123453", &["upc-e"]);
        // It weighs 0.123 kg in Sweden, and may be in the catalogue as it is.
        check("2312345601230", &["label", "gtin"]);
        check("340123450000000000", &["sscc"]);
        check("0104006381333931", &["elements"]);
        check("]C10104006381333931", &["elements"]);
        check("(01)04006381333931(10)A7", &["elements"]);
        check("10A7\u{1d}0104006381333931", &["elements"]);
        check("]C110A7", &["elements"]);
        check("10A7", &[]);
        check("", &[]);
        check("milk", &[]);
        check(&"1".repeat(BARCODE_CHARS_MAX + 1), &[]);
    }

    /// As EAN-8: 3 x (1 + 3 + 0 + 0) + (2 + 0 + 0) = 14 wants 6. As UPC-E it is 123000000006:
    /// 3 x (1 + 3) + 2 = 14 wants 6 too.
    #[test]
    fn eight_digits_may_be_two_things() {
        check("12300006", &["gtin", "upc-e"]);
        check("]E412300006", &["gtin"]);
        check("01234531", &["upc-e"]);
    }

    proptest! {
        #[test]
        fn no_input_panics(input in "\\PC{0,40}|[\\]CEdQ0-9()\u{1d}]{0,130}|[0-9]{5,20}") {
            let _ = candidates(&input, &national_patterns("DE"));
        }
    }
}
