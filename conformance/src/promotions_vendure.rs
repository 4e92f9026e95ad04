//! Orders of Vendure: discounts of goods and of the order over several tax rates, in minor units.

use anyhow::{Context as _, Result};
use rust_decimal::Decimal;
use serde_json::Value;
use titan_core::cart::{Command, Discount, DiscountValue};
use titan_core::money::Minor;
use titan_core::pricing::PricedCart;
use titan_core::pricing::promotion::{Benefit, Off, PercentRounds, Scope, Selector, Threshold};

use crate::case::{Case, json, written};
use crate::harness::{File, Outcome, Verdict, all, not_supported, run, same, same_number};
use crate::promotions_shop::{Goods, Shop, decimal, discount};

pub(crate) const FILES: [File; 1] =
    [File { path: "promotions/vendure_orders.json", run: |text, _| run(json(text), check) }];

/// What is sold beside the goods of the shop; promotions of goods leave it alone.
const DELIVERY: &str = "delivery";
const SURCHARGE: &str = "surcharge";

fn check(case: &Case) -> Verdict {
    let included = case.get("prices_include_tax").and_then(Value::as_bool).unwrap_or(false);
    let mut shop = Shop::new(0, included)?;
    shop.settings().percent_rounds = PercentRounds::Price;
    // Numbers of lines by what they are: goods, surcharges, delivery.
    let mut kinds = Vec::new();
    for (kind, list) in [("", "lines"), (SURCHARGE, "surcharges"), (DELIVERY, "shipping")] {
        for (at, entry) in case.list(list)?.iter().enumerate() {
            if !decimal(entry.get("price").or(entry.get("unit_price")))?.is_sign_negative() {
                add(&mut shop, kind, at, entry)?;
                kinds.push(kind);
            } else if !give_off(&mut shop, case, entry)? {
                return not_supported(
                    "an amount off that bears a tax of its own: a till gives it off the goods",
                );
            }
        }
    }
    for promotion in case.list("promotions")? {
        if let Some(reason) = promote(&mut shop, promotion)? {
            return not_supported(reason);
        }
    }
    let priced = shop.price()?;
    let mut outcomes = Vec::new();
    let expected = case.get("expected").and_then(Value::as_object).context("expectations")?;
    for (field, value) in expected {
        outcomes.push(compare(&shop, &priced, &kinds, field, value)?);
    }
    Ok(all(outcomes))
}

/// A surcharge below zero is a discount on the cart, where it is taxed as all goods are.
fn give_off(shop: &mut Shop, case: &Case, entry: &Value) -> Result<bool> {
    let inside = |entry: &Value| entry.get("price_includes_tax").and_then(Value::as_bool);
    let of_book = case.get("prices_include_tax").and_then(Value::as_bool);
    let alike = |line: &Value| line.get("taxes_percent") == entry.get("taxes_percent");
    let one_way = inside(entry).is_none_or(|inside| Some(inside) == of_book);
    if shop.cart.discount.is_some() || !one_way || !case.list("lines")?.iter().all(alike) {
        return Ok(false);
    }
    let value = DiscountValue::Amount(shop.minor(-decimal(entry.get("price"))?)?);
    let discount = Some(Discount { value, reason: String::new() });
    shop.cart.run(Command::SetDiscount { discount })?;
    Ok(true)
}

fn add(shop: &mut Shop, kind: &str, at: usize, entry: &Value) -> Result<()> {
    let price = decimal(entry.get("unit_price").or(entry.get("price")))?;
    let included = entry.get("price_includes_tax").and_then(Value::as_bool);
    let mut taxes = Vec::new();
    for percent in entry.get("taxes_percent").and_then(Value::as_array).context("taxes")? {
        taxes.push(shop.tax(decimal(Some(percent))?, included));
    }
    let name = format!("{kind} {at}");
    let tags = if kind.is_empty() { Vec::new() } else { vec![kind.to_owned()] };
    let quantity = entry.get("quantity").map_or(Ok(Decimal::ONE), |value| decimal(Some(value)))?;
    shop.add(&Goods { name, price, tags, taxes, category: None, minimum_price: None }, quantity)?;
    Ok(())
}

fn goods(shop: &mut Shop) -> Selector {
    let mut except = shop.tag(DELIVERY).tags;
    except.extend(shop.tag(SURCHARGE).tags);
    Selector { except_tags: except, ..Selector::all() }
}

