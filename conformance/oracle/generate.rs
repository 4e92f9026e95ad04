//! Random carts and books, each from a seed.

mod dice;
mod promotions;
mod taxes;

use rust_decimal::Decimal;
use titan_core::cart::{Cart, Command, Discount, DiscountValue, LineItem};
use titan_core::catalog::UnitPrice;
use titan_core::ids::{
    CartId, CategoryId, CustomerGroupId, ItemId, PromotionId, StoreId, TagId, TaxId,
};
use titan_core::money::{Currency, Minor, Rounding};
use titan_core::pricing::{Context, CouponUse, LocalMinute, OrderType, PriceBook};
use titan_core::quantity::{Quantity, Unit};
use titan_core::tax::TaxRounding;

use crate::case::Case;
use dice::Dice;

/// Items, categories, tags, groups and the like are numbered from 1 to here.
const NAMES: u32 = 4;

/// Makes the case of a seed. What the figures may be is well inside of the limits.
pub(crate) fn case(seed: u64) -> Case {
    let mut dice = Dice::new(seed);
    let currency = Currency::from_code("EUR").expect("the euro is a currency");
    let taxes = taxes::taxes(&mut dice);
    let promotions = 1 + dice.below(6);
    let book = PriceBook {
        rounding: match dice.below(10) {
            0 => Rounding::HalfEven,
            1 => Rounding::HalfDown,
            2 => Rounding::Up,
            3 => Rounding::Down,
            _ => Rounding::HalfUp,
        },
        tax_rounding: dice.either(TaxRounding::PerLine, TaxRounding::PerDocument),
        promotions: (1..=promotions)
            .map(|id| promotions::promotion(PromotionId(id), &mut dice))
            .collect(),
        promotion_settings: promotions::settings(&mut dice),
        ..PriceBook::new(currency, dice.chance(60), taxes)
    };
    let cart = cart(&book, &mut dice);
    Case { cart, book, context: context(&mut dice) }
}

fn cart(book: &PriceBook, dice: &mut Dice) -> Cart {
    let mut cart = Cart::new(CartId::new(uuid::Uuid::nil()), book.currency);
    for _ in 0..1 + dice.below(7) {
        let item = item(book, dice);
        let quantity = match (item.unit, dice.below(8)) {
            (Unit::Each, 0) => Decimal::from(1 + dice.below(40)),
            (Unit::Each, _) => Decimal::from(1 + dice.below(5)),
            _ => Decimal::new(i64::from(1 + dice.below(3_000)), 3),
        };
        let quantity = Quantity::new(quantity).expect("a quantity");
        let events = cart.run(Command::Add { item, quantity }).expect("a line");
        if let (1, Some(line), true) = (events.len(), cart.lines.last(), dice.chance(15)) {
            let command = Command::SetLineDiscount { line: line.id, discount: discount(dice) };
            cart.run(command).expect("a discount");
        }
    }
    if dice.chance(20) {
        cart.run(Command::SetDiscount { discount: discount(dice) }).expect("a discount");
    }
    if dice.chance(10) {
        cart.lines.reverse();
    }
    cart
}

fn item(book: &PriceBook, dice: &mut Dice) -> LineItem {
    let id = 1 + dice.below(2 * NAMES);
    let mut price = Decimal::from(dice.below(2_000));
    if dice.chance(15) {
        price += Decimal::new(i64::from(dice.below(10_000)), 4);
    } else if dice.chance(30) {
        // Round prices meet each other more often.
        price = Decimal::from(100 * (1 + dice.below(5)));
    }
    let floor = dice.chance(10).then(|| (price / Decimal::TWO).round_dp(4));
    let taxes = book.taxes.iter().map(|tax| tax.id).filter(|_| dice.chance(40));
    let taxes: Vec<TaxId> = taxes.collect();
    LineItem {
        id: ItemId(id),
        sku: format!("S{id}"),
        name: format!("Item {id}"),
        category: CategoryId(1 + dice.below(NAMES)),
        price: UnitPrice::new(price).expect("a price"),
        unit: if dice.chance(80) { Unit::Each } else { Unit::Kilogram },
        taxes,
        tags: (1..=NAMES).map(TagId).filter(|_| dice.chance(25)).collect(),
        minimum_price: floor.map(|price| UnitPrice::new(price).expect("a price")),
        ..LineItem::default()
    }
}

fn discount(dice: &mut Dice) -> Option<Discount> {
    let value = if dice.chance(50) {
        DiscountValue::Percent(dice.percent())
    } else {
        DiscountValue::Amount(minor(dice.below(500)))
    };
    Some(Discount { value, reason: String::new() })
}

fn context(dice: &mut Dice) -> Context {
    let coupons = ["SAVE", "less ", "OTHER"].into_iter().filter(|_| dice.chance(40));
    let coupons: Vec<&str> = coupons.collect();
    let order_types = [OrderType::Retail, OrderType::EatIn, OrderType::TakeAway];
    Context {
        customer_groups: (1..=2).map(CustomerGroupId).filter(|_| dice.chance(50)).collect(),
        store: dice.chance(60).then(|| StoreId::new(uuid::Uuid::from_u128(1))),
        order_type: dice.chance(60).then(|| dice.one_of(&order_types)),
        local_time: dice.chance(85).then(|| LocalMinute(i64::from(dice.below(14 * 1440)))),
        coupons: coupons
            .into_iter()
            .map(|code| CouponUse {
                code: code.to_owned(),
                remaining: dice.chance(30).then(|| dice.below(2)),
            })
            .collect(),
    }
}

fn minor(units: u32) -> Minor {
    Minor::new(i64::from(units)).expect("an amount")
}
