//! Single discounts of Solidus and Saleor: one rule, a few lines, one amount.

use anyhow::{Context as _, Result};
use rust_decimal::Decimal;
use serde_json::Value;
use titan_core::money::Currency;
use titan_core::pricing::promotion::{Benefit, Choose, Off, Pick, Selector, Tier, TierBy, Tiers};

use crate::case::{Case, json};
use crate::harness::{File, Verdict, not_supported, run, same_number};
use crate::promotions_shop::{Goods, Shop, count, decimal, off_cart, off_line, parse};

pub(crate) const FILES: [File; 1] =
    [File { path: "promotions/calculators.json", run: |text, _| run(json(text), discount) }];

/// Dear enough that no discount of a rule by itself is held back by the price.
const DEAR: Decimal = Decimal::ONE_THOUSAND;

fn input(case: &Case) -> Result<Case> {
    Ok(Case::new(String::new(), case.get("input").context("an input")?.clone()))
}

fn discount(case: &Case) -> Verdict {
    let input = input(case)?;
    let decimals = match input.filled("currency") {
        Some(code) => u32::from(Currency::from_code(code)?.digits()),
        None => 2,
    };
    let mut shop = Shop::new(decimals, false)?;
    add_lines(&mut shop, &input)?;
    let Some(benefit) = benefit(&shop, &input)? else {
        return not_supported("a rule that no shop has asked for");
    };
    shop.promote(benefit);
    let priced = shop.price()?;
    let off = match input.get("discount_of_line") {
        Some(at) => {
            let at = usize::try_from(at.as_u64().context("a line")?)?;
            off_line(priced.lines.get(at).context("a line")?, |_| true)?
        }
        None => off_cart(&priced, |_| true)?,
    };
    Ok(same_number(shop.major(off), case.number("expected_discount")?))
}

fn add_lines(shop: &mut Shop, input: &Case) -> Result<()> {
    let one = input.get("line").cloned();
    let several = input.get("lines").and_then(Value::as_array).cloned();
    let lines = several.unwrap_or_else(|| one.into_iter().collect());
    for (at, line) in lines.iter().enumerate() {
        let (price, quantity) = (decimal(line.get("price"))?, decimal(line.get("quantity"))?);
        let goods = Goods { name: format!("line {at}"), price, ..Goods::default() };
        shop.add(&goods, quantity)?;
    }
    let alone = lines.is_empty().then(|| input.get("quantity")).flatten();
    let quantity = alone.map(|quantity| decimal(Some(quantity))).transpose()?;
    if let Some(quantity) = quantity.filter(|quantity| !quantity.is_zero()) {
        let goods = Goods { name: "goods".into(), price: DEAR, ..Goods::default() };
        shop.add(&goods, quantity)?;
    }
    Ok(())
}

fn benefit(shop: &Shop, input: &Case) -> Result<Option<Benefit>> {
    let of = Selector::all();
    let plain = |off| Benefit::Discount { of: Selector::all(), off, line_units_max: None };
    let minor = |field: &str| shop.minor(decimal(input.get(field))?);
    let kind = input.text("type")?;
    Ok(Some(match kind {
        "percent" => plain(Off::PercentPerUnit(decimal(input.get("percent"))?)),
        "flat" | "flat_rate" | "fixed_amount" => plain(Off::Amount(minor("amount")?)),
        "first_item_plus_additional" => {
            let most = input.get("max_items").and_then(Value::as_u64).unwrap_or(0);
            let line_units_max = (most > 0).then(|| u32::try_from(most)).transpose()?;
            let (first, each) = (minor("first_item")?, minor("additional_item")?);
            Benefit::Discount { of, off: Off::FirstThenEach { first, each }, line_units_max }
        }
        "percent_in_full_groups" => Benefit::Pick(Pick {
            of,
            choose: Choose::InOrder,
            units: input.number("group_size")?.parse()?,
            full_groups: true,
            off: Off::PercentPerUnit(decimal(input.get("percent"))?),
            reuse: false,
        }),
        _ if kind.starts_with("tiered_") => return tiers(shop, input, kind),
        _ => return Ok(None),
    }))
}

/// `tiered_<percent|amount>_by_<order_total|quantity>`: a base, and what replaces it from a total
/// or a quantity on.
fn tiers(shop: &Shop, input: &Case, kind: &str) -> Result<Option<Benefit>> {
    let percent = kind.starts_with("tiered_percent");
    let by = if kind.contains("quantity") { TierBy::Units } else { TierBy::Amount };
    let off = |value: Decimal| -> Result<Off> {
        Ok(if percent { Off::Percent(value) } else { Off::Amount(shop.minor(value)?) })
    };
    let base = input.get("base_percent").or(input.get("base_amount"));
    let base = base.map(|base| decimal(Some(base))).transpose()?.unwrap_or_default();
    let mut tiers = vec![Tier { from: 0, off: off(base)? }];
    for (from, value) in input.get("tiers").and_then(Value::as_object).context("tiers")? {
        let from: Decimal = parse(from)?;
        let from = match by {
            TierBy::Units => i64::from(count(from)?),
            TierBy::Amount => shop.minor(from)?.get(),
        };
        tiers.push(Tier { from, off: off(decimal(Some(value))?)? });
    }
    tiers.sort_by_key(|tier| tier.from);
    tiers.dedup_by(|later, earlier| {
        let same = later.from == earlier.from;
        if same {
            earlier.off = later.off.clone();
        }
        same
    });
    Ok(Some(Benefit::Tiers(Tiers { measure: Selector::all(), by, of: None, tiers })))
}
