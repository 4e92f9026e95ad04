//! Currencies and their minor units.

mod everyday;
mod region;
mod table;

use std::fmt;

use serde::{Deserialize, Serialize};

use super::MoneyError;

pub use everyday::Everyday;
pub use region::currencies_of;

/// A currency of ISO 4217, by its three-letter code.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Currency {
    code: [u8; 3],
    digits: u8,
}

impl Currency {
    /// Returns the currency of a code in capital letters.
    ///
    /// # Errors
    /// [`MoneyError::UnknownCurrency`].
    pub fn from_code(code: &str) -> Result<Self, MoneyError> {
        let unknown = || MoneyError::UnknownCurrency(code.chars().take(16).collect());
        let bytes: [u8; 3] = code.as_bytes().try_into().map_err(|_| unknown())?;
        table::by_code(bytes).map(Self::from).ok_or_else(unknown)
    }

    /// Returns the currency of a three-digit numeric code, as in GS1 prices with a currency.
    ///
    /// # Errors
    /// [`MoneyError::UnknownCurrency`].
    pub fn from_numeric(numeric: u16) -> Result<Self, MoneyError> {
        let found = table::by_numeric(numeric).map(Self::from);
        found.ok_or_else(|| MoneyError::UnknownCurrency(format!("{numeric:03}")))
    }

    /// Returns every currency, by its letters.
    pub fn all() -> impl Iterator<Item = Self> {
        table::rows().map(Self::from)
    }

    /// Returns the numeric code of ISO 4217.
    #[must_use]
    pub fn numeric(self) -> u16 {
        table::by_code(self.code).map_or(0, |row| row.numeric)
    }

    /// Returns the three letters.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.code).unwrap_or_default()
    }

    /// Returns the number of decimal places of the minor unit.
    #[must_use]
    pub const fn digits(self) -> u8 {
        self.digits
    }
}

impl From<table::Row> for Currency {
    fn from(row: table::Row) -> Self {
        Self { code: row.code, digits: row.digits }
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Currency({})", self.code())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().to_owned()
    }
}

impl TryFrom<String> for Currency {
    type Error = MoneyError;
    fn try_from(code: String) -> Result<Self, MoneyError> {
        Self::from_code(&code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minor_units_follow_iso_4217() {
        for (code, digits) in [("EUR", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4), ("HUF", 2)] {
            assert_eq!(Currency::from_code(code).unwrap().digits(), digits, "{code}");
        }
        for bad in ["eur", "EURO", "", "XXX", "E R", "ÄB"] {
            assert!(Currency::from_code(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn codes_lead_to_each_other() {
        let rand = Currency::from_numeric(710).unwrap();
        assert_eq!((rand.code(), rand.numeric()), ("ZAR", 710));
        assert_eq!(Currency::from_numeric(999), Err(MoneyError::UnknownCurrency("999".into())));
        for currency in Currency::all() {
            assert_eq!(Currency::from_code(currency.code()), Ok(currency));
            assert_eq!(Currency::from_numeric(currency.numeric()), Ok(currency));
        }
    }
}
