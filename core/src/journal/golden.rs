//! The stored bytes of every kind of entry, as files that never change: what a register wrote
//! with any released version has to be read, written again to the same bytes, and hashed the same.
//! A new kind gets a file of its own; a new field is left out where it says nothing.

use uuid::Uuid;

use super::*;
use crate::cart::{Cart, Command, Discount, DiscountValue, LineItem};
use crate::ids::{CartId, LineId, SaleId};
use crate::loyalty::PointsMoved;
use crate::money::Minor;
use crate::pricing::PriceBook;
use crate::refund::{
    Bought, BrokenPromotions, Origin, Restock, ReturnClosing, Sold, Take, give_back,
};
use crate::sale::Closing;
use crate::shift::{CashCount, CashMove, Pieces};
use crate::shop::Permission;
use crate::stored::Load;
use crate::tender::{CashRules, Offer, TenderKind};
use crate::time::BusinessDate;

fn file(act: &Act) -> &'static str {
    match act {
        Act::Sale(_) => include_str!("golden/sale.json"),
        Act::Return(_) => include_str!("golden/return.json"),
        Act::ShiftOpened(_) => include_str!("golden/shift_opened.json"),
        Act::ShiftClosed(_) => include_str!("golden/shift_closed.json"),
        Act::CashMoved(_) => include_str!("golden/cash_moved.json"),
        Act::DrawerOpened(_) => include_str!("golden/drawer_opened.json"),
        Act::ReceiptReprinted(_) => include_str!("golden/receipt_reprinted.json"),
        Act::CartCleared(_) => include_str!("golden/cart_cleared.json"),
        Act::Approval(_) => include_str!("golden/approval.json"),
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
        Act::ShiftClosed(Box::new(closed())),
        Act::CashMoved(paid_out()),
        Act::DrawerOpened(DrawerOpened { reason: "change".into() }),
        Act::ReceiptReprinted(ReceiptReprinted {
            register: RegisterId::new(Uuid::from_u128(7)),
            seq: 12,
            receipt_no: "R1-000011".into(),
        }),
        Act::CartCleared(CartCleared {
            cart: CartId::new(Uuid::from_u128(13)),
            lines: 3,
            total: Minor::new(1_234).unwrap(),
            reason: "left".into(),
        }),
        Act::Approval(Approval {
            by: StaffId::new(Uuid::from_u128(6)),
            what: Permission::VoidSale,
            cart: Some(CartId::new(Uuid::from_u128(13))),
            of: Hash256::of(&[b"what was approved"]),
            reason: "wrong table".into(),
        }),
        Act::Return(Box::new(exchange())),
    ]
}

/// One tea and a part of the apples come back, one to be thrown away; a dearer tea goes out.
fn exchange() -> Return {
    let sale = sale();
    let take = |line, quantity: &str, restock| Take {
        line: LineId(line),
        quantity: quantity.parse().unwrap(),
        restock,
    };
    let takes = [take(1, "1", Restock::Restock), take(2, "0.25", Restock::WriteOff)];
    let keep = BrokenPromotions::Keep;
    let taken = give_back(Bought::from(&sale), &[], &takes, keep, None).unwrap();
    let mut cart = Cart::new(CartId::new(Uuid::from_u128(14)), sale.cart.currency);
    let mut item = sale.cart.lines[0].item.clone();
    item.price = crate::catalog::UnitPrice::from_minor(549).unwrap();
    cart.run(Command::Add { item, quantity: "1".parse().unwrap() }).unwrap();
    let sold = Sold::price(crate::pricing::Context::default(), cart, &book()).unwrap();
    let due = taken.due(Some(&sold)).unwrap();
    let closing = ReturnClosing {
        id: SaleId::new(Uuid::from_u128(15)),
        receipt_no: "R1-000043".into(),
        closed_at: Timestamp(1_795_510_900_123),
        offers: vec![Offer {
            kind: TenderKind::GiftCard,
            amount: due,
            reference: Some("GC-1".into()),
        }],
        cash: CashRules::exact(),
        void: false,
        reason: "too mild".into(),
        approval: Some(EntryId::new(Uuid::from_u128(16))),
    };
    let origin = Origin {
        sale: sale.id,
        receipt_no: sale.receipt_no,
        register: RegisterId::new(Uuid::from_u128(7)),
        seq: 12,
    };
    let back = Return::close(Some(origin), taken, Some(sold), closing).unwrap();
    Return { core_version: "0.1.0".into(), ..back }
}

fn paid_out() -> CashMoved {
    let amount = Minor::new(350).unwrap();
    CashMoved { kind: CashMove::PaidOut, amount, reason: "milk".into() }
}

/// A shift with one sale and a payment out of the drawer; a coin of 0.20 is missing.
fn closed() -> ShiftClosed {
    let shift = Some(ShiftId::new(Uuid::from_u128(4)));
    let opening_float = Minor::new(10_000).unwrap();
    let business_date = BusinessDate::new(2026, 11, 24).unwrap();
    let acts = [
        Act::ShiftOpened(ShiftOpened { business_date, opening_float }),
        Act::Sale(Box::new(sale())),
        Act::CashMoved(paid_out()),
        Act::DrawerOpened(DrawerOpened { reason: String::new() }),
    ];
    let entries = acts.map(|act| Entry { shift, ..entry(act) });
    let totals = fold_shift(ShiftId::new(Uuid::from_u128(4)), &entries).unwrap();
    let piece = Minor::new(2_000).unwrap();
    let loose = Minor::new(totals.expected_cash().unwrap().get() - 8_020).unwrap();
    let count = CashCount { pieces: vec![Pieces { value: piece, count: 4 }], loose };
    let closed = ShiftClosed::close(business_date, 41, totals, count).unwrap();
    closed.with_note("a coin fell behind the counter".into()).unwrap()
}

fn book() -> PriceBook {
    serde_json::from_str(
        r#"{"currency":"EUR","prices_include_tax":true,"taxes":[
            {"id":1,"code":"standard","name":"VAT 19 %","kind":{"percent":{"rate":"19"}}},
            {"id":2,"code":"reduced","name":"VAT 7 %","kind":{"percent":{"rate":"7"}}}]}"#,
    )
    .unwrap()
}

/// A sale with something of everything: pieces and weight, both discounts, two taxes, cash and
/// card, rounding, change, text that has to be escaped.
fn sale() -> Sale {
    let book = book();
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

#[test]
fn loads_and_points_are_stored_too() {
    let load = Load {
        line: LineId(1),
        kind: TenderKind::GiftCard,
        code: "GC-1".into(),
        amount: Minor::new(5_000).unwrap(),
    };
    let moved = PointsMoved { account: "C-7".into(), earned: 7, burnt: 2 };
    let sale = sale().with_loads(vec![load]).unwrap().with_points(moved);
    let written = serde_json::to_string(&sale).unwrap();
    let expect = concat!(
        r#""loads":[{"line":1,"kind":"gift_card","code":"GC-1","amount":5000}],"#,
        r#""points":{"account":"C-7","earned":7,"burnt":2},"book":"#,
    );
    assert!(written.contains(expect), "{written}");
    assert_eq!(serde_json::from_str::<Sale>(&written).unwrap(), sale);
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

#[test]
fn the_small_reader_of_the_app_reads_sales_and_returns_as_they_were() {
    for act in [Act::Sale(Box::new(sale())), Act::Return(Box::new(exchange()))] {
        let entry = entry(act);
        let written = entry.write().unwrap();
        assert_eq!(json::read_kept::<Entry>(&written.bytes).unwrap(), entry);
    }
}
