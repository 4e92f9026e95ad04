//! Percentages as whole numbers, so that the hot path divides by constants.

use rust_decimal::Decimal;

use crate::money::rounding::power_of_ten;
use crate::money::{MoneyError, Rounding};

/// One whole in parts per million.
const WHOLE_PPM: i64 = 1_000_000;
/// Below it `amount * ppm` fits 63 bits: 2^43 * 10^6 < 2^63.
const FAST_MAX: i64 = 1 << 43;

/// A share in parts per million: 12.5 % is 125,000. Exact for percentages with at most four
/// decimal places, which is what promotions may have.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rate {
    ppm: i64,
}

impl Rate {
    /// Returns the rate of a percentage, if it has at most four decimal places and fits.
    pub(crate) fn from_percent(percent: Decimal) -> Option<Self> {
        let percent = percent.normalize();
        let up = power_of_ten(4_u32.checked_sub(percent.scale())?).ok()?;
        let ppm = i64::try_from(percent.mantissa().checked_mul(up)?).ok()?;
        (0..=WHOLE_PPM).contains(&ppm).then_some(Self { ppm })
    }

    /// Returns what this rate leaves of the whole.
    pub(crate) const fn rest(self) -> Self {
        Self { ppm: WHOLE_PPM - self.ppm }
    }

    /// Returns `round(amount * rate)`.
    #[inline]
    pub(crate) fn of(self, amount: i64, rounding: Rounding) -> Result<i64, MoneyError> {
        if rounding == Rounding::HalfUp && (0..FAST_MAX).contains(&amount) {
            return Ok((amount * self.ppm + WHOLE_PPM / 2) / WHOLE_PPM);
        }
        divide(rounding, i128::from(amount) * i128::from(self.ppm), i128::from(WHOLE_PPM))
    }

    /// Returns `round(amount * rate * units / of_units)`: the rate on some units of a line.
    pub(crate) fn of_part(
        self,
        amount: i64,
        (units, of_units): (i64, i64),
        rounding: Rounding,
    ) -> Result<i64, MoneyError> {
        if units >= of_units {
            return self.of(amount, rounding);
        }
        if self.ppm == WHOLE_PPM {
            return part(amount, (units, of_units), rounding);
        }
        let exact = i128::from(amount)
            .checked_mul(i128::from(self.ppm))
            .and_then(|exact| exact.checked_mul(i128::from(units)))
            .ok_or(MoneyError::Overflow)?;
        divide(rounding, exact, i128::from(of_units.max(1)) * i128::from(WHOLE_PPM))
    }
}

/// Returns `round(amount * units / of_units)`: what some units of a line are worth.
pub(crate) fn part(
    amount: i64,
    (units, of_units): (i64, i64),
    rounding: Rounding,
) -> Result<i64, MoneyError> {
    if units >= of_units {
        return Ok(amount);
    }
    if rounding == Rounding::HalfUp
        && (0..1 << 40).contains(&amount)
        && (0..1 << 20).contains(&units)
    {
        return Ok((amount * units * 2 + of_units) / (of_units * 2));
    }
    divide(rounding, i128::from(amount) * i128::from(units), i128::from(of_units.max(1)))
}

pub(crate) fn divide(
    rounding: Rounding,
    numerator: i128,
    denominator: i128,
) -> Result<i64, MoneyError> {
    i64::try_from(rounding.divide(numerator, denominator)?).map_err(|_| MoneyError::Overflow)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MODES: [Rounding; 5] =
        [Rounding::HalfUp, Rounding::HalfEven, Rounding::HalfDown, Rounding::Up, Rounding::Down];

    proptest! {
        #[test]
        fn whole_number_rates_come_to_the_cents_of_decimals(
            amount in prop_oneof![0_i64..10_000_000, 0..=crate::limits::MINOR_MAX],
            percent_e4 in 0_i64..=1_000_000,
            mode in prop::sample::select(MODES.to_vec()),
        ) {
            let percent = Decimal::new(percent_e4, 4);
            let rate = Rate::from_percent(percent).unwrap();
            let share = percent.checked_div(Decimal::ONE_HUNDRED).unwrap();
            let exact = mode.multiply(i128::from(amount), share).unwrap();
            prop_assert_eq!(i128::from(rate.of(amount, mode).unwrap()), exact);
        }

        #[test]
        fn parts_are_rounded_once(
            amount in prop_oneof![0_i64..10_000_000, 0..=crate::limits::MINOR_MAX],
            units in 0_i64..2_000_000,
            more in 1_i64..2_000_000,
            percent_e4 in 0_i64..=1_000_000,
            mode in prop::sample::select(MODES.to_vec()),
        ) {
            let of_units = units + more;
            let (wide, count) = (i128::from(amount) * i128::from(units), i128::from(of_units));
            let exact = mode.divide(wide, count).unwrap();
            let got = part(amount, (units, of_units), mode).unwrap();
            prop_assert_eq!(i128::from(got), exact);
            let rate = Rate::from_percent(Decimal::new(percent_e4, 4)).unwrap();
            let got = rate.of_part(amount, (units, of_units), mode).unwrap();
            let exact = mode.divide(wide * i128::from(percent_e4), count * 1_000_000).unwrap();
            prop_assert_eq!(i128::from(got), exact);
        }
    }
}
