//! Programmes on sales orders.

use anyhow::{Context as _, Result};
use rust_decimal::Decimal;
use serde_json::Value;
use titan_core::cart::{Command, Discount, DiscountValue};
use titan_core::ids::PromotionId;
use titan_core::money::Minor;
use titan_core::pricing::promotion::{
    Benefit, Choose, Measure, Off, Pick, Selector, Spread, Stacking, Threshold,
};
use titan_core::pricing::{PriceBook, PricedCart, Promotion, price};

use super::{goods, names, text_of};
use crate::case::Case;
use crate::harness::{Outcome, Verdict, all, not_supported, same_number};
use crate::promotions_shop::{Shop, count, decimal, discount, off_cart};

/// Of the percentages off the whole order only the best is applied.
const WHOLE_ORDER: Stacking = Stacking::BestOf(1);

struct Order<'a> {
    shop: Shop,
    lines: &'a [Value],
    /// What gift cards hold; they pay, they do not discount.
    cards: Minor,
    rewards: Vec<PromotionId>,
}

pub(super) fn check(case: &Case) -> Verdict {
    let lines = case.list("lines")?;
    let mut shop = Shop::new(2, true)?;
    shop.settings().spread = Spread::NetAndTaxes;
    if !give_off(&mut shop, lines)? {
        return not_supported(
            "an amount off that bears a tax of its own: a till gives it off the goods",
        );
    }
    for line in lines.iter().filter(|line| !takes_off(line)) {
        let Some(mut goods) = goods(&mut shop, line)? else {
            return not_supported("a discount on lines with stacked taxes");
        };
        describe(&mut goods, case.get("extra"));
        let id = shop.add(&goods, decimal(line.get("quantity"))?)?;
        let off = line.get("discount_percent").map(|off| decimal(Some(off))).transpose()?;
        if let Some(off) = off.filter(|off| !off.is_zero()) {
            let discount = Discount { value: DiscountValue::Percent(off), reason: String::new() };
            let discount = Some(discount);
            shop.cart.run(Command::SetLineDiscount { line: id, discount })?;
        }
    }
    let cards = Minor::ZERO;
    let mut order = Order { shop, lines, cards, rewards: Vec::new() };
    for programme in case.list("promotions_in_order")? {
        if let Some(reason) = order.programme(programme)? {
            return not_supported(reason);
        }
    }
    narrow_first(&mut order.shop.book.promotions);
    let priced = order.shop.price()?;
    order.compare(&priced, case.get("expected").context("expectations")?)
}

fn takes_off(line: &Value) -> bool {
    text_of(line, "price_unit").is_some_and(|price| price.starts_with('-'))
}

/// A line with a negative price is an amount off the goods, before any programme. Returns whether
/// it is taxed as they are.
fn give_off(shop: &mut Shop, lines: &[Value]) -> Result<bool> {
    let taxes = lines.first().and_then(|line| line.get("taxes"));
    for line in lines.iter().filter(|line| takes_off(line)) {
        if lines.iter().any(|line| line.get("taxes") != taxes) || taxes_added(taxes) {
            return Ok(false);
        }
        let amount = decimal(line.get("price_unit"))? * decimal(line.get("quantity"))?;
        let off = Off::Amount(shop.minor(-amount)?);
        shop.promote(discount(Selector::all(), off)).priority = i32::from(i16::MIN);
    }
    Ok(true)
}

/// Whether a tax comes on top, so that an amount without it is not what comes off.
fn taxes_added(taxes: Option<&Value>) -> bool {
    let taxes = taxes.and_then(Value::as_array).into_iter().flatten();
    taxes.map(|tax| tax.get("price_include")).any(|inside| inside != Some(&Value::Bool(true)))
}

/// Category and tags that the case gives beside the lines.
fn describe(goods: &mut crate::promotions_shop::Goods, extra: Option<&Value>) {
    let Some(extra) = extra else { return };
    let category = extra.pointer("/product_categories").and_then(|all| text_of(all, &goods.name));
    goods.category = category.map(str::to_owned);
    for (tag, members) in extra.get("tag_members").and_then(Value::as_object).into_iter().flatten()
    {
        if names(Some(members)).contains(&goods.name.as_str()) {
            goods.tags.push(tag.clone());
        }
    }
}

