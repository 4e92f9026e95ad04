//! Whether the figures of an invoice agree with each other, by the rules of EN 16931 (`BR-...`)
//! and of Peppol BIS 3 (`PEPPOL-...`).
//!
//! A rule looks only at what the invoice states: a figure that is missing breaks no rule but that
//! which asks for it.

use rust_decimal::Decimal;

use super::{
    Adjustment, Invoice, InvoiceLine, InvoiceTotals, Vat, VatTotal, cents, net_of, plus, share,
};
use crate::money::{MoneyError, Ratio, Rounding};

/// What an amount may be off where a rule allows for another's way of rounding: 0.02.
const SLACK: Decimal = Decimal::from_parts(2, 0, 0, false, 2);

/// The categories whose taxable amount has to be met exactly, with the name of their rules; no VAT
/// is due on them.
const WITHOUT_VAT: [(&str, &str); 6] =
    [("Z", "BR-Z"), ("E", "BR-E"), ("AE", "BR-AE"), ("K", "BR-IC"), ("G", "BR-G"), ("O", "BR-O")];
/// The categories that bear VAT at a rate.
const WITH_VAT: [(&str, &str); 3] = [("S", "BR-S"), ("L", "BR-AF"), ("M", "BR-AG")];

/// Returns the names of the rules that the invoice breaks, each once, in alphabetical order.
///
/// # Errors
/// [`MoneyError::Overflow`].
pub fn broken_rules(invoice: &Invoice) -> Result<Vec<String>, MoneyError> {
    let mut broken = Broken(Vec::new());
    for line in &invoice.lines {
        check_line(line, &mut broken)?;
        line.adjustments.iter().try_for_each(|part| check_adjustment(part, &mut broken))?;
    }
    invoice.adjustments.iter().try_for_each(|part| check_adjustment(part, &mut broken))?;
    check_sums(invoice, &mut broken)?;
    check_totals(&invoice.totals, invoice.total_vat, &mut broken)?;
    for total in &invoice.vat {
        check_vat(total, invoice, &mut broken)?;
    }
    if let (Some(here), Some(there)) = (invoice.total_vat, invoice.total_vat_accounting) {
        let opposite = (here < Decimal::ZERO && there > Decimal::ZERO)
            || (here > Decimal::ZERO && there < Decimal::ZERO);
        broken.unless(!opposite, "PEPPOL-EN16931-R055");
    }
    crate::order::sort(&mut broken.0);
    broken.0.dedup();
    Ok(broken.0)
}

struct Broken(Vec<String>);

impl Broken {
    fn unless(&mut self, holds: bool, rule: &str) {
        if !holds {
            self.0.push(rule.to_owned());
        }
    }
}

fn check_line(line: &InvoiceLine, broken: &mut Broken) -> Result<(), MoneyError> {
    let negative = |price: Option<Decimal>| price.is_some_and(|price| price < Decimal::ZERO);
    broken.unless(!negative(line.net_price), "BR-27");
    broken.unless(!negative(line.gross_price), "BR-28");
    let base_is_positive = line.base_quantity.is_none_or(|base| base > Decimal::ZERO);
    broken.unless(base_is_positive, "PEPPOL-EN16931-R121");
    if let (Some(net), Some(gross)) = (line.net_price, line.gross_price) {
        let discount = line.price_discount.unwrap_or_default();
        broken.unless(net == plus(gross, -discount)?, "PEPPOL-EN16931-R046");
    }
    if let (Some(net), Some(_)) = (line.net, line.net_price) {
        let due = line.goods()?.plus(Ratio::try_from(net_of(&line.adjustments)?)?)?;
        broken.unless(is_near(net, due)?, "PEPPOL-EN16931-R120");
    }
    Ok(())
}

fn check_adjustment(part: &Adjustment, broken: &mut Broken) -> Result<(), MoneyError> {
    broken.unless(part.percent.is_none() || part.base.is_some(), "PEPPOL-EN16931-R041");
    broken.unless(part.base.is_none() || part.percent.is_some(), "PEPPOL-EN16931-R042");
    if let (Some(base), Some(percent)) = (part.base, part.percent) {
        let amount = part.amount.unwrap_or_default();
        broken.unless(is_near(amount, share(base, percent)?)?, "PEPPOL-EN16931-R040");
    }
    Ok(())
}

fn is_near(amount: Decimal, due: Ratio) -> Result<bool, MoneyError> {
    let off = Ratio::try_from(amount)?.minus(due)?.abs()?;
    Ok(off <= Ratio::try_from(SLACK)?)
}

