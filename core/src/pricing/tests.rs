mod deals;
mod extras;
mod limits;
mod lists;
mod promotions;
mod properties;
mod sales;
mod settings;

use proptest::prelude::*;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::explain::Explanation;
use super::*;
use crate::cart::{Command, Discount, DiscountValue, LineItem};
use crate::catalog::UnitPrice;
use crate::ids::{CartId, CategoryId, ItemId};
use crate::money::Currency;
use crate::quantity::{Quantity, Unit};
use crate::tax::{Tax, TaxRounding};

fn book(included: bool, place: TaxRounding) -> PriceBook {
    let percent = |id, rate: &str| {
        Tax::percent(TaxId(id), format!("t{id}"), format!("{rate} %"), rate.parse().unwrap())
    };
    let taxes = vec![percent(1, "19"), percent(2, "7"), percent(3, "0"), percent(4, "5.5")];
    let currency = Currency::from_code("EUR").unwrap();
    PriceBook { tax_rounding: place, ..PriceBook::new(currency, included, taxes) }
}

/// One line: price in minor units, quantity, taxes, discount.
type Draft<'a> = (&'a str, &'a str, &'a [u32], Option<DiscountValue>);

fn cart(lines: &[Draft<'_>], discount: Option<DiscountValue>) -> Cart {
    let mut cart = Cart::new(CartId::new(Uuid::nil()), Currency::from_code("EUR").unwrap());
    let by = |value| Discount { value, reason: String::new() };
    for ((price, quantity, taxes, off), id) in lines.iter().zip(1_u32..) {
        let item = LineItem {
            id: ItemId(id),
            sku: format!("S{id}"),
            name: format!("Item {id}"),
            category: CategoryId(1),
            price: UnitPrice::try_from((*price).to_owned()).unwrap(),
            unit: Unit::Kilogram,
            taxes: taxes.iter().map(|tax| TaxId(*tax)).collect(),
            ..LineItem::default()
        };
        let quantity: Quantity = quantity.parse().unwrap();
        cart.run(Command::Add { item, quantity }).unwrap();
        let discount = off.clone().map(by);
        cart.run(Command::SetLineDiscount { line: LineId(id), discount }).unwrap();
    }
    cart.run(Command::SetDiscount { discount: discount.map(by) }).unwrap();
    cart
}

fn percent(text: &str) -> Option<DiscountValue> {
    Some(DiscountValue::Percent(text.parse().unwrap()))
}

fn amount(units: i64) -> Option<DiscountValue> {
    Some(DiscountValue::Amount(Minor::new(units).unwrap()))
}

#[test]
fn a_cart_by_hand() {
    // 2 x 1.99 at 19 % included; 1.250 kg x 2.99 = 3.7375 -> 3.74 at 7 %, less 10 % = 0.37.
    // 3.98 + 3.37 = 7.35; less 1.00 over 398:337 = 0.54 and 0.46 (54.15, 45.85).
    // Taxes: 3.44 * 19/119 = 0.549 -> 0.55; 2.91 * 7/107 = 0.190 -> 0.19.
    let cart = cart(&[("199", "2", &[1], None), ("299", "1.25", &[2], percent("10"))], amount(100));
    let priced = price(&cart, &book(true, TaxRounding::PerLine)).unwrap();
    let seen: Vec<_> = priced
        .lines
        .iter()
        .map(|line| [line.value, line.line_discount, line.cart_discount, line.net, line.total])
        .map(|amounts| amounts.map(Minor::get))
        .collect();
    assert_eq!(seen, [[398, 0, 54, 289, 344], [374, 37, 46, 272, 291]]);
    assert_eq!(priced.total.get(), 635);
    assert_eq!(priced.discount.get(), 137);
}

#[test]
fn discounts_stop_at_nothing() {
    let cart = cart(&[("100", "1", &[1], amount(500)), ("50", "1", &[], None)], percent("100"));
    let priced = price(&cart, &book(true, TaxRounding::PerLine)).unwrap();
    assert_eq!(priced.total, Minor::ZERO);
    assert_eq!(priced.discount, priced.value);
}

#[test]
fn what_does_not_fit_is_refused_with_a_code() {
    let mut other = book(true, TaxRounding::PerLine);
    other.currency = Currency::from_code("USD").unwrap();
    let one = cart(&[("100", "1", &[9], None)], None);
    assert_eq!(price(&one, &other).unwrap_err().code(), "price.currency");
    let book = book(true, TaxRounding::PerLine);
    assert_eq!(price(&one, &book).unwrap_err().code(), "price.unknown_tax");
    let huge = cart(&[("900719925474", "1000000", &[], None)], None);
    assert_eq!(price(&huge, &book).unwrap_err().code(), "price.amount");
}

fn any_discount() -> impl Strategy<Value = Option<DiscountValue>> {
    prop_oneof![
        Just(None),
        (0_i64..=1_000_000).prop_map(|e4| Some(DiscountValue::Percent(Decimal::new(e4, 4)))),
        (0_i64..=50_000).prop_map(|units| Some(DiscountValue::Amount(Minor::new(units).unwrap()))),
    ]
}

prop_compose! {
    fn any_line()(
        price in 0_i64..2_000_000,
        quantity in 1_i64..20_000,
        taxes in prop::sample::select(vec![vec![], vec![1], vec![2], vec![3], vec![1, 4]]),
        discount in any_discount(),
    ) -> (String, String, Vec<u32>, Option<DiscountValue>) {
        let price = Decimal::new(price, 2).normalize().to_string();
        (price, Decimal::new(quantity, 3).to_string(), taxes, discount)
    }
}

prop_compose! {
    fn any_cart()(
        lines in prop::collection::vec(any_line(), 0..12),
        discount in any_discount(),
    ) -> Cart {
        let drafts: Vec<Draft<'_>> = lines
            .iter()
            .map(|(price, quantity, taxes, off)| {
                (price.as_str(), quantity.as_str(), taxes.as_slice(), off.clone())
            })
            .collect();
        cart(&drafts, discount)
    }
}

proptest! {
    #[test]
    fn every_cent_is_explained_and_adds_up(
        cart in any_cart(),
        included: bool,
        per_document: bool,
    ) {
        let place = if per_document { TaxRounding::PerDocument } else { TaxRounding::PerLine };
        let book = book(included, place);
        let mut why = Explanation::default();
        let priced = price_traced(&cart, &book, &mut why).unwrap();
        prop_assert_eq!(&price(&cart, &book).unwrap(), &priced);
        for line in &priced.lines {
            prop_assert_eq!(why.total_of(line.line).unwrap(), line.total);
            let taxes = Minor::sum(line.taxes.iter().map(|share| share.amount)).unwrap();
            prop_assert_eq!(line.net.plus(taxes).unwrap(), line.total);
            prop_assert!(!line.total.is_negative() && !line.net.is_negative());
            prop_assert!(!line.line_discount.is_negative() && !line.cart_discount.is_negative());
        }
        let sum = |of: fn(&PricedLine) -> Minor| Minor::sum(priced.lines.iter().map(of)).unwrap();
        prop_assert_eq!(sum(|line| line.total), priced.total);
        let taxes = Minor::sum(priced.taxes.iter().map(|total| total.amount)).unwrap();
        prop_assert_eq!(priced.net.plus(taxes).unwrap(), priced.total);
        let due = priced.value.minus(priced.discount).unwrap();
        prop_assert_eq!(due, if included { priced.total } else { priced.net });
    }

    #[test]
    fn the_order_of_lines_does_not_move_the_total(cart in any_cart()) {
        let mut mirrored = cart.clone();
        mirrored.lines.reverse();
        let book = book(true, TaxRounding::PerLine);
        let total = |cart: &Cart| price(cart, &book).unwrap().total;
        prop_assert_eq!(total(&cart), total(&mirrored));
    }
}
