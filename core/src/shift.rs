//! A shift of a register: what is in the drawer, what was taken, and the reports on it.
//!
//! The acts of a shift are counted one by one into [`ShiftTotals`]. The X report is the totals of
//! a shift that goes on, the Z report is [`ShiftClosed`]: the totals of one that has ended,
//! together with what was counted in the drawer.

mod cash;
mod close;
mod totals;

use serde::{Deserialize, Serialize};

use crate::money::{Minor, MoneyError};
use crate::time::BusinessDate;

pub use cash::{CashCount, CashMove, CashMoved, Pieces};
pub use close::ShiftClosed;
pub use totals::{ShiftTotals, TenderTotal};

/// A shift begins; the business day belongs to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftOpened {
    pub business_date: BusinessDate,
    /// Cash in the drawer at the start.
    pub opening_float: Minor,
}

/// An act of a shift is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShiftError {
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error("an amount of cash has to be above zero")]
    NotPositive,
    #[error("a reason is needed")]
    NoReason,
    #[error("a reason has at most {} characters", crate::limits::TEXT_CHARS_MAX)]
    ReasonTooLong,
    #[error("a note or coin is worth more than zero, and is counted once")]
    Pieces,
    #[error("a count cannot be below zero")]
    NegativeCount,
}

impl ShiftError {
    /// Returns the stable code of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Money(_) => "shift.amount",
            Self::NotPositive => "shift.not_positive",
            Self::NoReason => "shift.no_reason",
            Self::ReasonTooLong => "shift.reason_too_long",
            Self::Pieces => "shift.pieces",
            Self::NegativeCount => "shift.negative_count",
        }
    }
}

#[cfg(test)]
mod tests;
