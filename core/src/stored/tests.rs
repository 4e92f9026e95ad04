use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::cart::{Cart, Command};
use crate::ids::{CartId, TaxId};
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

fn item(units: i64) -> LineItem {
    let item = serde_json::json!({"id": 1, "sku": "S1", "name": "Goods", "category": 1,
        "price": units.to_string(), "unit": "each", "taxes": [1]});
    serde_json::from_value(item).unwrap()
}

fn cart(item: LineItem) -> Cart {
    let mut cart = Cart::new(CartId::new(Uuid::nil()), book().currency);
    cart.run(Command::Add { item, quantity: "1".parse().unwrap() }).unwrap();
    cart
}

/// The tax of a card of 50.00 when it is sold, and of goods at 119.00 that are bought with it.
#[track_caller]
fn check(tax: GiftCardTax, expect: (i64, i64, i64)) {
    let sold = price(&cart(tax.at_sale(item(5000))), &book()).unwrap();
    let of = |taxes: &[crate::pricing::TaxTotal]| -> i64 {
        taxes.iter().filter(|it| it.tax == TaxId(1)).map(|it| it.amount.get()).sum()
    };
    let mut goods = cart(item(11_900));
    let due = price(&goods, &book()).unwrap().total;
    let mut paid = Minor::ZERO;
    match tax.redeem("GC-1", minor(5000), due).unwrap() {
        Redeemed::Tender(offer) => paid = offer.amount,
        Redeemed::Discount(discount) => {
            goods.run(Command::SetDiscount { discount: Some(discount) }).unwrap();
        }
    }
    let bought = price(&goods, &book()).unwrap();
    let left = bought.total.minus(paid).unwrap();
    assert_eq!((of(&sold.taxes), of(&bought.taxes), left.get()), expect);
}

#[test]
fn a_card_is_taxed_once() {
    // For any goods: 119.00 hold 19.00 of tax when they are bought.
    check(GiftCardTax::MultiPurpose, (0, 1900, 6900));
    // For these goods: 50.00 hold 7.98 of tax when the card is sold, the other 69.00 hold 11.02.
    check(GiftCardTax::SinglePurpose, (798, 1102, 6900));
}

#[test]
fn a_card_pays_what_it_holds_and_no_more() {
    let redeem = |balance, due| {
        let offer = redeem_credit("SC-1", minor(balance), minor(due));
        offer.map(|offer| offer.amount.get()).map_err(|error| error.code())
    };
    assert_eq!(redeem(500, 1200), Ok(500));
    assert_eq!(redeem(5000, 1200), Ok(1200));
    assert_eq!(redeem(0, 1200), Err("stored.below_zero"));
    assert_eq!(redeem(500, 0), Err("stored.not_positive"));
    assert_eq!(redeem_credit("", minor(1), minor(1)).unwrap_err().code(), "stored.code");
    let long = "x".repeat(TEXT_CHARS_MAX + 1);
    assert_eq!(redeem_credit(&long, minor(1), minor(1)).unwrap_err().code(), "stored.code");
    assert!(redeem_credit(&long[1..], minor(1), minor(1)).is_ok());
}

#[test]
fn a_sale_loads_cards_with_its_lines() {
    let priced = price(&cart(item(5000)), &book()).unwrap();
    let load = |line, kind, code: &str, units| Load {
        line: LineId(line),
        kind,
        code: code.into(),
        amount: minor(units),
    };
    let code = |loads: &[Load]| check_loads(loads, &priced).map_err(|error| error.code());
    let good = load(1, TenderKind::GiftCard, "GC-1", 6000);
    assert_eq!(code(std::slice::from_ref(&good)), Ok(()), "more than was paid, as a present");
    assert_eq!(code(&[good.clone(), good]), Err("stored.line"));
    assert_eq!(code(&[load(2, TenderKind::GiftCard, "GC-1", 1)]), Err("stored.line"));
    assert_eq!(code(&[load(1, TenderKind::Card, "GC-1", 1)]), Err("stored.kind"));
    assert_eq!(code(&[load(1, TenderKind::GiftCard, "GC-1", 0)]), Err("stored.not_positive"));
}

proptest! {
    #[test]
    fn a_balance_is_the_sum_of_its_movements_and_never_below_zero(
        loads in prop::collection::vec(1_i64..10_000, 1..6),
        dues in prop::collection::vec(1_i64..10_000, 0..12),
    ) {
        let (kind, code) = (TenderKind::GiftCard, "GC-1".to_owned());
        let mut balance = Minor::ZERO;
        for units in &loads {
            let load = StoredMove { kind, code: code.clone(), amount: minor(*units) };
            balance = apply(balance, &load).unwrap();
        }
        let mut spent = 0;
        for due in dues {
            let Ok(Redeemed::Tender(offer)) =
                GiftCardTax::MultiPurpose.redeem(&code, balance, minor(due)) else { continue };
            let settled = settle(offer.amount, vec![offer.clone()], CashRules::exact()).unwrap();
            let moved = moves(&settled, &[]);
            balance = apply(balance, &moved[0]).unwrap();
            spent += offer.amount.get();
        }
        prop_assert!(!balance.is_negative());
        prop_assert_eq!(balance.get(), loads.iter().sum::<i64>() - spent);
        let more = StoredMove { kind, code, amount: minor(-balance.get() - 1) };
        prop_assert_eq!(apply(balance, &more).unwrap_err().code(), "stored.below_zero");
    }
}
