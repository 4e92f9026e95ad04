//! Sales of ten rows: a head, eight lines, a payment. Made, hashed and signed before the clock runs.

use anyhow::Result;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::json;
use titan_core::cart::{Cart, Command, LineItem};
use titan_core::ids::{CartId, EntryId, SaleId, ShiftId};
use titan_core::journal::{Act, ENTRY_VERSION, Entry, Head, SealedEntry, ShiftOpened};
use titan_core::money::Minor;
use titan_core::sale::{Closing, Sale};
use titan_core::time::Timestamp;
use titan_server::auth::to_base64;
use uuid::Uuid;

use crate::shop::{Register, Shop};

pub(crate) const LINES: u32 = 8;
const BEGINNING: Timestamp = Timestamp(1_795_510_800_000);

/// A register's journal in the making.
pub(crate) struct Book {
    register: Register,
    head: Head,
    shift: ShiftId,
}

impl Book {
    /// Begins a journal; its first entry opens the shift.
    pub(crate) fn begin(shop: &Shop, register: &Register) -> Result<(Self, SealedEntry)> {
        let head = Head::genesis(register.id);
        let mut book =
            Self { register: register.clone(), head, shift: ShiftId::new(Uuid::now_v7()) };
        let opened =
            ShiftOpened { business_date: "2026-11-24".parse()?, opening_float: Minor::ZERO };
        let entry = book.seal(shop, Act::ShiftOpened(opened))?;
        Ok((book, entry))
    }

    /// Sells `count` times.
    pub(crate) fn sell(&mut self, shop: &Shop, count: usize) -> Result<Vec<SealedEntry>> {
        (0..count)
            .map(|_| {
                let sale = sale(shop, &self.register, self.head.seq)?;
                self.seal(shop, Act::Sale(Box::new(sale)))
            })
            .collect()
    }

    fn seal(&mut self, shop: &Shop, act: Act) -> Result<SealedEntry> {
        let entry = Entry {
            v: ENTRY_VERSION,
            id: EntryId::new(Uuid::now_v7()),
            org: shop.config.organisation.id,
            store: shop.config.store.id,
            register: self.register.id,
            seq: self.head.seq + 1,
            fence: 1,
            shift: Some(self.shift),
            staff: None,
            at: BEGINNING.plus_ms(i64::try_from(self.head.seq)? * 1_000),
            offset_minutes: 60,
            prev: self.head.hash,
            act,
        };
        let unsigned = entry.write()?;
        let signature = sign(&shop.key, unsigned.hash.bytes());
        let sealed = unsigned.sign(signature);
        self.head = Head { seq: sealed.seq, hash: sealed.hash, ..self.head };
        Ok(sealed)
    }
}

fn sign(key: &SigningKey, message: &[u8]) -> String {
    let signature: Signature = key.sign(message);
    to_base64(&signature.to_bytes())
}

fn sale(shop: &Shop, register: &Register, number: u64) -> Result<Sale> {
    let book = &shop.config.book;
    let tax = book.taxes.first().map(|tax| tax.id);
    let mut cart = Cart::new(CartId::new(Uuid::now_v7()), book.currency);
    for line in 1..=LINES {
        let price = 99 + (number * 7 + u64::from(line) * 13) % 900;
        let item: LineItem = serde_json::from_value(json!({
            "id": line, "sku": format!("SKU-{line:05}"), "name": format!("An item of the shop {line}"),
            "category": 1, "price": price.to_string(), "unit": "each",
            "taxes": tax.into_iter().collect::<Vec<_>>(),
        }))?;
        let quantity = (1 + (number + u64::from(line)) % 3).to_string().parse()?;
        cart.run(Command::Add { item, quantity })?;
    }
    let priced = titan_core::pricing::price(&cart, book)?;
    let closing = Closing {
        id: SaleId::new(Uuid::now_v7()),
        receipt_no: format!("{}-{number:06}", register.code),
        closed_at: BEGINNING,
        offers: serde_json::from_value(json!([{"kind": "cash", "amount": priced.total}]))?,
        cash: shop.config.cash,
    };
    Ok(Sale::close(cart, book, closing)?)
}

/// The bodies of pushes of at most `size` entries.
pub(crate) fn bodies(entries: &[SealedEntry], size: usize) -> Result<Vec<String>> {
    let body = |chunk: &[SealedEntry]| Ok(serde_json::to_string(&json!({"entries": chunk}))?);
    entries.chunks(size).map(body).collect()
}
