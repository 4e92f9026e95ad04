//! Base and amount of each tax of one line.
//!
//! The order is that of Odoo 18: fixed taxes first, from the last to the first; then the included
//! ones from the last to the first, because each stands inside of what the later ones leave; then
//! the added ones from the first to the last, because each may stand on what the earlier ones
//! made. A tax that is known moves the bases of the others at once, rounded where tax is rounded
//! per line, so a line always adds up.

use super::TaxError;
use super::plan::{Given, Kind, Plan, Planned};
use crate::money::{MoneyError, Ratio, Rounding};

/// What the taxes of a line are reckoned from, in units of the step.
#[derive(Copy, Clone, Debug)]
pub struct Amount {
    /// Price times quantity, or the net or gross amount.
    pub value: Ratio,
    /// How many units it is for; fixed taxes are for each of them. It has the sign of the value.
    pub units: Ratio,
}

/// A line with its taxes: `gross = net + sum of amounts`.
#[derive(Clone, Debug)]
pub struct Reckoned {
    pub net: Ratio,
    pub gross: Ratio,
    /// In the order of the plan; a reverse charge stands there twice.
    pub taxes: Vec<ReckonedTax>,
}

/// One tax of a line.
#[derive(Copy, Clone, Debug)]
pub struct ReckonedTax {
    /// Its place in the plan.
    pub place: usize,
    /// What it is reckoned on.
    pub base: Ratio,
    pub amount: Ratio,
    /// The half of a reverse charge that takes the tax back.
    pub reversed: bool,
}

/// Reckons the taxes of a line from what is given, each rounded with `rounding` or none at all.
///
/// # Errors
/// [`TaxError::Money`]; [`TaxError::NoWayBack`] for a gross amount and a tax with a minimum.
pub fn reckon(
    plan: &Plan<'_>,
    amount: Amount,
    given: Given,
    rounding: Option<Rounding>,
) -> Result<Reckoned, TaxError> {
    match given {
        Given::Price | Given::Net => {
            let value = rounded(amount.value, rounding)?;
            Ok(Work::new(plan, Amount { value, ..amount }, given, rounding).run()?)
        }
        Given::Gross => from_gross(plan, amount, rounding),
    }
}

/// Finds the net amount that leads to the gross one. Every kind but that with a minimum is a
/// straight line over the net amount, so two of its points tell where the gross lies on it.
fn from_gross(
    plan: &Plan<'_>,
    amount: Amount,
    rounding: Option<Rounding>,
) -> Result<Reckoned, TaxError> {
    if plan.taxes.iter().any(|planned| matches!(planned.kind, Kind::AtLeast(..))) {
        return Err(TaxError::NoWayBack);
    }
    let gross = rounded(amount.value, rounding)?;
    let at = |value: Ratio, rounding| {
        Work::new(plan, Amount { value, ..amount }, Given::Net, rounding).run()
    };
    let start = at(Ratio::ZERO, None)?.gross;
    let slope = at(Ratio::ONE, None)?.gross.minus(start)?;
    let net = gross.minus(start)?.over(slope)?;
    let mut line = at(net, rounding)?;
    // The gross is what was given; what rounding moved is taken from the net.
    let moved = gross.minus(line.gross)?;
    line.net = line.net.plus(moved)?;
    line.gross = gross;
    for tax in &mut line.taxes {
        tax.base = tax.base.plus(moved)?;
    }
    Ok(line)
}

fn rounded(value: Ratio, rounding: Option<Rounding>) -> Result<Ratio, MoneyError> {
    match rounding {
        Some(rounding) => Ok(Ratio::whole(value.round(rounding)?)),
        None => Ok(value),
    }
}

/// A line on the way.
struct Work<'p, 'a> {
    plan: &'p Plan<'a>,
    amount: Amount,
    given: Given,
    rounding: Option<Rounding>,
    cells: Vec<Cell>,
}

/// What is known about a tax of the line.
#[derive(Copy, Clone)]
struct Cell {
    amount: Option<Ratio>,
    /// What other taxes move its base by, for its amount (only those known before it) ...
    before: Ratio,
    /// ... and for the base that is shown.
    shown: Ratio,
}

impl<'p, 'a> Work<'p, 'a> {
    fn new(plan: &'p Plan<'a>, amount: Amount, given: Given, rounding: Option<Rounding>) -> Self {
        let empty = Cell { amount: None, before: Ratio::ZERO, shown: Ratio::ZERO };
        Self { plan, amount, given, rounding, cells: vec![empty; plan.taxes.len()] }
    }

    fn run(mut self) -> Result<Reckoned, MoneyError> {
        let count = self.cells.len();
        for place in (0..count).rev() {
            if self.planned(place).is_some_and(|tax| matches!(tax.kind, Kind::Fixed(_))) {
                self.settle(place)?;
            }
        }
        for place in (0..count).rev() {
            if self.is_inside(place) {
                self.settle(place)?;
            }
        }
        for place in 0..count {
            self.settle(place)?;
        }
        self.finish()
    }

