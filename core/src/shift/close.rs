//! The end of a shift.

use serde::{Deserialize, Serialize};

use super::{CashCount, ShiftError, ShiftTotals};
use crate::limits::TEXT_CHARS_MAX;
use crate::money::Minor;
use crate::time::BusinessDate;

/// A shift has ended: its Z report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftClosed {
    pub business_date: BusinessDate,
    /// Number of the Z report: 1 for the first of a register, then without gaps.
    pub z: u64,
    pub totals: ShiftTotals,
    /// What should be in the drawer.
    pub expected: Minor,
    pub count: CashCount,
    /// What is in the drawer.
    pub counted: Minor,
    /// `counted - expected`: below zero where cash is missing.
    pub difference: Minor,
    /// Whether the cashier counted without having seen what is expected.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub blind: bool,
    /// Why there is a difference, in the cashier's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl ShiftClosed {
    /// Closes a shift. `last_z` is the number of the register's report before, 0 for none.
    ///
    /// # Errors
    /// [`ShiftError`]; the shift goes on then.
    pub fn close(
        business_date: BusinessDate,
        last_z: u64,
        totals: ShiftTotals,
        count: CashCount,
    ) -> Result<Self, ShiftError> {
        let (expected, counted) = (totals.expected_cash()?, count.total()?);
        Ok(Self {
            business_date,
            z: last_z.saturating_add(1),
            expected,
            counted,
            difference: counted.minus(expected)?,
            totals,
            count,
            blind: false,
            note: String::new(),
        })
    }

    /// Adds a note to it.
    ///
    /// # Errors
    /// [`ShiftError::ReasonTooLong`].
    pub fn with_note(self, note: String) -> Result<Self, ShiftError> {
        if note.chars().count() > TEXT_CHARS_MAX {
            return Err(ShiftError::ReasonTooLong);
        }
        Ok(Self { note, ..self })
    }

    /// Returns whether its own figures add up.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        self.totals.expected_cash() == Ok(self.expected)
            && self.count.total() == Ok(self.counted)
            && self.counted.minus(self.expected) == Ok(self.difference)
    }
}
