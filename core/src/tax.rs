//! Taxes on lines: included in the price or added to it, rounded per line or per document.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::ids::TaxId;
use crate::money::allocate::allocate;
use crate::money::{Minor, MoneyError, Rounding};

/// A tax of the price book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tax {
    pub id: TaxId,
    /// Short name in imports and exports, unique in the organisation: `standard`.
    pub code: String,
    /// What a receipt prints: `VAT 19 %`.
    pub name: String,
    pub kind: TaxKind,
}

/// How a tax is reckoned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TaxKind {
    /// A share of the net amount, in percent: `19` is 19 %.
    Percent { rate: Decimal },
}

/// Where the one rounding of a tax happens.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxRounding {
    /// Each line's tax is rounded; the document's tax is their sum.
    #[default]
    PerLine,
    /// The tax of all lines with the same taxes is rounded once and shared over them.
    PerDocument,
}

/// What a line's tax is reckoned from.
#[derive(Clone, Debug)]
pub struct TaxedAmount<'a> {
    /// The amount after all discounts: with tax when prices include it, without when not.
    pub amount: Minor,
    pub taxes: Vec<&'a Tax>,
}

/// The outcome for one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineTax {
    pub net: Minor,
    pub gross: Minor,
    /// One share a tax, in the order of the line's taxes.
    pub shares: Vec<(TaxId, Minor)>,
}

/// The settings that a reckoning of taxes follows.
#[derive(Copy, Clone, Debug)]
pub struct TaxSettings {
    pub prices_include_tax: bool,
    pub rounding: Rounding,
    pub place: TaxRounding,
}

/// Reckons the taxes of all lines of a document. Lines come in the order of their ids, which
/// also decides who gets a left-over cent.
///
/// With tax included, `tax = amount * r / (100 + r)` and the amount itself is never changed;
/// with tax added, `tax = amount * r / 100`, where `r` is the sum of the line's percentages.
///
/// # Errors
/// [`MoneyError::Overflow`].
pub fn tax_lines(
    lines: &[TaxedAmount<'_>],
    settings: TaxSettings,
) -> Result<Vec<LineTax>, MoneyError> {
    let totals = match settings.place {
        TaxRounding::PerLine => lines
            .iter()
            .map(|line| tax_of(line.amount, &line.taxes, settings))
            .collect::<Result<Vec<_>, _>>()?,
        TaxRounding::PerDocument => tax_per_document(lines, settings)?,
    };
    lines.iter().zip(totals).map(|(line, tax)| split(line, tax, settings)).collect()
}

fn tax_of(amount: Minor, taxes: &[&Tax], settings: TaxSettings) -> Result<Minor, MoneyError> {
    let rate = rate_sum(taxes)?;
    let scale = crate::money::rounding::power_of_ten(rate.scale())?;
    let hundred = scale.checked_mul(100).ok_or(MoneyError::Overflow)?;
    let part = i128::from(amount.get()).checked_mul(rate.mantissa()).ok_or(MoneyError::Overflow)?;
    let whole = if settings.prices_include_tax {
        hundred.checked_add(rate.mantissa()).ok_or(MoneyError::Overflow)?
    } else {
        hundred
    };
    Minor::from_wide(settings.rounding.divide(part, whole)?)
}

fn rate_sum(taxes: &[&Tax]) -> Result<Decimal, MoneyError> {
    taxes.iter().try_fold(Decimal::ZERO, |sum, tax| {
        let TaxKind::Percent { rate } = &tax.kind;
        sum.checked_add(*rate).ok_or(MoneyError::Overflow)
    })
}

/// Rounds once for each set of taxes and shares the result over the lines of the set.
fn tax_per_document(
    lines: &[TaxedAmount<'_>],
    settings: TaxSettings,
) -> Result<Vec<Minor>, MoneyError> {
    let mut totals = vec![Minor::ZERO; lines.len()];
    let mut sets: Vec<(Vec<TaxId>, Vec<usize>)> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let key: Vec<TaxId> = line.taxes.iter().map(|tax| tax.id).collect();
        match sets.iter_mut().find(|(other, _)| *other == key) {
            Some((_, members)) => members.push(index),
            None => sets.push((key, vec![index])),
        }
    }
    for (_, members) in sets {
        let of_set: Vec<&TaxedAmount<'_>> =
            members.iter().filter_map(|index| lines.get(*index)).collect();
        let Some(first) = of_set.first() else { continue };
        let sum = Minor::sum(of_set.iter().map(|line| line.amount))?;
        let tax = tax_of(sum, &first.taxes, settings)?;
        let weights: Vec<i64> = of_set.iter().map(|line| line.amount.abs().get()).collect();
        for (index, share) in members.into_iter().zip(allocate(tax, &weights)?) {
            if let Some(total) = totals.get_mut(index) {
                *total = share;
            }
        }
    }
    Ok(totals)
}

fn split(line: &TaxedAmount<'_>, tax: Minor, settings: TaxSettings) -> Result<LineTax, MoneyError> {
    let (net, gross) = if settings.prices_include_tax {
        (line.amount.minus(tax)?, line.amount)
    } else {
        (line.amount, line.amount.plus(tax)?)
    };
    if line.taxes.is_empty() {
        return Ok(LineTax { net, gross, shares: Vec::new() });
    }
    let shares = allocate(tax, &rate_weights(&line.taxes)?)?;
    let shares = line.taxes.iter().map(|tax| tax.id).zip(shares).collect();
    Ok(LineTax { net, gross, shares })
}

/// Returns the rates as whole weights on one common scale.
fn rate_weights(taxes: &[&Tax]) -> Result<Vec<i64>, MoneyError> {
    let rates = taxes.iter().map(|tax| match &tax.kind {
        TaxKind::Percent { rate } => *rate,
    });
    let scale = rates.clone().map(|rate| rate.scale()).max().unwrap_or(0);
    rates
        .map(|mut rate| {
            rate.rescale(scale);
            i64::try_from(rate.mantissa()).map_err(|_| MoneyError::Overflow)
        })
        .collect()
}

#[cfg(test)]
mod tests;
