//! Order discounts shared over lines, as shops do it.

use anyhow::{Context as _, Result};
use titan_core::money::{
    Leftover, Minor, Ratio, Rounding, Shares, Sharing, Step, Weightless, Weights,
};

use crate::case::{Case, decimal_places, json};
use crate::harness::{File, Verdict, not_supported, run, same_numbers};

pub(crate) const FILES: [File; 1] =
    [File { path: "promotions/allocation.json", run: |text, _| run(json(text), allocation) }];

fn allocation(case: &Case) -> Verdict {
    let Some(sharing) = sharing(case.text("rule")?) else {
        return not_supported("a rule for sharing a discount that no shop has asked for");
    };
    let decimals = if case.text("unit")?.starts_with("minor") { 0 } else { 2 };
    let mut expected = case.numbers("expected")?;
    if expected.iter().any(|share| decimal_places(share) > decimals) {
        return not_supported("shares finer than a cent: a till has to pay in cents");
    }
    let weights: Vec<i64> = whole(&case.numbers("weights")?, decimals)?;
    let total = Minor::new(*whole(&[case.number("total")?], decimals)?.first().context("total")?)?;
    let shares = share(case, sharing, total, weights)?;
    let mut got: Vec<String> =
        shares.parts.iter().map(|part| decimal(part.get(), decimals)).collect();
    if case.filled("compare") == Some("multiset") {
        got.sort_by_key(|share| share.parse::<Ratio>().ok());
        expected.sort_by_key(|share| share.parse::<Ratio>().ok());
    }
    Ok(same_numbers(&got, &expected))
}

/// The rules as the file words them.
fn sharing(rule: &str) -> Option<Sharing> {
    let has = |words: &str| rule.contains(words);
    let (leftover, weightless) = if has("biggest fractional part") {
        (Leftover::LargestRemainderFloor, Weightless::Even)
    } else if has("equal split, remainder one unit at a time to the first") {
        (Leftover::First, Weightless::Even)
    } else if has("minimum price") || has("one unit at a time to the first lines") {
        // The source rounds to the nearest unit first, whatever the wording says.
        (Leftover::NearestThenFirst, Weightless::Nothing)
    } else if ["proportional", "%", "by subtotal"].into_iter().any(has) {
        (Leftover::LargestRemainder, Weightless::Nothing)
    } else {
        return None;
    };
    Some(Sharing { leftover, weightless, step: Step::ONE })
}

fn share(case: &Case, sharing: Sharing, total: Minor, mut weights: Vec<i64>) -> Result<Shares> {
    if case.get("minimum_unit_prices").is_none() {
        return Ok(sharing.share(total, &Weights::whole(&weights)?)?);
    }
    let minimums = whole(&case.numbers("minimum_unit_prices")?, 0)?;
    let quantities = whole(&case.numbers("quantities")?, 0)?;
    let mut caps = Vec::new();
    for ((weight, minimum), quantity) in weights.iter().zip(minimums).zip(quantities) {
        caps.push(Minor::new((weight - minimum * quantity).max(0))?);
    }
    if case.get("excluded_lines").is_some() {
        for excluded in whole(&case.numbers("excluded_lines")?, 0)? {
            let line = weights.get_mut(usize::try_from(excluded)?);
            *line.context("an excluded line that is not there")? = 0;
        }
    }
    Ok(sharing.share_capped(total, &Weights::whole(&weights)?, &caps)?)
}

/// Numbers of so many decimal places as whole numbers of the last one.
fn whole(numbers: &[String], decimals: u32) -> Result<Vec<i64>> {
    let scale = Ratio::whole(10_i128.pow(decimals));
    let units = numbers.iter().map(|number| {
        let units = number.parse::<Ratio>()?.times(scale)?.round(Rounding::Exact)?;
        Ok(i64::try_from(units)?)
    });
    units.collect()
}

fn decimal(units: i64, decimals: u32) -> String {
    rust_decimal::Decimal::new(units, decimals).to_string()
}