impl Order<'_> {
    /// Translates a programme; returns a reason where it is not for a till.
    fn programme(&mut self, programme: &Value) -> Result<Option<&'static str>> {
        let kind = text_of(programme, "program_type").unwrap_or_default();
        if matches!(kind, "gift_card" | "ewallet") {
            let points = decimal(programme.get("coupon_points"))?;
            self.cards = self.cards.plus(self.shop.minor(points)?)?;
            return Ok(None);
        }
        let empty = Vec::new();
        let rules = programme.get("rules").and_then(Value::as_array).unwrap_or(&empty);
        let rewards = programme.get("rewards").and_then(Value::as_array).unwrap_or(&empty);
        // A coupon that is held already needs no other goods than the ones it is for.
        let held = programme.get("coupon_points").is_some();
        let thresholds = match rules.as_slice() {
            [] => Vec::new(),
            [rule] => self.threshold(rule, held)?,
            _ => return Ok(Some("a programme with several rules of which one is enough")),
        };
        // Of several rewards the customer chooses one: here the first that is offered.
        let Some(reward) = rewards.first() else { return Ok(None) };
        if text_of(reward, "reward_type") == Some("product") {
            // A free product is a unit more at no price, so nothing that is there gets cheaper.
            return Ok(None);
        }
        let points = self.points(programme, rules)?;
        let Some((benefit, whole)) = self.discount(reward, points)? else {
            return Ok(Some("a reward that no till has been asked for"));
        };
        let most = reward.get("discount_max_amount").map(|most| decimal(Some(most))).transpose()?;
        let most = most.map(|most| self.shop.minor(most)).transpose()?;
        let priority = rank(&benefit);
        let made = self.shop.promote(benefit);
        made.conditions.at_least = thresholds;
        made.max_amount = most.filter(|most| !most.is_zero());
        if whole {
            made.stacking = WHOLE_ORDER;
        }
        made.priority = priority;
        self.rewards.push(made.id);
        Ok(None)
    }

    fn selector(&mut self, of: &Value, prefix: &str) -> Selector {
        let field = |name: &str| format!("{prefix}product_{name}");
        let products = names(of.get(field("ids")));
        if !products.is_empty() {
            return self.shop.items(products);
        }
        if let Some(category) = text_of(of, &field("category_id")) {
            return self.shop.category(category);
        }
        if let Some(tag) = text_of(of, &field("tag_id")) {
            return self.shop.tag(tag);
        }
        Selector::all()
    }

    fn threshold(&mut self, rule: &Value, held: bool) -> Result<Vec<Threshold>> {
        let of = self.selector(rule, "");
        let amount = rule.get("minimum_amount").map(|amount| decimal(Some(amount))).transpose()?;
        let amount = amount.map(|amount| self.shop.minor(amount)).transpose()?;
        let units = rule.get("minimum_qty").map(|units| decimal(Some(units))).transpose()?;
        let mut units = units.map(count).transpose()?;
        if units.is_none() && !of.is_all() {
            units = Some(1);
        }
        if held {
            units = None;
        }
        let measure = Measure::Original;
        Ok(vec![Threshold { of, amount, units, measure, ..Threshold::default() }])
    }

    /// How many points a programme has to spend: of the coupon, or by its rule.
    fn points(&self, programme: &Value, rules: &[Value]) -> Result<Decimal> {
        if let Some(points) = programme.get("coupon_points") {
            return decimal(Some(points));
        }
        let Some(rule) = rules.first() else { return Ok(Decimal::ONE) };
        let each = rule.get("reward_point_amount").map(|each| decimal(Some(each))).transpose()?;
        let each = each.unwrap_or(Decimal::ONE);
        let of = names(rule.get("product_ids"));
        let mut counted = Decimal::ZERO;
        for line in self.lines {
            let is = text_of(line, "product").is_some_and(|name| of.contains(&name));
            if !of.is_empty() && !is {
                continue;
            }
            let quantity = decimal(line.get("quantity"))?;
            counted += match text_of(rule, "reward_point_mode") {
                Some("unit") => quantity,
                Some("money") => quantity * decimal(line.get("price_unit"))?,
                _ => Decimal::ZERO,
            };
        }
        let by_order = !matches!(text_of(rule, "reward_point_mode"), Some("unit" | "money"));
        Ok(if by_order { each } else { each * counted })
    }

    /// The benefit, and whether it is a percentage off the whole order.
    fn discount(&mut self, reward: &Value, points: Decimal) -> Result<Option<(Benefit, bool)>> {
        let value = decimal(reward.get("discount"))?;
        let of = self.selector(reward, "discount_");
        let off = match text_of(reward, "discount_mode") {
            Some("percent") => Off::PercentOfSum(value),
            Some("per_point") => Off::Amount(self.shop.minor(value * points)?),
            Some("per_order") => Off::Amount(self.shop.minor(value)?),
            _ => return Ok(None),
        };
        let percent = matches!(off, Off::PercentOfSum(_));
        Ok(match text_of(reward, "discount_applicability") {
            Some("order") => Some((discount(of, off), percent)),
            Some("specific") => Some((discount(of, off), false)),
            Some("cheapest") => {
                let off = if percent { Off::Percent(value) } else { off };
                let choose = Choose::Cheapest;
                let pick = Pick { of, choose, units: 1, full_groups: false, off, reuse: false };
                Some((Benefit::Pick(pick), false))
            }
            _ => None,
        })
    }

    fn compare(&self, priced: &PricedCart, expected: &Value) -> Verdict {
        let mut outcomes = Vec::new();
        for (field, value) in expected.as_object().context("expectations")? {
            let tax = priced.total.minus(priced.net)?;
            let got = match field.as_str() {
                "total" => priced.total.minus(self.cards.min(priced.total))?,
                "total_excl_tax" => priced.net,
                "tax" => tax,
                "reward_line_total" => self.last_reward(priced)?.negated(),
                // What the rewards make the goods cheaper without tax.
                "reward_line_price_unit" => priced.net.minus(self.net_before()?)?,
                _ => return not_supported("an expectation that is not about a sale"),
            };
            outcomes.push(named(field, same_number(self.shop.major(got), decimal(Some(value))?)));
        }
        Ok(all(outcomes))
    }

    fn net_before(&self) -> Result<Minor> {
        let mut book: PriceBook = self.shop.book.clone();
        book.promotions.retain(|promotion| !self.rewards.contains(&promotion.id));
        Ok(price(&self.shop.cart, &book)?.net)
    }

    fn last_reward(&self, priced: &PricedCart) -> Result<Minor> {
        let last = self.rewards.last().context("a reward")?;
        off_cart(priced, |id| id == *last)
    }
}

