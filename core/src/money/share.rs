//! Sharing an amount by the rules that shops and the libraries they come from disagree on.
//!
//! [`super::allocate::allocate`] is the rule of this product; here the same is available with
//! every other answer to "who gets the cent that is left over", in steps of a coin, and with
//! weights that are fractions.

mod weights;

use serde::{Deserialize, Serialize};

use super::{Minor, MoneyError, Rounding, Step};
use crate::limits::SHARE_PARTS_MAX;

pub use weights::Weights;

/// Who gets the units that are left over when every part has the whole units of its share.
///
/// The amount is shared without its sign, which is put back: `share(-x) = -share(x)`, except
/// with [`Leftover::LargestRemainderFloor`]. Parts of weight zero get nothing.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Leftover {
    /// One unit each to the parts with the largest remainders, then in order (Hamilton).
    #[default]
    LargestRemainder,
    /// The same, but shares are cut towards negative infinity, so that the units left over are
    /// above zero for negative amounts too.
    LargestRemainderFloor,
    /// One unit each to the first parts.
    First,
    /// One unit each to the last parts.
    Last,
    /// One unit each to the parts with the largest weights, then in order.
    LargestWeight,
    /// Each part, from the last to the first, gets the whole units of its share of what is still
    /// there; the first takes the rest.
    Running,
    /// Shares are rounded to the nearest unit, a half towards zero; the first parts give or take
    /// one unit each until the sum is right.
    NearestThenFirst,
    /// Nobody: it is [`Shares::kept`].
    Separate,
    /// Nobody, and only whole blocks are shared, in which each part gets as many units as its
    /// weight in lowest terms.
    SeparateBlocks,
}

/// What happens when all weights are zero or there are none.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weightless {
    /// The amount is shared evenly; [`MoneyError::NoParts`] if there is nothing to share it over.
    #[default]
    Even,
    /// Nothing is shared; the amount is [`Shares::kept`].
    Nothing,
    /// [`MoneyError::NoWeights`].
    Refuse,
}

/// A rule for sharing an amount.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Sharing {
    pub leftover: Leftover,
    pub weightless: Weightless,
    /// Every part is a multiple of it.
    pub step: Step,
}

impl Default for Sharing {
    fn default() -> Self {
        Self::by(Leftover::default())
    }
}

/// An amount, shared: `sum of parts + kept = amount`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shares {
    pub parts: Vec<Minor>,
    /// What the rule gives to no part.
    pub kept: Minor,
}

impl Sharing {
    /// Returns the rule in minor units that shares evenly over weights of zero.
    #[must_use]
    pub const fn by(leftover: Leftover) -> Self {
        Self { leftover, weightless: Weightless::Even, step: Step::ONE }
    }

    /// Shares `amount` over `weights`.
    ///
    /// # Errors
    /// [`MoneyError::OffStep`] when the amount is not a multiple of the step,
    /// [`MoneyError::NoParts`], [`MoneyError::NoWeights`], [`MoneyError::Overflow`].
    ///
    /// # Example
    /// ```
    /// use titan_core::money::{Minor, Sharing, Step, Weights};
    /// let thirds = Weights::parse(&["1/3", "1/3", "1/3"])?;
    /// let francs = Sharing { step: Step::new(5)?, ..Sharing::default() };
    /// let shares = francs.share(Minor::new(1000)?, &thirds)?;
    /// let parts: Vec<i64> = shares.parts.into_iter().map(Minor::get).collect();
    /// assert_eq!(parts, [335, 335, 330]);
    /// # Ok::<(), titan_core::money::MoneyError>(())
    /// ```
    pub fn share(self, amount: Minor, weights: &Weights) -> Result<Shares, MoneyError> {
        let step = self.step.get();
        if amount.get() % step != 0 {
            return Err(MoneyError::OffStep);
        }
        let even = match (weights.total(), self.weightless) {
            (0, Weightless::Refuse) => return Err(MoneyError::NoWeights),
            (0, Weightless::Nothing) => {
                return Ok(Shares { parts: vec![Minor::ZERO; weights.len()], kept: amount });
            }
            (0, Weightless::Even) if weights.is_empty() => return Err(MoneyError::NoParts),
            (0, Weightless::Even) => Some(Weights::equal(weights.len())?),
            _ => None,
        };
        let weights = even.as_ref().unwrap_or(weights);
        let units = i128::from(amount.get() / step);
        let floored = self.leftover == Leftover::LargestRemainderFloor;
        let sign = if units < 0 && !floored { -1 } else { 1 };
        let (parts, kept) = self.units(units * sign, weights)?;
        let back = |units: i128| {
            let minor = units.checked_mul(sign * i128::from(step)).ok_or(MoneyError::Overflow)?;
            Minor::from_wide(minor)
        };
        let parts = parts.into_iter().map(back).collect::<Result<_, _>>()?;
        Ok(Shares { parts, kept: back(kept)? })
    }

    /// Shares `amount` over `parts` equal parts.
    ///
    /// # Errors
    /// As [`Self::share`], and [`MoneyError::TooManyParts`].
    pub fn split(self, amount: Minor, parts: usize) -> Result<Shares, MoneyError> {
        self.share(amount, &Weights::equal(parts)?)
    }

