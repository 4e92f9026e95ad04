//! Exact fractions, for sums that are rounded only once.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::money::rounding::power_of_ten;
use crate::money::{Minor, MoneyError, Ratio, Rounding};

/// Places below the unit that are kept where a fraction does not fit 127 bits any more.
const GUARD: i128 = 1_000_000_000_000;

/// An exact fraction with a positive denominator.
///
/// Operations are exact as long as the result fits 127 bits over 127 bits, which holds for any
/// amount of a till with a handful of different rates. Beyond that the operand with the longer
/// denominator is first rounded to twelve places below the unit, and only what does not fit even
/// then is refused. Nothing is reduced before it has to be, because a greatest common divisor
/// costs more than the arithmetic that it would shorten. That is what sets it apart from
/// [`crate::money::Ratio`], which is always in lowest terms and refuses what does not fit.
#[derive(Copy, Clone, Debug)]
pub struct Fraction {
    numerator: i128,
    denominator: i128,
}

impl Fraction {
    /// Nothing.
    pub const ZERO: Self = Self::whole(0);
    /// One unit.
    pub const ONE: Self = Self::whole(1);

    /// Returns a whole number.
    #[must_use]
    pub const fn whole(value: i128) -> Self {
        Self { numerator: value, denominator: 1 }
    }

    /// Returns `numerator / denominator`.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] when the denominator is not positive.
    pub const fn new(numerator: i128, denominator: i128) -> Result<Self, MoneyError> {
        if denominator <= 0 {
            return Err(MoneyError::Overflow);
        }
        Ok(Self { numerator, denominator })
    }

    /// Returns a share in percent: `19` becomes 19/100.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn percent(rate: Decimal) -> Result<Self, MoneyError> {
        let rate = rate.normalize();
        let hundred = power_of_ten(rate.scale())?.checked_mul(100).ok_or(MoneyError::Overflow)?;
        Self::new(rate.mantissa(), hundred)
    }

    /// Returns the sum.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        if self.denominator == other.denominator
            && let Some(numerator) = self.numerator.checked_add(other.numerator)
        {
            return Ok(Self { numerator, denominator: self.denominator });
        }
        self.exact_sum(other)
            .or_else(|| self.reduced().exact_sum(other.reduced()))
            .or_else(|| self.guarded()?.exact_sum(other.guarded()?))
            .ok_or(MoneyError::Overflow)
    }

    /// Returns the difference.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        self.plus(other.negated()?)
    }

    /// Returns the product.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn times(self, other: Self) -> Result<Self, MoneyError> {
        self.exact_product(other)
            .or_else(|| {
                let first = Self { numerator: self.numerator, ..other }.reduced();
                let second = Self { numerator: other.numerator, ..self }.reduced();
                first.exact_product(second)
            })
            .or_else(|| {
                let (long, short) = match self.denominator.cmp(&other.denominator) {
                    Ordering::Less => (other, self),
                    _ => (self, other),
                };
                let long = long.guarded()?;
                let short = short.reduced();
                long.exact_product(short).or_else(|| long.exact_product(short.guarded()?))
            })
            .ok_or(MoneyError::Overflow)
    }

    /// Returns the quotient.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`], also for a division by nothing.
    pub fn over(self, other: Self) -> Result<Self, MoneyError> {
        let sign = other.numerator.signum();
        if sign == 0 {
            return Err(MoneyError::Overflow);
        }
        let numerator = other.denominator.checked_mul(sign).ok_or(MoneyError::Overflow)?;
        let denominator = other.numerator.checked_abs().ok_or(MoneyError::Overflow)?;
        self.times(Self { numerator, denominator })
    }

    /// Returns the value with the other sign.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn negated(self) -> Result<Self, MoneyError> {
        let numerator = self.numerator.checked_neg().ok_or(MoneyError::Overflow)?;
        Ok(Self { numerator, ..self })
    }

    /// Returns the value without its sign.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn abs(self) -> Result<Self, MoneyError> {
        if self.numerator < 0 { self.negated() } else { Ok(self) }
    }

    /// Returns -1, 0 or 1.
    #[must_use]
    pub const fn signum(self) -> i128 {
        self.numerator.signum()
    }

    /// Returns how two values compare.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn compare(self, other: Self) -> Result<Ordering, MoneyError> {
        if self.denominator == other.denominator {
            return Ok(self.numerator.cmp(&other.numerator));
        }
        Ok(self.minus(other)?.signum().cmp(&0))
    }

    /// Rounds to a whole number.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] is not met for a valid fraction; it is passed on.
    pub fn round(self, rounding: Rounding) -> Result<i128, MoneyError> {
        rounding.divide(self.numerator, self.denominator)
    }

    /// Rounds to whole minor units.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn to_minor(self, rounding: Rounding) -> Result<Minor, MoneyError> {
        Minor::from_wide(self.round(rounding)?)
    }

    /// Rounds to a decimal with up to 12 places, for messages and prices.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn to_decimal(self, rounding: Rounding) -> Result<Decimal, MoneyError> {
        let scaled = self.times(Self::whole(GUARD))?.round(rounding)?;
        let decimal = Decimal::try_from_i128_with_scale(scaled, 12);
        Ok(decimal.map_err(|_| MoneyError::Overflow)?.normalize())
    }

    fn exact_sum(self, other: Self) -> Option<Self> {
        let common = gcd(self.denominator, other.denominator);
        let (mine, theirs) = (other.denominator / common, self.denominator / common);
        let left = self.numerator.checked_mul(mine)?;
        let right = other.numerator.checked_mul(theirs)?;
        let denominator = self.denominator.checked_mul(mine)?;
        Some(Self { numerator: left.checked_add(right)?, denominator })
    }

    fn exact_product(self, other: Self) -> Option<Self> {
        let numerator = self.numerator.checked_mul(other.numerator)?;
        let denominator = self.denominator.checked_mul(other.denominator)?;
        Some(Self { numerator, denominator })
    }

    fn reduced(self) -> Self {
        let common = gcd(self.denominator, self.numerator);
        Self { numerator: self.numerator / common, denominator: self.denominator / common }
    }

    /// Rounds to the guard places; a half goes away from zero.
    fn guarded(self) -> Option<Self> {
        let (mut rest, mut whole) = (self.numerator % self.denominator, self.denominator);
        while rest.checked_mul(GUARD).is_none() {
            rest /= 2;
            whole /= 2;
        }
        let places = Rounding::HalfUp.divide(rest * GUARD, whole).ok()?;
        let numerator = (self.numerator / self.denominator).checked_mul(GUARD)?;
        Some(Self { numerator: numerator.checked_add(places)?, denominator: GUARD })
    }
}

