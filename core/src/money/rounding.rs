//! Rounding of exact fractions to whole units.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::MoneyError;

/// How a fraction becomes a whole number. Every mode is symmetric, `round(-x) = -round(x)`,
/// except those named after ceiling and floor, which are not for money that can be refunded.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// To the nearest; a half goes away from zero.
    #[default]
    HalfUp,
    /// To the nearest; a half goes to the even neighbour.
    HalfEven,
    /// To the nearest; a half goes towards zero.
    HalfDown,
    /// Away from zero.
    Up,
    /// Towards zero.
    Down,
    /// Towards positive infinity.
    Ceiling,
    /// Towards negative infinity.
    Floor,
    /// To the nearest; a half goes to the odd neighbour.
    HalfOdd,
    /// To the nearest; a half goes towards positive infinity.
    HalfCeiling,
    /// To the nearest; a half goes towards negative infinity.
    HalfFloor,
    /// Nothing may have to be rounded; [`MoneyError::NotExact`] if something would.
    Exact,
}

impl Rounding {
    /// Rounds the fraction `numerator / denominator` to a whole number.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] when the denominator is not positive, [`MoneyError::NotExact`].
    pub fn divide(self, numerator: i128, denominator: i128) -> Result<i128, MoneyError> {
        if denominator <= 0 {
            return Err(MoneyError::Overflow);
        }
        let whole = numerator / denominator;
        let rest = numerator % denominator;
        if rest == 0 {
            return Ok(whole);
        }
        let away = if numerator < 0 { -1 } else { 1 };
        // |rest| < denominator, so comparing with the other part avoids doubling.
        let half = rest.abs().cmp(&(denominator - rest.abs()));
        let moves = match self {
            Self::HalfUp => half.is_ge(),
            Self::HalfDown => half.is_gt(),
            Self::HalfEven => half.is_gt() || (half.is_eq() && whole % 2 != 0),
            Self::Up => true,
            Self::Down => false,
            Self::Ceiling => away > 0,
            Self::Floor => away < 0,
            Self::HalfOdd => half.is_gt() || (half.is_eq() && whole % 2 == 0),
            Self::HalfCeiling => half.is_gt() || (half.is_eq() && away > 0),
            Self::HalfFloor => half.is_gt() || (half.is_eq() && away < 0),
            Self::Exact => return Err(MoneyError::NotExact),
        };
        Ok(if moves { whole + away } else { whole })
    }

    /// Rounds a decimal to a whole number.
    ///
    /// # Errors
    /// [`MoneyError::NotExact`].
    pub fn whole(self, value: Decimal) -> Result<i128, MoneyError> {
        self.divide(value.mantissa(), power_of_ten(value.scale())?)
    }

    /// Rounds `amount * factor` to a whole number, exactly.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] when the product does not fit 127 bits, [`MoneyError::NotExact`].
    pub fn multiply(self, amount: i128, factor: Decimal) -> Result<i128, MoneyError> {
        let product = amount.checked_mul(factor.mantissa()).ok_or(MoneyError::Overflow)?;
        self.divide(product, power_of_ten(factor.scale())?)
    }
}

/// Returns 10 to the `exponent`.
///
/// # Errors
/// [`MoneyError::Overflow`] from 39 on.
pub fn power_of_ten(exponent: u32) -> Result<i128, MoneyError> {
    10_i128.checked_pow(exponent).ok_or(MoneyError::Overflow)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(mode: Rounding, tenths: [i128; 7], expect: [i128; 7]) {
        assert_eq!(tenths.map(|tenth| mode.divide(tenth, 10).unwrap()), expect, "{mode:?}");
    }

    #[test]
    fn modes_differ_where_they_should() {
        let tenths = [-25, -15, -11, 5, 11, 15, 25];
        check(Rounding::HalfUp, tenths, [-3, -2, -1, 1, 1, 2, 3]);
        check(Rounding::HalfEven, tenths, [-2, -2, -1, 0, 1, 2, 2]);
        check(Rounding::HalfDown, tenths, [-2, -1, -1, 0, 1, 1, 2]);
        check(Rounding::Up, tenths, [-3, -2, -2, 1, 2, 2, 3]);
        check(Rounding::Down, tenths, [-2, -1, -1, 0, 1, 1, 2]);
        check(Rounding::Ceiling, tenths, [-2, -1, -1, 1, 2, 2, 3]);
        check(Rounding::Floor, tenths, [-3, -2, -2, 0, 1, 1, 2]);
        check(Rounding::HalfOdd, tenths, [-3, -1, -1, 1, 1, 1, 3]);
        check(Rounding::HalfCeiling, tenths, [-2, -1, -1, 1, 1, 2, 3]);
        check(Rounding::HalfFloor, tenths, [-3, -2, -1, 0, 1, 1, 2]);
    }

    #[test]
    fn exact_refuses_to_round() {
        assert_eq!(Rounding::Exact.divide(30, 10), Ok(3));
        assert_eq!(Rounding::Exact.divide(-31, 10), Err(MoneyError::NotExact));
    }

    #[test]
    fn decimals_are_rounded_exactly() {
        // 36.90 at 8.875 % is 3.274875; 25.75 at 8.875 % is 2.2853125 (in cents: 327.4875, 228.53).
        let rate = Decimal::new(8875, 5);
        assert_eq!(Rounding::HalfUp.multiply(3690, rate).unwrap(), 327);
        assert_eq!(Rounding::HalfUp.multiply(2575, rate).unwrap(), 229);
        assert_eq!(Rounding::HalfUp.multiply(-2575, rate).unwrap(), -229);
    }

    #[test]
    fn no_denominator_is_refused() {
        assert_eq!(Rounding::HalfUp.divide(1, 0), Err(MoneyError::Overflow));
        assert_eq!(power_of_ten(39), Err(MoneyError::Overflow));
    }
}