    /// Shares `amount` so that no part is larger than its cap, without signs; what a part cannot
    /// take is offered to the others by their weights. What nobody can take is kept.
    ///
    /// `caps` are not negative and as many as the weights; a missing cap is zero.
    ///
    /// # Errors
    /// As [`Self::share`].
    pub fn share_capped(
        self,
        amount: Minor,
        weights: &Weights,
        caps: &[Minor],
    ) -> Result<Shares, MoneyError> {
        let mut parts: Vec<Minor> = vec![Minor::ZERO; weights.len()];
        let mut full = vec![false; weights.len()];
        loop {
            let taken = capped(&parts, &full);
            let rest = amount.abs().minus(Minor::sum(taken)?)?;
            let open = weights.without(&full)?;
            if open.total() == 0 {
                for (part, is_full) in parts.iter_mut().zip(&full) {
                    *part = if *is_full { *part } else { Minor::ZERO };
                }
                return Ok(signed(amount, parts, rest));
            }
            let shares = self.share(rest, &open)?;
            let mut met = false;
            for (index, share) in shares.parts.into_iter().enumerate() {
                let cap = caps.get(index).copied().unwrap_or_default();
                let (Some(part), Some(is_full)) = (parts.get_mut(index), full.get_mut(index))
                else {
                    continue;
                };
                if *is_full {
                    continue;
                }
                *is_full = share > cap;
                met |= *is_full;
                *part = share.min(cap);
            }
            if !met {
                return Ok(signed(amount, parts, shares.kept));
            }
        }
    }

    /// Shares a number of units; all but the flooring rule are given them without a sign.
    fn units(self, units: i128, weights: &Weights) -> Result<(Vec<i128>, i128), MoneyError> {
        match self.leftover {
            Leftover::Running => running(units, weights),
            Leftover::SeparateBlocks => {
                let blocks = units / weights.total();
                let parts = weights.iter().map(|weight| weight * blocks).collect();
                Ok((parts, units % weights.total()))
            }
            Leftover::NearestThenFirst => {
                let (mut parts, left) =
                    cut(units, weights, |above, below| Rounding::HalfDown.divide(above, below))?;
                hand_out(&mut parts, left, weights.order(|_| 0));
                Ok((parts, 0))
            }
            Leftover::Separate => cut(units, weights, floor),
            leftover => {
                let (mut parts, left) = cut(units, weights, floor)?;
                let total = weights.total();
                // The cut succeeded, so the same products fit.
                let rest = |weight: i128| units.wrapping_mul(weight).rem_euclid(total);
                let order = match leftover {
                    Leftover::First => weights.order(|_| 0),
                    Leftover::Last => weights.order(|_| 0).into_iter().rev().collect(),
                    Leftover::LargestWeight => weights.order(|weight| weight),
                    _ => weights.order(rest),
                };
                hand_out(&mut parts, left, order);
                Ok((parts, 0))
            }
        }
    }
}

fn floor(above: i128, below: i128) -> Result<i128, MoneyError> {
    Ok(above.div_euclid(below))
}

/// Cuts each share to whole units and returns the units that are left over.
fn cut(
    units: i128,
    weights: &Weights,
    whole: impl Fn(i128, i128) -> Result<i128, MoneyError>,
) -> Result<(Vec<i128>, i128), MoneyError> {
    let mut left = units;
    let mut parts = Vec::with_capacity(weights.len());
    for weight in weights.iter() {
        let share = units.checked_mul(weight).ok_or(MoneyError::Overflow)?;
        let part = whole(share, weights.total())?;
        left -= part;
        parts.push(part);
    }
    Ok((parts, left))
}

/// Gives one unit each to parts in `order` until none is left; fewer are left than parts.
fn hand_out(parts: &mut [i128], left: i128, order: Vec<usize>) {
    let mut left = left;
    for index in order {
        let Some(part) = parts.get_mut(index) else { continue };
        *part += left.signum();
        left -= left.signum();
    }
}

fn running(units: i128, weights: &Weights) -> Result<(Vec<i128>, i128), MoneyError> {
    let (mut rest, mut total) = (units, weights.total());
    let mut parts = Vec::with_capacity(weights.len());
    for weight in weights.iter().rev() {
        let share = rest.checked_mul(weight).ok_or(MoneyError::Overflow)?;
        let part = share.checked_div(total).unwrap_or(0);
        total -= weight;
        rest -= part;
        parts.push(part);
    }
    parts.reverse();
    Ok((parts, rest))
}

fn capped<'a>(parts: &'a [Minor], full: &'a [bool]) -> impl Iterator<Item = Minor> + 'a {
    parts.iter().zip(full).filter(|(_, full)| **full).map(|(part, _)| *part)
}

fn signed(amount: Minor, parts: Vec<Minor>, kept: Minor) -> Shares {
    if !amount.is_negative() {
        return Shares { parts, kept };
    }
    Shares { parts: parts.into_iter().map(Minor::negated).collect(), kept: kept.negated() }
}

fn check_count(count: usize) -> Result<(), MoneyError> {
    if count > SHARE_PARTS_MAX { Err(MoneyError::TooManyParts) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
