//! Rewards on the screen of the till.

use anyhow::{Context as _, Result};
use rust_decimal::Decimal;
use serde_json::Value;
use titan_core::cart::{Command, Discount, DiscountValue};
use titan_core::ids::PromotionId;
use titan_core::money::Minor;
use titan_core::pricing::PricedCart;
use titan_core::pricing::promotion::{Benefit, BuyGet, Choose, Off, Pick, Selector, Threshold};

use super::{goods, names, text_of};
use crate::case::Case;
use crate::harness::{Outcome, Verdict, all, not_supported, same_number};
use crate::promotions_shop::{Shop, count, decimal, discount, off_cart};

/// Which promotions of the book a promotion of the case has become.
type Made = Vec<(usize, PromotionId)>;

/// Free goods and single goods come first, then chosen goods, then the order.
#[derive(Copy, Clone)]
enum Rank {
    Goods = 0,
    Chosen = 1,
    Order = 2,
}

pub(super) fn check(case: &Case) -> Verdict {
    let mut shop = Shop::new(2, true)?;
    for line in case.list("lines")? {
        let Some(goods) = goods(&mut shop, line)? else {
            return not_supported("a discount on lines with stacked taxes");
        };
        shop.add(&goods, decimal(line.get("quantity"))?)?;
    }
    let mut made = Made::new();
    for (at, promotion) in case.list("promotions_in_order")?.iter().enumerate() {
        if !promote(&mut shop, promotion, at, &mut made)? {
            return not_supported("a programme that no till has been asked for");
        }
    }
    let priced = shop.price()?;
    let expected = case.get("expected").context("expectations")?;
    let mut outcomes = rewards(&shop, &priced, expected, &made)?;
    outcomes.push(same_number(shop.major(priced.total), decimal(expected.get("total"))?));
    Ok(all(outcomes))
}

fn promote(shop: &mut Shop, promotion: &Value, at: usize, made: &mut Made) -> Result<bool> {
    let percent = || decimal(promotion.get("percent"));
    let mut benefits: Vec<(Benefit, Rank)> = Vec::new();
    match text_of(promotion, "type").context("a type")? {
        "percent_on_cheapest" => {
            benefits.push((pick(Selector::all(), 1, percent()?), Rank::Goods));
        }
        "percent_on_specific_products" => {
            let of = shop.items(names(promotion.get("products")));
            benefits.push((discount(of, Off::PercentOfSum(percent()?)), Rank::Chosen));
        }
        "percent_on_order" if text_of(promotion, "by").is_some_and(|by| by.contains("manual")) => {
            let value = DiscountValue::Percent(percent()?);
            let discount = Some(Discount { value, reason: String::new() });
            shop.cart.run(Command::SetDiscount { discount })?;
        }
        "percent_on_order" => {
            benefits.push((discount(Selector::all(), Off::PercentOfSum(percent()?)), Rank::Order));
        }
        "free_product" => {
            let of = shop.item(text_of(promotion, "product").context("a product")?);
            benefits.push((pick(of, 1, Decimal::ONE_HUNDRED), Rank::Goods));
        }
        "free_product_by_points" => {
            let of = shop.item(text_of(promotion, "product").context("a product")?);
            let points = decimal(promotion.get("coupon_points"))?;
            let each = decimal(promotion.get("required_points_per_free_unit"))?;
            let units = count(points / each)?;
            benefits.push((pick(of, units, Decimal::ONE_HUNDRED), Rank::Goods));
        }
        "buy_x_get_y_tag" => {
            let each = decimal(promotion.get("points_per_unit"))?;
            let needed = decimal(promotion.get("required_points_per_free_unit"))?;
            let buy_units = count((needed / each).ceil())?;
            for product in names(promotion.get("products")) {
                let of = shop.item(product);
                benefits.push((buy_get(of, buy_units), Rank::Goods));
            }
        }
        _ => return Ok(false),
    }
    let at_least = condition(shop, promotion.get("condition"))?;
    for (benefit, rank) in benefits {
        let promotion = shop.promote(benefit);
        promotion.priority = match rank {
            Rank::Goods => 0,
            Rank::Chosen => 1,
            Rank::Order => 2,
        };
        promotion.conditions.at_least.clone_from(&at_least);
        made.push((at, promotion.id));
    }
    Ok(true)
}

fn pick(of: Selector, units: u32, percent: Decimal) -> Benefit {
    let (choose, off) = (Choose::Cheapest, Off::Percent(percent));
    Benefit::Pick(Pick { of, choose, units, full_groups: false, off, reuse: false })
}

fn buy_get(of: Selector, buy_units: u32) -> Benefit {
    Benefit::BuyGet(BuyGet {
        buy: of.clone(),
        buy_units,
        get: of,
        get_units: 1,
        off: Off::Percent(Decimal::ONE_HUNDRED),
        choose: Choose::Cheapest,
        buy_choose: None,
        times_max: None,
        reuse: false,
        partial: false,
        units_max: None,
    })
}

fn condition(shop: &mut Shop, condition: Option<&Value>) -> Result<Vec<Threshold>> {
    let Some(condition) = condition else { return Ok(Vec::new()) };
    let of = text_of(condition, "product").map(|name| shop.item(name));
    let units = condition.get("minimum_qty").map(|value| decimal(Some(value))).transpose()?;
    let units = units.map(count).transpose()?;
    let amount = condition.get("minimum_amount").map(|value| decimal(Some(value))).transpose()?;
    let amount = amount.map(|amount| shop.minor(amount)).transpose()?;
    let of = of.unwrap_or_default();
    Ok(vec![Threshold { of, amount, units, ..Threshold::default() }])
}

/// What each promotion takes off; a promotion may be on several lines of the screen.
fn rewards(
    shop: &Shop,
    priced: &PricedCart,
    expected: &Value,
    made: &Made,
) -> Result<Vec<Outcome>> {
    let mut sums: Vec<Decimal> = Vec::new();
    for line in expected.get("reward_lines").and_then(Value::as_array).into_iter().flatten() {
        let at = line.get("promotion").and_then(Value::as_u64).context("a promotion")?;
        let at = usize::try_from(at)?;
        sums.resize(sums.len().max(at + 1), Decimal::ZERO);
        sums[at] -= decimal(line.get("amount"))?;
    }
    let last = made.iter().map(|made| made.0 + 1).max().unwrap_or(0);
    sums.resize(sums.len().max(last), Decimal::ZERO);
    let mut outcomes = Vec::new();
    for (at, sum) in sums.iter().enumerate() {
        let of = |id| made.contains(&(at, id));
        let off: Minor = off_cart(priced, of)?;
        outcomes.push(same_number(shop.major(off), sum));
    }
    Ok(outcomes)
}
