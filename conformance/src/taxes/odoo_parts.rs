//! Odoo's cases of a discount on a whole document and of a down payment.

use anyhow::{Result, bail};
use rust_decimal::Decimal;
use serde_json::Value;
use titan_core::money::Ratio;
use titan_core::money::{Minor, Rounding};
use titan_core::tax::part::{Part, discount, down_payment as pay_down};
use titan_core::tax::totals::DocumentTotals;

use super::figures::{NotSupported, field, fraction, verdict};
use super::odoo_document::{Document, taxes_of};
use super::odoo_taxes::Names;
use crate::case::Case;
use crate::harness::{Outcome, Verdict, all};

/// A discount on the whole document: the totals with its negative lines.
pub(crate) fn global_discount(case: &Case) -> Verdict {
    verdict(try_global_discount(case))
}

fn try_global_discount(case: &Case) -> Result<Vec<Outcome>> {
    refuse_anomaly(case)?;
    let mut names = Names::default();
    let taxes = taxes_of(case, &mut names)?;
    let mut document = Document::read(case, &taxes)?;
    let inputs = field(case, "inputs");
    let own = part(&inputs["discount_type"], &inputs["discount_amount"], document.steps[0])?;
    let rounding = document.settings.rounding;
    let books = own.carried(true, &document.own, document.rate, rounding)?;
    document.own.extend(discount(&document.own, own, rounding)?);
    document.books.extend(discount(&document.books, books, rounding)?);
    let totals = [DocumentTotals::of(&document.own)?, DocumentTotals::of(&document.books)?];
    document.compare(&totals, &names, field(case, "expected"))
}

/// A part of the document that is paid before: the totals of its lines, and their taxes.
pub(crate) fn down_payment(case: &Case) -> Verdict {
    verdict(try_down_payment(case))
}

fn try_down_payment(case: &Case) -> Result<Vec<Outcome>> {
    refuse_anomaly(case)?;
    let mut names = Names::default();
    let taxes = taxes_of(case, &mut names)?;
    let document = Document::read(case, &taxes)?;
    let inputs = field(case, "inputs");
    let amount = &inputs["down_payment_amount"];
    let wanted = part(&inputs["down_payment_type"], amount, document.steps[0])?;
    let rounding = document.settings.rounding;
    let carried = wanted.carried(false, &document.own, document.rate, rounding)?;
    let own = pay_down(&document.own, wanted, rounding)?;
    let books = pay_down(&document.books, carried, rounding)?;
    let totals = [DocumentTotals::of(&own)?, DocumentTotals::of(&books)?];
    let expected = field(case, "expected");
    let mut outcomes = document.compare(&totals, &names, &expected["tax_totals"])?;
    if let (false, Part::Amount(amount)) = (hold(&outcomes), wanted) {
        refuse_other_share(&document, amount, &names, &expected["tax_totals"])?;
    }
    if let Some(lines) = expected.get("base_lines_tax_details") {
        outcomes.extend(Document { own, books, ..document }.compare_lines(lines)?);
    }
    Ok(outcomes)
}

fn hold(outcomes: &[Outcome]) -> bool {
    all(outcomes.iter().cloned()) == Outcome::Pass
}

fn part(kind: &Value, amount: &Value, step: Decimal) -> Result<Part> {
    match kind.as_str() {
        Some("percent") => Ok(Part::Percent(super::figures::decimal(amount)?)),
        Some("fixed") => {
            let steps = fraction(amount)?.over(Ratio::try_from(step)?)?;
            Ok(Part::Amount(steps.to_minor(Rounding::HalfUp)?))
        }
        _ => bail!("no part {kind}"),
    }
}

/// Some cases of an amount repeat the breakdown of a whole percentage that rounds to that amount.
fn refuse_other_share(
    document: &Document<'_>,
    amount: Minor,
    names: &Names,
    expected: &Value,
) -> Result<()> {
    let rounding = document.settings.rounding;
    for percent in 1..=100 {
        let part = Part::Percent(Decimal::from(percent));
        let own = DocumentTotals::of(&pay_down(&document.own, part, rounding)?)?;
        if own.gross()? != amount {
            continue;
        }
        let books = DocumentTotals::of(&pay_down(&document.books, part, rounding)?)?;
        if hold(&document.compare(&[own, books], names, expected)?) {
            bail!(NotSupported(
                "its breakdown is that of a whole percentage, which its amount is only near to"
                    .into()
            ));
        }
    }
    Ok(())
}

fn refuse_anomaly(case: &Case) -> Result<()> {
    let anomaly = field(case, "known_anomaly_in_source");
    if !anomaly.is_null() && anomaly.as_bool() != Some(false) {
        bail!(NotSupported("its figures are marked as an anomaly of their source".into()));
    }
    Ok(())
}
