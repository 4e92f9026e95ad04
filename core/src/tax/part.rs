//! A part of a document that keeps its mix of taxes: a discount on the whole, a down payment.
//!
//! The part of each tax and of its base is rounded once (`round(total * part)`), the gross amount
//! is the rounded part of the gross, and the net amount is what the taxes leave of it. Each of
//! these is then spread over the sets of taxes that the lines bear.

use rust_decimal::Decimal;

use super::document::{LineDetail, Rounded, TaxDetail};
use super::spread::spread;
use crate::ids::TaxId;
use crate::money::{Minor, MoneyError, Ratio, Rounding};

/// How much of a document.
#[derive(Copy, Clone, Debug)]
pub enum Part {
    /// A share in percent.
    Percent(Decimal),
    /// A gross amount.
    Amount(Minor),
    /// A share that comes to a known gross amount.
    Share { of_whole: Ratio, gross: Minor },
}

impl Part {
    /// Finds the share and its gross amount in what a discount can be given on (`discount`) or in
    /// all of a document, so that the same share can be taken of the document in another
    /// currency: its gross amount is divided by `rate`, see
    /// [`super::document::in_other_currency`].
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn carried(
        self,
        discount: bool,
        details: &[LineDetail<'_>],
        rate: Ratio,
        rounding: Rounding,
    ) -> Result<Self, MoneyError> {
        if let Self::Percent(_) = self {
            return Ok(self);
        }
        let (kept, removed) = take_apart(details)?;
        let mut whole = gross_of(&kept)?;
        if !discount {
            whole = whole.plus(gross_of(&removed)?)?;
        }
        let (of_whole, gross) = self.of(whole, rounding)?;
        Ok(Self::Share { of_whole, gross: Ratio::from(gross).over(rate)?.to_minor(rounding)? })
    }

    fn of(self, whole: Minor, rounding: Rounding) -> Result<(Ratio, Minor), MoneyError> {
        match self {
            Self::Percent(percent) => {
                let share = Ratio::percent(percent)?;
                Ok((share, Ratio::from(whole).times(share)?.to_minor(rounding)?))
            }
            Self::Amount(gross) if whole.is_zero() => Ok((Ratio::ZERO, gross)),
            Self::Amount(gross) => Ok((Ratio::from(gross).over(Ratio::from(whole))?, gross)),
            Self::Share { of_whole, gross } => Ok((of_whole, gross)),
        }
    }

    fn negated(self) -> Result<Self, MoneyError> {
        Ok(match self {
            Self::Percent(percent) => Self::Percent(-percent),
            Self::Amount(gross) => Self::Amount(gross.negated()),
            Self::Share { of_whole, gross } => {
                Self::Share { of_whole: of_whole.negated()?, gross: gross.negated() }
            }
        })
    }
}

/// Returns the negative lines that take a discount off a whole document, one for each set of
/// taxes. Taxes that do not follow the price (amounts per unit) stay as they are, together with
/// what other taxes are reckoned on them.
///
/// # Errors
/// [`MoneyError::Overflow`].
pub fn discount<'a>(
    details: &[LineDetail<'a>],
    part: Part,
    rounding: Rounding,
) -> Result<Vec<LineDetail<'a>>, MoneyError> {
    let (kept, _) = take_apart(details)?;
    part_of(&kept, part.negated()?, rounding)
}

/// Returns the lines of a down payment, one for each set of taxes. Amounts per unit count as
/// goods, because they are not due for a part of a unit.
///
/// # Errors
/// [`MoneyError::Overflow`].
pub fn down_payment<'a>(
    details: &[LineDetail<'a>],
    part: Part,
    rounding: Rounding,
) -> Result<Vec<LineDetail<'a>>, MoneyError> {
    let (mut lines, removed) = take_apart(details)?;
    lines.extend(removed);
    part_of(&lines, part, rounding)
}

fn gross_of(lines: &[LineDetail<'_>]) -> Result<Minor, MoneyError> {
    lines
        .iter()
        .try_fold(Minor::ZERO, |sum, line| sum.plus(line.net_total()?)?.plus(line.tax_total()?))
}

type Lines<'a> = Vec<LineDetail<'a>>;

/// Takes the taxes that do not follow the price out of lines, as lines of their own.
fn take_apart<'a>(details: &[LineDetail<'a>]) -> Result<(Lines<'a>, Lines<'a>), MoneyError> {
    let (mut kept, mut removed) = (Vec::with_capacity(details.len()), Vec::new());
    for line in details {
        let mut line = line.clone();
        let mut queue = take_out(&mut line)?;
        kept.push(line);
        while let Some(mut next) = queue.pop() {
            queue.extend(take_out(&mut next)?);
            removed.push(next);
        }
    }
    Ok((kept, removed))
}

