//! Loyalty programmes of Odoo: at the till, and on sales orders.
//!
//! There, discounts are reckoned on amounts with tax. So each line is put into the cart at its
//! price with tax, all its taxes included, except for taxes that are fixed per unit, which no
//! discount makes smaller and which come on top.

mod orders;
mod till;

use anyhow::{Context as _, Result};
use rust_decimal::Decimal;
use serde_json::Value;
use titan_core::ids::TaxId;
use titan_core::tax::{Tax, TaxKind, TaxRounding, TaxRules};

use crate::case::json;
use crate::harness::{File, run};
use crate::promotions_shop::{Goods, Shop, decimal};

pub(crate) const FILES: [File; 2] = [
    File { path: "odoo/promotions_pos.json", run: |text, _| run(json(text), till::check) },
    File {
        path: "odoo/promotions_sale_loyalty.json",
        run: |text, _| run(json(text), orders::check),
    },
];

fn text_of<'a>(value: &'a Value, field: &str) -> Option<&'a str> {
    value.get(field).and_then(Value::as_str)
}

fn names(value: Option<&Value>) -> Vec<&str> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Goods at their price with tax. None where a tax is of another kind, or stands on another.
fn goods(shop: &mut Shop, line: &Value) -> Result<Option<Goods>> {
    let price = decimal(line.get("price_unit"))?;
    let (mut added, mut stacked, mut included) = (Decimal::ZERO, Decimal::ZERO, Decimal::ZERO);
    let mut taxes: Vec<TaxId> = Vec::new();
    let mut stacks = false;
    for tax in line.get("taxes").and_then(Value::as_array).into_iter().flatten() {
        let amount = decimal(tax.get("amount"))?;
        let flag = |field: &str| tax.get(field).and_then(Value::as_bool).unwrap_or(false);
        let affects_later = flag("include_base_amount");
        let inside = TaxRules { included: Some(true), affects_later, ..TaxRules::default() };
        match text_of(tax, "amount_type") {
            Some("percent") if flag("price_include") && !stacks => {
                included += amount;
                stacks |= affects_later;
                taxes.push(shop.tax_with(percent(amount, inside)));
            }
            Some("percent") if !flag("price_include") && !affects_later => {
                *(if stacks { &mut stacked } else { &mut added }) += amount;
                taxes.push(shop.tax_with(percent(amount, inside)));
            }
            Some("fixed") if !flag("price_include") => {
                let outside = TaxRules { included: Some(false), ..TaxRules::default() };
                let amount = Decimal::from(shop.minor(amount)?.get());
                let kind = TaxKind::Fixed { amount };
                taxes.push(shop.tax_with(Tax::new(TaxId(0), "", "", kind).with_rules(outside)));
            }
            _ => return Ok(None),
        }
    }
    shop.round_taxes(TaxRounding::PerLine);
    // An added tax is of the net amount, or of the price where it stands on an included one.
    let whole = Decimal::ONE_HUNDRED + included;
    let net = (price * Decimal::ONE_HUNDRED).checked_div(whole).context("a tax of -100 %")?;
    let price = price + (net * added + price * stacked) / Decimal::ONE_HUNDRED;
    let name = text_of(line, "product").context("a product")?.to_owned();
    Ok(Some(Goods { name, price, taxes, ..Goods::default() }))
}

fn percent(rate: Decimal, rules: TaxRules) -> Tax {
    Tax::percent(TaxId(0), "", "", rate).with_rules(rules)
}