fn promote(shop: &mut Shop, promotion: &Value) -> Result<Option<&'static str>> {
    let all = goods(shop);
    let mut at_least = Vec::new();
    for condition in promotion.get("conditions").and_then(Value::as_array).into_iter().flatten() {
        for (kind, value) in condition.as_object().into_iter().flatten() {
            let of = all.clone();
            at_least.push(match kind.as_str() {
                "order_total_at_least" => Threshold {
                    of,
                    amount: Some(shop.minor(decimal(Some(value))?)?),
                    ..Threshold::default()
                },
                "any_line_quantity_at_least" => Threshold {
                    of,
                    units: Some(u32::try_from(value.as_u64().context("a quantity")?)?),
                    scope: Scope::AnyLine,
                    ..Threshold::default()
                },
                _ => return Ok(Some("a condition that is not about cart or customer")),
            });
        }
    }
    for action in promotion.get("actions").and_then(Value::as_array).context("actions")? {
        let of = all.clone();
        let percent = || decimal(action.get("percent"));
        let amount = |field| shop.minor(decimal(action.get(field))?);
        let kind = action.get("type").and_then(Value::as_str).context("a type")?;
        let benefit: Benefit = match kind {
            "item_percent" => discount(of, Off::Percent(percent()?)),
            "unit_fixed_discount" => discount(of, Off::PerUnit(amount("amount")?)),
            "order_percent" => discount(of, Off::PercentOfSum(percent()?)),
            "order_fixed_discount" => discount(of, Off::Amount(amount("amount")?)),
            "order_fixed_price" => discount(of, Off::Total(amount("price")?)),
            "free_shipping" => discount(shop.tag(DELIVERY), Off::Percent(Decimal::ONE_HUNDRED)),
            _ => return Ok(Some("an action that no till has been asked for")),
        };
        let made = shop.promote(benefit);
        made.conditions.at_least.clone_from(&at_least);
        // Goods first, then the order, then the delivery.
        made.priority = match kind {
            "item_percent" | "unit_fixed_discount" => 0,
            "free_shipping" => 2,
            _ => 1,
        };
    }
    Ok(None)
}

fn compare(
    shop: &Shop,
    priced: &PricedCart,
    kinds: &[&str],
    field: &str,
    expected: &Value,
) -> Result<Outcome> {
    let lines = |delivery: Option<bool>| {
        let is =
            move |kind: &&str| delivery.is_none_or(|delivery| (**kind == *DELIVERY) == delivery);
        priced.lines.iter().zip(kinds).filter(move |(_, kind)| is(kind)).map(|(line, _)| line)
    };
    let sum = |delivery, tax: bool| {
        Minor::sum(lines(delivery).map(|line| if tax { line.total } else { line.net }))
    };
    let got = match field {
        "subtotal_excl_tax" => sum(Some(false), false)?,
        "subtotal_incl_tax" => sum(Some(false), true)?,
        "shipping_excl_tax" => sum(Some(true), false)?,
        "shipping_incl_tax" => sum(Some(true), true)?,
        "total_excl_tax" => sum(None, false)?,
        "total_incl_tax" => sum(None, true)?,
        "number_of_discounts" => {
            return Ok(same(priced.promotions.len(), written(expected)?));
        }
        "tax_summary" => return tax_summary(shop, priced, expected),
        _ => {
            let number = field.strip_prefix("line_");
            let number =
                number.and_then(|rest| rest.strip_suffix("_incl_tax_after_order_discount"));
            let at: usize = number.context("an expectation that is not known")?.parse()?;
            priced.lines.get(at).context("a line")?.total
        }
    };
    Ok(match same_number(shop.major(got), written(expected)?) {
        Outcome::Fail { got, expected } => {
            Outcome::Fail { got: format!("{field} {got}"), expected: format!("{field} {expected}") }
        }
        other => other,
    })
}

/// Base and amount of each rate; what a rate is called is not the till's to know.
fn tax_summary(shop: &Shop, priced: &PricedCart, expected: &Value) -> Result<Outcome> {
    let mut outcomes = Vec::new();
    for entry in expected.as_array().context("a summary")? {
        let rate = decimal(entry.get("taxRate"))?;
        let is = |tax: &titan_core::tax::Tax| matches!(tax.kind, titan_core::tax::TaxKind::Percent { rate: own } if own == rate);
        let total = priced.taxes.iter().find(|total| shop.book.tax(total.tax).is_some_and(is));
        let total = total.context("a tax of the rate")?;
        outcomes.push(same_number(shop.major(total.net), decimal(entry.get("taxBase"))?));
        outcomes.push(same_number(shop.major(total.amount), decimal(entry.get("taxTotal"))?));
    }
    Ok(all(outcomes))
}
