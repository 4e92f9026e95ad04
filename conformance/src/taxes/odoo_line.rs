//! Odoo's cases of a single line, and of a price that moves to other taxes.

use anyhow::Result;
use rust_decimal::Decimal;
use serde_json::Value;
use titan_core::money::Ratio;
use titan_core::money::Rounding;
use titan_core::tax::document::{BaseRounding, DocumentSettings, reckon_line};
use titan_core::tax::mapping::map_price;
use titan_core::tax::plan::{Given, Plan};
use titan_core::tax::reckon::{Amount, Reckoned, reckon};
use titan_core::tax::{Tax, TaxError, TaxRounding};

use super::figures::{count, decimal, field, figure, fraction, list, verdict};
use super::odoo_taxes::{Names, rounding_method};
use crate::case::Case;
use crate::harness::{Outcome, Verdict, all};

/// How close unrounded results have to be: six decimal places.
const CLOSE: Decimal = Decimal::from_parts(1, 0, 0, false, 6);

/// One line; the cases of the older versions follow the older rule where theirs differs.
pub(crate) fn single_line(case: &Case) -> Verdict {
    verdict(try_single_line(case))
}

fn try_single_line(case: &Case) -> Result<Vec<Outcome>> {
    let inputs = field(case, "inputs");
    let older = field(case, "same_result_under_v18_v19_rule").as_bool() == Some(false);
    let mut names = Names::default();
    for excluded in list(&inputs["excluded_taxes"]) {
        names.excluded.push(excluded.as_str().unwrap_or_default().to_owned());
    }
    let mut taxes = names.taxes(&inputs["taxes"])?;
    if let Some(included) = inputs["force_price_include"].as_bool() {
        taxes.iter_mut().for_each(|tax| tax.rules.included = Some(included));
    }
    let taxes: Vec<&Tax> = taxes.iter().collect();
    let method = rounding_method(&inputs["rounding_method"])?;
    let step = decimal(&inputs["precision_rounding"])?;
    let settings = DocumentSettings {
        prices_include_tax: false,
        rounding: Rounding::HalfUp,
        place: if older { TaxRounding::NetFirst } else { method },
        base: BaseRounding::default(),
        step,
    };
    let plan = Plan::in_steps(&taxes, false, step, Given::Price)?;
    let in_steps = Ratio::try_from(step)?;
    let price = fraction(&inputs["price_unit"])?.over(in_steps)?;
    let quantity = fraction(&inputs["quantity"])?;
    let line = reckon_line(&plan, price, quantity, settings)?;
    let close = if method == TaxRounding::PerDocument && !older { CLOSE } else { Decimal::ZERO };
    let mut outcomes = compare(&line, field(case, "expected"), in_steps, close)?;
    if method == TaxRounding::PerDocument && !older {
        let units = if price.signum() < 0 { quantity.negated()? } else { quantity };
        outcomes.extend(both_ways(case, &taxes, step, units)?);
    }
    Ok(outcomes)
}

/// Starting from the net and from the gross amount, the line has to come out the same.
fn both_ways(case: &Case, taxes: &[&Tax], step: Decimal, units: Ratio) -> Result<Vec<Outcome>> {
    let mut outcomes = Vec::new();
    let in_steps = Ratio::try_from(step)?;
    for (given, name) in [(Given::Net, "total_excluded"), (Given::Gross, "total_included")] {
        let skipped = list(field(case, "reverse_modes_not_expected_to_hold"));
        if skipped.iter().any(|mode| mode.as_str() == Some(name)) {
            continue;
        }
        let plan = Plan::in_steps(taxes, false, step, given)?;
        let value = fraction(&field(case, "expected")[name])?.over(in_steps)?;
        let line = match reckon(&plan, Amount { value, units }, given, None) {
            Err(TaxError::NoWayBack) => continue,
            line => line?,
        };
        let figures = compare(&line, field(case, "expected"), in_steps, CLOSE)?;
        outcomes.push(match all(figures) {
            Outcome::Fail { got, expected } => {
                Outcome::Fail { got: format!("from {name}: {got}"), expected }
            }
            outcome => outcome,
        });
    }
    Ok(outcomes)
}

fn compare(line: &Reckoned, expected: &Value, step: Ratio, close: Decimal) -> Result<Vec<Outcome>> {
    let mut pairs = vec![
        ("total_excluded".to_owned(), line.net, &expected["total_excluded"]),
        ("total_included".to_owned(), line.gross, &expected["total_included"]),
    ];
    let wanted = list(&expected["taxes"]);
    let mut outcomes = vec![count("taxes", line.taxes.len(), wanted.len())];
    for (index, (tax, wanted)) in line.taxes.iter().zip(wanted).enumerate() {
        pairs.push((format!("base {index}"), tax.base, &wanted["base"]));
        pairs.push((format!("tax {index}"), tax.amount, &wanted["amount"]));
    }
    for (what, found, wanted) in pairs {
        let found = found.times(step)?.to_decimal(Rounding::HalfUp)?;
        outcomes.push(figure(&what, found, decimal(wanted)?, close));
    }
    Ok(outcomes)
}

/// A price carried from one set of taxes to another.
pub(crate) fn price_mapping(case: &Case) -> Verdict {
    verdict(try_price_mapping(case))
}

fn try_price_mapping(case: &Case) -> Result<Vec<Outcome>> {
    let inputs = field(case, "inputs");
    let mut names = Names::default();
    let (old, new) = (names.taxes(&inputs["original_taxes"])?, names.taxes(&inputs["new_taxes"])?);
    let (old, new): (Vec<&Tax>, Vec<&Tax>) = (old.iter().collect(), new.iter().collect());
    let price = map_price(fraction(&inputs["price_unit"])?, &old, &new, false, Decimal::ONE)?;
    let found = price.to_decimal(Rounding::HalfUp)?;
    let wanted = decimal(&field(case, "expected")["price_unit"])?;
    Ok(vec![figure("price", found, wanted, CLOSE)])
}
