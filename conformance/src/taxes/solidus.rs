//! Solidus' cases of tax: on one line or over an order, after its discount.

use anyhow::{Result, bail};
use rust_decimal::Decimal;
use titan_core::ids::TaxId;
use titan_core::money::Ratio;
use titan_core::money::{Minor, Rounding};
use titan_core::tax::{Tax, TaxRounding, TaxSettings, TaxedAmount, tax_lines};

use super::figures::{NotSupported, decimal, decimal_or, field, figure, list, verdict};
use crate::case::Case;
use crate::harness::{Outcome, Verdict};

pub(crate) fn tax(case: &Case) -> Verdict {
    verdict(try_tax(case))
}

fn cents(amount: Decimal) -> Result<Minor> {
    let cents = Ratio::try_from(amount)?.times(Ratio::whole(100))?;
    Ok(cents.to_minor(Rounding::HalfUp)?)
}

fn try_tax(case: &Case) -> Result<Vec<Outcome>> {
    let input = field(case, "input");
    let tax = Tax::percent(TaxId(1), "tax", "Tax", decimal(&input["rate_percent"])?);
    let place = match input["level"].as_str() {
        Some("order") => TaxRounding::PerDocument,
        Some("line" | "shipment") => TaxRounding::PerLine,
        other => bail!(NotSupported(format!("tax on the level {other:?}"))),
    };
    let mut lines = Vec::new();
    for line in list(&input["lines"]) {
        let quantity = decimal_or(&line["quantity"], Decimal::ONE)?;
        let value = decimal(&line["price"])? * quantity;
        let amount = cents(value - decimal_or(&line["discount"], Decimal::ZERO)?)?;
        lines.push(TaxedAmount { amount, quantity, taxes: vec![&tax] });
    }
    let prices_include_tax = input["included_in_price"].as_bool().unwrap_or(false);
    let settings = TaxSettings { prices_include_tax, rounding: Rounding::HalfUp, place };
    let taxed = tax_lines(&lines, settings)?;
    let found = Minor::sum(taxed.iter().flat_map(|line| line.shares.iter().map(|share| share.1)))?;
    let wanted = decimal(field(case, "expected_tax"))?;
    Ok(vec![figure("tax", Decimal::new(found.get(), 2), wanted, Decimal::ZERO)])
}