    fn planned(&self, place: usize) -> Option<&'p Planned<'a>> {
        self.plan.taxes.get(place)
    }

    /// Returns whether the tax is inside of the value that was given.
    fn is_inside(&self, place: usize) -> bool {
        self.given == Given::Price && self.planned(place).is_some_and(|tax| tax.included)
    }

    fn settle(&mut self, place: usize) -> Result<(), MoneyError> {
        let (Some(tax), Some(cell)) = (self.planned(place), self.cells.get(place)) else {
            return Ok(());
        };
        if cell.amount.is_some() {
            return Ok(());
        }
        let base = self.amount.value.plus(cell.before)?;
        let amount = rounded(self.amount_on(tax, place, base)?, self.rounding)?;
        if let Some(cell) = self.cells.get_mut(place) {
            cell.amount = Some(amount);
        }
        self.move_bases(place, tax, amount)
    }

    /// Included percent `base * r / (1 + R)`, added `base * r`; included division `base * r`,
    /// added `base * r / (1 - R)`, where `R` is the sum of the batch. A sum that would divide by
    /// nothing takes nothing out (percent) or is left aside (division).
    fn amount_on(&self, tax: &Planned<'_>, place: usize, base: Ratio) -> Result<Ratio, MoneyError> {
        let inside = self.is_inside(place);
        match tax.kind {
            Kind::Fixed(amount) => amount.times(self.amount.units),
            Kind::Percent(rate) if inside => {
                let whole = Ratio::ONE.plus(self.batch_rate(tax)?)?;
                if whole.signum() == 0 {
                    return Ok(Ratio::ZERO);
                }
                base.times(rate.over(whole)?)
            }
            Kind::Percent(rate) => base.times(rate),
            Kind::Division(rate) if inside => base.times(rate),
            Kind::Division(rate) => {
                let whole = Ratio::ONE.minus(self.batch_rate(tax)?)?;
                base.times(if whole.signum() == 0 { rate } else { rate.over(whole)? })
            }
            Kind::AtLeast(rate, minimum) => {
                // Known only the net, the share is still one of the price with the tax in it.
                let rate = match self.given {
                    Given::Net if tax.included => rate.over(Ratio::ONE.minus(rate)?)?,
                    _ => rate,
                };
                let (share, least) = (base.times(rate)?, minimum.times(self.amount.units)?);
                Ok(if share.abs()? < least.abs()? { least } else { share })
            }
        }
    }

    fn batch_rate(&self, tax: &Planned<'_>) -> Result<Ratio, MoneyError> {
        let batch = self.plan.taxes.iter().take(tax.last + 1).skip(tax.first);
        batch.map(|planned| planned.kind.share()).try_fold(Ratio::ZERO, Ratio::plus)
    }

    /// Moves the bases of the taxes outside of the batch of one that is now known. An included
    /// one leaves the price of the others, unless they stand on it; an added one goes under the
    /// later ones that it feeds. From a net amount nothing has to leave.
    fn move_bases(
        &mut self,
        place: usize,
        tax: &Planned<'_>,
        amount: Ratio,
    ) -> Result<(), MoneyError> {
        let leaves = self.given == Given::Price && tax.included;
        let (plan, first, last) = (self.plan, tax.first, tax.last);
        for (other, cell) in self.cells.iter_mut().enumerate() {
            if (first..=last).contains(&other) {
                continue;
            }
            let moved = match (leaves, plan.feeds(place, other)) {
                (true, false) => amount.negated()?,
                (false, true) => amount,
                _ => continue,
            };
            if cell.amount.is_none() {
                cell.before = cell.before.plus(moved)?;
            }
            cell.shown = cell.shown.plus(moved)?;
        }
        Ok(())
    }

    fn finish(self) -> Result<Reckoned, MoneyError> {
        let mut taxes = Vec::with_capacity(self.cells.len());
        for (place, cell) in self.cells.iter().enumerate() {
            let (Some(tax), Some(amount)) = (self.planned(place), cell.amount) else { continue };
            let mut base = self.amount.value.plus(cell.shown)?;
            if self.is_inside(place) {
                for other in self.cells.iter().take(tax.last + 1).skip(tax.first) {
                    base = base.minus(other.amount.unwrap_or(Ratio::ZERO))?;
                }
            }
            taxes.push(ReckonedTax { place, base, amount, reversed: false });
            if tax.tax.rules.reverse_charge {
                let amount = amount.negated()?;
                taxes.push(ReckonedTax { place, base, amount, reversed: true });
            }
        }
        let net = taxes.first().map_or(self.amount.value, |tax| tax.base);
        let gross = taxes.iter().try_fold(net, |sum, tax| sum.plus(tax.amount))?;
        Ok(Reckoned { net, gross, taxes })
    }
}

#[cfg(test)]
mod tests;
