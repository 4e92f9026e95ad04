//! How much of an item: a count or a measured amount.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::limits::{QUANTITY_MAX, QUANTITY_SCALE_MAX};

/// What one unit of an item is.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A piece; sold in whole numbers.
    #[default]
    Each,
    /// A kilogram.
    Kilogram,
    /// A litre.
    Litre,
    /// A metre.
    Metre,
}

impl Unit {
    /// Returns the short sign used beside figures; empty for pieces.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Each => "",
            Self::Kilogram => "kg",
            Self::Litre => "l",
            Self::Metre => "m",
        }
    }
}

/// A positive decimal quantity in units, at most one million with six decimal places.
///
/// It is stored without trailing zeros, so that equal quantities have equal bytes.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Quantity(Decimal);

/// A quantity is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// Not a decimal number.
    #[error("{0:?} is not a quantity")]
    Malformed(String),
    /// Zero or less.
    #[error("a quantity has to be above zero")]
    NotPositive,
    /// More than one million.
    #[error("a quantity is at most {QUANTITY_MAX}")]
    TooLarge,
    /// More than six decimal places.
    #[error("a quantity has at most {QUANTITY_SCALE_MAX} decimal places")]
    TooFine,
    /// A part of a piece.
    #[error("this is sold in whole pieces")]
    NotWhole,
}

impl Quantity {
    /// One unit.
    pub const ONE: Self = Self(Decimal::ONE);

    /// Returns the quantity of `value` units.
    ///
    /// # Errors
    /// [`QuantityError`] outside of the range or finer than six decimal places.
    pub fn new(value: Decimal) -> Result<Self, QuantityError> {
        let value = value.normalize();
        if value <= Decimal::ZERO {
            return Err(QuantityError::NotPositive);
        }
        if value > Decimal::from(QUANTITY_MAX) {
            return Err(QuantityError::TooLarge);
        }
        if value.scale() > QUANTITY_SCALE_MAX {
            return Err(QuantityError::TooFine);
        }
        Ok(Self(value))
    }

    /// Returns the number of units.
    #[must_use]
    pub const fn value(self) -> Decimal {
        self.0
    }

    /// # Errors
    /// [`QuantityError::TooLarge`].
    pub fn plus(self, other: Self) -> Result<Self, QuantityError> {
        Self::new(self.0.checked_add(other.0).ok_or(QuantityError::TooLarge)?)
    }

    /// # Errors
    /// [`QuantityError::NotWhole`] where the unit is a piece and the quantity is not whole.
    pub fn check_unit(self, unit: Unit) -> Result<Self, QuantityError> {
        if unit == Unit::Each && self.0.scale() > 0 {
            return Err(QuantityError::NotWhole);
        }
        Ok(self)
    }
}

impl fmt::Debug for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Quantity({})", self.0)
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Quantity {
    type Err = QuantityError;
    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let malformed = || QuantityError::Malformed(text.chars().take(40).collect());
        let text = text.trim().replace(',', ".");
        if !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-') {
            return Err(malformed());
        }
        Self::new(Decimal::from_str_exact(&text).map_err(|_| malformed())?)
    }
}

impl TryFrom<String> for Quantity {
    type Error = QuantityError;
    fn try_from(text: String) -> Result<Self, QuantityError> {
        text.parse()
    }
}

impl From<Quantity> for String {
    fn from(quantity: Quantity) -> Self {
        quantity.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_bounded_and_normal() {
        let parse = |text: &str| text.parse::<Quantity>();
        assert_eq!(parse("1.500").unwrap().to_string(), "1.5");
        assert_eq!(parse("0,25").unwrap().to_string(), "0.25");
        assert_eq!(parse("0"), Err(QuantityError::NotPositive));
        assert_eq!(parse("-1"), Err(QuantityError::NotPositive));
        assert_eq!(parse("1000000").unwrap().value(), Decimal::from(QUANTITY_MAX));
        assert_eq!(parse("1000000.1"), Err(QuantityError::TooLarge));
        assert_eq!(parse("0.000001").unwrap().to_string(), "0.000001");
        assert_eq!(parse("0.0000001"), Err(QuantityError::TooFine));
        for bad in ["", "1e3", "abc", "1.2.3", "1_000"] {
            assert!(matches!(parse(bad), Err(QuantityError::Malformed(_))), "{bad}");
        }
        assert_eq!(parse("1.5").unwrap().check_unit(Unit::Each), Err(QuantityError::NotWhole));
    }
}
