//! Amounts in minor units, with checked arithmetic and one named rounding per step.

pub mod allocate;
pub mod currency;
pub mod format;
pub mod ratio;
pub mod rounding;
pub mod share;
pub mod step;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use currency::Currency;
pub use ratio::Ratio;
pub use rounding::Rounding;
pub use share::{Leftover, Shares, Sharing, Weightless, Weights};
pub use step::Step;

use crate::limits::MINOR_MAX;

/// An amount in minor units (cents) of the currency of its cart, within ±(2^53 - 1).
///
/// The range is checked on construction and when it is read from a wire or a store, so that
/// every amount is exact in JavaScript and fits a Postgres `bigint`.
#[derive(Copy, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "i64", try_from = "i64")]
pub struct Minor(i64);

/// What can go wrong with amounts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The result does not fit ±(2^53 - 1) minor units.
    #[error("the amount is outside of what can be counted exactly")]
    Overflow,
    /// A text is not an amount of the currency.
    #[error("{text:?} is not an amount in {currency}")]
    Malformed { text: String, currency: String },
    /// A code is not in the currency table.
    #[error("{0:?} is not a known currency")]
    UnknownCurrency(String),
    /// There is nothing to share an amount over.
    #[error("an amount cannot be shared over no parts")]
    NoParts,
    /// A weight of a share is negative.
    #[error("a share cannot have a negative weight")]
    NegativeWeight,
    /// All weights are zero, and the rule does not share evenly then.
    #[error("an amount cannot be shared over weights of zero")]
    NoWeights,
    /// A share is asked for in more parts than [`crate::limits::SHARE_PARTS_MAX`].
    #[error("an amount is shared over at most {} parts", crate::limits::SHARE_PARTS_MAX)]
    TooManyParts,
    /// A text is not a decimal or a fraction.
    #[error("{0:?} is not a number")]
    NotANumber(String),
    /// [`Rounding::Exact`] met a result between two units.
    #[error("the result would have to be rounded")]
    NotExact,
    /// Division by zero.
    #[error("an amount cannot be divided by zero")]
    DivisionByZero,
    /// A step that no coin could have.
    #[error("a step of {0} minor units does not add up to whole amounts")]
    Step(i64),
    /// An amount to be shared in steps is not itself a multiple of the step.
    #[error("the amount is not a multiple of the step")]
    OffStep,
}

impl Minor {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// One minor unit.
    pub const ONE: Self = Self(1);

    /// Returns the amount of `value` minor units.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] outside of ±(2^53 - 1).
    pub const fn new(value: i64) -> Result<Self, MoneyError> {
        if value > MINOR_MAX || value < -MINOR_MAX {
            return Err(MoneyError::Overflow);
        }
        Ok(Self(value))
    }

    /// Returns the number of minor units.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Returns the amount of `value` minor units, from a wide intermediate result.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] outside of ±(2^53 - 1).
    pub fn from_wide(value: i128) -> Result<Self, MoneyError> {
        i64::try_from(value).map_err(|_| MoneyError::Overflow).and_then(Self::new)
    }

    /// # Errors
    /// [`MoneyError::Overflow`].
    pub const fn plus(self, other: Self) -> Result<Self, MoneyError> {
        // Two values within 2^53 cannot overflow an i64.
        Self::new(self.0 + other.0)
    }

    /// # Errors
    /// [`MoneyError::Overflow`].
    pub const fn minus(self, other: Self) -> Result<Self, MoneyError> {
        Self::new(self.0 - other.0)
    }

    /// Returns the amount with the other sign; it always fits.
    #[must_use]
    pub const fn negated(self) -> Self {
        Self(-self.0)
    }

    /// Returns the amount without its sign; it always fits.
    #[must_use]
    pub const fn abs(self) -> Self {
        Self(self.0.abs())
    }

    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// [`Self::is_zero`] for fields that are left out where they are zero.
    #[must_use]
    pub const fn is_zero_ref(&self) -> bool {
        self.0 == 0
    }

    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Adds up amounts.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] when a partial sum does not fit.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Result<Self, MoneyError> {
        amounts.into_iter().try_fold(Self::ZERO, Self::plus)
    }
}

impl fmt::Debug for Minor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Minor({})", self.0)
    }
}

impl From<Minor> for i64 {
    fn from(amount: Minor) -> Self {
        amount.0
    }
}

impl TryFrom<i64> for Minor {
    type Error = MoneyError;
    fn try_from(value: i64) -> Result<Self, MoneyError> {
        Self::new(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn range_holds_on_construction_arithmetic_and_deserialisation() {
        let most = Minor::new(MINOR_MAX).unwrap();
        let one = Minor::new(1).unwrap();
        assert_eq!(Minor::new(MINOR_MAX + 1), Err(MoneyError::Overflow));
        assert_eq!(Minor::new(i64::MIN), Err(MoneyError::Overflow));
        assert_eq!(most.plus(one), Err(MoneyError::Overflow));
        assert_eq!(most.negated().minus(one), Err(MoneyError::Overflow));
        assert_eq!(serde_json::from_str::<Minor>("9007199254740991").unwrap(), most);
        assert!(serde_json::from_str::<Minor>("9007199254740992").is_err());
        assert!(serde_json::from_str::<Minor>("1.5").is_err());
        assert!(serde_json::from_str::<Minor>("\"1\"").is_err());
    }
}
