//! Trade item numbers: GTIN-8, GTIN-12, GTIN-13 and GTIN-14 are one number with leading zeros.

use std::fmt;

use super::BarcodeError;
use super::check::has_check_digit;

/// Returns the GTIN of a code as 14 digits if it is one of 8, 12, 13 or 14 digits with a right
/// check digit, so that UPC-A `036000291452` and EAN-13 `0036000291452` are the same product.
#[must_use]
pub fn gtin14(code: &str) -> Option<String> {
    Gtin::parse(code).ok().map(|gtin| gtin.as_14())
}

/// A trade item number with a right check digit.
///
/// # Example
/// ```
/// use titan_core::catalog::barcode::Gtin;
/// let upc_a = Gtin::parse("036000291452")?;
/// assert_eq!(upc_a, Gtin::parse("00036000291452")?);
/// assert_eq!(upc_a.in_digits(13)?, "0036000291452");
/// # Ok::<(), titan_core::catalog::barcode::BarcodeError>(())
/// ```
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gtin(u64);

impl Gtin {
    /// Reads 8, 12, 13 or 14 digits.
    ///
    /// # Errors
    /// [`BarcodeError::NotDigits`], [`BarcodeError::Length`], [`BarcodeError::CheckDigit`].
    pub fn parse(code: &str) -> Result<Self, BarcodeError> {
        if !code.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(BarcodeError::NotDigits);
        }
        if !matches!(code.len(), 8 | 12 | 13 | 14) {
            return Err(BarcodeError::Length(code.len()));
        }
        if !has_check_digit(code) {
            return Err(BarcodeError::CheckDigit);
        }
        code.parse().map(Self).map_err(|_| BarcodeError::NotDigits)
    }

    /// Returns the number of digits of the shortest form: 8, 12, 13 or 14.
    #[must_use]
    pub const fn shortest(self) -> usize {
        match self.0 {
            0..=99_999_999 => 8,
            100_000_000..=999_999_999_999 => 12,
            1_000_000_000_000..=9_999_999_999_999 => 13,
            _ => 14,
        }
    }

    /// Returns the number in `length` digits: 8, 12, 13 or 14.
    ///
    /// # Errors
    /// [`BarcodeError::Length`] for another length, [`BarcodeError::TooLong`].
    pub fn in_digits(self, length: usize) -> Result<String, BarcodeError> {
        if !matches!(length, 8 | 12 | 13 | 14) {
            return Err(BarcodeError::Length(length));
        }
        if length < self.shortest() {
            return Err(BarcodeError::TooLong(length));
        }
        Ok(format!("{:0length$}", self.0))
    }

    /// Returns the number in 14 digits: the form to store and compare.
    #[must_use]
    pub fn as_14(self) -> String {
        format!("{:014}", self.0)
    }
}

impl fmt::Debug for Gtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Gtin({:014})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::catalog::barcode::check::check_digit;

    #[test]
    fn one_product_has_one_number() {
        assert_eq!(gtin14("036000291452").as_deref(), Some("00036000291452"));
        assert_eq!(gtin14("0036000291452").as_deref(), Some("00036000291452"));
        assert_eq!(gtin14("12345"), None);
        assert_eq!(Gtin::parse("4006381333932"), Err(BarcodeError::CheckDigit));
        assert_eq!(Gtin::parse("400638133393"), Err(BarcodeError::CheckDigit));
        assert_eq!(Gtin::parse("40063813339"), Err(BarcodeError::Length(11)));
        assert_eq!(Gtin::parse("400638133393x"), Err(BarcodeError::NotDigits));
        let ean = Gtin::parse("4006381333931").unwrap();
        assert_eq!(ean.in_digits(14).as_deref(), Ok("04006381333931"));
        assert_eq!(ean.in_digits(12), Err(BarcodeError::TooLong(12)));
        assert_eq!(ean.in_digits(11), Err(BarcodeError::Length(11)));
    }

    proptest! {
        #[test]
        fn longer_forms_are_the_same_number(payload in "[0-9]{7}|[0-9]{11,13}") {
            let code = format!("{payload}{}", check_digit(&payload).unwrap());
            let gtin = Gtin::parse(&code).unwrap();
            for length in [8, 12, 13, 14] {
                match gtin.in_digits(length) {
                    Ok(form) => prop_assert_eq!(Gtin::parse(&form), Ok(gtin)),
                    Err(_) => prop_assert!(length < gtin.shortest()),
                }
            }
        }
    }
}
