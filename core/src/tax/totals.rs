//! The sums of a document: net, taxes by group, gross.

use rust_decimal::Decimal;

use super::document::LineDetail;
use super::{TaxGroup, TaxKind};
use crate::money::{Minor, MoneyError, Ratio, Rounding};

/// The sums of a document in one currency: `gross = net + tax + cash`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentTotals {
    pub net: Minor,
    pub tax: Minor,
    /// What the rounding of cash added to the amount due, where it is an amount of its own.
    pub cash: Minor,
    /// In the order of the groups' numbers.
    pub groups: Vec<GroupTotal>,
    /// Whether every base that is shown is the net amount, so that showing it says nothing new.
    pub same_base: bool,
}

/// The sums of the taxes of one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupTotal {
    pub group: TaxGroup,
    /// What the first tax of the group on each line is reckoned on.
    pub base: Minor,
    pub tax: Minor,
    /// The base to show: none for amounts per unit, and for included shares of the gross the
    /// amount that they are a share of.
    pub shown_base: Option<Minor>,
}

/// Some groups under one heading, on the sum of all that stands above.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subtotal<'a> {
    /// `None` is the net amount.
    pub heading: Option<&'a str>,
    pub base: Minor,
    pub tax: Minor,
    pub groups: Vec<&'a GroupTotal>,
}

/// Where what the rounding of cash adds goes.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum CashRounding {
    /// It is an amount of its own beside the taxes.
    OwnAmount,
    /// It goes into the largest tax; a document without taxes is not rounded.
    LargestTax,
}

impl DocumentTotals {
    /// Sums up the lines of a document.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn of(details: &[LineDetail<'_>]) -> Result<Self, MoneyError> {
        let mut net = Minor::ZERO;
        let mut tax = Minor::ZERO;
        for line in details {
            net = net.plus(line.net_total()?)?;
            tax = tax.plus(line.tax_total()?)?;
        }
        let mut ids: Vec<TaxGroup> = details
            .iter()
            .flat_map(|line| line.taxes.iter().map(|tax| tax.tax.rules.group))
            .collect();
        crate::order::sort(&mut ids);
        ids.dedup();
        let groups = ids
            .into_iter()
            .map(|group| group_total(group, details))
            .collect::<Result<Vec<_>, _>>()?;
        let same_base = groups.iter().all(|group| group.shown_base.is_none_or(|base| base == net));
        Ok(Self { net, tax, cash: Minor::ZERO, groups, same_base })
    }

    /// Returns what is owed.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn gross(&self) -> Result<Minor, MoneyError> {
        self.net.plus(self.tax)?.plus(self.cash)
    }

    /// Returns what rounding the amount due to multiples of `increment` steps adds to it.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`], also for an increment of nothing.
    pub fn cash_rounding(
        &self,
        increment: Decimal,
        rounding: Rounding,
    ) -> Result<Minor, MoneyError> {
        let increment = Ratio::try_from(increment)?;
        let gross = self.gross()?;
        let count = Ratio::from(gross).over(increment)?.round(rounding)?;
        Ratio::whole(count).times(increment)?.to_minor(Rounding::HalfUp)?.minus(gross)
    }

    /// Carries an amount of this document over to the same document in another currency, by what
    /// both come to.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn carry(
        &self,
        amount: Minor,
        other: &Self,
        rounding: Rounding,
    ) -> Result<Minor, MoneyError> {
        let (mine, theirs) = (self.gross()?.abs(), other.gross()?.abs());
        if mine.is_zero() || theirs.is_zero() {
            return Ok(Minor::ZERO);
        }
        let carried = Ratio::from(amount).times(Ratio::from(theirs))?.over(Ratio::from(mine))?;
        carried.to_minor(rounding)
    }

    /// Adds what the rounding of cash comes to.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn add_cash_rounding(
        &mut self,
        amount: Minor,
        into: CashRounding,
    ) -> Result<(), MoneyError> {
        match into {
            CashRounding::OwnAmount => self.cash = self.cash.plus(amount)?,
            CashRounding::LargestTax => {
                // Among equal ones the first.
                let largest = self.groups.iter_mut().rev().max_by_key(|group| group.tax);
                if let Some(group) = largest {
                    group.tax = group.tax.plus(amount)?;
                    self.tax = self.tax.plus(amount)?;
                }
            }
        }
        Ok(())
    }

    /// Shows the taxes of some groups as a part of the net amount.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn fold(&mut self, groups: &[TaxGroup]) -> Result<(), MoneyError> {
        for group in self.groups.iter().filter(|total| groups.contains(&total.group)) {
            self.net = self.net.plus(group.tax)?;
            self.tax = self.tax.minus(group.tax)?;
        }
        self.groups.retain(|total| !groups.contains(&total.group));
        Ok(())
    }

    /// Lists the groups under headings; `heading` names that of a group, `None` is the common
    /// one. Headings come in the order of their first group.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn subtotals<'a>(
        &'a self,
        heading: impl Fn(TaxGroup) -> Option<&'a str>,
    ) -> Result<Vec<Subtotal<'a>>, MoneyError> {
        let mut subtotals: Vec<Subtotal<'a>> = Vec::new();
        for group in &self.groups {
            let heading = heading(group.group);
            match subtotals.iter_mut().find(|subtotal| subtotal.heading == heading) {
                Some(subtotal) => subtotal.groups.push(group),
                None => subtotals.push(Subtotal {
                    heading,
                    base: self.net,
                    tax: Minor::ZERO,
                    groups: vec![group],
                }),
            }
        }
        if subtotals.is_empty() {
            let groups = Vec::new();
            subtotals.push(Subtotal { heading: None, base: self.net, tax: Minor::ZERO, groups });
        }
        let mut above = Minor::ZERO;
        for subtotal in &mut subtotals {
            subtotal.base = subtotal.base.plus(above)?;
            subtotal.tax = Minor::sum(subtotal.groups.iter().map(|group| group.tax))?;
            above = above.plus(subtotal.tax)?;
        }
        Ok(subtotals)
    }
}

fn group_total(group: TaxGroup, details: &[LineDetail<'_>]) -> Result<GroupTotal, MoneyError> {
    let mut total = GroupTotal { group, base: Minor::ZERO, tax: Minor::ZERO, shown_base: None };
    let mut of_gross = Minor::ZERO;
    let (mut only_fixed, mut only_of_gross) = (true, true);
    for line in details {
        let mut members = line.taxes.iter().filter(|tax| tax.tax.rules.group == group).peekable();
        let Some(first) = members.peek() else { continue };
        total.base = total.base.plus(first.base.rounded)?;
        for member in members {
            total.tax = total.tax.plus(member.amount.rounded)?;
            only_fixed &= matches!(member.tax.kind, TaxKind::Fixed { .. });
            only_of_gross &= is_of_gross(&member.tax.kind) && member.included;
        }
        let shares = line.taxes.iter().filter(|tax| is_of_gross(&tax.tax.kind));
        let shares = Minor::sum(shares.map(|tax| tax.amount.rounded))?;
        of_gross = of_gross.plus(line.net_total()?)?.plus(shares)?;
    }
    total.shown_base = match (only_fixed, only_of_gross) {
        (true, _) => None,
        (_, true) => Some(of_gross),
        _ => Some(total.base),
    };
    Ok(total)
}

const fn is_of_gross(kind: &TaxKind) -> bool {
    matches!(kind, TaxKind::Division { .. })
}

#[cfg(test)]
mod tests;