/// The sums over lines, adjustments and VAT.
fn check_sums(invoice: &Invoice, broken: &mut Broken) -> Result<(), MoneyError> {
    if let Some(stated) = invoice.totals.line_net {
        let nets = invoice.lines.iter().filter_map(|line| line.net);
        broken.unless(stated == rounded_sum(nets)?, "BR-CO-10");
    }
    for (is_charge, stated, rule) in
        [(false, invoice.totals.allowances, "BR-CO-11"), (true, invoice.totals.charges, "BR-CO-12")]
    {
        let mut amounts = invoice.adjustments.iter().filter(|part| part.is_charge == is_charge);
        let holds = match stated {
            Some(stated) => stated == rounded_sum(amounts.filter_map(|part| part.amount))?,
            None => amounts.next().is_none(),
        };
        // Where a document has no totals at all, there is nothing to hold against its parts.
        broken.unless(holds || invoice.totals == InvoiceTotals::default(), rule);
    }
    if let (Some(stated), false) = (invoice.total_vat, invoice.vat.is_empty()) {
        let taxes = invoice.vat.iter().filter_map(|total| total.tax);
        broken.unless(stated == rounded_sum(taxes)?, "BR-CO-14");
    }
    Ok(())
}

fn rounded_sum(mut amounts: impl Iterator<Item = Decimal>) -> Result<Decimal, MoneyError> {
    let sum = amounts.try_fold(Decimal::ZERO, plus)?;
    cents(Ratio::try_from(sum)?)
}

/// The way from the lines to what is to be paid.
fn check_totals(
    totals: &InvoiceTotals,
    total_vat: Option<Decimal>,
    broken: &mut Broken,
) -> Result<(), MoneyError> {
    let or_nothing = Option::unwrap_or_default;
    if let (Some(without_vat), Some(line_net)) = (totals.without_vat, totals.line_net) {
        let due =
            plus(plus(line_net, or_nothing(totals.charges))?, -or_nothing(totals.allowances))?;
        broken.unless(without_vat == rounded_sum([due].into_iter())?, "BR-CO-13");
    }
    if let (Some(with_vat), Some(without_vat)) = (totals.with_vat, totals.without_vat) {
        let due = rounded_sum([without_vat, or_nothing(total_vat)].into_iter())?;
        broken.unless(total_vat.is_some() && with_vat == due, "BR-CO-15");
    }
    if let (Some(payable), Some(with_vat)) = (totals.payable, totals.with_vat) {
        let due = [with_vat, -or_nothing(totals.prepaid), or_nothing(totals.rounding)];
        broken.unless(payable == rounded_sum(due.into_iter())?, "BR-CO-16");
    }
    Ok(())
}

fn check_vat(total: &VatTotal, invoice: &Invoice, broken: &mut Broken) -> Result<(), MoneyError> {
    if let Some(tax) = total.tax {
        broken.unless(tax_fits(total, tax)?, "BR-CO-17");
    }
    let Some(category) = total.vat.category.as_deref() else { return Ok(()) };
    let named = |names: &[(&str, &'static str)]| {
        names.iter().find(|(name, _)| *name == category).map(|(_, rules)| *rules)
    };
    if let Some(rules) = named(&WITHOUT_VAT) {
        if let Some(taxable) = total.taxable {
            let same = |vat: &Vat| vat.category == total.vat.category;
            let borne = borne(invoice, same)?;
            let holds = taxable == borne && !invoice.lines.is_empty();
            broken.unless(holds, &format!("{rules}-08"));
        }
        if let Some(tax) = total.tax {
            broken.unless(tax.is_zero(), &format!("{rules}-09"));
        }
    }
    if let Some(rules) = named(&WITH_VAT) {
        if let Some(taxable) = total.taxable {
            let borne = borne(invoice, |vat| *vat == total.vat)?;
            let off = plus(taxable, -borne)?.abs();
            broken.unless(off < Decimal::ONE, &format!("{rules}-08"));
        }
        if let Some(tax) = total.tax {
            broken.unless(is_close(total, tax)?, &format!("{rules}-09"));
        }
    }
    Ok(())
}

/// Without a rate, or with one that rounds to nothing, there is no tax either.
fn tax_fits(total: &VatTotal, tax: Decimal) -> Result<bool, MoneyError> {
    let whole = |value: Decimal| Ratio::try_from(value)?.round(Rounding::HalfUp);
    if whole(total.vat.percent.unwrap_or_default())? == 0 {
        return Ok(whole(tax)? == 0);
    }
    is_close(total, tax)
}

/// Tax is `round(taxable * rate)`, and may be off by less than one unit of the currency.
fn is_close(total: &VatTotal, tax: Decimal) -> Result<bool, MoneyError> {
    let due = cents(total.exact_tax()?)?.abs();
    Ok(plus(tax.abs(), -due)?.abs() < Decimal::ONE)
}

/// Adds up what lines and adjustments put under a category.
fn borne(invoice: &Invoice, bears: impl Fn(&Vat) -> bool) -> Result<Decimal, MoneyError> {
    let lines = invoice.lines.iter().filter(|line| bears(&line.vat)).filter_map(|line| line.net);
    let sum = lines.into_iter().try_fold(Decimal::ZERO, plus)?;
    let parts: Vec<Adjustment> =
        invoice.adjustments.iter().filter(|part| bears(&part.vat)).cloned().collect();
    plus(sum, net_of(&parts)?)
}
