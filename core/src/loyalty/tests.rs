use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::cart::Command;
use crate::ids::CartId;
use crate::pricing::{PriceBook, price};
use crate::tender::{CashRules, settle};

fn minor(units: i64) -> Minor {
    Minor::new(units).unwrap()
}

/// Prices hold 19 %.
fn book() -> PriceBook {
    serde_json::from_str(
        r#"{"currency":"EUR","prices_include_tax":true,"taxes":[
            {"id":1,"code":"standard","name":"VAT","kind":{"percent":{"rate":"19"}}}]}"#,
    )
    .unwrap()
}

/// A point for each euro, three for each euro of category 2; a point is a cent.
fn rules(more: &str) -> LoyaltyRules {
    let json = format!(
        r#"{{"earn":[{{"categories":[2],"points":"3","per":100}},{{"points":"1","per":100}}],
            "worth":"1"{more}}}"#
    );
    serde_json::from_str(&json).unwrap()
}

/// Item, category, price.
fn cart(goods: &[(u32, u32, i64)]) -> Cart {
    let mut cart = Cart::new(CartId::new(Uuid::nil()), book().currency);
    for (id, category, units) in goods {
        let item = serde_json::json!({"id": id, "sku": format!("S{id}"), "name": "Goods",
            "category": category, "price": units.to_string(), "unit": "each", "taxes": [1]});
        let item = serde_json::from_value(item).unwrap();
        cart.run(Command::Add { item, quantity: "1".parse().unwrap() }).unwrap();
    }
    cart
}

fn card(units: i64) -> Offer {
    Offer { kind: TenderKind::Card, amount: minor(units), reference: None }
}

#[track_caller]
fn check(rules: &LoyaltyRules, goods: &[(u32, u32, i64)], expect: Points) {
    let cart = cart(goods);
    let priced = price(&cart, &book()).unwrap();
    let paid = vec![card(priced.total.get())];
    let settled = settle(priced.total, paid, CashRules::exact()).unwrap();
    assert_eq!(rules.earn(&cart, &priced, &settled), Ok(expect));
}

#[test]
fn points_are_earned_by_amount_and_category() {
    // 5.99 and 3 x 2.50 are 5.99 + 7.50 = 13.49 points.
    let goods = [(1, 1, 599), (2, 2, 250)];
    check(&rules(""), &goods, 13);
    check(&rules(r#","rounding":"up""#), &goods, 14);
    check(&rules(r#","earn_from":849"#), &goods, 13);
    check(&rules(r#","earn_from":850"#), &goods, 0);
    let none = LoyaltyRules { earn: vec![rules("").earn[0].clone()], ..rules("") };
    check(&none, &[(1, 1, 5_000)], 0);
    let mut wrong = rules("");
    wrong.earn[1].per = Minor::ZERO;
    let cart = cart(&goods);
    let priced = price(&cart, &book()).unwrap();
    let settled = settle(priced.total, vec![card(849)], CashRules::exact()).unwrap();
    assert_eq!(wrong.earn(&cart, &priced, &settled).unwrap_err().code(), "loyalty.rule");
}

#[test]
fn a_discount_lowers_the_tax_and_a_tender_does_not() {
    let mut goods = cart(&[(1, 1, 11_900)]);
    let due = price(&goods, &book()).unwrap().total;
    // 1900 points are 19.00. As a discount 100.00 are owed, of which 15.97 is tax.
    let burn = |rules: &LoyaltyRules, cart: &Cart| rules.burn(1900, 2000, "C-1", (cart, due));
    let Ok(Burnt::Discount(discount)) = burn(&rules(""), &goods) else { panic!("a discount") };
    goods.run(Command::SetDiscount { discount: Some(discount) }).unwrap();
    let priced = price(&goods, &book()).unwrap();
    assert_eq!((priced.total, priced.taxes[0].amount), (minor(10_000), minor(1597)));
    assert_eq!(burn(&rules(""), &goods).unwrap_err().code(), "loyalty.discount_taken");

    // As a tender 119.00 are owed, of which 19.00 is tax; what the points pay earns none.
    goods.run(Command::SetDiscount { discount: None }).unwrap();
    let rules = rules(r#","burn_as":"tender""#);
    let Ok(Burnt::Tender(offer)) = burn(&rules, &goods) else { panic!("a tender") };
    let priced = price(&goods, &book()).unwrap();
    assert_eq!(priced.taxes[0].amount, minor(1900));
    let settled = settle(priced.total, vec![offer, card(10_000)], CashRules::exact()).unwrap();
    assert_eq!(rules.earn(&goods, &priced, &settled), Ok(100));
}

#[test]
fn points_that_cannot_be_burnt_are_refused() {
    let cart = cart(&[(1, 1, 1_000)]);
    let rules = rules(r#","burn_from":100"#);
    let code = |points, balance| {
        let burnt = rules.burn(points, balance, "C-1", (&cart, minor(1_000)));
        burnt.map(drop).map_err(|error| error.code())
    };
    assert_eq!(code(100, 100), Ok(()));
    assert_eq!(code(101, 100), Err("loyalty.below_zero"));
    assert_eq!(code(99, 100), Err("loyalty.too_few"));
    assert_eq!(code(1_001, 9_999), Err("loyalty.worth"));
    let moved = PointsMoved { account: "C-1".into(), earned: 5, burnt: 10 };
    assert_eq!(moved.apply(10), Ok(5));
    assert_eq!(moved.apply(9).unwrap_err().code(), "loyalty.below_zero");
}

proptest! {
    #[test]
    fn a_sale_that_comes_back_in_parts_takes_all_its_points_back(
        earned in 0_u64..10_000,
        parts in prop::collection::vec(0_i64..5_000, 1..8),
    ) {
        let total = minor(parts.iter().sum());
        let (mut before, mut points) = (Minor::ZERO, 0);
        for part in parts {
            points += taken_back(earned, total, before, minor(part)).unwrap();
            before = before.plus(minor(part)).unwrap();
        }
        prop_assert_eq!(points, if total.is_zero() { 0 } else { earned });
    }
}
