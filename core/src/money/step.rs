//! Amounts rounded to coins, to powers of ten, and after multiplication and division.

use super::rounding::power_of_ten;
use super::{Currency, Minor, MoneyError, Ratio, Rounding};

/// The smallest difference between two amounts, in minor units: 1, or 5 where the smallest coin
/// is 0.05. Its only prime factors are 2 and 5, so that some multiple of it is a power of ten
/// and steps add up to whole amounts.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Step(i64);

impl Step {
    /// One minor unit.
    pub const ONE: Self = Self(1);

    /// Returns the step of `minor` minor units.
    ///
    /// # Errors
    /// [`MoneyError::Step`] below one and where another prime than 2 and 5 divides the step.
    pub const fn new(minor: i64) -> Result<Self, MoneyError> {
        let mut rest = minor;
        while rest > 1 && rest % 2 == 0 {
            rest /= 2;
        }
        while rest > 1 && rest % 5 == 0 {
            rest /= 5;
        }
        if rest == 1 { Ok(Self(minor)) } else { Err(MoneyError::Step(minor)) }
    }

    /// Returns the number of minor units.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Rounds `amount`, a number of minor units that may be finer than one, to a multiple of the
    /// step.
    ///
    /// # Errors
    /// [`MoneyError::NotExact`], [`MoneyError::Overflow`].
    pub fn round(self, amount: Ratio, rounding: Rounding) -> Result<Minor, MoneyError> {
        let steps = amount.over(Ratio::whole(self.0.into()))?.round(rounding)?;
        let units = steps.checked_mul(i128::from(self.0)).ok_or(MoneyError::Overflow)?;
        Minor::from_wide(units)
    }
}

impl Minor {
    /// Rounds to a multiple of ten to the `exponent` minor units.
    ///
    /// # Errors
    /// [`MoneyError::NotExact`], [`MoneyError::Overflow`].
    pub fn to_power_of_ten(self, exponent: u32, rounding: Rounding) -> Result<Self, MoneyError> {
        let power = power_of_ten(exponent)?;
        let tens = rounding.divide(i128::from(self.get()), power)?;
        Self::from_wide(tens.checked_mul(power).ok_or(MoneyError::Overflow)?)
    }

    /// Rounds to a multiple of `step`.
    ///
    /// # Errors
    /// [`MoneyError::NotExact`], [`MoneyError::Overflow`].
    pub fn to_step(self, step: Step, rounding: Rounding) -> Result<Self, MoneyError> {
        step.round(self.into(), rounding)
    }

    /// Multiplies by an exact factor and rounds once, to minor units.
    ///
    /// # Errors
    /// [`MoneyError::NotExact`], [`MoneyError::Overflow`].
    pub fn times(self, factor: Ratio, rounding: Rounding) -> Result<Self, MoneyError> {
        Self::from_wide(factor.times(self.into())?.round(rounding)?)
    }

    /// Divides by an exact divisor and rounds once, to minor units.
    ///
    /// # Errors
    /// [`MoneyError::DivisionByZero`], [`MoneyError::NotExact`], [`MoneyError::Overflow`].
    pub fn over(self, divisor: Ratio, rounding: Rounding) -> Result<Self, MoneyError> {
        Self::from_wide(Ratio::from(self).over(divisor)?.round(rounding)?)
    }
}

/// Returns an amount in whole units of the currency (`12.345`) as minor units (`1234.5`).
///
/// # Errors
/// [`MoneyError::Overflow`].
pub fn minor_units(amount: Ratio, currency: Currency) -> Result<Ratio, MoneyError> {
    amount.times(Ratio::new(power_of_ten(u32::from(currency.digits()))?, 1)?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::limits::MINOR_MAX;

    fn minor(units: i64) -> Minor {
        Minor::new(units).unwrap()
    }

    #[test]
    fn a_step_is_a_coin() {
        for good in [1, 2, 5, 10, 20, 25, 50, 100, 125, 1000] {
            assert_eq!(Step::new(good).map(Step::get), Ok(good));
        }
        for bad in [0, -5, 3, 6, 7, 15, 30, i64::MAX, i64::MIN] {
            assert_eq!(Step::new(bad), Err(MoneyError::Step(bad)));
        }
    }

    #[test]
    fn amounts_are_rounded_once() {
        let five = Step::new(5).unwrap();
        // 2.025 is 202.5 cents; with coins of 5 cents it lies between 200 and 205, above the middle.
        let fine = Ratio::new(2025, 10).unwrap();
        assert_eq!(five.round(fine, Rounding::HalfDown), Ok(minor(200)));
        assert_eq!(five.round(fine, Rounding::HalfUp), Ok(minor(205)));
        assert_eq!(minor(-203).to_step(five, Rounding::HalfUp), Ok(minor(-205)));
        assert_eq!(minor(203).to_step(five, Rounding::Exact), Err(MoneyError::NotExact));
        assert_eq!(minor(-2450).to_power_of_ten(2, Rounding::HalfEven), Ok(minor(-2400)));
        assert_eq!(minor(MINOR_MAX).to_power_of_ten(2, Rounding::Up), Err(MoneyError::Overflow));
        assert_eq!(minor(1).to_power_of_ten(60, Rounding::Up), Err(MoneyError::Overflow));
        let half = Ratio::new(1, 2).unwrap();
        assert_eq!(minor(3).times(half, Rounding::HalfUp), Ok(minor(2)));
        assert_eq!(minor(3).over(half, Rounding::Exact), Ok(minor(6)));
        let zero = Ratio::whole(0);
        assert_eq!(minor(3).over(zero, Rounding::HalfUp), Err(MoneyError::DivisionByZero));
        let yen = Currency::from_code("JPY").unwrap();
        assert_eq!(minor_units(fine, yen), Ok(fine));
    }

    proptest! {
        #[test]
        fn a_rounded_amount_is_a_near_multiple(
            units in -MINOR_MAX / 2..=MINOR_MAX / 2,
            step in prop::sample::select(vec![1_i64, 5, 10, 25, 50, 100]),
            rounding in prop::sample::select(vec![
                Rounding::HalfUp, Rounding::HalfDown, Rounding::HalfEven, Rounding::HalfOdd,
                Rounding::Up, Rounding::Down,
            ]),
        ) {
            let coin = Step::new(step).unwrap();
            let rounded = minor(units).to_step(coin, rounding).unwrap();
            prop_assert_eq!(rounded.get() % step, 0);
            prop_assert!((rounded.get() - units).abs() < step);
            prop_assert_eq!(minor(-units).to_step(coin, rounding).unwrap(), rounded.negated());
            prop_assert_eq!(rounded.to_step(coin, Rounding::Exact), Ok(rounded));
        }
    }
}
