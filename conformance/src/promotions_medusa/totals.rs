//! Totals of Medusa: discounts that are given, taxes on what is left. Nothing is rounded there, so
//! amounts are counted to the ninth place and compared to the eighth.
//!
//! A discount there is an amount without tax, also of goods whose price has the tax in it. So
//! goods stand in the cart at their price without tax.

use anyhow::{Context as _, Result};
use rust_decimal::Decimal;
use serde_json::Value;
use titan_core::cart::{Command, Discount, DiscountValue};
use titan_core::money::Minor;
use titan_core::pricing::PricedCart;

use crate::case::{Case, written};
use crate::harness::{Outcome, Verdict, all, same};
use crate::promotions_shop::{Goods, Shop, decimal};

const PLACES: u32 = 9;
const COMPARED_PLACES: u32 = 8;

pub(super) fn check(case: &Case) -> Verdict {
    let input = case.get("input").context("an input")?;
    let expected = case.get("expected").context("expectations")?;
    let mut outcomes = Vec::new();
    let mut sums = Sums::default();
    for list in ["items", "shipping_methods"] {
        let entries = input.get(list).and_then(Value::as_array).into_iter().flatten();
        let wanted = expected.get(list).and_then(Value::as_array);
        let mut of_list = Sums::default();
        for (at, entry) in entries.enumerate() {
            let totals = line(entry)?;
            let want = wanted.and_then(|wanted| wanted.get(at)).context("an expected line")?;
            outcomes.extend(totals.compare("", want)?);
            of_list.add(&totals);
        }
        let prefix = if list == "items" { "item_" } else { "shipping_" };
        outcomes.extend(of_list.compare(prefix, expected)?);
        sums.add(&of_list);
    }
    outcomes.extend(sums.compare("", expected)?);
    Ok(all(outcomes))
}

/// The amounts of a line, of a kind of lines or of the cart.
#[derive(Default)]
struct Sums {
    subtotal: Decimal,
    total: Decimal,
    tax: Decimal,
    original_total: Decimal,
    original_tax: Decimal,
    discount: Decimal,
}

fn line(entry: &Value) -> Result<Sums> {
    let mut shop = Shop::new(PLACES, false)?;
    let (mut rates, mut taxes) = (Decimal::ZERO, Vec::new());
    for tax in entry.get("tax_lines").and_then(Value::as_array).into_iter().flatten() {
        let rate = decimal(tax.get("rate"))?;
        rates += rate;
        taxes.push(shop.tax(rate, None));
    }
    let price = decimal(entry.get("unit_price").or(entry.get("amount")))?;
    let included = entry.get("is_tax_inclusive").and_then(Value::as_bool).unwrap_or(false);
    let hundred = Decimal::ONE_HUNDRED;
    let price = if included { price * hundred / (hundred + rates) } else { price };
    let goods = Goods { name: "goods".into(), price, taxes, ..Goods::default() };
    let quantity = entry.get("quantity").map_or(Ok(Decimal::ONE), |value| decimal(Some(value)))?;
    let id = shop.add(&goods, quantity)?;
    let before = shop.price()?;
    let mut off = Minor::ZERO;
    for adjustment in entry.get("adjustments").and_then(Value::as_array).into_iter().flatten() {
        off = off.plus(shop.minor(decimal(adjustment.get("amount"))?)?)?;
    }
    let discount = Some(Discount { value: DiscountValue::Amount(off), reason: String::new() });
    shop.cart.run(Command::SetLineDiscount { line: id, discount })?;
    let after = shop.price()?;
    Sums::of(&shop, &before, &after)
}

impl Sums {
    fn of(shop: &Shop, before: &PricedCart, after: &PricedCart) -> Result<Self> {
        let major = |amount| shop.major(amount);
        Ok(Self {
            subtotal: major(before.net),
            total: major(after.total),
            tax: major(after.total.minus(after.net)?),
            original_total: major(before.total),
            original_tax: major(before.total.minus(before.net)?),
            discount: major(after.discount),
        })
    }

    fn add(&mut self, other: &Self) {
        self.subtotal += other.subtotal;
        self.total += other.total;
        self.tax += other.tax;
        self.original_total += other.original_total;
        self.original_tax += other.original_tax;
        self.discount += other.discount;
    }

    /// Compares what is expected of these amounts. What the source tells of returns, and of a
    /// discount with its tax (for which it has two answers that differ), is not compared.
    fn compare(&self, prefix: &str, expected: &Value) -> Result<Vec<Outcome>> {
        let mut outcomes = Vec::new();
        let figures = [
            (format!("{prefix}subtotal"), self.subtotal),
            (format!("{prefix}total"), self.total),
            (format!("{prefix}tax_total"), self.tax),
            (format!("original_{prefix}total"), self.original_total),
            (format!("original_{prefix}tax_total"), self.original_tax),
            (format!("{prefix}discount_subtotal"), self.discount),
        ];
        for (field, got) in figures {
            let Some(want) = expected.get(&field) else { continue };
            let want = crate::promotions_shop::parse(&written(want)?)?;
            let close = |number: Decimal| number.round_dp(COMPARED_PLACES).normalize();
            let (got, want) = (close(got), close(want));
            outcomes.push(same(format!("{field} {got}"), format!("{field} {want}")));
        }
        Ok(outcomes)
    }
}
