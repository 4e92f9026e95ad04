//! One rule on one cart.

use rust_decimal::Decimal;
use titan_core::cart::{Cart, Command, Discount, DiscountValue, LineItem};
use titan_core::catalog::UnitPrice;
use titan_core::ids::{CartId, CategoryId, ItemId, LineId, PromotionId, TagId, TaxId};
use titan_core::money::{Currency, Minor};
use titan_core::pricing::explain::{Explanation, Rule};
use titan_core::pricing::promotion::{Benefit, Conditions, Off, Selector, Stacking};
use titan_core::pricing::{
    Context, Notice, PriceBook, PricedCart, Promotion, PromotionSettings, price_with_traced,
};
use titan_core::quantity::{Quantity, Unit};
use titan_core::tax::Tax;
use uuid::Uuid;

/// Category of drinks; their ids are below 10.
pub(crate) const DRINKS: CategoryId = CategoryId(1);
/// Category of food; its ids are from 10 on.
pub(crate) const FOOD: CategoryId = CategoryId(2);
/// Tag of what is on the way out.
pub(crate) const LAST_CHANCE: TagId = TagId(7);

/// Goods: name, item, price in cents, quantity.
pub(crate) type Goods = (&'static str, u32, i64, &'static str);

pub(crate) struct Example {
    title: &'static str,
    rule: &'static str,
    cart: Cart,
    book: PriceBook,
    context: Context,
    figures: &'static str,
    /// What is left to pay of each line, in cents: reckoned by hand.
    left: &'static [i64],
}

impl Example {
    pub(crate) fn new(
        title: &'static str,
        rule: &'static str,
        goods: &[Goods],
        promotions: Vec<Promotion>,
    ) -> Self {
        let euro = Currency::from_code("EUR").expect("a currency");
        let mut cart = Cart::new(CartId::new(Uuid::nil()), euro);
        for goods in goods {
            let quantity: Quantity = goods.3.parse().expect("a quantity");
            cart.run(Command::Add { item: item(*goods), quantity }).expect("a line");
        }
        let book = PriceBook { promotions, ..PriceBook::new(euro, true, Vec::new()) };
        let context = Context::default();
        Self { title, rule, cart, book, context, figures: "", left: &[] }
    }

    /// The figures worked out in words, and what they come to.
    pub(crate) fn comes_to(mut self, figures: &'static str, left: &'static [i64]) -> Self {
        (self.figures, self.left) = (figures, left);
        self
    }

    pub(crate) fn with(mut self, set: impl FnOnce(&mut PromotionSettings)) -> Self {
        set(&mut self.book.promotion_settings);
        self
    }

    pub(crate) fn when(mut self, set: impl FnOnce(&mut Context)) -> Self {
        set(&mut self.context);
        self
    }

    /// Gives a line a discount by hand.
    pub(crate) fn by_hand(mut self, line: u32, cents: i64) -> Self {
        let value = DiscountValue::Amount(minor(cents));
        let discount = Some(Discount { value, reason: String::new() });
        let command = Command::SetLineDiscount { line: LineId(line), discount };
        self.cart.run(command).expect("a line");
        self
    }

    /// Sets the least that a line's unit may cost.
    pub(crate) fn not_below(mut self, line: usize, cents: i64) -> Self {
        let price = UnitPrice::from_minor(cents).expect("a price");
        self.cart.lines[line].item.minimum_price = Some(price);
        self
    }

    /// Gives each line a percentage as its tax.
    pub(crate) fn taxed(mut self, rates: &[u32]) -> Self {
        for (line, rate) in self.cart.lines.iter_mut().zip(rates) {
            let id = TaxId(*rate);
            if self.book.tax(id).is_none() {
                let name = format!("{rate} %");
                self.book.taxes.push(Tax::percent(id, name.clone(), name, Decimal::from(*rate)));
            }
            line.item.taxes = vec![id];
        }
        self
    }

    /// Prices the cart and writes the example down.
    pub(crate) fn written(&self) -> String {
        let mut why = Explanation::default();
        let priced = price_with_traced(&self.cart, &self.book, &self.context, &mut why)
            .unwrap_or_else(|error| panic!("{}: {error}", self.title));
        let left: Vec<i64> = priced.lines.iter().map(|line| line.total.get()).collect();
        assert_eq!(left, self.left, "{}", self.title);
        let mut text = format!("\n### {}\n\n{}\n\n", self.title, self.rule);
        text.push_str(&self.promotions());
        text.push_str(&self.table(&priced));
        text.push_str(&format!("\n{}\n", self.figures));
        text.push_str(&self.reasons(&why));
        for notice in &priced.notices {
            text.push_str(&format!("\n> {}\n", said(notice)));
        }
        text
    }