impl From<Minor> for Fraction {
    fn from(amount: Minor) -> Self {
        Self::whole(i128::from(amount.get()))
    }
}

impl From<Ratio> for Fraction {
    fn from(value: Ratio) -> Self {
        Self { numerator: value.numerator(), denominator: value.denominator() }
    }
}

impl TryFrom<Decimal> for Fraction {
    type Error = MoneyError;
    fn try_from(value: Decimal) -> Result<Self, MoneyError> {
        let value = value.normalize();
        Self::new(value.mantissa(), power_of_ten(value.scale())?)
    }
}

/// Returns the greatest common divisor of a positive number and any number.
fn gcd(positive: i128, other: i128) -> i128 {
    let (mut a, mut b) = (positive, other % positive);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.abs()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fraction(numerator: i128, denominator: i128) -> Fraction {
        Fraction::new(numerator, denominator).unwrap()
    }

    #[track_caller]
    fn same(left: Fraction, right: Fraction) {
        assert_eq!(left.compare(right).unwrap(), Ordering::Equal, "{left:?} {right:?}");
    }

    #[test]
    fn arithmetic_is_exact() {
        same(fraction(1, 3).plus(fraction(1, 6)).unwrap(), fraction(1, 2));
        same(fraction(1, 3).minus(fraction(1, 2)).unwrap(), fraction(-1, 6));
        same(fraction(2, 3).times(fraction(-3, 4)).unwrap(), fraction(-1, 2));
        same(fraction(1, 2).over(fraction(-1, 4)).unwrap(), Fraction::whole(-2));
        same(Fraction::percent(Decimal::new(8875, 3)).unwrap(), fraction(71, 800));
        assert_eq!(fraction(-5, 2).round(Rounding::HalfUp).unwrap(), -3);
        assert_eq!(Fraction::ONE.over(Fraction::ZERO).unwrap_err(), MoneyError::Overflow);
        assert_eq!(Fraction::new(1, 0).unwrap_err(), MoneyError::Overflow);
    }

    #[test]
    fn what_does_not_fit_is_guarded_then_refused() {
        let (a, b) = (10_i128.pow(30) + 7, 10_i128.pow(30) + 9);
        let sum = fraction(a - 1, a).plus(fraction(1, b)).unwrap();
        assert_eq!(sum.round(Rounding::HalfUp).unwrap(), 1);
        let product = fraction(a, b).times(fraction(b, a)).unwrap();
        assert_eq!(product.round(Rounding::Down).unwrap(), 1);
        let huge = Fraction::whole(i128::MAX);
        assert_eq!(huge.plus(Fraction::ONE).unwrap_err(), MoneyError::Overflow);
        assert_eq!(huge.times(huge).unwrap_err(), MoneyError::Overflow);
    }

    proptest! {
        #[test]
        fn sums_do_not_depend_on_order(
            parts in prop::collection::vec((-1_000_000_i128..1_000_000, 1_i128..500), 1..8),
        ) {
            let forth = parts.iter().try_fold(Fraction::ZERO, |sum, p| sum.plus(fraction(p.0, p.1)));
            let back = parts.iter().rev().try_fold(Fraction::ZERO, |sum, p| sum.plus(fraction(p.0, p.1)));
            same(forth.unwrap(), back.unwrap());
        }
    }
}
