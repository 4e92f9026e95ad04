//! Promotions of Medusa: what each takes off each line of a cart. Shares there are not rounded, so
//! amounts are counted to the eighth place and compared to the sixth.

mod totals;

use anyhow::{Context as _, Result};
use rust_decimal::Decimal;
use serde_json::Value;
use titan_core::ids::{CustomerGroupId, LineId, PromotionId};
use titan_core::pricing::promotion::{
    Benefit, BuyGet, Choose, EqualPrices, LimitedUnits, Off, Selector, UsedUp,
};
use titan_core::pricing::{CouponUse, PricedCart};

use crate::case::{Case, json};
use crate::harness::{File, Verdict, not_supported, run, same};
use crate::promotions_shop::{Goods, Shop, decimal, off_line};

pub(crate) const FILES: [File; 2] = [
    File {
        path: "promotions/medusa_promotion_actions.json",
        run: |text, _| run(json(text), check),
    },
    File { path: "promotions/medusa_totals.json", run: |text, _| run(json(text), totals::check) },
];

const PLACES: u32 = 8;
const COMPARED_PLACES: u32 = 6;
/// A delivery is sold like goods, but goods promotions leave it alone.
const DELIVERY: &str = "delivery";

/// What stands between the words of the case and the cart.
struct Translation {
    shop: Shop,
    lines: Vec<(LineId, String)>,
    codes: Vec<(PromotionId, String)>,
}

fn check(case: &Case) -> Verdict {
    let mut shop = Shop::new(PLACES, false)?;
    shop.settings().limited_units = LimitedUnits::SameFirst;
    shop.settings().equal_prices = EqualPrices::LastLine;
    shop.settings().used_up = UsedUp::Rewarded;
    let mut translation = Translation { shop, lines: Vec::new(), codes: Vec::new() };
    translation.add_lines(case)?;
    let no_automatic = case
        .get("options")
        .and_then(|options| options.get("prevent_auto_promotions"))
        .and_then(Value::as_bool)
        .unwrap_or(false);
    translation.enter_codes(case)?;
    for promotion in case.list("promotions")? {
        let automatic = promotion.get("is_automatic").and_then(Value::as_bool).unwrap_or(false);
        if automatic && no_automatic {
            continue;
        }
        if let Some(reason) = translation.promote(promotion, automatic)? {
            return not_supported(reason);
        }
    }
    let priced = translation.shop.price()?;
    translation.compare(&priced, case.list("expected_actions")?)
}

fn text_at<'a>(value: &'a Value, pointer: &str) -> Option<&'a str> {
    value.pointer(pointer).and_then(Value::as_str)
}

fn limit(value: Option<&Value>) -> Result<Option<u32>> {
    Ok(value.and_then(Value::as_u64).map(u32::try_from).transpose()?)
}

impl Translation {
    fn add_lines(&mut self, case: &Case) -> Result<()> {
        let cart = case.get("cart").context("a cart")?;
        let group = text_at(cart, "/customer/customer_group/id");
        if let Some(group) = group {
            let number = self.shop.names.number(&format!("group {group}"));
            self.shop.context.customer_groups.push(CustomerGroupId(number));
        }
        let lists = [("/items", "/product/id"), ("/shipping_methods", "/shipping_option/id")];
        for (list, name) in lists {
            let is_delivery = list != "/items";
            for entry in cart.pointer(list).and_then(Value::as_array).into_iter().flatten() {
                let id = text_at(entry, "/id").context("an id")?;
                let subtotal = decimal(entry.get("subtotal"))?;
                let quantity =
                    entry.get("quantity").map_or(Ok(Decimal::ONE), |q| decimal(Some(q)))?;
                let goods = Goods {
                    name: text_at(entry, name).unwrap_or(id).to_owned(),
                    price: subtotal / quantity,
                    category: text_at(entry, "/product_category/id").map(str::to_owned),
                    tags: if is_delivery { vec![DELIVERY.to_owned()] } else { Vec::new() },
                    taxes: Vec::new(),
                    minimum_price: None,
                };
                let line = self.shop.add(&goods, quantity)?;
                self.lines.push((line, id.to_owned()));
            }
        }
        Ok(())
    }

    fn enter_codes(&mut self, case: &Case) -> Result<()> {
        for code in case.numbers("codes_entered")? {
            self.shop.context.coupons.push(CouponUse { code, remaining: None });
        }
        Ok(())
    }

