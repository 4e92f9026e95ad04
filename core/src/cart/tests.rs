use rust_decimal::Decimal;
use uuid::Uuid;

use super::*;
use crate::catalog::UnitPrice;
use crate::ids::{CategoryId, ItemId};
use crate::limits::{CART_LINES_MAX, QUANTITY_MAX};
use crate::money::Minor;
use crate::quantity::Unit;

fn cart() -> Cart {
    Cart::new(CartId::new(Uuid::nil()), Currency::from_code("EUR").unwrap())
}

fn item(id: u32, unit: Unit) -> LineItem {
    LineItem {
        id: ItemId(id),
        sku: format!("S{id}"),
        name: format!("Item {id}"),
        category: CategoryId(1),
        price: UnitPrice::from_minor(100).unwrap(),
        unit,
        ..LineItem::default()
    }
}

fn add(id: u32, quantity: &str) -> Command {
    Command::Add { item: item(id, Unit::Each), quantity: quantity.parse().unwrap() }
}

fn percent(value: i64) -> Discount {
    Discount { value: DiscountValue::Percent(Decimal::from(value)), reason: String::new() }
}

#[test]
fn pieces_join_a_line_and_measured_goods_do_not() {
    let mut cart = cart();
    cart.run(add(1, "1")).unwrap();
    cart.run(add(2, "1")).unwrap();
    cart.run(add(1, "2")).unwrap();
    for _ in 0..2 {
        let quantity = "0.5".parse().unwrap();
        cart.run(Command::Add { item: item(3, Unit::Kilogram), quantity }).unwrap();
    }
    let seen: Vec<_> =
        cart.lines.iter().map(|line| (line.item.id.0, line.quantity.to_string())).collect();
    let expect = [(1, "3"), (2, "1"), (3, "0.5"), (3, "0.5")];
    assert_eq!(seen, expect.map(|(id, quantity)| (id, quantity.to_owned())));
}

#[test]
fn a_line_with_a_discount_is_left_alone() {
    let mut cart = cart();
    cart.run(add(1, "1")).unwrap();
    let line = cart.lines[0].id;
    cart.run(Command::SetLineDiscount { line, discount: Some(percent(10)) }).unwrap();
    cart.run(add(1, "1")).unwrap();
    assert_eq!(cart.lines.len(), 2);
}

#[test]
fn line_ids_are_never_used_again() {
    let mut cart = cart();
    cart.run(add(1, "1")).unwrap();
    cart.run(Command::Remove { line: LineId(1) }).unwrap();
    cart.run(add(2, "1")).unwrap();
    cart.run(Command::Clear).unwrap();
    cart.run(add(3, "1")).unwrap();
    assert_eq!(cart.lines[0].id, LineId(3));
}

#[test]
fn what_changes_nothing_has_no_events() {
    let mut cart = cart();
    assert_eq!(cart.run(Command::Clear).unwrap(), []);
    cart.run(add(1, "2")).unwrap();
    let same = Command::SetQuantity { line: LineId(1), quantity: "2".parse().unwrap() };
    assert_eq!(cart.run(same).unwrap(), []);
    assert_eq!(cart.run(Command::SetDiscount { discount: None }).unwrap(), []);
}

#[test]
fn refusals_leave_the_cart_as_it_was() {
    let mut cart = cart();
    cart.run(add(1, "1")).unwrap();
    let before = cart.clone();
    let line = LineId(1);
    let no = LineId(9);
    let minus =
        Discount { value: DiscountValue::Amount(Minor::new(-1).unwrap()), reason: String::new() };
    let long = Discount { reason: "x".repeat(201), ..percent(1) };
    let cases = [
        (Command::Remove { line: no }, "cart.no_such_line"),
        (Command::SetQuantity { line: no, quantity: Quantity::ONE }, "cart.no_such_line"),
        (Command::SetQuantity { line, quantity: "0.5".parse().unwrap() }, "cart.quantity"),
        (add(1, &QUANTITY_MAX.to_string()), "cart.quantity"),
        (Command::SetLineDiscount { line, discount: Some(percent(101)) }, "cart.percent"),
        (Command::SetDiscount { discount: Some(percent(-1)) }, "cart.percent"),
        (Command::SetDiscount { discount: Some(minus) }, "cart.negative_discount"),
        (Command::SetDiscount { discount: Some(long) }, "cart.reason_too_long"),
    ];
    for (command, code) in cases {
        assert_eq!(cart.run(command).unwrap_err().code(), code);
        assert_eq!(cart, before);
    }
}

#[test]
fn a_price_by_hand_remembers_what_it_was_and_is_taken_back() {
    let mut cart = cart();
    cart.run(add(1, "1")).unwrap();
    let line = LineId(1);
    let by_hand = |minor: Option<i64>| Command::OverridePrice {
        line,
        price: minor.map(|minor| UnitPrice::from_minor(minor).unwrap()),
        reason: "Price match".to_owned(),
    };
    let seen = |cart: &Cart| {
        let item = &cart.lines[0].item;
        let before = item.overridden.as_ref().map(|before| before.price.value().to_string());
        (item.price.value().to_string(), before)
    };
    let price = |now: &str, before: Option<&str>| (now.to_owned(), before.map(str::to_owned));
    cart.run(by_hand(Some(80))).unwrap();
    assert_eq!(seen(&cart), price("80", Some("100")));
    cart.run(by_hand(Some(70))).unwrap();
    assert_eq!(seen(&cart), price("70", Some("100")));
    // Another one at its own price is not one of these.
    cart.run(add(1, "1")).unwrap();
    assert_eq!(cart.lines.len(), 2);
    cart.run(by_hand(None)).unwrap();
    assert_eq!(seen(&cart), price("100", None));
    assert_eq!(cart.run(by_hand(Some(100))).unwrap(), []);
    let long = Command::OverridePrice { line, price: None, reason: "x".repeat(201) };
    assert_eq!(cart.run(long).unwrap_err().code(), "cart.reason_too_long");
}

#[test]
fn a_full_cart_takes_more_of_what_it_has_but_no_more_lines() {
    let mut cart = cart();
    for id in 0..u32::try_from(CART_LINES_MAX).unwrap() {
        cart.run(add(id, "1")).unwrap();
    }
    assert_eq!(cart.run(add(0, "1")).unwrap().len(), 1);
    assert_eq!(cart.run(add(9999, "1")), Err(CartError::TooManyLines));
}
