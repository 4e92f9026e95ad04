//! What a scanner sends, and what it may mean.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::quantity::Quantity;

/// Returns whether `digits` ends in the right check digit of the GS1 family (EAN-8, UPC-A,
/// EAN-13, GTIN-14): weights 3 and 1 alternate from the right, the sum is a multiple of ten.
#[must_use]
pub fn has_check_digit(digits: &str) -> bool {
    if digits.len() < 2 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let sum: u32 = digits
        .bytes()
        .rev()
        .zip([1_u32, 3].into_iter().cycle())
        .map(|(byte, weight)| u32::from(byte - b'0') * weight)
        .sum();
    sum % 10 == 0
}

/// Returns the GTIN of a code as 14 digits if it is one of 8, 12, 13 or 14 digits with a right
/// check digit, so that UPC-A `036000291452` and EAN-13 `0036000291452` are the same product.
#[must_use]
pub fn gtin14(code: &str) -> Option<String> {
    let known = matches!(code.len(), 8 | 12 | 13 | 14) && has_check_digit(code);
    known.then(|| format!("{code:0>14}"))
}

/// How scale labels of a shop are read: `21 PPPPP WWWWW C`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScalePattern {
    /// The digits that such a label begins with.
    pub prefix: String,
    /// How many digits name the item (its SKU).
    pub item_digits: u8,
    /// How many digits give the weight.
    pub weight_digits: u8,
    /// How many of those are decimal places of the unit: 3 for grams.
    pub weight_decimals: u8,
}

/// What a scale label says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScaleLabel {
    pub sku: String,
    pub quantity: Quantity,
}

impl ScalePattern {
    /// Reads a label of 13 digits; `None` if it is not one of this pattern, its check digit is
    /// wrong or it weighs nothing.
    #[must_use]
    pub fn read(&self, code: &str) -> Option<ScaleLabel> {
        if code.len() != 13 || !has_check_digit(code) {
            return None;
        }
        let rest = code.strip_prefix(self.prefix.as_str())?;
        let (sku, rest) = rest.split_at_checked(usize::from(self.item_digits))?;
        let (weight, _check) = rest.split_at_checked(usize::from(self.weight_digits))?;
        let value = Decimal::new(weight.parse().ok()?, u32::from(self.weight_decimals));
        let quantity = Quantity::new(value).ok()?;
        Some(ScaleLabel { sku: sku.to_owned(), quantity })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_of_the_gs1_family() {
        for good in ["4006381333931", "036000291452", "96385074", "10614141000415"] {
            assert!(has_check_digit(good), "{good}");
        }
        for bad in ["4006381333932", "0", "", "abc", "40063813339３1"] {
            assert!(!has_check_digit(bad), "{bad}");
        }
        assert_eq!(gtin14("036000291452").as_deref(), Some("00036000291452"));
        assert_eq!(gtin14("0036000291452").as_deref(), Some("00036000291452"));
        assert_eq!(gtin14("12345"), None);
    }

    #[test]
    fn scale_labels_need_a_right_check_digit() {
        let pattern = ScalePattern {
            prefix: "21".into(),
            item_digits: 5,
            weight_digits: 5,
            weight_decimals: 3,
        };
        let label = pattern.read("2100001027506").unwrap();
        assert_eq!((label.sku.as_str(), label.quantity.to_string().as_str()), ("00001", "2.75"));
        assert_eq!(pattern.read("2100001027507"), None);
        assert_eq!(pattern.read("2000001027507"), None);
        assert_eq!(pattern.read("2100001000004"), None, "nothing weighed");
    }
}
