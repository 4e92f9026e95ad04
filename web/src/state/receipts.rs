//! Receipts in the language of the app.

use leptos::prelude::*;
use titan_core::receipt::{Receipt, Source, Words};

use super::App;
use super::payment::PaidSale;
use crate::i18n::Key;
use crate::platform::intl;

impl App {
    /// Returns the receipt of a sale.
    #[must_use]
    pub fn receipt(&self, paid: &PaidSale) -> Option<Receipt> {
        let shop = self.shop.get_untracked()?;
        let cashier = paid.staff.and_then(|id| self.staff_member(id));
        let cashier = cashier.map(|member| member.name).unwrap_or_default();
        let locale = self.prefs.locale();
        let when = intl::date_time(paid.at, &shop.store.timezone, &locale);
        let words = self.receipt_words();
        Some(Receipt::of(&Source {
            sale: &paid.sale,
            shop: &shop,
            words: &words,
            cashier: &cashier,
            when: &when,
            proof: Some(&paid.proof),
        }))
    }

    fn receipt_words(&self) -> Words {
        let word = |key: Key| self.t(key).to_owned();
        Words {
            receipt: word(Key::Receipt),
            date: word(Key::Date),
            cashier: word(Key::Cashier),
            total: word(Key::Total),
            discount: word(Key::Discount),
            cash: word(Key::Cash),
            card: word(Key::Card),
            change: word(Key::Change),
            rounding: word(Key::Rounding),
            tax: word(Key::Tax),
            net: word(Key::Net),
            tax_number: word(Key::TaxNumber),
        }
    }
}
