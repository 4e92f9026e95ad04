//! The taxes of the lines of a cart.

use rust_decimal::Decimal;

use super::document::{Rounded, put_back_tax};
use super::net_first;
use super::plan::{Given, Plan};
use super::reckon::{Amount, Reckoned, ReckonedTax, reckon};
use super::{LineTax, Tax, TaxError, TaxKind, TaxRounding, TaxSettings, TaxedAmount};
use crate::ids::TaxId;
use crate::money::rounding::power_of_ten;
use crate::money::{Minor, MoneyError, Ratio};

/// Reckons the taxes of all lines of a document. Lines come in the order of their ids, which
/// also decides who gets a left-over cent.
///
/// A line's amount is never changed: `net = amount - included taxes` and
/// `gross = amount + added taxes`.
///
/// # Errors
/// [`MoneyError::Overflow`].
pub fn tax_lines(
    lines: &[TaxedAmount<'_>],
    settings: TaxSettings,
) -> Result<Vec<LineTax>, MoneyError> {
    match settings.place {
        TaxRounding::PerLine => lines.iter().map(|line| tax_line(line, settings)).collect(),
        TaxRounding::NetFirst => lines.iter().map(|line| net_first_line(line, settings)).collect(),
        TaxRounding::PerDocument => tax_document(lines, settings),
    }
}

fn tax_line(line: &TaxedAmount<'_>, settings: TaxSettings) -> Result<LineTax, MoneyError> {
    if line.taxes.is_empty() {
        return Ok(LineTax { net: line.amount, gross: line.amount, shares: Vec::new() });
    }
    match simple(&line.taxes, settings.prices_include_tax) {
        Some(simple) => simple_line(line, simple, settings),
        None => general_line(line, settings),
    }
}

/// How all taxes of a line stand to its price, where each is a share of one and the same base.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Simple {
    Included,
    Added,
}

/// Finds the common case: only percent taxes, all included or all added, none on another.
fn simple(taxes: &[&Tax], prices_include_tax: bool) -> Option<Simple> {
    let first = taxes.first()?.is_included(prices_include_tax);
    for (index, tax) in taxes.iter().enumerate() {
        let rules = tax.rules;
        let usual = matches!(tax.kind, TaxKind::Percent { .. })
            && tax.is_included(prices_include_tax) == first
            && !(rules.affects_later || rules.reverse_charge || rules.sequence != 0);
        if !usual || taxes.iter().take(index).any(|other| other.id == tax.id) {
            return None;
        }
    }
    Some(if first { Simple::Included } else { Simple::Added })
}

/// `amount * r / (100 + R)` or `amount * r / 100` for each tax, in whole numbers on one scale.
fn simple_line(
    line: &TaxedAmount<'_>,
    simple: Simple,
    settings: TaxSettings,
) -> Result<LineTax, MoneyError> {
    let overflow = MoneyError::Overflow;
    let rate_of = |tax: &Tax| match tax.kind {
        TaxKind::Percent { rate } => rate,
        _ => Decimal::ZERO,
    };
    let scale = line.taxes.iter().map(|tax| rate_of(tax).scale()).max().unwrap_or(0);
    let on_scale = |tax: &Tax| {
        let rate = rate_of(tax);
        let factor = power_of_ten(scale - rate.scale())?;
        rate.mantissa().checked_mul(factor).ok_or(MoneyError::Overflow)
    };
    let mut whole = power_of_ten(scale)?.checked_mul(100).ok_or(overflow.clone())?;
    if simple == Simple::Included {
        for tax in &line.taxes {
            whole = whole.checked_add(on_scale(tax)?).ok_or(overflow.clone())?;
        }
    }
    let (amount, rounding) = (i128::from(line.amount.get()), settings.rounding);
    let mut sum = Minor::ZERO;
    let mut shares = Vec::with_capacity(line.taxes.len());
    for tax in &line.taxes {
        let part = amount.checked_mul(on_scale(tax)?).ok_or(overflow.clone())?;
        let share = match whole {
            // As many percent as would leave nothing: nothing is taken out.
            0 => Minor::ZERO,
            whole => Ratio::whole(part).over(Ratio::whole(whole))?.to_minor(rounding)?,
        };
        sum = sum.plus(share)?;
        shares.push((tax.id, share));
    }
    let (net, gross) = match simple {
        Simple::Included => (line.amount.minus(sum)?, line.amount),
        Simple::Added => (line.amount, line.amount.plus(sum)?),
    };
    Ok(LineTax { net, gross, shares })
}

fn amount_of(line: &TaxedAmount<'_>) -> Result<Amount, MoneyError> {
    let units = Ratio::try_from(line.quantity.abs())?;
    let units = if line.amount.is_negative() { units.negated()? } else { units };
    Ok(Amount { value: Ratio::from(line.amount), units })
}

