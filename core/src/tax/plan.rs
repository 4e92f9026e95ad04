//! The taxes of a line in the order in which they are reckoned, and in batches.

use rust_decimal::Decimal;

use super::{Tax, TaxKind};
use crate::money::MoneyError;
use crate::money::Ratio;

/// What is known about a line before its taxes.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// The price: with the included taxes, without the others.
    Price,
    /// The amount without any tax.
    Net,
    /// The amount with all taxes.
    Gross,
}

/// The taxes of a line, ready to be reckoned.
///
/// Taxes are sorted by sequence, equal ones stay as they are given; a group gives its place to its
/// members, sorted likewise; a tax that is there twice counts once. Neighbours form a batch and
/// are reckoned on one base when they are of one kind, are both included or both not, and both
/// affect later ones or both do not; where they do, the later one must ignore the earlier.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    pub(super) taxes: Vec<Planned<'a>>,
}

/// One tax in its place.
#[derive(Clone, Debug)]
pub(super) struct Planned<'a> {
    pub(super) tax: &'a Tax,
    pub(super) included: bool,
    pub(super) kind: Kind,
    /// Its batch is from here ...
    pub(super) first: usize,
    /// ... to here, inclusive.
    pub(super) last: usize,
}

/// A kind with its figures as fractions; amounts are in units of the step.
#[derive(Copy, Clone, Debug)]
pub(super) enum Kind {
    Percent(Ratio),
    Fixed(Ratio),
    Division(Ratio),
    AtLeast(Ratio, Ratio),
}

impl<'a> Plan<'a> {
    /// Plans the taxes of a line whose amounts are in minor units.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn new(taxes: &[&'a Tax], prices_include_tax: bool) -> Result<Self, MoneyError> {
        Self::in_steps(taxes, prices_include_tax, Decimal::ONE, Given::Price)
    }

    /// Plans the taxes of a line whose amounts are counted in steps of `step` minor units: 5 where
    /// tax is rounded to 0.05, 0.0001 where it is rounded to a millionth.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`], also for a step that is not positive.
    pub fn in_steps(
        taxes: &[&'a Tax],
        prices_include_tax: bool,
        step: Decimal,
        given: Given,
    ) -> Result<Self, MoneyError> {
        if step <= Decimal::ZERO {
            return Err(MoneyError::Overflow);
        }
        let step = Ratio::try_from(step)?;
        let mut plan = Self { taxes: Vec::with_capacity(taxes.len()) };
        for tax in flat(taxes) {
            let Some(kind) = Kind::of(&tax.kind, step)? else { continue };
            if plan.taxes.iter().any(|other| other.tax.id == tax.id) {
                continue;
            }
            let included = tax.is_included(prices_include_tax);
            plan.taxes.push(Planned { tax, included, kind, first: 0, last: 0 });
        }
        plan.batch(given);
        Ok(plan)
    }

    /// Returns whether there is no tax.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.taxes.is_empty()
    }

    /// Returns whether the amount of one tax goes into the base of another.
    pub(super) fn feeds(&self, from: usize, to: usize) -> bool {
        let rules = |index: usize| self.taxes.get(index).map(|planned| planned.tax.rules);
        let (Some(from_rules), Some(to_rules)) = (rules(from), rules(to)) else { return false };
        from < to && from_rules.affects_later && to_rules.affected_by_earlier
    }

    fn batch(&mut self, given: Given) {
        let mut start = 0;
        for index in 1..=self.taxes.len() {
            let joined = match (self.taxes.get(index - 1), self.taxes.get(index)) {
                (Some(one), Some(next)) => one.shares_batch_with(next, given),
                _ => false,
            };
            if joined {
                continue;
            }
            for planned in self.taxes.iter_mut().take(index).skip(start) {
                (planned.first, planned.last) = (start, index - 1);
            }
            start = index;
        }
    }
}

impl Planned<'_> {
    fn shares_batch_with(&self, next: &Self, given: Given) -> bool {
        let (mine, theirs) = (self.tax.rules, next.tax.rules);
        std::mem::discriminant(&self.kind) == std::mem::discriminant(&next.kind)
            && (given != Given::Price || self.included == next.included)
            && mine.affects_later == theirs.affects_later
            && !(mine.affects_later && theirs.affected_by_earlier)
    }
}

impl Kind {
    fn of(kind: &TaxKind, step: Ratio) -> Result<Option<Self>, MoneyError> {
        let steps = |amount: Decimal| Ratio::try_from(amount)?.over(step);
        Ok(Some(match kind {
            TaxKind::Percent { rate } => Self::Percent(Ratio::percent(*rate)?),
            TaxKind::Fixed { amount } => Self::Fixed(steps(*amount)?),
            TaxKind::Division { rate } => Self::Division(Ratio::percent(*rate)?),
            TaxKind::AtLeast { rate, minimum } => {
                Self::AtLeast(Ratio::percent(*rate)?, steps(*minimum)?)
            }
            TaxKind::Group { .. } => return Ok(None),
        }))
    }

    /// Returns the share of a kind that has one.
    pub(super) const fn share(self) -> Ratio {
        match self {
            Self::Percent(share) | Self::Division(share) => share,
            Self::Fixed(_) | Self::AtLeast(..) => Ratio::ZERO,
        }
    }
}

/// Sorts taxes and puts the members of groups in their place.
fn flat<'a>(taxes: &[&'a Tax]) -> Vec<&'a Tax> {
    let mut sorted = taxes.to_vec();
    crate::order::sort_by_key(&mut sorted, |tax| tax.rules.sequence);
    let mut flat_taxes = Vec::with_capacity(sorted.len());
    for tax in sorted {
        match &tax.kind {
            TaxKind::Group { taxes } => {
                let members: Vec<&Tax> = taxes.iter().collect();
                flat_taxes.extend(flat(&members));
            }
            _ => flat_taxes.push(tax),
        }
    }
    flat_taxes
}
