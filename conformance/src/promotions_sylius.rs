//! Stories of carts of Sylius: goods, promotions, taxes and what is to be paid step by step.

use anyhow::{Context as _, Result};
use rust_decimal::Decimal;
use serde_json::{Map, Value};
use titan_core::ids::{PromotionId, TaxId};
use titan_core::money::Minor;
use titan_core::pricing::promotion::{
    Benefit, Measure, Off, PercentOf, Selector, Stacking, Threshold,
};
use titan_core::pricing::{CouponUse, PricedCart, PricedLine};
use titan_core::tax::TaxRounding;

use crate::case::{Case, json, written};
use crate::harness::{File, Outcome, Verdict, all, not_supported, run, same_number};
use crate::promotions_shop::{self, Goods, Shop, discount, off_cart, off_line};

pub(crate) const FILES: [File; 1] =
    [File { path: "promotions/sylius_scenarios.json", run: |text, _| run(json(text), check) }];

/// A story under way: what is in the cart, in the order in which it came.
struct Story {
    goods: Vec<Goods>,
    contents: Vec<(String, u32)>,
    coupons: Vec<String>,
    /// The tax of each unit is rounded, so each stands on a line of its own.
    by_unit: bool,
    order_promotions: Vec<PromotionId>,
}

fn check(case: &Case) -> Verdict {
    let mut shop = Shop::new(2, false)?;
    let strategy = case.text("tax_calculation_strategy")?.to_lowercase();
    let of_units = strategy.contains("units based");
    // A tax that no unit rounds is rounded once: on its line where units are taxed, else on the order.
    let unrounded = keeps_fractions(case);
    if unrounded && !of_units {
        shop.round_taxes(TaxRounding::PerDocument);
    }
    let by_unit = of_units && !unrounded;
    // Percentages off goods are of their price, percentages off the order of what is left.
    shop.settings().percent_of = PercentOf::OriginalOfLines;
    let mut story = Story {
        goods: goods(case, &mut shop)?,
        contents: Vec::new(),
        coupons: Vec::new(),
        by_unit,
        order_promotions: Vec::new(),
    };
    if let Some(reason) = promotions(case, &mut shop, &mut story.order_promotions)? {
        return not_supported(reason);
    }
    let mut outcomes = Vec::new();
    for step in case.list("steps")? {
        let step = Case::new(String::new(), step.clone());
        if let Some(expected) = step.get("expect") {
            outcomes.push(story.compare(&mut shop, expected)?);
        } else if !story.act(&step)? {
            return not_supported("a step that a till does not have");
        }
    }
    Ok(all(outcomes))
}

fn decimal(value: &Value) -> Result<Decimal> {
    promotions_shop::decimal(Some(value))
}

/// Whether the tax of a unit or line keeps its fractions until it is summed.
fn keeps_fractions(case: &Case) -> bool {
    let rates = case.get("tax_rates").and_then(Value::as_array);
    rates
        .into_iter()
        .flatten()
        .any(|rate| text_of(rate, "rounding").is_some_and(|how| how.contains("unrounded")))
}

/// The goods with the taxes of their category.
fn goods(case: &Case, shop: &mut Shop) -> Result<Vec<Goods>> {
    let empty = Vec::new();
    let rates = case.get("tax_rates").and_then(Value::as_array).unwrap_or(&empty);
    let mut list = Vec::new();
    for product in case.list("products")? {
        let category = text_of(product, "tax_category");
        let mut taxes: Vec<TaxId> = Vec::new();
        for rate in rates {
            let in_zone = text_of(rate, "zone") == case.filled("default_tax_zone");
            if in_zone && category.is_some() && text_of(rate, "category") == category {
                let included = rate.get("included_in_price").and_then(Value::as_bool);
                let percent = decimal(rate.get("percent").context("percent")?)?;
                taxes.push(shop.tax(percent, included));
            }
        }
        let taxons = product.get("taxons").and_then(Value::as_array).unwrap_or(&empty).iter();
        list.push(Goods {
            name: text_of(product, "name").context("a name")?.to_owned(),
            price: decimal(product.get("price").context("a price")?)?,
            category: None,
            minimum_price: product
                .get("minimum_price")
                .filter(|price| !price.is_null())
                .map(decimal)
                .transpose()?,
            tags: taxons.filter_map(Value::as_str).map(str::to_owned).collect(),
            taxes,
        });
    }
    Ok(list)
}