    /// Translates a promotion; returns a reason where it is not for a till.
    fn promote(&mut self, promotion: &Value, automatic: bool) -> Result<Option<&'static str>> {
        let code = text_at(promotion, "/code").context("a code")?;
        let mut groups = Vec::new();
        for rule in promotion.get("rules").and_then(Value::as_array).into_iter().flatten() {
            if text_at(rule, "/attribute") != Some("customer.customer_group.id") {
                return Ok(Some("a rule on something that a till does not know of a customer"));
            }
            for value in values(rule) {
                groups.push(CustomerGroupId(self.shop.names.number(&format!("group {value}"))));
            }
        }
        let method = promotion.get("application_method").context("a method")?;
        let benefit = match text_at(promotion, "/type") {
            Some("buyget") => self.buy_get(method)?,
            _ => self.discount(method)?,
        };
        let Some(benefit) = benefit else {
            return Ok(Some("a way of sharing or selecting that no shop has asked for"));
        };
        let made = self.shop.promote(benefit);
        made.conditions.customer_groups = groups;
        made.coupon = (!automatic).then(|| code.to_owned());
        self.codes.push((made.id, code.to_owned()));
        Ok(None)
    }

    fn discount(&mut self, method: &Value) -> Result<Option<Benefit>> {
        let value = decimal(method.get("value"))?;
        let fixed = text_at(method, "/type") == Some("fixed");
        let of_order = text_at(method, "/target_type") == Some("order");
        let of_delivery = text_at(method, "/target_type") == Some("shipping_methods");
        let across = of_order || text_at(method, "/allocation") == Some("across");
        if !across && text_at(method, "/allocation") != Some("each") {
            return Ok(None);
        }
        let Some(of) = self.selector(method.get("target_rules"), of_delivery)? else {
            return Ok(None);
        };
        let off = match (fixed, across) {
            (true, true) => Off::Amount(self.shop.minor(value)?),
            (true, false) => Off::PerUnit(self.shop.minor(value)?),
            (false, true) => Off::PercentOfSum(value),
            (false, false) => Off::Percent(value),
        };
        let limited = !across && !of_delivery;
        let line_units_max = if limited { limit(method.get("max_quantity"))? } else { None };
        Ok(Some(Benefit::Discount { of, off, line_units_max }))
    }

    fn buy_get(&mut self, method: &Value) -> Result<Option<Benefit>> {
        let buy = self.selector(method.get("buy_rules"), false)?;
        let get = self.selector(method.get("target_rules"), false)?;
        let (Some(buy), Some(get)) = (buy, get) else { return Ok(None) };
        let value = decimal(method.get("value"))?;
        let off = if text_at(method, "/type") == Some("fixed") {
            Off::PerUnit(self.shop.minor(value)?)
        } else {
            Off::Percent(value)
        };
        Ok(Some(Benefit::BuyGet(BuyGet {
            buy,
            buy_units: limit(method.get("buy_rules_min_quantity"))?.unwrap_or(1),
            get,
            get_units: limit(method.get("apply_to_quantity"))?.unwrap_or(1),
            off,
            // The dearest are bought, and the dearest that are left are rewarded.
            choose: Choose::Dearest,
            buy_choose: Some(Choose::Dearest),
            times_max: None,
            reuse: false,
            partial: false,
            units_max: limit(method.get("max_quantity"))?,
        })))
    }

    fn selector(&mut self, rules: Option<&Value>, delivery: bool) -> Result<Option<Selector>> {
        let rules = rules.and_then(Value::as_array).map_or(&[] as &[Value], Vec::as_slice);
        let mut of = match rules {
            [] if delivery => return Ok(Some(self.shop.tag(DELIVERY))),
            [] => Selector::all(),
            [rule] => {
                if !matches!(text_at(rule, "/operator"), Some("eq" | "in")) {
                    return Ok(None);
                }
                let names = values(rule);
                match text_at(rule, "/attribute").context("an attribute")? {
                    "product.id" | "shipping_option.id" => self.shop.items(names),
                    "product_category.id" => {
                        let categories =
                            names.into_iter().flat_map(|name| self.shop.category(name).categories);
                        Selector { categories: categories.collect(), ..Selector::all() }
                    }
                    _ => return Ok(None),
                }
            }
            _ => return Ok(None),
        };
        if !delivery {
            of.except_tags = self.shop.tag(DELIVERY).tags;
        }
        Ok(Some(of))
    }

    /// Compares what comes off each line by code. What the source takes back of an earlier
    /// reckoning is not compared: every pricing here starts from nothing.
    fn compare(&self, priced: &PricedCart, expected: &[Value]) -> Verdict {
        let mut want = Vec::new();
        for action in expected {
            let kind = text_at(action, "/action").context("an action")?;
            let line = text_at(action, "/item_id").or(text_at(action, "/shipping_method_id"));
            match kind {
                "addItemAdjustment" | "addShippingMethodAdjustment" => want.push(entry(
                    line.context("a line")?,
                    text_at(action, "/code").context("a code")?,
                    decimal(action.get("amount"))?,
                )),
                "removeItemAdjustment" | "removeShippingMethodAdjustment" => {}
                _ => return not_supported("a budget of a campaign, which the server counts"),
            }
        }
        let mut got = Vec::new();
        for line in &priced.lines {
            let name = self.lines.iter().find(|entry| entry.0 == line.line).context("a line")?;
            for (id, code) in &self.codes {
                let amount = self.shop.major(off_line(line, |own| own == *id)?);
                if !amount.is_zero() {
                    got.push(entry(&name.1, code, amount));
                }
            }
        }
        want.sort();
        got.sort();
        Ok(same(got.join(", "), want.join(", ")))
    }
}

fn values(rule: &Value) -> Vec<&str> {
    let list = rule.get("values").and_then(Value::as_array).into_iter().flatten();
    list.filter_map(|value| value.as_str().or(text_at(value, "/value"))).collect()
}

fn entry(line: &str, code: &str, amount: Decimal) -> String {
    format!("{line} {code} {}", amount.round_dp(COMPARED_PLACES).normalize())
}
