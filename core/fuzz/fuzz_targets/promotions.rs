//! Any book on any cart, with figures up to the limits: it is priced or refused, and adds up.

#![no_main]

mod make;
mod priced;

use libfuzzer_sys::fuzz_target;
use titan_core::cart::Command;
use titan_core::pricing::{CompiledBook, Pricer, price_with};
use titan_core::quantity::Quantity;

fuzz_target!(|bytes: &[u8]| {
    let mut from = make::From::new(bytes);
    let Ok((cart, book, context)) = make::case(&mut from) else { return };
    priced::check(&cart, &book, &context);
    // Brought up to date after a change, it is as priced anew.
    let mut pricer = Pricer::new(CompiledBook::new(book.clone()), context.clone());
    if pricer.price(&cart).is_err() {
        return;
    }
    let mut cart = cart;
    let Some(line) = cart.lines.first().map(|line| line.id) else { return };
    let Ok(events) = cart.run(Command::SetQuantity { line, quantity: Quantity::ONE }) else { return };
    let updated = pricer.update(&cart, &events).cloned();
    assert_eq!(updated, price_with(&cart, &book, &context));
});
