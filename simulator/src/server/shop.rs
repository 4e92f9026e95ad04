//! The shop that is simulated: what it sells and how its registers sign.

use std::sync::OnceLock;

use titan_core::cart::{Cart, Command, Line, LineItem};
use titan_core::catalog::UnitPrice;
use titan_core::hash::Hash256;
use titan_core::ids::{CartId, CategoryId, EntryId, ItemId, OrgId, RegisterId, SaleId, TaxId};
use titan_core::journal::{Act, Head};
use titan_core::money::{Currency, Minor};
use titan_core::pricing::{PriceBook, price};
use titan_core::quantity::{Quantity, Unit};
use titan_core::refund::{Origin, Restock, Return, ReturnClosing, Sold, TakenBack};
use titan_core::sale::{Closing, Sale};
use titan_core::sync::wire::Anchor;
use titan_core::tender::{CashRules, Offer, Settlement, TenderKind};
use titan_core::time::Timestamp;
use uuid::Uuid;

use crate::rng::Rng;

/// Returns the organisation.
#[must_use]
pub const fn org() -> OrgId {
    OrgId::new(Uuid::from_u128(1))
}

/// Stands for the register's key: only who knows the register can make it.
#[must_use]
pub fn signature(register: RegisterId, hash: &Hash256) -> String {
    Hash256::of(&[b"key of", register.uuid().as_bytes(), hash.bytes()]).to_string()
}

/// Returns how many thousandths of a unit of each item an act puts on the shelf; below zero where
/// it takes from it. `all` puts back also what was written off, for the bug that does.
#[must_use]
pub fn stock_of(act: &Act, all: bool) -> Vec<(u32, i64)> {
    let out = |line: &Line| (line.item.id.0, -thousandths(line.quantity));
    match act {
        Act::Sale(sale) => sale.cart.lines.iter().map(out).collect(),
        Act::Return(back) => {
            let restocked =
                back.lines.iter().filter(|line| all || line.restock == Restock::Restock);
            let back_in = restocked.map(|line| (line.item.id.0, thousandths(line.quantity)));
            let sold = back.sold.iter().flat_map(|sold| &sold.cart.lines);
            back_in.chain(sold.map(out)).collect()
        }
        _ => Vec::new(),
    }
}

fn thousandths(quantity: Quantity) -> i64 {
    let mut quantity = quantity.value();
    quantity.rescale(3);
    i64::try_from(quantity.mantissa()).unwrap_or(0)
}

/// Returns what an act brings in, all means of payment together; below zero where it pays back.
#[must_use]
pub fn money_of(act: &Act) -> i64 {
    match act {
        Act::Sale(sale) => sale.priced.total.get(),
        Act::Return(back) => {
            let sold = back.sold.as_ref().map_or(0, |sold| sold.priced.total.get());
            back.priced.total.get() + sold
        }
        _ => 0,
    }
}

/// Returns the cash that an act puts into the drawer; below zero where it takes out.
#[must_use]
pub fn cash_of(act: &Act) -> i64 {
    let paid = |settlement: &Settlement| {
        let cash = settlement.tenders.iter().filter(|offer| offer.kind == TenderKind::Cash);
        cash.map(|offer| offer.amount.get()).sum::<i64>() - settlement.change.get()
    };
    match act {
        Act::Sale(sale) => paid(&sale.settlement),
        Act::Return(back) => paid(&back.settlement),
        Act::ShiftOpened(opened) => opened.opening_float.get(),
        Act::CashMoved(moved) => moved.into_drawer().get(),
        _ => 0,
    }
}

/// Fills a cart with a few things.
pub fn cart(rng: &mut Rng, id: CartId) -> Option<Cart> {
    let mut cart = Cart::new(id, book()?.currency);
    for _ in 0..rng.between(1, 3) {
        let item = u32::try_from(rng.between(1, 20)).ok()?;
        let quantity: Quantity = rng.between(1, 4).to_string().parse().ok()?;
        cart.run(Command::Add { item: line_item(item)?, quantity }).ok()?;
    }
    Some(cart)
}

/// Takes money for a cart: by card, or in cash and more than is owed.
pub fn sale(rng: &mut Rng, cart: Cart, receipt_no: String, now: Timestamp) -> Option<Sale> {
    let book = book()?;
    let due = price(&cart, book).ok()?.total;
    let offer = if rng.chance(300) {
        Offer { kind: TenderKind::Card, amount: due, reference: None }
    } else {
        let amount = Minor::new(due.get() + i64::try_from(rng.below(500)).ok()?).ok()?;
        Offer { kind: TenderKind::Cash, amount, reference: None }
    };
    let id = SaleId::new(Uuid::from_u128(rng.wide()));
    let cash = CashRules::exact();
    let closing = Closing { id, receipt_no, closed_at: now, offers: vec![offer], cash };
    Sale::close(cart, book, closing).ok()
}

/// Gives back what `taken` comes to, against `sold` where something goes out in exchange.
pub fn give_back(
    rng: &mut Rng,
    origin: Option<Origin>,
    taken: TakenBack,
    sold: Option<Sold>,
    (receipt_no, closed_at): (String, Timestamp),
    approval: Option<EntryId>,
) -> Option<Return> {
    let amount = taken.due(sold.as_ref()).ok()?;
    let kind = if rng.chance(300) { TenderKind::Card } else { TenderKind::Cash };
    let offer = Offer { kind, amount, reference: None };
    let closing = ReturnClosing {
        id: SaleId::new(Uuid::from_u128(rng.wide())),
        receipt_no,
        closed_at,
        offers: if amount.is_zero() { Vec::new() } else { vec![offer] },
        cash: CashRules::exact(),
        void: false,
        reason: String::new(),
        approval,
    };
    Return::close(origin, taken, sold, closing).ok()
}

fn line_item(item: u32) -> Option<LineItem> {
    LineItem::try_from(
        &titan_core::catalog::ItemDraft {
            id: ItemId(item),
            sku: format!("S{item}"),
            name: format!("Item {item}"),
            category: CategoryId(1),
            price: UnitPrice::from_minor(i64::from(item) * 37).ok()?,
            unit: Unit::Each,
            taxes: vec![TaxId(1)],
            ..Default::default()
        }
        .check()
        .ok()?,
    )
    .ok()
}

/// Returns the price book of the shop.
pub fn book() -> Option<&'static PriceBook> {
    static BOOK: OnceLock<Option<PriceBook>> = OnceLock::new();
    BOOK.get_or_init(|| {
        let currency = Currency::from_code("EUR").ok()?;
        let json = format!(
            r#"{{"currency":"{currency}","prices_include_tax":true,"taxes":[{{"id":1,"code":"t","name":"19 %","kind":{{"percent":{{"rate":"19"}}}}}}]}}"#
        );
        serde_json::from_str(&json).ok()
    })
    .as_ref()
}

/// Returns the server's word that it has a chain up to its head. MACs are not simulated.
#[must_use]
pub const fn anchor(head: Head, server_time: Timestamp) -> Anchor {
    let Head { register, seq, hash } = head;
    Anchor { register, seq, hash, server_time, mac: String::new() }
}
