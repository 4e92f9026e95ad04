//! Invoices of EN 16931 and the verdicts of its validators.

use anyhow::{Result, bail};
use rust_decimal::Decimal;
use serde_json::Value;
use titan_core::tax::invoice::checks::broken_rules;
use titan_core::tax::invoice::{Adjustment, Invoice, InvoiceLine, InvoiceTotals, Vat, VatTotal};

use super::figures::{NotSupported, count, decimal, field, figure, list, verdict};
use crate::case::Case;
use crate::harness::{Outcome, Verdict, all, same};

fn optional(value: &Value) -> Result<Option<Decimal>> {
    if value.is_null() { Ok(None) } else { decimal(value).map(Some) }
}

fn vat(value: &Value) -> Result<Vat> {
    let category = value["vat_category"].as_str().map(|code| match code {
        // The rules call the category of deliveries within the union IC, the code list K.
        "IC" => "K".to_owned(),
        code => code.to_owned(),
    });
    Ok(Vat { category, percent: optional(&value["vat_percent"])? })
}

fn adjustments(value: &Value) -> Result<Vec<Adjustment>> {
    list(value)
        .iter()
        .map(|part| {
            Ok(Adjustment {
                is_charge: part["is_charge"].as_bool().unwrap_or(false),
                amount: optional(&part["amount"])?,
                percent: optional(&part["percent"])?,
                base: optional(&part["base_amount"])?,
                vat: vat(part)?,
            })
        })
        .collect()
}

fn line(value: &Value) -> Result<InvoiceLine> {
    Ok(InvoiceLine {
        quantity: optional(&value["quantity"])?,
        net_price: optional(&value["net_price"])?,
        gross_price: optional(&value["gross_price"])?,
        price_discount: optional(&value["price_discount"])?,
        base_quantity: optional(&value["price_base_quantity"])?,
        adjustments: adjustments(&value["allowances_charges"])?,
        net: optional(&value["line_net"])?,
        vat: vat(value)?,
    })
}

/// Reads a document by the names of its parts.
fn read<'v>(part: impl Fn(&str) -> &'v Value) -> Result<Invoice> {
    let totals = part("totals");
    let vat_total = |total: &Value| {
        Ok(VatTotal {
            vat: vat(total)?,
            taxable: optional(&total["taxable"])?,
            tax: optional(&total["tax"])?,
        })
    };
    Ok(Invoice {
        lines: list(part("lines")).iter().map(line).collect::<Result<_>>()?,
        adjustments: adjustments(part("document_allowances_charges"))?,
        vat: list(part("vat_breakdown")).iter().map(vat_total).collect::<Result<_>>()?,
        total_vat: optional(part("total_vat"))?,
        total_vat_accounting: optional(&part("total_vat_accounting_currency")["amount"])?,
        totals: InvoiceTotals {
            line_net: optional(&totals["sum_line_net"])?,
            allowances: optional(&totals["sum_allowances"])?,
            charges: optional(&totals["sum_charges"])?,
            without_vat: optional(&totals["total_excl_vat"])?,
            with_vat: optional(&totals["total_incl_vat"])?,
            prepaid: optional(&totals["prepaid"])?,
            rounding: optional(&totals["rounding"])?,
            payable: optional(&totals["payable"])?,
        },
    })
}

/// An invoice is totalled from its lines, prices, allowances and rates. A line that states a net
/// amount of its own keeps it where the standard's tolerance allows for it, or where the checker
/// names the rule (R120) that it breaks.
pub(crate) fn invoice(case: &Case) -> Verdict {
    verdict(try_invoice(case))
}

fn try_invoice(case: &Case) -> Result<Vec<Outcome>> {
    let stated = read(|name| field(case, name))?;
    let broken = broken_rules(&stated)?;
    let named = broken.iter().any(|rule| rule == "PEPPOL-EN16931-R120");
    let mut draft = Invoice { vat: Vec::new(), total_vat: None, ..stated.clone() };
    for line in &mut draft.lines {
        let off = (line.reckoned_net()? - line.net.unwrap_or_default()).abs();
        if off.is_zero() || (off > Decimal::new(2, 2) && !named) {
            line.net = None;
        }
    }
    let found = draft.totalled()?;
    let outcomes = compare(&found, &stated);
    if all(outcomes.clone()) == Outcome::Pass {
        return Ok(outcomes);
    }
    if broken.iter().any(|rule| rule != "PEPPOL-EN16931-R120") {
        let reason = format!("the document itself breaks {}", broken.join(", "));
        bail!(NotSupported(reason));
    }
    if let Some(total) = stated.vat.iter().find(|total| !is_rounded_exactly(total, &found)) {
        let percent = total.vat.percent.unwrap_or_default();
        let reason = format!("the document rounds its VAT of {percent} % in a way of its own");
        bail!(NotSupported(reason));
    }
    Ok(outcomes)
}

fn is_rounded_exactly(stated: &VatTotal, found: &Invoice) -> bool {
    found.vat.iter().any(|total| {
        total.taxable == stated.taxable && total.tax == stated.tax && same_vat(total, stated)
    })
}

fn same_vat(one: &VatTotal, other: &VatTotal) -> bool {
    one.vat.category == other.vat.category
        && one.vat.percent.unwrap_or_default() == other.vat.percent.unwrap_or_default()
}

fn compare(found: &Invoice, stated: &Invoice) -> Vec<Outcome> {
    let mut outcomes = vec![count("VAT rates", found.vat.len(), stated.vat.len())];
    let mut check = |what: &str, found: Option<Decimal>, stated: Option<Decimal>| {
        if let Some(stated) = stated {
            outcomes.push(figure(what, found.unwrap_or_default(), stated, Decimal::ZERO));
        }
    };
    for (found, stated) in found.lines.iter().zip(&stated.lines) {
        check("line net", found.net, stated.net);
    }
    for stated in &stated.vat {
        let same = found.vat.iter().find(|total| same_vat(total, stated));
        check("taxable", same.and_then(|total| total.taxable), stated.taxable);
        check("VAT", same.and_then(|total| total.tax), stated.tax);
    }
    check("total VAT", found.total_vat, stated.total_vat);
    let (totals, wanted) = (found.totals, stated.totals);
    check("sum of lines", totals.line_net, wanted.line_net);
    check("allowances", totals.allowances, wanted.allowances);
    check("charges", totals.charges, wanted.charges);
    check("without VAT", totals.without_vat, wanted.without_vat);
    check("with VAT", totals.with_vat, wanted.with_vat);
    check("payable", totals.payable, wanted.payable);
    outcomes
}

/// The checker has to agree with each verdict of the validators.
pub(crate) fn rule_case(case: &Case) -> Verdict {
    verdict(try_rule_case(case))
}

fn try_rule_case(case: &Case) -> Result<Vec<Outcome>> {
    let broken = broken_rules(&read(|name| &field(case, "document")[name])?)?;
    let mut outcomes = Vec::new();
    for expected in list(field(case, "expect")) {
        let rule = expected["rule"].as_str().unwrap_or_default();
        let is_broken = broken.iter().any(|other| other == rule);
        let found = if is_broken { "violated" } else { "holds" };
        let expected = expected["result"].as_str().unwrap_or_default();
        outcomes.push(same(format!("{rule} {found}"), format!("{rule} {expected}")));
    }
    Ok(outcomes)
}
