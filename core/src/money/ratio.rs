//! Exact fractions: weights such as `1/3`, rates, amounts finer than a minor unit.

use std::cmp::Ordering;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::rounding::power_of_ten;
use super::{Minor, MoneyError};

/// A fraction in lowest terms with a positive denominator, both within 127 bits.
///
/// # Example
/// ```
/// use titan_core::money::{Ratio, Rounding};
/// let third: Ratio = "1/3".parse()?;
/// let amount = "1.005".parse::<Ratio>()?.times(Ratio::whole(100))?;
/// assert_eq!(Rounding::HalfUp.ratio(amount)?, 101);
/// assert_eq!(Rounding::Down.ratio(third.times(Ratio::whole(10))?)?, 3);
/// # Ok::<(), titan_core::money::MoneyError>(())
/// ```
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Ratio {
    numerator: i128,
    denominator: i128,
}

impl Ratio {
    /// Returns `numerator / denominator`.
    ///
    /// # Errors
    /// [`MoneyError::DivisionByZero`], [`MoneyError::Overflow`].
    pub fn new(numerator: i128, denominator: i128) -> Result<Self, MoneyError> {
        if denominator == 0 {
            return Err(MoneyError::DivisionByZero);
        }
        if numerator == i128::MIN || denominator == i128::MIN {
            return Err(MoneyError::Overflow);
        }
        let sign = denominator.signum();
        let common = gcd(numerator, denominator).max(1);
        Ok(Self { numerator: numerator / common * sign, denominator: denominator / common * sign })
    }

    /// Returns a whole number.
    #[must_use]
    pub fn whole(value: i64) -> Self {
        Self { numerator: value.into(), denominator: 1 }
    }

    /// Returns the fraction above the line.
    #[must_use]
    pub const fn numerator(self) -> i128 {
        self.numerator
    }

    /// Returns the fraction below the line, above zero.
    #[must_use]
    pub const fn denominator(self) -> i128 {
        self.denominator
    }

    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.numerator == 0
    }

    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn times(self, other: Self) -> Result<Self, MoneyError> {
        // Reducing crosswise first keeps products of amounts and rates small.
        let left = Self::new(self.numerator, other.denominator)?;
        let right = Self::new(other.numerator, self.denominator)?;
        let above = left.numerator.checked_mul(right.numerator);
        let below = left.denominator.checked_mul(right.denominator);
        Self::new(above.ok_or(MoneyError::Overflow)?, below.ok_or(MoneyError::Overflow)?)
    }

    /// # Errors
    /// [`MoneyError::DivisionByZero`], [`MoneyError::Overflow`].
    pub fn over(self, other: Self) -> Result<Self, MoneyError> {
        self.times(Self::new(other.denominator, other.numerator)?)
    }

    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        let common = gcd(self.denominator, other.denominator).max(1);
        let left = self.numerator.checked_mul(other.denominator / common);
        let right = other.numerator.checked_mul(self.denominator / common);
        let above = left.zip(right).and_then(|(left, right)| left.checked_add(right));
        let below = self.denominator.checked_mul(other.denominator / common);
        Self::new(above.ok_or(MoneyError::Overflow)?, below.ok_or(MoneyError::Overflow)?)
    }
}

impl From<Minor> for Ratio {
    fn from(amount: Minor) -> Self {
        Self::whole(amount.get())
    }
}

impl TryFrom<Decimal> for Ratio {
    type Error = MoneyError;
    fn try_from(value: Decimal) -> Result<Self, MoneyError> {
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

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    /// Compares by continued fractions, so that no product can overflow.
    fn cmp(&self, other: &Self) -> Ordering {
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

/// The greatest common divisor without its sign; of zeros, zero.
pub(crate) const fn gcd(left: i128, right: i128) -> i128 {
    let (mut left, mut right) = (left, right);
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left.abs()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn decimals_and_fractions_are_read_exactly() {
        let read = |text: &str| text.parse::<Ratio>().map(|it| (it.numerator, it.denominator));
        assert_eq!(read("1/3"), Ok((1, 3)));
        assert_eq!(read("-0.50"), Ok((-1, 2)));
        assert_eq!(read(" 3/-2 "), Ok((-3, 2)));
        assert_eq!(read("0.1/0.3"), Ok((1, 3)));
        assert_eq!(read(".5"), Ok((1, 2)));
        assert_eq!(read("0"), Ok((0, 1)));
        assert_eq!(read("1/0"), Err(MoneyError::DivisionByZero));
        for bad in ["", ".", "1e3", "1/2/3", "1,5", "٣", "--1", &"9".repeat(60)] {
            assert!(matches!(read(bad), Err(MoneyError::NotANumber(_))), "{bad}");
        }
        assert_eq!(Ratio::new(i128::MIN, 1), Err(MoneyError::Overflow));
        let huge = Ratio::new(i128::MAX, 1).unwrap();
        assert_eq!(huge.times(huge), Err(MoneyError::Overflow));
        assert_eq!(huge.plus(huge), Err(MoneyError::Overflow));
    }

    proptest! {
        #[test]
        fn the_order_is_that_of_cross_products(
            a in -1000_i64..1000, b in 1_i64..1000, c in -1000_i64..1000, d in 1_i64..1000,
        ) {
            let (left, right) = (i128::from(a) * i128::from(d), i128::from(c) * i128::from(b));
            let of = |above: i64, below: i64| Ratio::new(above.into(), below.into()).unwrap();
            prop_assert_eq!(of(a, b).cmp(&of(c, d)), left.cmp(&right));
            let sum = of(a, b).plus(of(c, d)).unwrap();
            prop_assert_eq!(sum, Ratio::new(left + right, i128::from(b) * i128::from(d)).unwrap());
        }

        #[test]
        fn dividing_undoes_multiplying(a in -1000_i64..1000, b in 1_i64..1000) {
            let ratio = Ratio::new(a.into(), b.into()).unwrap();
            let by = Ratio::new(7, 3).unwrap();
            prop_assert_eq!(ratio.times(by).unwrap().over(by), Ok(ratio));
        }

        #[test]
        fn no_text_panics(text in "[-+0-9./ ]{0,60}") {
            let _ = text.parse::<Ratio>();
        }
    }
}
