//! A whole document: each tax is rounded over all of its lines, and the left-over units of the
//! step are put back on lines, so that lines, taxes and totals agree.
//!
//! Amounts are counted in steps of the rounding: cents where tax is rounded to cents.

use rust_decimal::Decimal;

use super::plan::{Given, Plan};
use super::reckon::{Amount, Reckoned, reckon};
use super::spread::spread;
use super::{Tax, TaxError, TaxRounding, net_first};
use crate::money::{Minor, MoneyError, Ratio, Rounding};

/// A line of a document.
#[derive(Clone, Debug)]
pub struct DocumentLine<'a> {
    /// The price of one unit after the discount on the line, in steps.
    pub price: Ratio,
    /// How many units; negative for what comes back.
    pub quantity: Ratio,
    pub taxes: Vec<&'a Tax>,
}

/// How a document is reckoned.
#[derive(Copy, Clone, Debug)]
pub struct DocumentSettings {
    pub prices_include_tax: bool,
    pub rounding: Rounding,
    pub place: TaxRounding,
    pub base: BaseRounding,
    /// The step of rounding in minor units, above zero: 1 for cents, 5 for 0.05.
    pub step: Decimal,
}

/// How the base of an included tax is rounded over a document.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub enum BaseRounding {
    /// It is what the rounded price leaves beside the rounded tax, so both add up to the price.
    #[default]
    RestOfPrice,
    /// It is rounded by itself, like that of an added tax.
    ByItself,
}

/// A line with its taxes.
#[derive(Clone, Debug)]
pub struct LineDetail<'a> {
    /// The amount without tax, by itself.
    pub net: Rounded,
    /// What the line's net amount takes over from the rounding of the document.
    pub put_back: Minor,
    /// In the order in which they were reckoned; a reverse charge has two.
    pub taxes: Vec<TaxDetail<'a>>,
}

/// A tax of a line.
#[derive(Clone, Debug)]
pub struct TaxDetail<'a> {
    pub tax: &'a Tax,
    pub included: bool,
    /// The half of a reverse charge that takes the tax back.
    pub reversed: bool,
    /// What it is reckoned on.
    pub base: Rounded,
    pub amount: Rounded,
}

/// An amount before and after rounding; the rounded one may have taken over left-over units.
#[derive(Copy, Clone, Debug)]
pub struct Rounded {
    pub exact: Ratio,
    pub rounded: Minor,
}

impl Rounded {
    pub(super) fn of(exact: Ratio, rounding: Rounding) -> Result<Self, MoneyError> {
        Ok(Self { exact, rounded: exact.to_minor(rounding)? })
    }
}

impl LineDetail<'_> {
    /// Returns the net amount with what was put back on it.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn net_total(&self) -> Result<Minor, MoneyError> {
        self.net.rounded.plus(self.put_back)
    }

    /// Returns the sum of the taxes.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn tax_total(&self) -> Result<Minor, MoneyError> {
        Minor::sum(self.taxes.iter().map(|tax| tax.amount.rounded))
    }

    /// Returns the gross amount that the line shows when it stands alone, before the rounding of
    /// the document.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn gross_alone(&self, rounding: Rounding) -> Result<Minor, MoneyError> {
        self.taxes
            .iter()
            .try_fold(self.net.rounded, |sum, tax| sum.plus(tax.amount.exact.to_minor(rounding)?))
    }

    fn exact_gross(&self) -> Result<Ratio, MoneyError> {
        self.taxes.iter().try_fold(self.net.exact, |sum, tax| sum.plus(tax.amount.exact))
    }
}

/// Reckons the lines of a document.
///
/// # Errors
/// [`TaxError::Money`].
pub fn reckon_document<'a>(
    lines: &[DocumentLine<'a>],
    settings: DocumentSettings,
) -> Result<Vec<LineDetail<'a>>, TaxError> {
    let mut details = Vec::with_capacity(lines.len());
    for line in lines {
        let plan =
            Plan::in_steps(&line.taxes, settings.prices_include_tax, settings.step, Given::Price)?;
        let reckoned = reckon_line(&plan, line.price, line.quantity, settings)?;
        details.push(detail(&plan, &reckoned, settings.rounding)?);
    }
    put_back(&mut details, settings)?;
    Ok(details)
}

/// Reckons the price of some units; fixed taxes go with the sign of the price and the quantity.
///
/// # Errors
/// [`TaxError::Money`].
pub fn reckon_line(
    plan: &Plan<'_>,
    price: Ratio,
    quantity: Ratio,
    settings: DocumentSettings,
) -> Result<Reckoned, TaxError> {
    let units = if price.signum() < 0 { quantity.negated()? } else { quantity };
    let amount = Amount { value: price.times(quantity)?, units };
    match settings.place {
        TaxRounding::PerLine => reckon(plan, amount, Given::Price, Some(settings.rounding)),
        TaxRounding::PerDocument => reckon(plan, amount, Given::Price, None),
        TaxRounding::NetFirst => Ok(net_first::reckon(plan, amount, settings.rounding)?),
    }
}

fn detail<'a>(
    plan: &Plan<'a>,
    reckoned: &Reckoned,
    rounding: Rounding,
) -> Result<LineDetail<'a>, MoneyError> {
    let mut taxes = Vec::with_capacity(reckoned.taxes.len());
    for tax in &reckoned.taxes {
        let Some(planned) = plan.taxes.get(tax.place) else { continue };
        taxes.push(TaxDetail {
            tax: planned.tax,
            included: planned.included,
            reversed: tax.reversed,
            base: Rounded::of(tax.base, rounding)?,
            amount: Rounded::of(tax.amount, rounding)?,
        });
    }
    Ok(LineDetail { net: Rounded::of(reckoned.net, rounding)?, put_back: Minor::ZERO, taxes })
}

