//! Carts that wait for their customers, on this register.

use leptos::prelude::*;
use titan_core::ids::CartId;
use titan_core::limits::TEXT_CHARS_MAX;

use super::notice::Tone;
use super::selling::keeping;
use super::{App, Pane};
use crate::db::DbError;
use crate::db::carts::{Exchange, ParkedCart};
use crate::i18n::Key;
use crate::platform::clock;

/// More would be a storeroom.
const PARKED_MAX: usize = 50;

impl App {
    /// Parks the cart under a name and begins an empty one.
    pub fn park(&self, name: &str) {
        let name = name.to_owned();
        self.exchange(move |app| {
            if app.basket.is_empty() {
                return None;
            }
            if app.parked.with_untracked(|carts| carts.len() >= PARKED_MAX) {
                app.notify(Tone::Warning, app.t(Key::TooManyParked));
                return None;
            }
            let park = Some(app.parked_now(&name)?);
            app.new_cart();
            let name = park.as_ref().map_or("", |parked| &parked.name);
            app.notify(Tone::Plain, app.tf(Key::Parked, &[("name", name)]));
            Some(Exchange { park, ..Exchange::default() })
        });
    }

    /// Takes a parked cart up; one that is being filled is parked in its place.
    pub fn take_parked(&self, id: CartId) {
        self.exchange(move |app| {
            let found = app.parked.with_untracked(|carts| {
                carts.iter().find(|parked| parked.kept.cart.id == id).cloned()
            })?;
            let park = if app.basket.is_empty() { None } else { app.parked_now("") };
            if let Err(error) = app.take_up(found.kept.clone()) {
                app.notify(Tone::Warning, app.basket_error(&error));
                return None;
            }
            app.close_dialog();
            app.pane.set(Pane::Cart);
            Some(Exchange { park, take: Some(id), current: Some(found.kept) })
        });
    }

    /// Reads the parked carts.
    pub(super) async fn load_parked(&self) {
        let Some(db) = self.db() else { return };
        match db.parked_carts().await {
            Ok(carts) => self.parked.set(carts),
            Err(error) => self.notify(Tone::Danger, error.to_string()),
        }
    }

    /// Returns the name that a cart is parked under if none is given.
    #[must_use]
    pub fn name_to_park(&self) -> String {
        self.parked.with_untracked(|carts| {
            let name = |n: usize| self.tf(Key::ParkDefault, &[("n", &n.to_string())]);
            let free = |name: &String| carts.iter().all(|cart| cart.name != *name);
            (1..=carts.len() + 1).map(name).find(free).unwrap_or_default()
        })
    }

    fn may_exchange(&self) -> bool {
        if !self.writes() {
            self.notify(Tone::Warning, self.t(Key::ReadOnlyShort));
            return false;
        }
        let money = !self.payment.offers.with_untracked(Vec::is_empty);
        if money {
            self.notify(Tone::Warning, self.t(Key::MoneyIsDown));
        }
        !money
    }

    fn parked_now(&self, name: &str) -> Option<ParkedCart> {
        let name: String = name.trim().chars().take(TEXT_CHARS_MAX).collect();
        Some(ParkedCart {
            name: if name.is_empty() { self.name_to_park() } else { name },
            parked_at: clock::now(),
            total: self.basket.totals.with_untracked(|totals| totals.total),
            kept: self.cart_to_keep()?,
        })
    }

    /// Shows an exchange and writes it down. Nothing else writes the cart in between: it would
    /// put the new cart over the one that is not parked yet.
    fn exchange(&self, decide: impl FnOnce(&App) -> Option<Exchange> + 'static) {
        self.run(async move |app| {
            let keeping = keeping();
            let turn = keeping.lock().await;
            let (Some(db), Some(till)) = (app.db(), app.till()) else { return };
            let Some(carts) = app.may_exchange().then(|| decide(&app)).flatten() else { return };
            app.parked.update(|parked| {
                parked.retain(|cart| Some(cart.kept.cart.id) != carts.take);
                parked.extend(carts.park.clone());
            });
            match db.exchange_carts(till.fence(), &carts).await {
                Ok(()) => app.say("parked"),
                Err(DbError::Fenced) => app.give_up(),
                Err(error) => {
                    let error = error.to_string();
                    app.notify(Tone::Danger, app.tf(Key::CartNotKept, &[("error", &error)]));
                }
            }
            drop(turn);
            // Goods may have been scanned since.
            app.keep_cart();
        });
    }
}
