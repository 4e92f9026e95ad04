//! Whatever is sent or stored: it is read or refused, and what is read comes back as it was.

#![no_main]

mod priced;

use libfuzzer_sys::fuzz_target;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use titan_core::cart::{Cart, Event};
use titan_core::catalog::snapshot::Snapshot;
use titan_core::journal::{Entry, SealedEntry, file};
use titan_core::pricing::{Context, PriceBook, PricedCart};
use titan_core::sale::Sale;
use titan_core::shop::ShopConfig;
use titan_core::sync::wire::{
    ChangesAnswer, EnrolAnswer, EnrolRequest, ErrorBody, PushAnswer, PushRequest, TokenAnswer,
    TokenRequest,
};

fuzz_target!(|bytes: &[u8]| {
    read::<Cart>(bytes);
    read::<Event>(bytes);
    read::<PriceBook>(bytes);
    read::<Context>(bytes);
    read::<PricedCart>(bytes);
    read::<Entry>(bytes);
    read::<ShopConfig>(bytes);
    read::<PushRequest>(bytes);
    read::<PushAnswer>(bytes);
    read::<ChangesAnswer>(bytes);
    read::<EnrolRequest>(bytes);
    read::<EnrolAnswer>(bytes);
    read::<TokenRequest>(bytes);
    read::<TokenAnswer>(bytes);
    read::<ErrorBody>(bytes);
    if let Some(sale) = read::<Sale>(bytes) {
        let _ = sale.problems();
    }
    if let Some(sealed) = read::<SealedEntry>(bytes) {
        let _ = (sealed.header(), sealed.entry());
    }
    if let Ok(Asked { cart, book, context }) = serde_json::from_slice(bytes) {
        priced::check(&cart, &book, &context);
    }
    if let Ok(entries) = file::read(bytes) {
        let _ = file::register_of(&entries);
        let _ = file::check(&entries, &[], |_, _| true);
    }
    if let Ok(snapshot) = Snapshot::open(bytes.to_vec()) {
        let _ = (snapshot.verify(), snapshot.item(0), snapshot.find_code("4006381333931"));
    }
});

/// A cart to price.
#[derive(Deserialize)]
struct Asked {
    cart: Cart,
    book: PriceBook,
    #[serde(default)]
    context: Context,
}

fn read<T: DeserializeOwned + Serialize + PartialEq + std::fmt::Debug>(bytes: &[u8]) -> Option<T> {
    let value: T = serde_json::from_slice(bytes).ok()?;
    let written = serde_json::to_vec(&value).expect("what was read can be written");
    let again: T = serde_json::from_slice(&written).expect("what was written can be read");
    assert_eq!(again, value);
    Some(value)
}