/// Takes the taxes that do not follow the price out of one line. What later taxes are reckoned on
/// them goes along, in proportion.
fn take_out<'a>(line: &mut LineDetail<'a>) -> Result<Lines<'a>, MoneyError> {
    let mut removed = Vec::new();
    while let Some(place) = line.taxes.iter().position(|tax| !tax.tax.follows_price()) {
        let out = line.taxes.remove(place);
        let mut own = LineDetail { net: out.amount, put_back: Minor::ZERO, taxes: Vec::new() };
        let weights = [line.net.exact, out.amount.exact];
        for tax in line.taxes.iter_mut().skip(place) {
            if out.tax.rules.affects_later && tax.tax.rules.affected_by_earlier {
                let mut share = tax.clone();
                (tax.base, share.base) = split(tax.base, weights)?;
                (tax.amount, share.amount) = split(tax.amount, weights)?;
                own.taxes.push(share);
            }
        }
        removed.push(own);
    }
    Ok(removed)
}

fn split(amount: Rounded, weights: [Ratio; 2]) -> Result<(Rounded, Rounded), MoneyError> {
    let [first, second] = weights;
    let sum = first.abs()?.plus(second.abs()?)?;
    let shares = spread(amount.rounded, &weights)?;
    let rounded = shares.first().copied().unwrap_or_default();
    let exact = match sum.signum() {
        0 => amount.exact,
        _ => amount.exact.times(first.abs()?)?.over(sum)?,
    };
    let rest =
        Rounded { exact: amount.exact.minus(exact)?, rounded: amount.rounded.minus(rounded)? };
    Ok((Rounded { exact, rounded }, rest))
}

fn part_of<'a>(
    details: &[LineDetail<'a>],
    part: Part,
    rounding: Rounding,
) -> Result<Vec<LineDetail<'a>>, MoneyError> {
    let mut sets = by_set_of_taxes(details)?;
    let (share, gross) = part.of(gross_of(&sets)?, rounding)?;
    let mut keys: Vec<(TaxId, bool)> =
        sets.iter().flat_map(|set| set.taxes.iter().map(key)).collect();
    crate::order::sort(&mut keys);
    keys.dedup();
    let mut net = gross;
    for wanted in keys {
        let mut same: Vec<&mut TaxDetail<'_>> = sets
            .iter_mut()
            .flat_map(|set| set.taxes.iter_mut())
            .filter(|tax| key(tax) == wanted)
            .collect();
        let mut bases: Vec<&mut Minor> = same.iter_mut().map(|tax| &mut tax.base.rounded).collect();
        take_share(&mut bases, share, rounding)?;
        let mut amounts: Vec<&mut Minor> =
            same.iter_mut().map(|tax| &mut tax.amount.rounded).collect();
        net = net.minus(take_share(&mut amounts, share, rounding)?)?;
    }
    let mut nets: Vec<&mut Minor> = sets.iter_mut().map(|set| &mut set.net.rounded).collect();
    if !nets.is_empty() {
        spread_over(&mut nets, net)?;
    }
    for set in &mut sets {
        set.net.exact = Ratio::from(set.net.rounded);
        for tax in &mut set.taxes {
            tax.base.exact = Ratio::from(tax.base.rounded);
            tax.amount.exact = Ratio::from(tax.amount.rounded);
        }
    }
    Ok(sets)
}

fn key(tax: &TaxDetail<'_>) -> (TaxId, bool) {
    (tax.tax.id, tax.reversed)
}

/// Makes some amounts come to a share of their sum, and returns it.
fn take_share(
    amounts: &mut [&mut Minor],
    share: Ratio,
    rounding: Rounding,
) -> Result<Minor, MoneyError> {
    let whole = Minor::sum(amounts.iter().map(|amount| **amount))?;
    let part = Ratio::from(whole).times(share)?.to_minor(rounding)?;
    spread_over(amounts, part)?;
    Ok(part)
}

fn spread_over(amounts: &mut [&mut Minor], part: Minor) -> Result<(), MoneyError> {
    let weights: Vec<Ratio> = amounts.iter().map(|amount| Ratio::from(**amount)).collect();
    for (amount, share) in amounts.iter_mut().zip(spread(part, &weights)?) {
        **amount = share;
    }
    Ok(())
}

/// Adds up the lines that bear the same taxes, in the order in which the sets come up.
fn by_set_of_taxes<'a>(details: &[LineDetail<'a>]) -> Result<Lines<'a>, MoneyError> {
    let mut sets: Vec<LineDetail<'a>> = Vec::new();
    for line in details {
        let same =
            |set: &&mut LineDetail<'a>| set.taxes.iter().map(key).eq(line.taxes.iter().map(key));
        let net = line.net_total()?;
        match sets.iter_mut().find(same) {
            Some(set) => {
                set.net.rounded = set.net.rounded.plus(net)?;
                for (sum, tax) in set.taxes.iter_mut().zip(&line.taxes) {
                    sum.base.rounded = sum.base.rounded.plus(tax.base.rounded)?;
                    sum.amount.rounded = sum.amount.rounded.plus(tax.amount.rounded)?;
                }
            }
            None => {
                let mut set = line.clone();
                set.net.rounded = net;
                set.put_back = Minor::ZERO;
                sets.push(set);
            }
        }
    }
    Ok(sets)
}

#[cfg(test)]
mod tests;
