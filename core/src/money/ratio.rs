//! Exact fractions: weights such as `1/3`, rates, amounts finer than a minor unit, and sums that are
//! rounded only once.

use std::cmp::Ordering;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::rounding::power_of_ten;
use super::{Minor, MoneyError, Rounding};

/// Places below the unit that are kept where a fraction does not fit 127 bits any more.
const GUARD: i128 = 1_000_000_000_000;

/// An exact fraction with a positive denominator.
///
/// Operations are exact as long as the result fits 127 bits over 127 bits, which holds for any
/// amount of a till with a handful of different rates. Beyond that the operand with the longer
/// denominator is first rounded to twelve places below the unit, and only what does not fit even
/// then is refused. Nothing is reduced before it has to be, because a greatest common divisor
/// costs more than the arithmetic that it would shorten.
///
/// # Example
/// ```
/// use titan_core::money::{Ratio, Rounding};
/// let third: Ratio = "1/3".parse()?;
/// let amount = "1.005".parse::<Ratio>()?.times(Ratio::whole(100))?;
/// assert_eq!(amount.round(Rounding::HalfUp)?, 101);
/// assert_eq!(third.times(Ratio::whole(10))?.round(Rounding::Down)?, 3);
/// # Ok::<(), titan_core::money::MoneyError>(())
/// ```
#[derive(Copy, Clone, Debug)]
pub struct Ratio {
    numerator: i128,
    denominator: i128,
}

impl Ratio {
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
    /// [`MoneyError::DivisionByZero`], [`MoneyError::Overflow`].
    pub fn new(numerator: i128, denominator: i128) -> Result<Self, MoneyError> {
        if denominator > 0 {
            return Ok(Self { numerator, denominator });
        }
        if denominator == 0 {
            return Err(MoneyError::DivisionByZero);
        }
        let both = numerator.checked_neg().zip(denominator.checked_neg());
        let (numerator, denominator) = both.ok_or(MoneyError::Overflow)?;
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

    /// Returns numerator and denominator in lowest terms; the denominator is above zero.
    #[must_use]
    pub const fn lowest_terms(self) -> (i128, i128) {
        let reduced = self.reduced();
        (reduced.numerator, reduced.denominator)
    }

    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.numerator == 0
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
    /// [`MoneyError::DivisionByZero`], [`MoneyError::Overflow`].
    pub fn over(self, other: Self) -> Result<Self, MoneyError> {
        self.times(Self::new(other.denominator, other.numerator)?)
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

    /// Rounds to a whole number.
    ///
    /// # Errors
    /// [`MoneyError::NotExact`].
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

    const fn reduced(self) -> Self {
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

impl From<Minor> for Ratio {
    fn from(amount: Minor) -> Self {
        Self::whole(i128::from(amount.get()))
    }
}

impl TryFrom<Decimal> for Ratio {
    type Error = MoneyError;
    fn try_from(value: Decimal) -> Result<Self, MoneyError> {
        let value = value.normalize();
        Self::new(value.mantissa(), power_of_ten(value.scale())?)
    }
}

impl FromStr for Ratio {
    type Err = MoneyError;
    /// Reads a decimal (`-0.5`) or a fraction of two decimals (`1/3`), without exponents.
    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let malformed = || MoneyError::NotANumber(text.chars().take(40).collect());
        match text.trim().split_once('/') {
            Some((above, below)) => {
                let above = decimal(above).ok_or_else(malformed)?;
                above.over(decimal(below).ok_or_else(malformed)?)
            }
            None => decimal(text).ok_or_else(malformed),
        }
    }
}

/// Reads `[+-]digits[.digits]` of at most 38 digits.
fn decimal(text: &str) -> Option<Ratio> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(whole) || !all_digits(part) || (whole.is_empty() && part.is_empty()) {
        return None;
    }
    let part = part.trim_end_matches('0');
    let above = format!("0{whole}{part}").parse::<i128>().ok()?;
    let below = power_of_ten(u32::try_from(part.len()).ok()?).ok()?;
    Ratio::new(above.checked_mul(sign)?, below).ok()
}

impl PartialEq for Ratio {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Ratio {}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    /// Compares by continued fractions, so that no product can overflow.
    fn cmp(&self, other: &Self) -> Ordering {
        if self.denominator == other.denominator {
            return self.numerator.cmp(&other.numerator);
        }
        let (mut left, mut right) = (*self, *other);
        let mut turned = false;
        loop {
            let wholes = left
                .numerator
                .div_euclid(left.denominator)
                .cmp(&right.numerator.div_euclid(right.denominator));
            let rests = (
                left.numerator.rem_euclid(left.denominator),
                right.numerator.rem_euclid(right.denominator),
            );
            let order = match (wholes, rests) {
                (Ordering::Equal, (0, 0)) => Ordering::Equal,
                (Ordering::Equal, (0, _)) => Ordering::Less,
                (Ordering::Equal, (_, 0)) => Ordering::Greater,
                (Ordering::Equal, (above, below)) => {
                    left = Self { numerator: left.denominator, denominator: above };
                    right = Self { numerator: right.denominator, denominator: below };
                    turned = !turned;
                    continue;
                }
                (order, _) => order,
            };
            return if turned { order.reverse() } else { order };
        }
    }
}

/// Returns the greatest common divisor without its sign; of zeros, zero.
pub(crate) const fn gcd(left: i128, right: i128) -> i128 {
    let (mut left, mut right) = (left, right);
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left.saturating_abs()
}

#[cfg(test)]
mod tests;
