//! The shop that is simulated: what it sells and how its registers sign.

use std::sync::OnceLock;

use titan_core::cart::{Cart, Command, LineItem};
use titan_core::catalog::UnitPrice;
use titan_core::hash::Hash256;
use titan_core::ids::{CartId, CategoryId, ItemId, OrgId, RegisterId, SaleId, TaxId};
use titan_core::journal::Head;
use titan_core::money::{Currency, Minor, Rounding};
use titan_core::pricing::{PriceBook, price};
use titan_core::quantity::{Quantity, Unit};
use titan_core::sale::{Closing, Sale};
use titan_core::sync::wire::Anchor;
use titan_core::tender::{CashRules, Offer, TenderKind};
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

/// Returns how many thousandths of a unit of each item a sale takes from the shelf.
pub fn stock_of(sale: &Sale) -> impl Iterator<Item = (u32, i64)> {
    sale.cart.lines.iter().map(|line| {
        let mut quantity = line.quantity.value();
        quantity.rescale(3);
        (line.item.id.0, i64::try_from(quantity.mantissa()).unwrap_or(0))
    })
}

/// Rings up a few things and takes cash for them.
pub fn sale(rng: &mut Rng, id: SaleId, receipt_no: String, now: Timestamp) -> Option<Sale> {
    let book = book()?;
    let mut cart = Cart::new(CartId::new(Uuid::from_u128(rng.wide())), book.currency);
    for _ in 0..rng.between(1, 3) {
        let item = u32::try_from(rng.between(1, 20)).ok()?;
        let quantity: Quantity = rng.between(1, 4).to_string().parse().ok()?;
        cart.run(Command::Add { item: line_item(item)?, quantity }).ok()?;
    }
    let due = price(&cart, book).ok()?.total;
    let amount = Minor::new(due.get() + i64::try_from(rng.below(500)).ok()?).ok()?;
    let offers = vec![Offer { kind: TenderKind::Cash, amount, reference: None }];
    let cash = CashRules { step: Minor::new(1).ok()?, rounding: Rounding::HalfUp };
    let closing = Closing { id, receipt_no, closed_at: now, offers, cash };
    Sale::close(cart, book, closing).ok()
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

fn book() -> Option<&'static PriceBook> {
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