/// Chosen goods come before the whole order, else they are applied as given.
fn rank(benefit: &Benefit) -> i32 {
    match benefit {
        Benefit::Discount { of, off: Off::PercentOfSum(_), .. } if of.is_all() => 2_000,
        Benefit::Discount { of, .. } if of.is_all() => 1_000,
        _ => 0,
    }
}

/// Fixed amounts draw on what all their goods have left together. Among each other the narrower
/// choice goes first, so that it does not find its goods used up.
fn narrow_first(promotions: &mut [Promotion]) {
    let width = |promotion: &Promotion| match &promotion.benefit {
        Benefit::Discount { of, off: Off::Amount(_), .. } if !of.is_all() => Some(of.items.len()),
        _ => None,
    };
    let mut fixed: Vec<&mut Promotion> =
        promotions.iter_mut().filter(|promotion| width(promotion).is_some()).collect();
    let mut sorted: Vec<Promotion> = fixed.iter().map(|promotion| (**promotion).clone()).collect();
    sorted.sort_by_key(width);
    for (place, promotion) in fixed.iter_mut().zip(sorted) {
        **place = promotion;
    }
    // Equal ranks go by the number of the promotion: give numbers in the order of the list.
    for (promotion, order) in promotions.iter_mut().zip(0..) {
        promotion.priority += order;
    }
}

fn named(field: &str, outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::Fail { got, expected } => {
            Outcome::Fail { got: format!("{field} {got}"), expected: format!("{field} {expected}") }
        }
        other => other,
    }
}
