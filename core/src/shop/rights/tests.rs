use rust_decimal::Decimal;
use uuid::Uuid;

use super::*;
use crate::cart::{Command, LineItem};
use crate::catalog::UnitPrice;
use crate::ids::{CartId, ItemId};
use crate::money::Currency;
use crate::pricing::PriceBook;
use crate::quantity::Quantity;

fn book() -> PriceBook {
    let book = serde_json::json!({"currency": "EUR", "prices_include_tax": true, "taxes": []});
    serde_json::from_value(book).unwrap()
}

/// Two lines: 0.43 and 10.00, of which the second costs at least 6.00.
fn cart(commands: Vec<Command>) -> Vec<Need> {
    let mut cart = Cart::new(CartId::new(Uuid::nil()), Currency::from_code("EUR").unwrap());
    for (id, price) in [(1, 43), (2, 1000)] {
        let item = LineItem {
            id: ItemId(id),
            price: UnitPrice::from_minor(price).unwrap(),
            minimum_price: (id == 2).then(|| UnitPrice::from_minor(600).unwrap()),
            ..LineItem::default()
        };
        cart.run(Command::Add { item, quantity: Quantity::ONE }).unwrap();
    }
    for command in commands {
        cart.run(command).unwrap();
    }
    by_hand(&cart, &crate::pricing::price(&cart, &book()).unwrap()).unwrap()
}

fn discount(value: DiscountValue) -> Option<Discount> {
    Some(Discount { value, reason: String::new() })
}

fn percent(line: u32, percent: i64) -> Command {
    let discount = discount(DiscountValue::Percent(Decimal::new(percent, 1)));
    Command::SetLineDiscount { line: LineId(line), discount }
}

fn amount(line: u32, minor: i64) -> Command {
    let discount = discount(DiscountValue::Amount(Minor::new(minor).unwrap()));
    Command::SetLineDiscount { line: LineId(line), discount }
}

fn on_all(percent: i64) -> Command {
    Command::SetDiscount { discount: discount(DiscountValue::Percent(Decimal::from(percent))) }
}

fn price(line: u32, minor: i64) -> Command {
    let price = Some(UnitPrice::from_minor(minor).unwrap());
    Command::OverridePrice { line: LineId(line), price, reason: "match".to_owned() }
}

#[track_caller]
fn check(commands: Vec<Command>, expect: &[(Permission, u32, bool)]) {
    let needs = cart(commands);
    let seen: Vec<_> = needs.iter().map(|need| (need.what, need.percent, need.too_low)).collect();
    assert_eq!(seen, expect);
}

#[test]
fn what_is_done_by_hand_is_told_in_percent() {
    use Permission::{CartDiscount, LineDiscount, PriceOverride};
    check(vec![], &[]);
    check(vec![percent(2, 200)], &[(LineDiscount, 20, false)]);
    check(vec![percent(2, 201)], &[(LineDiscount, 21, false)]);
    // 20 % of 0.43 are 0.086, which nobody can give: 0.09 is that, rounded, and 0.10 is more.
    check(vec![amount(1, 9)], &[(LineDiscount, 20, false)]);
    check(vec![amount(1, 10)], &[(LineDiscount, 23, false)]);
    check(vec![amount(1, 99)], &[(LineDiscount, 100, false)]);
    check(vec![on_all(20)], &[(CartDiscount, 20, false)]);
    // 0.20 of 1.00 off a line and then a fifth off all it is 36 % of that line.
    let both = vec![percent(2, 200), on_all(20)];
    check(both, &[(LineDiscount, 20, false), (CartDiscount, 36, false)]);
    check(vec![price(2, 800)], &[(PriceOverride, 20, false)]);
    check(vec![price(2, 1201)], &[(PriceOverride, 21, false)]);
    check(vec![price(2, 599)], &[(PriceOverride, 41, true)]);
    check(vec![price(2, 599), price(2, 1000)], &[]);
}

#[test]
fn a_role_does_what_is_within_its_limits() {
    let rights = RoleRights {
        discount_percent: Some(20),
        price_percent: Some(50),
        asks: vec![Permission::OpenDrawer],
    };
    let need = |what, percent, too_low| Need { what, line: None, percent, too_low };
    let cases = [
        (need(Permission::LineDiscount, 20, false), true),
        (need(Permission::CartDiscount, 21, false), false),
        (need(Permission::PriceOverride, 50, false), true),
        (need(Permission::PriceOverride, 10, true), false),
        (Need::act(Permission::OpenDrawer), false),
        (Need::act(Permission::MoveCash), true),
    ];
    for (need, allowed) in cases {
        assert_eq!(rights.allow(&need), allowed, "{need:?}");
        assert!(RoleRights::default().allow(&need));
    }
}

#[test]
fn where_a_shop_says_nothing_only_prices_by_hand_are_asked_for() {
    let rights: Rights = serde_json::from_str("{}").unwrap();
    assert!(rights.is_default());
    let need = Need { percent: 1, ..Need::act(Permission::PriceOverride) };
    assert!(!rights.of(Role::Cashier).allow(&need));
    assert!(rights.of(Role::Manager).allow(&need));
    let more = Need { percent: 2, ..need };
    assert!(need.is_within(&more) && !more.is_within(&need));
    let text = serde_json::to_string(&rights).unwrap();
    assert_eq!(text, r#"{"cashier":{"price_percent":0},"manager":{},"owner":{}}"#);
    assert_eq!(serde_json::from_str::<Rights>(&text).unwrap(), rights);
}
