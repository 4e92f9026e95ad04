//! Invoices by EN 16931: line nets, allowances and charges, VAT by category and rate, totals.
//!
//! The standard names its fields BT-1 and so on; they are given with each field. Amounts are in
//! major units with two decimal places, as they stand in an invoice.

pub mod checks;

use rust_decimal::Decimal;

use crate::money::{MoneyError, Ratio, Rounding};

/// The figures of an invoice; what is not known is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Invoice {
    pub lines: Vec<InvoiceLine>,
    /// Allowances and charges on the whole document (BG-20, BG-21).
    pub adjustments: Vec<Adjustment>,
    /// VAT by category and rate (BG-23).
    pub vat: Vec<VatTotal>,
    /// BT-110.
    pub total_vat: Option<Decimal>,
    /// BT-111, where VAT is accounted in another currency.
    pub total_vat_accounting: Option<Decimal>,
    pub totals: InvoiceTotals,
}

/// A line (BG-25).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InvoiceLine {
    /// BT-129.
    pub quantity: Option<Decimal>,
    /// BT-146, for `base_quantity` units.
    pub net_price: Option<Decimal>,
    /// BT-148.
    pub gross_price: Option<Decimal>,
    /// BT-147, what the gross price is reduced by.
    pub price_discount: Option<Decimal>,
    /// BT-149; one where it is not given.
    pub base_quantity: Option<Decimal>,
    /// Allowances and charges on the line (BG-27, BG-28).
    pub adjustments: Vec<Adjustment>,
    /// BT-131; reckoned where it is not given.
    pub net: Option<Decimal>,
    pub vat: Vat,
}

/// An allowance or a charge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Adjustment {
    pub is_charge: bool,
    /// Reckoned from base and percent where it is not given.
    pub amount: Option<Decimal>,
    pub percent: Option<Decimal>,
    pub base: Option<Decimal>,
    pub vat: Vat,
}

/// A VAT category and its rate in percent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vat {
    /// UNCL 5305: `S` standard, `Z` zero, `E` exempt, `AE` reverse charge, `K`, `G`, `O`, `L`, `M`.
    pub category: Option<String>,
    pub percent: Option<Decimal>,
}

/// The VAT of one category and rate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VatTotal {
    pub vat: Vat,
    /// BT-116.
    pub taxable: Option<Decimal>,
    /// BT-117.
    pub tax: Option<Decimal>,
}

/// The totals of the document (BG-22).
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct InvoiceTotals {
    /// BT-106.
    pub line_net: Option<Decimal>,
    /// BT-107.
    pub allowances: Option<Decimal>,
    /// BT-108.
    pub charges: Option<Decimal>,
    /// BT-109.
    pub without_vat: Option<Decimal>,
    /// BT-112.
    pub with_vat: Option<Decimal>,
    /// BT-113.
    pub prepaid: Option<Decimal>,
    /// BT-114, an amount that the issuer chooses.
    pub rounding: Option<Decimal>,
    /// BT-115.
    pub payable: Option<Decimal>,
}

impl InvoiceLine {
    /// Returns `round(quantity * price / base quantity) + charges - allowances`.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn reckoned_net(&self) -> Result<Decimal, MoneyError> {
        plus(cents(self.goods()?)?, net_of(&self.adjustments)?)
    }

    /// `quantity * price / base quantity`; one where a quantity is not given.
    fn goods(&self) -> Result<Ratio, MoneyError> {
        let quantity = Ratio::try_from(self.quantity.unwrap_or(Decimal::ONE))?;
        let price = Ratio::try_from(self.net_price.unwrap_or_default())?;
        let goods = quantity.times(price)?;
        match self.base_quantity {
            Some(base) if !base.is_zero() => goods.over(Ratio::try_from(base)?),
            _ => Ok(goods),
        }
    }
}

impl Adjustment {
    /// Returns the amount, or `round(base * percent / 100)` where it is not given.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn amount(&self) -> Result<Decimal, MoneyError> {
        match (self.amount, self.base, self.percent) {
            (Some(amount), ..) => Ok(amount),
            (None, Some(base), Some(percent)) => cents(share(base, percent)?),
            _ => Ok(Decimal::ZERO),
        }
    }
}

