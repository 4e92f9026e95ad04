//! A cart and a price book put together from the words of a case.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, anyhow};
use rust_decimal::Decimal;
use serde_json::Value;
use titan_core::cart::{Cart, Command, LineItem};
use titan_core::catalog::UnitPrice;
use titan_core::ids::{CartId, CategoryId, ItemId, LineId, PromotionId, TagId, TaxId};
use titan_core::money::{Currency, Minor};
use titan_core::pricing::promotion::{Benefit, Conditions, Off, Selector, Stacking};
use titan_core::pricing::{
    Context, PriceBook, PricedCart, PricedLine, Promotion, PromotionSettings, price_with,
};
use titan_core::quantity::{Quantity, Unit};
use titan_core::tax::{Tax, TaxRounding, TaxRules};

use crate::case::written;

const NO_CART: &str = "00000000-0000-0000-0000-000000000000";

/// Numbers for the names of goods, categories, tags and groups.
#[derive(Default)]
pub(crate) struct Names(BTreeMap<String, u32>);

impl Names {
    pub(crate) fn number(&mut self, name: &str) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX).saturating_add(1);
        *self.0.entry(name.to_owned()).or_insert(next)
    }
}

/// A shop at which one cart is priced. Amounts are texts in the major unit, of which `decimals`
/// places are counted.
pub(crate) struct Shop {
    pub(crate) decimals: u32,
    pub(crate) names: Names,
    pub(crate) cart: Cart,
    pub(crate) book: PriceBook,
    pub(crate) context: Context,
}

/// What a line sells.
#[derive(Clone, Default)]
pub(crate) struct Goods {
    pub(crate) name: String,
    /// In the major unit.
    pub(crate) price: Decimal,
    pub(crate) minimum_price: Option<Decimal>,
    pub(crate) category: Option<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) taxes: Vec<TaxId>,
}

impl Shop {
    pub(crate) fn new(decimals: u32, prices_include_tax: bool) -> Result<Self> {
        // How many places the currency has is not asked for by the pricing, which counts units.
        let currency = Currency::from_code("EUR")?;
        let cart: CartId = NO_CART.parse().map_err(|error| anyhow!("{error}"))?;
        Ok(Self {
            decimals,
            names: Names::default(),
            cart: Cart::new(cart, currency),
            book: PriceBook::new(currency, prices_include_tax, Vec::new()),
            context: Context::default(),
        })
    }

    pub(crate) fn settings(&mut self) -> &mut PromotionSettings {
        &mut self.book.promotion_settings
    }

    /// An amount in the major unit as whole units of the last place.
    pub(crate) fn minor(&self, amount: Decimal) -> Result<Minor> {
        let units = scaled(amount, self.decimals)?;
        if !units.fract().is_zero() {
            return Err(anyhow!("{amount} has more than {} decimal places", self.decimals));
        }
        Ok(Minor::new(i64::try_from(units).map_err(|_| anyhow!("{amount} is too large"))?)?)
    }

    /// Whole units as a number in the major unit.
    pub(crate) fn major(&self, amount: Minor) -> Decimal {
        Decimal::new(amount.get(), self.decimals)
    }

    /// Adds a line of its own and returns its id.
    pub(crate) fn add(&mut self, goods: &Goods, quantity: Decimal) -> Result<LineId> {
        let price = scaled(goods.price, self.decimals)?.round_dp(4);
        let tags = goods.tags.iter().map(|tag| TagId(self.names.number(&format!("tag {tag}"))));
        let tags = tags.collect();
        let minimum_price = goods.minimum_price.map(|price| scaled(price, self.decimals));
        let minimum_price = minimum_price.transpose()?.map(UnitPrice::new).transpose()?;
        let category = goods.category.as_deref().unwrap_or_default();
        let item = LineItem {
            id: ItemId(self.names.number(&format!("item {}", goods.name))),
            sku: goods.name.clone(),
            name: goods.name.clone(),
            category: CategoryId(self.names.number(&format!("category {category}"))),
            price: UnitPrice::new(price)?,
            unit: if quantity.fract().is_zero() { Unit::Each } else { Unit::Kilogram },
            taxes: goods.taxes.clone(),
            tags,
            minimum_price,
            ..LineItem::default()
        };
        // Lines of the same goods would join, so the quantity is set once it stands.
        let before = self.cart.lines.len();
        let quantity = Quantity::new(quantity)?;
        self.cart.run(Command::Add { item: item.clone(), quantity })?;
        if self.cart.lines.len() == before {
            return self.add_apart(item, quantity);
        }
        Ok(self.cart.lines.last().context("a line")?.id)
    }

