//! Cash that goes in or out of the drawer without a sale, and cash that is counted.

use serde::{Deserialize, Serialize};

use super::ShiftError;
use crate::limits::TEXT_CHARS_MAX;
use crate::money::{Minor, MoneyError};

/// Why cash goes in or out of the drawer.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CashMove {
    /// Put in: change from the bank.
    PaidIn,
    /// Taken out to pay for something: milk from next door.
    PaidOut,
    /// Taken out to be kept safe: to the office or the bank.
    Drop,
}

/// Cash went in or out of the drawer without a sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashMoved {
    pub kind: CashMove,
    /// Above zero, whichever way it went.
    pub amount: Minor,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

impl CashMoved {
    /// Checks amount and reason; a drop needs none.
    ///
    /// # Errors
    /// [`ShiftError::NotPositive`], [`ShiftError::NoReason`], [`ShiftError::ReasonTooLong`].
    pub fn check(&self) -> Result<(), ShiftError> {
        if self.amount <= Minor::ZERO {
            return Err(ShiftError::NotPositive);
        }
        if self.kind != CashMove::Drop && self.reason.trim().is_empty() {
            return Err(ShiftError::NoReason);
        }
        if self.reason.chars().count() > TEXT_CHARS_MAX {
            return Err(ShiftError::ReasonTooLong);
        }
        Ok(())
    }

    /// Returns what it adds to the drawer; below zero where it takes out.
    #[must_use]
    pub const fn into_drawer(&self) -> Minor {
        match self.kind {
            CashMove::PaidIn => self.amount,
            CashMove::PaidOut | CashMove::Drop => self.amount.negated(),
        }
    }
}

/// So many of one note or coin.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pieces {
    /// What one is worth, in minor units.
    pub value: Minor,
    pub count: u32,
}

/// Cash as it was counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashCount {
    /// Notes and coins, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<Pieces>,
    /// What was counted as one amount, such as rolls of coins.
    #[serde(default, skip_serializing_if = "Minor::is_zero_ref")]
    pub loose: Minor,
}

impl CashCount {
    /// Adds up what was counted.
    ///
    /// # Errors
    /// [`ShiftError::Pieces`], [`ShiftError::NegativeCount`], [`ShiftError::Money`].
    pub fn total(&self) -> Result<Minor, ShiftError> {
        if self.loose.is_negative() {
            return Err(ShiftError::NegativeCount);
        }
        let mut total = self.loose;
        for (position, pieces) in self.pieces.iter().enumerate() {
            let again = self.pieces.iter().skip(position + 1).any(|it| it.value == pieces.value);
            if again || pieces.value <= Minor::ZERO {
                return Err(ShiftError::Pieces);
            }
            let worth = pieces.value.get().checked_mul(i64::from(pieces.count));
            total = total.plus(Minor::new(worth.ok_or(MoneyError::Overflow)?)?)?;
        }
        Ok(total)
    }
}