impl Invoice {
    /// Returns the invoice with everything that follows from its lines, adjustments, prepaid and
    /// rounding amounts. A net amount that a line states is kept.
    ///
    /// VAT is reckoned once for each category and rate on the sum of what bears it,
    /// `round(taxable * rate / 100)`, a half away from zero (BR-CO-17).
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn totalled(&self) -> Result<Self, MoneyError> {
        let mut invoice = self.clone();
        let mut line_net = Decimal::ZERO;
        invoice.vat.clear();
        for line in &mut invoice.lines {
            let net = match line.net {
                Some(net) => net,
                None => line.reckoned_net()?,
            };
            line.net = Some(net);
            line_net = plus(line_net, net)?;
            bear(&mut invoice.vat, &line.vat, net)?;
        }
        for adjustment in &invoice.adjustments {
            let amount = adjustment.amount()?;
            let signed = if adjustment.is_charge { amount } else { -amount };
            bear(&mut invoice.vat, &adjustment.vat, signed)?;
        }
        let mut total_vat = Decimal::ZERO;
        for total in &mut invoice.vat {
            let tax = cents(total.exact_tax()?)?;
            total.tax = Some(tax);
            total_vat = plus(total_vat, tax)?;
        }
        let allowances = sum_of(&invoice.adjustments, false)?;
        let charges = sum_of(&invoice.adjustments, true)?;
        let without_vat = plus(plus(line_net, charges)?, -allowances)?;
        let with_vat = plus(without_vat, total_vat)?;
        let due = plus(with_vat, -self.totals.prepaid.unwrap_or_default())?;
        invoice.total_vat = Some(total_vat);
        invoice.totals = InvoiceTotals {
            line_net: Some(line_net),
            allowances: Some(allowances),
            charges: Some(charges),
            without_vat: Some(without_vat),
            with_vat: Some(with_vat),
            payable: Some(plus(due, self.totals.rounding.unwrap_or_default())?),
            ..self.totals
        };
        Ok(invoice)
    }
}

impl VatTotal {
    fn exact_tax(&self) -> Result<Ratio, MoneyError> {
        share(self.taxable.unwrap_or_default(), self.vat.percent.unwrap_or_default())
    }
}

fn share(base: Decimal, percent: Decimal) -> Result<Ratio, MoneyError> {
    Ratio::try_from(base)?.times(Ratio::percent(percent)?)
}

/// Adds an amount to what is taxed under its category and rate; no rate is a rate of nothing.
fn bear(totals: &mut Vec<VatTotal>, vat: &Vat, amount: Decimal) -> Result<(), MoneyError> {
    let percent = vat.percent.unwrap_or_default();
    let same = |total: &&mut VatTotal| {
        total.vat.category == vat.category && total.vat.percent == Some(percent)
    };
    match totals.iter_mut().find(same) {
        Some(total) => {
            total.taxable = Some(plus(total.taxable.unwrap_or_default(), amount)?);
        }
        None => {
            let vat = Vat { category: vat.category.clone(), percent: Some(percent) };
            totals.push(VatTotal { vat, taxable: Some(amount), tax: None });
        }
    }
    Ok(())
}

/// Charges less allowances.
fn net_of(adjustments: &[Adjustment]) -> Result<Decimal, MoneyError> {
    plus(sum_of(adjustments, true)?, -sum_of(adjustments, false)?)
}

fn sum_of(adjustments: &[Adjustment], is_charge: bool) -> Result<Decimal, MoneyError> {
    adjustments
        .iter()
        .filter(|adjustment| adjustment.is_charge == is_charge)
        .try_fold(Decimal::ZERO, |sum, adjustment| plus(sum, adjustment.amount()?))
}

fn plus(one: Decimal, other: Decimal) -> Result<Decimal, MoneyError> {
    one.checked_add(other).ok_or(MoneyError::Overflow)
}

/// Rounds to two decimal places, a half away from zero.
fn cents(value: Ratio) -> Result<Decimal, MoneyError> {
    let cents = value.times(Ratio::whole(100))?.round(Rounding::HalfUp)?;
    Decimal::try_from_i128_with_scale(cents, 2).map_err(|_| MoneyError::Overflow)
}

#[cfg(test)]
mod tests;