    /// Adds goods that are in the cart already as another line.
    fn add_apart(&mut self, item: LineItem, quantity: Quantity) -> Result<LineId> {
        let joined = self.cart.lines.iter_mut().rev().find(|line| line.item == item);
        let joined = joined.context("the line that was joined")?;
        joined.quantity = Quantity::new(joined.quantity.value() - quantity.value())?;
        let mark = LineItem { sku: format!("{} again", item.sku), ..item.clone() };
        self.cart.run(Command::Add { item: mark, quantity })?;
        let line = self.cart.lines.last_mut().context("a line")?;
        line.item = item;
        Ok(line.id)
    }

    /// Adds a percentage as a tax; the same again is the same tax.
    pub(crate) fn tax(&mut self, percent: Decimal, included: Option<bool>) -> TaxId {
        let rules = TaxRules { included, ..TaxRules::default() };
        self.tax_with(Tax::percent(TaxId(0), "", "", percent).with_rules(rules))
    }

    pub(crate) fn tax_with(&mut self, tax: Tax) -> TaxId {
        let same = |other: &&Tax| other.kind == tax.kind && other.rules == tax.rules;
        if let Some(known) = self.book.taxes.iter().find(same) {
            return known.id;
        }
        let id = TaxId(u32::try_from(self.book.taxes.len()).unwrap_or(u32::MAX));
        self.book.taxes.push(Tax { id, ..tax });
        id
    }

    pub(crate) fn round_taxes(&mut self, place: TaxRounding) {
        self.book.tax_rounding = place;
    }

    /// Adds a promotion that is applied after the ones before it.
    pub(crate) fn promote(&mut self, benefit: Benefit) -> &mut Promotion {
        let at = self.book.promotions.len();
        self.book.promotions.push(Promotion {
            id: PromotionId(u32::try_from(at).unwrap_or(u32::MAX)),
            name: format!("Promotion {at}"),
            coupon: None,
            conditions: Conditions::default(),
            benefit,
            priority: 0,
            stacking: Stacking::Stack,
            max_amount: None,
        });
        &mut self.book.promotions[at]
    }

    pub(crate) fn item(&mut self, name: &str) -> Selector {
        Selector::item(ItemId(self.names.number(&format!("item {name}"))))
    }

    pub(crate) fn items<'a>(&mut self, names: impl IntoIterator<Item = &'a str>) -> Selector {
        let items =
            names.into_iter().map(|name| ItemId(self.names.number(&format!("item {name}"))));
        Selector { items: items.collect(), ..Selector::all() }
    }

    pub(crate) fn category(&mut self, name: &str) -> Selector {
        Selector::category(CategoryId(self.names.number(&format!("category {name}"))))
    }

    pub(crate) fn tag(&mut self, name: &str) -> Selector {
        Selector::tag(TagId(self.names.number(&format!("tag {name}"))))
    }

    pub(crate) fn price(&self) -> Result<PricedCart> {
        Ok(price_with(&self.cart, &self.book, &self.context)?)
    }
}

/// A number of a case, as it is written.
pub(crate) fn decimal(value: Option<&Value>) -> Result<Decimal> {
    parse(&written(value.context("a number that is not there")?)?)
}

pub(crate) fn parse(text: &str) -> Result<Decimal> {
    let number = Decimal::from_str_exact(text).or_else(|_| Decimal::from_scientific(text));
    number.map_err(|_| anyhow!("{text:?} is not a number"))
}

/// A number as a count; what is behind the point is left out.
pub(crate) fn count(number: Decimal) -> Result<u32> {
    u32::try_from(number.trunc()).map_err(|_| anyhow!("{number} is not a count"))
}

fn scaled(amount: Decimal, decimals: u32) -> Result<Decimal> {
    let scale = Decimal::from(10_i64.checked_pow(decimals).context("decimals")?);
    amount.checked_mul(scale).with_context(|| format!("{amount} is too large"))
}

/// Something off every line that is selected.
pub(crate) fn discount(of: Selector, off: Off) -> Benefit {
    Benefit::Discount { of, off, line_units_max: None }
}

/// What the promotions of a line that are chosen by `is` take off.
pub(crate) fn off_line(line: &PricedLine, is: impl Fn(PromotionId) -> bool) -> Result<Minor> {
    let shares = line.promotions.iter().filter(|share| is(share.promotion));
    Ok(Minor::sum(shares.map(|share| share.amount))?)
}

/// What a promotion takes off the cart.
pub(crate) fn off_cart(priced: &PricedCart, is: impl Fn(PromotionId) -> bool) -> Result<Minor> {
    let totals = priced.promotions.iter().filter(|total| is(total.promotion));
    Ok(Minor::sum(totals.map(|total| total.amount))?)
}