fn from_price(
    plan: &Plan<'_>,
    line: &TaxedAmount<'_>,
    settings: TaxSettings,
) -> Result<Reckoned, MoneyError> {
    let rounding = match settings.place {
        TaxRounding::PerDocument => None,
        TaxRounding::PerLine | TaxRounding::NetFirst => Some(settings.rounding),
    };
    reckon(plan, amount_of(line)?, Given::Price, rounding).map_err(as_money)
}

/// Returns the part of a price that is left when its included taxes are taken out, as far as they
/// follow the price.
pub(crate) fn net_share(taxes: &[&Tax], prices_include_tax: bool) -> Result<Ratio, MoneyError> {
    let plan = Plan::new(taxes, prices_include_tax)?;
    let inside = |tax: &ReckonedTax| plan.taxes.get(tax.place).is_some_and(|tax| tax.included);
    let one = Amount { value: Ratio::ONE, units: Ratio::ZERO };
    let reckoned = reckon(&plan, one, Given::Price, None).map_err(as_money)?;
    let included = reckoned.taxes.iter().filter(|tax| inside(tax));
    included.map(|tax| tax.amount).try_fold(Ratio::ONE, Ratio::minus)
}

/// From a price there is always a way back.
fn as_money(error: TaxError) -> MoneyError {
    match error {
        TaxError::Money(error) => error,
        TaxError::NoWayBack => MoneyError::Overflow,
    }
}

fn general_line(line: &TaxedAmount<'_>, settings: TaxSettings) -> Result<LineTax, MoneyError> {
    let plan = Plan::new(&line.taxes, settings.prices_include_tax)?;
    in_cents(line, &plan, &from_price(&plan, line, settings)?, settings)
}

fn net_first_line(line: &TaxedAmount<'_>, settings: TaxSettings) -> Result<LineTax, MoneyError> {
    let plan = Plan::new(&line.taxes, settings.prices_include_tax)?;
    let reckoned = net_first::reckon(&plan, amount_of(line)?, settings.rounding)?;
    in_cents(line, &plan, &reckoned, settings)
}

/// Turns a line whose taxes are rounded into cents.
fn in_cents(
    line: &TaxedAmount<'_>,
    plan: &Plan<'_>,
    reckoned: &Reckoned,
    settings: TaxSettings,
) -> Result<LineTax, MoneyError> {
    let mut sums = Sums::of(line);
    for tax in &reckoned.taxes {
        let Some(planned) = plan.taxes.get(tax.place) else { continue };
        let amount = tax.amount.to_minor(settings.rounding)?;
        sums.add(planned.tax.id, planned.included, amount)?;
    }
    Ok(sums.line)
}

/// A line that takes in one tax after the other.
struct Sums {
    line: LineTax,
}

impl Sums {
    fn of(line: &TaxedAmount<'_>) -> Self {
        let shares = Vec::with_capacity(line.taxes.len());
        Self { line: LineTax { net: line.amount, gross: line.amount, shares } }
    }

    fn add(&mut self, tax: TaxId, included: bool, amount: Minor) -> Result<(), MoneyError> {
        if included {
            self.line.net = self.line.net.minus(amount)?;
        } else {
            self.line.gross = self.line.gross.plus(amount)?;
        }
        self.line.shares.push((tax, amount));
        Ok(())
    }
}

/// Rounds each tax once over all lines and puts the left-over cents on the lines.
fn tax_document(
    lines: &[TaxedAmount<'_>],
    settings: TaxSettings,
) -> Result<Vec<LineTax>, MoneyError> {
    let mut taxes = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let plan = Plan::new(&line.taxes, settings.prices_include_tax)?;
        for tax in from_price(&plan, line, settings)?.taxes {
            let Some(planned) = plan.taxes.get(tax.place) else { continue };
            let key = (planned.tax.id, planned.included, tax.reversed);
            taxes.push((index, key, Rounded::of(tax.amount, settings.rounding)?));
        }
    }
    let mut keys: Vec<_> = taxes.iter().map(|(_, key, _)| *key).collect();
    crate::order::sort(&mut keys);
    keys.dedup();
    for key in keys {
        let mut same: Vec<&mut Rounded> =
            taxes.iter_mut().filter(|tax| tax.1 == key).map(|tax| &mut tax.2).collect();
        put_back_tax(&mut same, settings.rounding)?;
    }
    let mut sums: Vec<Sums> = lines.iter().map(Sums::of).collect();
    for (index, (tax, included, _), amount) in taxes {
        if let Some(sums) = sums.get_mut(index) {
            sums.add(tax, included, amount.rounded)?;
        }
    }
    Ok(sums.into_iter().map(|sums| sums.line).collect())
}

#[cfg(test)]
mod tests;
