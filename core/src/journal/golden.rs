//! The stored bytes of every kind of entry, as files that never change: what a register wrote
//! with any released version has to be read, written again to the same bytes, and hashed the same.
//! A new kind gets a file of its own; a new field is left out where it says nothing.

use uuid::Uuid;

use super::*;
use crate::cart::{Cart, Command, Discount, DiscountValue, LineItem};
use crate::ids::{CartId, LineId, SaleId};
use crate::pricing::PriceBook;
use crate::sale::Closing;
use crate::tender::{CashRules, Offer, TenderKind};

fn file(act: &Act) -> &'static str {
    match act {
        Act::Sale(_) => include_str!("golden/sale.json"),
        Act::ShiftOpened(_) => include_str!("golden/shift_opened.json"),
        Act::StaffSignedIn => include_str!("golden/staff_signed_in.json"),
        Act::StaffSignedOut => include_str!("golden/staff_signed_out.json"),
    }
}

fn acts() -> Vec<Act> {
    let opened = ShiftOpened {
        business_date: BusinessDate::new(2026, 11, 24).unwrap(),
        opening_float: Minor::new(10_000).unwrap(),
    };
    vec![
        Act::Sale(Box::new(sale())),
        Act::ShiftOpened(opened),
        Act::StaffSignedIn,
        Act::StaffSignedOut,
    ]
}

/// A sale with something of everything: pieces and weight, both discounts, two taxes, cash and
/// card, rounding, change, text that has to be escaped.
fn sale() -> Sale {
    let book: PriceBook = serde_json::from_str(
        r#"{"currency":"EUR","prices_include_tax":true,"taxes":[
            {"id":1,"code":"standard","name":"VAT 19 %","kind":{"percent":{"rate":"19"}}},
            {"id":2,"code":"reduced","name":"VAT 7 %","kind":{"percent":{"rate":"7"}}}]}"#,
    )
    .unwrap();
    let item = |json: &str| serde_json::from_str::<LineItem>(json).unwrap();
    let goods = [
        (
            r#"{"id":1,"sku":"A-1","name":"Tea \"Earl Grey\"","category":3,"price":"349","unit":"each","taxes":[1]}"#,
            "2",
        ),
        (
            r#"{"id":2,"sku":"B-2","name":"Äpfel 🍎","category":1,"price":"299.5","unit":"kilogram","taxes":[2]}"#,
            "0.738",
        ),
    ];
    let mut cart = Cart::new(CartId::new(Uuid::from_u128(11)), book.currency);
    for (json, quantity) in goods {
        cart.run(Command::Add { item: item(json), quantity: quantity.parse().unwrap() }).unwrap();
    }
    let percent = DiscountValue::Percent("12.5".parse().unwrap());
    let discount = Some(Discount { value: percent, reason: "bruised".into() });
    cart.run(Command::SetLineDiscount { line: LineId(2), discount }).unwrap();
    let amount = DiscountValue::Amount(Minor::new(100).unwrap());
    let discount = Some(Discount { value: amount, reason: String::new() });
    cart.run(Command::SetDiscount { discount }).unwrap();
    let card = Some("TX-77".to_owned());
    let offer =
        |kind, units, reference| Offer { kind, amount: Minor::new(units).unwrap(), reference };
    let closing = Closing {
        id: SaleId::new(Uuid::from_u128(12)),
        receipt_no: "R1-000042".into(),
        closed_at: Timestamp(1_795_510_800_123),
        offers: vec![offer(TenderKind::Card, 500, card), offer(TenderKind::Cash, 500, None)],
        cash: CashRules { step: Minor::new(5).unwrap(), rounding: crate::money::Rounding::HalfUp },
    };
    let sale = Sale::close(cart, &book, closing).unwrap();
    Sale { core_version: "0.1.0".into(), ..sale }
}

fn entry(act: Act) -> Entry {
    Entry {
        v: ENTRY_VERSION,
        id: EntryId::new(Uuid::from_u128(0x0193_5c2e_7b00_7000_8000_0000_0000_0001)),
        org: OrgId::new(Uuid::from_u128(1)),
        store: StoreId::new(Uuid::from_u128(2)),
        register: RegisterId::new(Uuid::from_u128(7)),
        seq: 1,
        fence: 3,
        shift: Some(ShiftId::new(Uuid::from_u128(4))),
        staff: Some(StaffId::new(Uuid::from_u128(5))),
        at: Timestamp(1_795_510_800_456),
        offset_minutes: 60,
        prev: genesis(RegisterId::new(Uuid::from_u128(7))),
        act,
    }
}

#[test]
fn stored_bytes_stay_as_they_are() {
    for act in acts() {
        let kind = act.kind();
        let file = file(&act).trim_end();
        let written = entry(act).write().unwrap();
        assert_eq!(file, written.bytes, "{kind}");
        let read: Entry = serde_json::from_str(file).unwrap();
        assert_eq!(read.act.kind(), kind);
        assert_eq!(read.write().unwrap(), written, "{kind}");
    }
}

#[test]
fn stored_bytes_hash_as_they_did() {
    let hashes = acts().into_iter().map(|act| {
        let bytes = file(&act).trim_end();
        format!(
            "{} {}",
            act.kind(),
            chain_hash(&genesis(RegisterId::new(Uuid::from_u128(7))), bytes.as_bytes())
        )
    });
    let hashes: Vec<String> = hashes.collect();
    assert_eq!(hashes, include_str!("golden/hashes.txt").lines().collect::<Vec<_>>());
}