fn text_of<'a>(value: &'a Value, field: &str) -> Option<&'a str> {
    value.get(field).and_then(Value::as_str)
}

/// Translates the promotions; returns a reason where one of them is not for a till.
fn promotions(
    case: &Case,
    shop: &mut Shop,
    order_promotions: &mut Vec<PromotionId>,
) -> Result<Option<String>> {
    let list = case.get("promotions").and_then(Value::as_array);
    for (at, promotion) in list.into_iter().flatten().enumerate() {
        let priority = promotion.get("priority").and_then(Value::as_i64);
        let exclusive = promotion.get("exclusive").and_then(Value::as_bool).unwrap_or(false);
        let Some(thresholds) = rule(promotion.get("rule"), shop)? else {
            return Ok(Some("a rule that looks at other things than cart and customer".into()));
        };
        let actions = promotion.get("actions").and_then(Value::as_array).context("actions")?;
        for action in actions {
            let Some((benefit, of_order)) = action_of(action, shop)? else {
                return Ok(Some("an action on shipping: a till does not ship".into()));
            };
            let made = shop.promote(benefit);
            made.coupon = text_of(promotion, "coupon").map(str::to_owned);
            made.conditions.at_least.clone_from(&thresholds);
            // The higher comes first; without a number, the one that was made last.
            let priority = priority.unwrap_or(i64::try_from(at)?);
            made.priority = i32::try_from(-priority)?;
            if exclusive {
                made.stacking = Stacking::Alone;
            }
            if of_order {
                order_promotions.push(made.id);
            }
        }
    }
    Ok(None)
}

fn rule(rule: Option<&Value>, shop: &mut Shop) -> Result<Option<Vec<Threshold>>> {
    let Some(rule) = rule.and_then(Value::as_object) else { return Ok(Some(Vec::new())) };
    let mut thresholds = Vec::new();
    for (kind, value) in rule {
        let units =
            |of: Selector, units| Threshold { of, units: Some(units), ..Threshold::default() };
        thresholds.push(match kind.as_str() {
            "cart_quantity_at_least" => {
                units(Selector::all(), u32::try_from(value.as_u64().context("a quantity")?)?)
            }
            "items_total_at_least" => Threshold {
                amount: Some(shop.minor(decimal(value)?)?),
                measure: Measure::Left,
                ..Threshold::default()
            },
            "contains_product" => units(shop.item(value.as_str().context("a product")?), 1),
            "contains_taxon" => units(shop.tag(value.as_str().context("a taxon")?), 1),
            _ => return Ok(None),
        });
    }
    Ok(Some(thresholds))
}

/// The benefit, and whether it is off the whole order.
fn action_of(action: &Value, shop: &mut Shop) -> Result<Option<(Benefit, bool)>> {
    let percent = action.get("percent").map(decimal).transpose()?;
    let amount = action.get("amount").map(decimal).transpose()?;
    let amount = amount.map(|amount| shop.minor(amount)).transpose()?;
    let of = filter(action.get("filter").and_then(Value::as_object), shop)?;
    Ok(match (text_of(action, "type").context("a type")?, percent, amount) {
        ("order_discount", Some(percent), _) => {
            Some((discount(of, Off::PercentOfSum(percent)), true))
        }
        ("order_discount", None, Some(amount)) => Some((discount(of, Off::Amount(amount)), true)),
        ("unit_discount", Some(percent), _) => {
            Some((discount(of, Off::PercentPerUnit(percent)), false))
        }
        ("unit_discount", None, Some(amount)) => Some((discount(of, Off::PerUnit(amount)), false)),
        _ => None,
    })
}

fn filter(filter: Option<&Map<String, Value>>, shop: &mut Shop) -> Result<Selector> {
    let mut of = Selector::all();
    for (kind, value) in filter.into_iter().flatten() {
        match kind.as_str() {
            "product" => of.items = shop.item(value.as_str().context("a product")?).items,
            "taxon" => of.tags = shop.tag(value.as_str().context("a taxon")?).tags,
            "min_price" => of.price_from = Some(shop.minor(decimal(value)?)?),
            "max_price" => of.price_to = Some(shop.minor(decimal(value)?)?),
            other => anyhow::bail!("a filter by {other}"),
        }
    }
    Ok(of)
}

