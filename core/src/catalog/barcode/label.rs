//! Labels of scales and price stickers: codes of 13 digits that carry a weight, price or count.

mod national;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Gtin;
use super::check::{check_digit, measure_check_digit};
use crate::quantity::Quantity;

pub use national::national_patterns;

/// What the variable part of a label counts.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeasureKind {
    /// The unit of the item: kilograms, as a rule.
    #[default]
    Weight,
    /// The price to pay, in whole units of the currency.
    Price,
    /// Pieces.
    Count,
}

/// How labels of a shop are read: `21 PPPPP WWWWW C`, or with a verifier `22 PPPP V WWWWW C`.
///
/// The digits are those of the EAN-13; a GTIN-12 has a zero before it. The names with "weight"
/// are older than the other kinds of measure and mean the measure, whatever it counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScalePattern {
    /// The digits that such a label begins with.
    pub prefix: String,
    /// How many digits name the item (its SKU).
    pub item_digits: u8,
    /// How many digits give the measure.
    pub weight_digits: u8,
    /// How many of those are decimal places of the unit: 3 for grams.
    pub weight_decimals: u8,
    #[serde(default, skip_serializing_if = "is_weight")]
    pub kind: MeasureKind,
    /// Whether a digit between item and measure verifies the measure.
    #[serde(default, skip_serializing_if = "is_false")]
    pub verifier: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_false(value: &bool) -> bool {
    !*value
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_weight(kind: &MeasureKind) -> bool {
    *kind == MeasureKind::Weight
}

/// What a scale label says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScaleLabel {
    pub sku: String,
    pub quantity: Quantity,
}

/// A measure with all decimal places of its label.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    pub kind: MeasureKind,
    pub value: Decimal,
}

/// A label of variable measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The digits that name the item.
    pub item: String,
    /// The same label with nothing measured: 13 digits with right check digits, the code that an
    /// article file lists the item under.
    pub article: String,
    pub measure: Measure,
    /// Whether the verifier fits the measure; `None` where the pattern has none. A label that
    /// does not fit was misread or misprinted: ask, do not sell by it.
    pub verified: Option<bool>,
}

/// Where in 13 digits the parts of a label are.
struct Parts<'a> {
    head: &'a str,
    item: &'a str,
    verifier: &'a str,
    measure: &'a str,
}

impl ScalePattern {
    /// Reads a label of 13 digits as a quantity; `None` if it is not one of this pattern, a check
    /// digit is wrong, it says a price, or it weighs nothing.
    #[must_use]
    pub fn read(&self, code: &str) -> Option<ScaleLabel> {
        if code.len() != 13 || self.kind == MeasureKind::Price {
            return None;
        }
        let label = self.label(code)?;
        if label.verified == Some(false) {
            return None;
        }
        let quantity = Quantity::new(label.measure.value).ok()?;
        Some(ScaleLabel { sku: label.item, quantity })
    }

    /// Reads a code of 12, 13 or 14 digits; `None` if it is not one of this pattern or its check
    /// digit is wrong. A wrong verifier is reported in the label.
    #[must_use]
    pub fn label(&self, code: &str) -> Option<Label> {
        let ean = Gtin::parse(code).ok().filter(|_| code.len() > 8)?.in_digits(13).ok()?;
        let parts = self.parts(&ean)?;
        let value = parts.measure.parse::<i64>().ok()?;
        let value = Decimal::try_new(value, u32::from(self.weight_decimals)).ok()?;
        let verified = self.verifier.then(|| {
            let right = measure_check_digit(parts.measure);
            right.is_some_and(|digit| parts.verifier.bytes().eq([b'0' + digit]))
        });
        Some(Label {
            item: parts.item.to_owned(),
            article: article(&parts)?,
            measure: Measure { kind: self.kind, value },
            verified,
        })
    }

    /// Returns whether the parts fill 13 digits and a verifier has a measure that it can verify.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let digits = usize::from(self.item_digits) + usize::from(self.weight_digits);
        let length = self.prefix.len() + digits + usize::from(self.verifier) + 1;
        length == 13
            && !self.prefix.is_empty()
            && self.prefix.bytes().all(|byte| byte.is_ascii_digit())
            && self.item_digits > 0
            && self.weight_digits > 0
            && self.weight_decimals <= self.weight_digits
            && (!self.verifier || matches!(self.weight_digits, 4 | 5))
    }

    /// Splits 13 digits. The measure may end before the check digit, as patterns of older
    /// configurations do.
    fn parts<'a>(&self, ean: &'a str) -> Option<Parts<'a>> {
        let rest = ean.strip_prefix(self.prefix.as_str())?;
        let (item, rest) = rest.split_at_checked(usize::from(self.item_digits))?;
        let (verifier, rest) = rest.split_at_checked(usize::from(self.verifier))?;
        let (measure, rest) = rest.split_at_checked(usize::from(self.weight_digits))?;
        let head = ean.get(..self.prefix.len() + item.len())?;
        (!rest.is_empty()).then_some(Parts { head, item, verifier, measure })
    }
}

/// Sets the measure to zero; the verifier of zeros is zero.
fn article(parts: &Parts<'_>) -> Option<String> {
    let zeros = 12_usize.checked_sub(parts.head.len())?;
    let payload = format!("{}{:0>zeros$}", parts.head, "");
    let check = check_digit(&payload)?;
    Some(format!("{payload}{check}"))
}

/// Returns what `patterns` read in a code, one label for each that fits.
#[must_use]
pub fn labels(code: &str, patterns: &[ScalePattern]) -> Vec<Label> {
    patterns.iter().filter_map(|pattern| pattern.label(code)).collect()
}

/// Returns the code to look an article up by: for a label of one of the patterns the code with
/// nothing measured, for any other code itself.
#[must_use]
pub fn article_code(code: &str, patterns: &[ScalePattern]) -> String {
    let label = patterns.iter().find_map(|pattern| pattern.label(code));
    label.map_or_else(|| code.to_owned(), |label| label.article)
}

#[cfg(test)]
mod tests;