/// Carries a document over to another currency: `rate` is how much of the document's step one
/// step of the other currency is worth. Each amount is divided, where taxes are rounded per line
/// each is rounded too, and the left-over units are put back anew.
///
/// # Errors
/// [`MoneyError::Overflow`], also for a rate of nothing.
pub fn in_other_currency<'a>(
    details: &[LineDetail<'a>],
    rate: Ratio,
    settings: DocumentSettings,
) -> Result<Vec<LineDetail<'a>>, MoneyError> {
    let carry = |amount: Rounded| {
        let exact = amount.exact.over(rate)?;
        let mut carried = Rounded::of(exact, settings.rounding)?;
        if settings.place != TaxRounding::PerDocument {
            carried.exact = Ratio::from(carried.rounded);
        }
        Ok(carried)
    };
    let mut carried = Vec::with_capacity(details.len());
    for line in details {
        let taxes = line
            .taxes
            .iter()
            .map(|tax| {
                Ok(TaxDetail { base: carry(tax.base)?, amount: carry(tax.amount)?, ..tax.clone() })
            })
            .collect::<Result<Vec<_>, MoneyError>>()?;
        carried.push(LineDetail { net: carry(line.net)?, put_back: Minor::ZERO, taxes });
    }
    put_back(&mut carried, settings)?;
    Ok(carried)
}

/// Makes the rounded amounts of the lines agree with the rounded sums of the document.
fn put_back(details: &mut [LineDetail<'_>], settings: DocumentSettings) -> Result<(), MoneyError> {
    let mut keys: Vec<_> =
        details.iter().flat_map(|line| line.taxes.iter().map(TaxDetail::key)).collect();
    crate::order::sort(&mut keys);
    keys.dedup();
    for key in keys {
        let mut same: Vec<&mut TaxDetail<'_>> = details
            .iter_mut()
            .flat_map(|line| line.taxes.iter_mut())
            .filter(|tax| tax.key() == key)
            .collect();
        let mut amounts: Vec<&mut Rounded> = same.iter_mut().map(|tax| &mut tax.amount).collect();
        put_back_tax(&mut amounts, settings.rounding)?;
        put_back_base(&mut same, settings)?;
    }
    put_back_net(details, settings.rounding)
}

impl TaxDetail<'_> {
    fn key(&self) -> (crate::ids::TaxId, bool, bool) {
        (self.tax.id, self.included, self.reversed)
    }
}

/// Rounds the sum of some amounts and spreads what their rounded values miss of it.
pub(super) fn put_back_tax(
    amounts: &mut [&mut Rounded],
    rounding: Rounding,
) -> Result<(), MoneyError> {
    let exact = amounts.iter().try_fold(Ratio::ZERO, |sum, part| sum.plus(part.exact))?;
    let rounded = Minor::sum(amounts.iter().map(|part| part.rounded))?;
    let missing = exact.to_minor(rounding)?.minus(rounded)?;
    add(amounts, missing)
}

fn add(amounts: &mut [&mut Rounded], missing: Minor) -> Result<(), MoneyError> {
    if missing.is_zero() {
        return Ok(());
    }
    let weights: Vec<Ratio> = amounts.iter().map(|part| part.exact).collect();
    for (part, share) in amounts.iter_mut().zip(spread(missing, &weights)?) {
        part.rounded = part.rounded.plus(share)?;
    }
    Ok(())
}

/// The base of an added tax is rounded by itself, that of an included one by the setting.
fn put_back_base(
    taxes: &mut [&mut TaxDetail<'_>],
    settings: DocumentSettings,
) -> Result<(), MoneyError> {
    let is_rest =
        settings.base == BaseRounding::RestOfPrice && taxes.first().is_some_and(|tax| tax.included);
    let mut exact = Ratio::ZERO;
    let mut rounded = Minor::ZERO;
    for tax in taxes.iter() {
        exact = exact.plus(tax.base.exact)?;
        rounded = rounded.plus(tax.base.rounded)?;
        if is_rest {
            exact = exact.plus(tax.amount.exact)?;
            rounded = rounded.plus(tax.amount.rounded)?;
        }
    }
    let missing = exact.to_minor(settings.rounding)?.minus(rounded)?;
    let mut bases: Vec<&mut Rounded> = taxes.iter_mut().map(|tax| &mut tax.base).collect();
    add(&mut bases, missing)
}

/// Where every tax is included the document keeps its rounded gross, otherwise its rounded net.
fn put_back_net(details: &mut [LineDetail<'_>], rounding: Rounding) -> Result<(), MoneyError> {
    let keeps_gross = details.iter().all(|line| line.taxes.iter().all(|tax| tax.included));
    let mut exact = Ratio::ZERO;
    let mut rounded = Minor::ZERO;
    let mut weights = Vec::with_capacity(details.len());
    for line in details.iter() {
        rounded = rounded.plus(line.net.rounded)?;
        let weight = if keeps_gross {
            rounded = rounded.plus(line.tax_total()?)?;
            line.exact_gross()?
        } else {
            line.net.exact
        };
        exact = exact.plus(weight)?;
        weights.push(weight);
    }
    if exact.signum() == 0 {
        return Ok(());
    }
    let missing = exact.to_minor(rounding)?.minus(rounded)?;
    for (line, share) in details.iter_mut().zip(spread(missing, &weights)?) {
        line.put_back = line.put_back.plus(share)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