impl Story {
    fn act(&mut self, step: &Case) -> Result<bool> {
        let quantity = step.get("quantity").and_then(Value::as_u64).unwrap_or(1);
        let quantity = u32::try_from(quantity)?;
        if let Some(name) = step.filled("add") {
            match self.contents.iter_mut().find(|entry| entry.0 == name) {
                Some(entry) => entry.1 += quantity,
                None => self.contents.push((name.to_owned(), quantity)),
            }
        } else if let Some(name) = step.filled("remove") {
            self.contents.retain(|entry| entry.0 != name);
        } else if let Some(name) = step.filled("set_quantity") {
            for entry in self.contents.iter_mut().filter(|entry| entry.0 == name) {
                entry.1 = quantity;
            }
        } else if let Some(code) = step.filled("coupon") {
            self.coupons = vec![code.to_owned()];
        } else {
            return Ok(false);
        }
        Ok(true)
    }

    fn price(&self, shop: &mut Shop) -> Result<PricedCart> {
        shop.cart.lines.clear();
        let coupon = |code: &String| CouponUse { code: code.clone(), remaining: None };
        shop.context.coupons = self.coupons.iter().map(coupon).collect();
        for (name, quantity) in &self.contents {
            let goods = self.goods.iter().find(|goods| goods.name == *name).context("goods")?;
            let (lines, each) = if self.by_unit { (*quantity, 1) } else { (1, *quantity) };
            for _ in 0..lines {
                shop.add(goods, Decimal::from(each))?;
            }
        }
        shop.price()
    }

    fn compare(&self, shop: &mut Shop, expected: &Value) -> Result<Outcome> {
        let priced = self.price(shop)?;
        let mut outcomes = Vec::new();
        for (field, value) in expected.as_object().context("expectations")? {
            match value {
                Value::Object(by_product) => {
                    for (product, value) in by_product {
                        let got = self.of_product(shop, &priced, field, product)?;
                        outcomes.push(named(field, same_number(got, written(value)?)));
                    }
                }
                _ => {
                    let got = self.of_cart(shop, &priced, field)?;
                    outcomes.push(named(field, same_number(got, written(value)?)));
                }
            }
        }
        Ok(all(outcomes))
    }

    fn of_cart(&self, shop: &Shop, priced: &PricedCart, field: &str) -> Result<Decimal> {
        let is_order = |id| self.order_promotions.contains(&id);
        let taxes = |included: bool| {
            let of = priced.taxes.iter().filter(|total| {
                let tax = shop.book.tax(total.tax);
                tax.is_some_and(|tax| tax.is_included(false) == included)
            });
            Minor::sum(of.map(|total| total.amount))
        };
        let amount = match field {
            "total" => priced.total,
            "taxes_added" => taxes(false)?,
            "taxes_included" => taxes(true)?,
            "order_discount" => off_cart(priced, is_order)?.negated(),
            "items_total" => priced.value.minus(off_cart(priced, |id| !is_order(id))?)?,
            _ => anyhow::bail!("an expectation of {field}"),
        };
        Ok(shop.major(amount))
    }

    fn of_product(
        &self,
        shop: &Shop,
        priced: &PricedCart,
        field: &str,
        product: &str,
    ) -> Result<Decimal> {
        let lines: Vec<&PricedLine> = priced
            .lines
            .iter()
            .zip(&shop.cart.lines)
            .filter(|(_, line)| line.item.name == product)
            .map(|(priced, _)| priced)
            .collect();
        let sum = |of: &dyn Fn(&PricedLine) -> Result<Minor>| -> Result<Decimal> {
            let amounts = lines.iter().map(|line| of(line)).collect::<Result<Vec<_>>>()?;
            Ok(shop.major(Minor::sum(amounts)?))
        };
        let is_order = |id| self.order_promotions.contains(&id);
        let off = sum(&|line| off_line(line, |id| !is_order(id)))?;
        let units =
            self.contents.iter().find(|entry| entry.0 == product).map_or(1, |entry| entry.1);
        Ok(match field {
            "line_discount" => off,
            "unit_discount" => off / Decimal::from(units),
            "line_total" => sum(&|line| Ok(line.total))?,
            "unit_price_after_discount" => {
                (sum(&|line| Ok(line.value))? - off) / Decimal::from(units)
            }
            _ => anyhow::bail!("an expectation of {field} of goods"),
        })
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
