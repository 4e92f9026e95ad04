//! What a cashier types for a line: its price, and a note.

use titan_core::cart::Command;
use titan_core::catalog::{PriceLimits, UnitPrice};
use titan_core::ids::LineId;
use titan_core::money::Minor;
use titan_core::money::format::parse;

use super::App;
use super::adding::Wanted;
use super::notice::Tone;
use crate::i18n::Key;

impl App {
    /// Sets the price of a line by hand; nothing typed gives it its own price back.
    pub fn set_line_price(&self, line: LineId, typed: &str, reason: &str) {
        let price = match self.typed_price(typed) {
            _ if typed.trim().is_empty() => None,
            Some(price) => Some(price),
            None => return self.notify(Tone::Warning, self.t(Key::NotAnAmount)),
        };
        let open = self.basket.line(line).is_some_and(|view| view.item.open_price.is_some());
        let command = match price {
            Some(price) if open => Command::SetPrice { line, price },
            None if open => return,
            _ => Command::OverridePrice { line, price, reason: reason.trim().to_owned() },
        };
        if self.command(command).is_some() {
            self.offer_undo(self.t(Key::PriceChanged));
        }
    }

    /// Takes the price that was typed for an item, within its limits.
    pub fn answer_price(&self, wanted: &Wanted, typed: &str) {
        let limits = wanted.item.extras().open_price.unwrap_or_default();
        match self.typed_price(typed) {
            Some(price) if limits.allow(price) => {
                self.answer(Wanted { price: Some(price), ..wanted.clone() });
            }
            Some(_) => self.notify(Tone::Warning, self.price_limits(&limits)),
            None => self.notify(Tone::Warning, self.t(Key::NotAnAmount)),
        }
    }

    /// Writes which prices may be typed.
    #[must_use]
    pub fn price_limits(&self, limits: &PriceLimits) -> String {
        let min = self.price_words(limits.min);
        match limits.max.map(|max| self.price_words(max)) {
            Some(max) => self.tf(Key::PriceFromTo, &[("min", &min), ("max", &max)]),
            None => self.tf(Key::PriceFrom, &[("min", &min)]),
        }
    }

    /// Sets the note of a line.
    pub fn set_note(&self, line: LineId, note: &str) {
        self.command(Command::SetNote { line, note: note.trim().to_owned() });
    }

    /// Writes a price in whole minor units.
    #[must_use]
    pub fn price_words(&self, price: UnitPrice) -> String {
        let amount = i64::try_from(price.value().trunc().mantissa()).unwrap_or_default();
        Minor::new(amount).map(|amount| self.amount(amount)).unwrap_or_default()
    }

    /// Returns the price that was typed.
    pub(super) fn typed_price(&self, typed: &str) -> Option<UnitPrice> {
        let amount = parse(typed, self.currency()?).ok()?;
        UnitPrice::from_minor(amount.get()).ok()
    }
}
