//! Words for values.

use titan_core::cart::{Discount, DiscountValue, Overridden};
use titan_core::catalog::UnitPrice;
use titan_core::ids::LineId;
use titan_core::money::Minor;
use titan_core::money::format::plain;
use titan_core::quantity::{Quantity, Unit};

use crate::i18n::Key;
use crate::platform::intl;
use crate::state::App;
use crate::state::basket::LineView;

impl App {
    /// Writes a unit price: `1.89/kg`. Prices finer than a minor unit show all their places.
    pub(super) fn unit_price(&self, price: UnitPrice, unit: Unit) -> String {
        let value = price.value();
        let whole = i64::try_from(value.mantissa()).ok().filter(|_| value.scale() == 0);
        let amount = match (whole.and_then(|units| Minor::new(units).ok()), self.currency()) {
            (Some(amount), _) => self.amount(amount),
            (None, Some(currency)) => {
                let mut major = value;
                let scale = value.scale() + u32::from(currency.digits());
                let locale = self.prefs.locale();
                let places = u8::try_from(scale).unwrap_or(u8::MAX);
                match major.set_scale(scale) {
                    Ok(()) => intl::decimal(&major.to_string(), places, &locale),
                    Err(_) => value.to_string(),
                }
            }
            (None, None) => value.to_string(),
        };
        if unit == Unit::Each { amount } else { format!("{amount}/{}", unit.sign()) }
    }

    /// Writes a quantity: `3` or `0.456 kg`.
    pub(super) fn quantity(&self, quantity: Quantity, unit: Unit) -> String {
        let locale = self.prefs.locale();
        let places = u8::try_from(quantity.value().scale()).unwrap_or(u8::MAX);
        let number = intl::decimal(&quantity.to_string(), places, &locale);
        if unit == Unit::Each { number } else { format!("{number} {}", unit.sign()) }
    }

    /// Writes what a discount is: `10 % · Damaged`.
    pub(super) fn discount_words(&self, discount: &Discount, off: Minor) -> String {
        let mut words = format!("−{}", self.amount(off));
        if let DiscountValue::Percent(percent) = discount.value {
            words.push_str(&format!(" · {} %", percent.normalize()));
        }
        if !discount.reason.is_empty() {
            words.push_str(&format!(" · {}", discount.reason));
        }
        words
    }

    /// Writes a discount by its name: `Discount 10 % · Damaged`.
    pub(super) fn discount_name(&self, discount: &Discount) -> String {
        let mut words = self.t(Key::Discount).to_owned();
        if let DiscountValue::Percent(percent) = discount.value {
            words.push_str(&format!(" {} %", percent.normalize()));
        }
        if !discount.reason.is_empty() {
            words.push_str(&format!(" · {}", discount.reason));
        }
        words
    }

    /// Writes how much of a line there is and at which price: `3 × 2.30`.
    pub(super) fn line_words(&self, line: LineId) -> String {
        let view = self.basket.line(line);
        view.map(|view| self.quantity_words(&view)).unwrap_or_default()
    }

    /// Writes how much of a line there is and at which price: `3 × 2.30`.
    pub(super) fn quantity_words(&self, line: &LineView) -> String {
        let unit = line.item.counted_in();
        let price = self.unit_price(line.price, unit);
        format!("{} × {price}", self.quantity(line.quantity, unit))
    }

    /// Writes what a price was before it was changed by hand, and why.
    pub(super) fn instead_of(&self, before: &Overridden) -> String {
        let price = self.unit_price(before.price, Unit::Each);
        let words = self.tf(Key::InsteadOf, &[("price", &price)]);
        if before.reason.is_empty() { words } else { format!("{words} · {}", before.reason) }
    }

    /// Writes a price as it is typed: in major units.
    pub(super) fn price_typed(&self, price: UnitPrice) -> String {
        let mut major = price.value();
        let digits = self.currency().map_or(0, |currency| u32::from(currency.digits()));
        let _ = major.set_scale(major.scale() + digits);
        major.to_string()
    }

    /// Writes a discount as it was typed: percent and amount, one of them empty.
    pub(super) fn discount_typed(&self, discount: Option<&Discount>) -> (String, String) {
        match (discount.map(|discount| &discount.value), self.currency()) {
            (Some(DiscountValue::Percent(percent)), _) => {
                (percent.normalize().to_string(), String::new())
            }
            (Some(DiscountValue::Amount(amount)), Some(currency)) => {
                (String::new(), plain(*amount, currency))
            }
            _ => (String::new(), String::new()),
        }
    }
}

/// Turns a name into a part of a test id: `Linus Weber` is `linus-weber`.
pub(super) fn slug(name: &str) -> String {
    let mut slug = String::new();
    for letter in name.chars().flat_map(char::to_lowercase) {
        if letter.is_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}
