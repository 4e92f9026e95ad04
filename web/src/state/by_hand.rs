//! What a cashier types for a line: its price, and a note.

use titan_core::cart::Command;
use titan_core::catalog::UnitPrice;
use titan_core::ids::LineId;
use titan_core::money::format::parse;

use super::App;
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

    /// Sets the note of a line.
    pub fn set_note(&self, line: LineId, note: &str) {
        self.command(Command::SetNote { line, note: note.trim().to_owned() });
    }

    /// Returns the price that was typed.
    pub(super) fn typed_price(&self, typed: &str) -> Option<UnitPrice> {
        let amount = parse(typed, self.currency()?).ok()?;
        UnitPrice::from_minor(amount.get()).ok()
    }
}