    fn promotions(&self) -> String {
        let mut text = "```json\n".to_owned();
        if self.book.promotion_settings != PromotionSettings::default() {
            let all = serde_json::to_value(self.book.promotion_settings).expect("settings");
            let usual = serde_json::to_value(PromotionSettings::default()).expect("settings");
            for (name, value) in all.as_object().expect("fields") {
                if usual.get(name) != Some(value) {
                    text.push_str(&format!("\"promotion_settings\": {{\"{name}\": {value}}}\n"));
                }
            }
        }
        for promotion in &self.book.promotions {
            text.push_str(&serde_json::to_string(promotion).expect("a promotion"));
            text.push('\n');
        }
        text.push_str("```\n\n");
        text
    }

    fn table(&self, priced: &PricedCart) -> String {
        let mut text = "| goods | price | quantity | worth | off | left |\n\
                        |---|--:|--:|--:|--:|--:|\n"
            .to_owned();
        for (line, priced) in self.cart.lines.iter().zip(&priced.lines) {
            let off = priced.value.minus(priced.total).expect("an amount");
            text.push_str(&format!(
                "| {} | {} | {} | {} | {} | {} |\n",
                line.item.name,
                decimal(line.item.price.value()),
                format!("{} {}", line.quantity, line.item.unit.sign()).trim(),
                major(priced.value),
                major(off),
                major(priced.total),
            ));
        }
        let (value, off) = (major(priced.value), major(priced.discount));
        text + &format!("| **together** | | | {value} | {off} | **{}** |\n", major(priced.total))
    }

    /// What the engine itself gives as the reason of what came off.
    fn reasons(&self, why: &Explanation) -> String {
        let mut text = String::new();
        for step in &why.steps {
            let name = self.cart.line(step.line).map_or("", |line| &line.item.name);
            let reason = match &step.rule {
                Rule::Promotion(step) if step.units == 1 => format!("\"{}\" on 1 unit", step.name),
                Rule::Promotion(step) => format!("\"{}\" on {} units", step.name, step.units),
                Rule::LineDiscount(_) => "by hand".to_owned(),
                _ => continue,
            };
            text.push_str(&format!("- {name}: {} {reason}\n", major(step.amount)));
        }
        if text.is_empty() { text } else { format!("\n{text}") }
    }
}

fn item((name, id, price, quantity): Goods) -> LineItem {
    LineItem {
        id: ItemId(id),
        sku: format!("S{id}"),
        name: name.to_owned(),
        category: if id < 10 { DRINKS } else { FOOD },
        price: UnitPrice::from_minor(price).expect("a price"),
        unit: if quantity.contains('.') { Unit::Kilogram } else { Unit::Each },
        taxes: Vec::new(),
        tags: if id % 10 == 9 { vec![LAST_CHANCE] } else { Vec::new() },
        ..LineItem::default()
    }
}

fn said(notice: &Notice) -> String {
    match notice {
        Notice::CouponUnknown { code } => {
            format!("The register says: no promotion has \"{code}\".")
        }
        Notice::CouponUsedUp { code } => format!("The register says: \"{code}\" is used up."),
        Notice::CouponWithoutEffect { code } => {
            format!("The register says: \"{code}\" takes nothing off here.")
        }
        Notice::PromotionLeftOut { promotion } => {
            format!("The register says: promotion {} was left out.", promotion.0)
        }
        Notice::PriceListLeftOut { price_list } => {
            format!("The register says: price list {} was left out.", price_list.0)
        }
        Notice::SearchStopped { promotions } => {
            format!(
                "The register says: {promotions} promotions are too many to try every combination."
            )
        }
    }
}

fn major(amount: Minor) -> String {
    decimal(Decimal::from(amount.get()))
}

fn decimal(cents: Decimal) -> String {
    format!("{:.2}", cents / Decimal::ONE_HUNDRED)
}

pub(crate) fn minor(cents: i64) -> Minor {
    Minor::new(cents).expect("an amount")
}

pub(crate) fn percent(rate: i64) -> Off {
    Off::Percent(Decimal::from(rate))
}

/// A promotion under the usual rules.
pub(crate) fn promotion(id: u32, name: &str, benefit: Benefit) -> Promotion {
    Promotion {
        id: PromotionId(id),
        name: name.to_owned(),
        coupon: None,
        conditions: Conditions::default(),
        benefit,
        priority: 0,
        stacking: Stacking::Stack,
        max_amount: None,
    }
}

/// Something off all goods.
pub(crate) fn all(off: Off) -> Benefit {
    some(Selector::all(), off)
}

/// Something off some goods.
pub(crate) fn some(of: Selector, off: Off) -> Benefit {
    Benefit::Discount { of, off, line_units_max: None }
}
