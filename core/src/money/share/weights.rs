//! Weights of shares: any fractions, held as the smallest whole numbers of the same proportions.

use super::check_count;
use crate::money::ratio::gcd;
use crate::money::{MoneyError, Ratio};

/// What an amount is shared by. Either no weight is negative or none is positive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights {
    parts: Vec<i128>,
    total: i128,
}

impl Weights {
    /// Returns weights in the proportions of `ratios`; none is allowed, see [`super::Weightless`].
    ///
    /// # Errors
    /// [`MoneyError::TooManyParts`], [`MoneyError::NegativeWeight`] when some are below and some
    /// above zero, [`MoneyError::Overflow`].
    pub fn new(ratios: &[Ratio]) -> Result<Self, MoneyError> {
        check_count(ratios.len())?;
        let mut below = 1_i128;
        let terms: Vec<(i128, i128)> = ratios.iter().map(|ratio| ratio.lowest_terms()).collect();
        for (_, denominator) in &terms {
            let common = gcd(below, *denominator).max(1);
            below = below.checked_mul(denominator / common).ok_or(MoneyError::Overflow)?;
        }
        let scaled = terms.iter().map(|(numerator, denominator)| {
            numerator.checked_mul(below / denominator).ok_or(MoneyError::Overflow)
        });
        Self::reduced(scaled.collect::<Result<_, _>>()?)
    }

    /// Reads weights such as `0.5` or `1/3`.
    ///
    /// # Errors
    /// As [`Self::new`], and [`MoneyError::NotANumber`].
    pub fn parse(texts: &[&str]) -> Result<Self, MoneyError> {
        Self::new(&texts.iter().map(|text| text.parse()).collect::<Result<Vec<_>, _>>()?)
    }

    /// Returns weights in the proportions of whole numbers, such as line amounts in minor units.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn whole(numbers: &[i64]) -> Result<Self, MoneyError> {
        check_count(numbers.len())?;
        Self::reduced(numbers.iter().map(|number| i128::from(*number)).collect())
    }

    /// Returns `count` equal weights.
    ///
    /// # Errors
    /// [`MoneyError::TooManyParts`].
    pub fn equal(count: usize) -> Result<Self, MoneyError> {
        check_count(count)?;
        Self::reduced(vec![1; count])
    }

    fn reduced(mut parts: Vec<i128>) -> Result<Self, MoneyError> {
        let negative = parts.iter().any(|part| *part < 0);
        if negative && parts.iter().any(|part| *part > 0) {
            return Err(MoneyError::NegativeWeight);
        }
        let common = parts.iter().fold(0, |common, part| gcd(common, *part)).max(1);
        let divisor = if negative { -common } else { common };
        let mut total = 0_i128;
        for part in &mut parts {
            *part = part.checked_div(divisor).ok_or(MoneyError::Overflow)?;
            total = total.checked_add(*part).ok_or(MoneyError::Overflow)?;
        }
        Ok(Self { parts, total })
    }

    /// The same weights, but zero where `full` says so.
    pub(super) fn without(&self, full: &[bool]) -> Result<Self, MoneyError> {
        let open = self.parts.iter().zip(full).map(|(part, full)| if *full { 0 } else { *part });
        Self::reduced(open.collect())
    }

    /// Parts with a weight, by falling `key`, equal ones in order.
    pub(super) fn order(&self, key: impl Fn(i128) -> i128) -> Vec<usize> {
        let weighted = self.parts.iter().enumerate().filter(|(_, part)| **part != 0);
        let mut order: Vec<(i128, usize)> =
            weighted.map(|(index, part)| (key(*part), index)).collect();
        crate::order::sort_by(&mut order, |left, right| {
            right.0.cmp(&left.0).then(left.1.cmp(&right.1))
        });
        order.into_iter().map(|(_, index)| index).collect()
    }

    /// Returns how many parts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.parts.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    pub(super) fn total(&self) -> i128 {
        self.total
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = i128> + '_ {
        self.parts.iter().copied()
    }
}
