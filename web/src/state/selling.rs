//! What a cashier does to the cart.

use std::cell::Cell;
use std::rc::Rc;

use futures::lock::Mutex;
use leptos::prelude::*;
use rust_decimal::Decimal;
use titan_core::cart::{Cart, CartError, Command, Discount, DiscountValue};
use titan_core::ids::{CartId, LineId};
use titan_core::money::format::parse;
use titan_core::quantity::{Quantity, QuantityError};
use titan_core::shop::{Permission, RoleRights};

use super::basket::BasketError;
use super::notice::Tone;
use super::{App, Pane};
use crate::db::DbError;
use crate::db::carts::KeptCart;
use crate::i18n::Key;
use crate::platform::random;

thread_local! {
    /// Held while the cart is written down, and while it becomes a sale: the two never mix.
    static KEEPING: Rc<Mutex<()>> = Rc::default();
    /// Somebody waits to write the cart down already, and will write what is in it by then.
    static QUEUED: Cell<bool> = const { Cell::new(false) };
}

impl App {
    /// Carries out a command on the cart, shows what comes of it and keeps it.
    pub fn command(&self, command: Command) -> Option<LineId> {
        if !self.writes() {
            self.notify(Tone::Warning, self.t(Key::ReadOnlyShort));
            return None;
        }
        self.carry_out(command, Some(&self.rights()))
    }

    /// Carries out a command as far as the rights go.
    pub(super) fn carry_out(
        &self,
        command: Command,
        rights: Option<&RoleRights>,
    ) -> Option<LineId> {
        // What was said of the change before is no longer what an undo would take back.
        self.dismiss();
        match self.basket.run(command.clone(), rights) {
            Ok(line) => {
                self.keep_cart();
                line
            }
            Err(BasketError::Beyond(beyond)) => {
                self.ask_beyond(*beyond, command);
                None
            }
            Err(error) => {
                self.notify(Tone::Warning, self.basket_error(&error));
                None
            }
        }
    }

    /// Sets the quantity of a line from what was typed.
    pub fn set_quantity(&self, line: LineId, typed: &str) {
        match typed.parse::<Quantity>() {
            Ok(quantity) => {
                if self.command(Command::SetQuantity { line, quantity }).is_some() {
                    self.offer_undo(self.t(Key::QuantityChanged));
                }
            }
            Err(QuantityError::NotPositive) => self.remove(line),
            Err(error) => {
                self.notify(Tone::Warning, self.basket_error(&CartError::from(error).into()));
            }
        }
    }

    /// Adds to (or takes from) the quantity of a line; at nothing the line goes.
    pub fn change_quantity(&self, line: LineId, by: i64) {
        let Some(now) = self.basket.line(line) else { return };
        match now.quantity.value().checked_add(Decimal::from(by)).map(Quantity::new) {
            Some(Ok(quantity)) => {
                self.command(Command::SetQuantity { line, quantity });
            }
            Some(Err(QuantityError::NotPositive)) => self.remove(line),
            _ => self.notify(Tone::Warning, self.t(Key::QuantityTooLarge)),
        }
    }

    /// Sets the discount of a line from what was typed; nothing typed takes it away.
    pub fn set_line_discount(&self, line: LineId, value: Typed<'_>, reason: &str) {
        match self.discount(value, reason) {
            Ok(discount) => {
                if self.command(Command::SetLineDiscount { line, discount }).is_some() {
                    self.offer_undo(self.t(Key::DiscountChanged));
                }
            }
            Err(text) => self.notify(Tone::Warning, text),
        }
    }

    /// Sets the discount of the cart from what was typed and closes the dialog; nothing typed
    /// takes it away.
    pub fn set_cart_discount(&self, value: Typed<'_>, reason: &str) {
        match self.discount(value, reason) {
            Ok(discount) => {
                self.close_dialog();
                let now = self.basket.discount;
                if now.with_untracked(|now| *now != discount) {
                    self.command(Command::SetDiscount { discount: discount.clone() });
                    if now.with_untracked(|now| *now == discount) {
                        self.offer_undo(self.t(Key::DiscountChanged));
                    }
                }
            }
            Err(text) => self.notify(Tone::Warning, text),
        }
    }

    /// Takes a line out and offers to bring it back.
    pub fn remove(&self, line: LineId) {
        let name = self.line_name(line);
        if self.command(Command::Remove { line }).is_some() {
            self.offer_undo(self.tf(Key::LineRemoved, &[("name", &name)]));
        }
    }

    /// Takes everything out and offers to bring it back.
    pub fn clear(&self) {
        if !self.basket.is_empty() && self.writes() {
            let words = (self.t(Key::Clear).to_owned(), "");
            let cart = self.basket.kept().and_then(|(cart, _)| serde_json::to_vec(&cart).ok());
            self.guard(Permission::ClearCart, words, &cart.unwrap_or_default(), |app| {
                app.command(Command::Clear);
                app.offer_undo(app.t(Key::CartCleared));
            });
        }
    }

    /// Takes the last change of the cart back.
    pub fn undo(&self) {
        if !self.writes() {
            return self.notify(Tone::Warning, self.t(Key::ReadOnlyShort));
        }
        self.dismiss();
        match self.basket.undo() {
            Ok(true) => self.keep_cart(),
            Ok(false) => self.notify(Tone::Plain, self.t(Key::NothingToUndo)),
            Err(error) => self.notify(Tone::Warning, self.basket_error(&error)),
        }
    }

    /// Begins an empty cart.
    pub(super) fn new_cart(&self) {
        let Some(shop) = self.shop.get_untracked() else { return };
        let cart = Cart::new(CartId::new(random::uuid_v7()), shop.book.currency);
        // An empty cart has nothing that could not be priced.
        let _ = self.basket.replace(cart, self.context_now(&shop), shop);
        self.pane.set(Pane::Goods);
    }

    /// Writes the cart down, soon: what is in it when its turn comes.
    pub(super) fn keep_cart(&self) {
        if QUEUED.replace(true) {
            return;
        }
        self.run(async |app| {
            let keeping = keeping();
            let turn = keeping.lock().await;
            QUEUED.set(false);
            app.write_cart().await;
            drop(turn);
        });
    }

    async fn write_cart(&self) {
        let (Some(db), Some(till)) = (self.db(), self.till()) else { return };
        let Some(kept) = self.cart_to_keep() else { return };
        match db.keep_cart(till.fence(), &kept).await {
            Ok(()) => {}
            Err(DbError::Fenced) => self.give_up(),
            Err(error) => {
                let error = error.to_string();
                self.notify(Tone::Danger, self.tf(Key::CartNotKept, &[("error", &error)]));
            }
        }
    }

    /// Returns the cart as it is kept.
    pub(super) fn cart_to_keep(&self) -> Option<KeptCart> {
        let (cart, context) = self.basket.kept()?;
        Some(KeptCart { cart, offers: self.payment.offers.get_untracked(), context })
    }

    /// Returns what a line sells.
    #[must_use]
    pub fn line_name(&self, line: LineId) -> String {
        self.basket.line(line).map(|view| view.item.name).unwrap_or_default()
    }

    fn discount(&self, typed: Typed<'_>, reason: &str) -> Result<Option<Discount>, &'static str> {
        let (Typed::Percent(text) | Typed::Amount(text)) = typed;
        if text.trim().is_empty() {
            return Ok(None);
        }
        let value = match typed {
            Typed::Percent(text) => {
                let text = text.trim().trim_end_matches('%').trim_end().replace(',', ".");
                let percent = Decimal::from_str_exact(&text);
                DiscountValue::Percent(percent.map_err(|_| self.t(Key::NotAPercentage))?)
            }
            Typed::Amount(text) => {
                let currency = self.currency().ok_or(self.t(Key::NotAnAmount))?;
                DiscountValue::Amount(parse(text, currency).map_err(|_| self.t(Key::NotAnAmount))?)
            }
        };
        let nothing = match &value {
            DiscountValue::Percent(percent) => percent.is_zero(),
            DiscountValue::Amount(amount) => amount.is_zero(),
        };
        let discount = Discount { value, reason: reason.trim().to_owned() };
        Ok((!nothing).then_some(discount))
    }

    pub(super) fn basket_error(&self, error: &BasketError) -> String {
        match error {
            BasketError::NotReady | BasketError::Beyond(_) => self.t(Key::NotReady).to_owned(),
            BasketError::Price(why) => self.tf(Key::CannotPrice, &[("error", why)]),
            BasketError::Cart(error) => match error {
                CartError::NoSuchLine(_) => self.t(Key::NoSuchLine).to_owned(),
                CartError::TooManyLines => self.t(Key::TooManyLines).to_owned(),
                CartError::Quantity(QuantityError::NotWhole) => self.t(Key::WholePieces).to_owned(),
                CartError::Quantity(QuantityError::TooLarge) => {
                    self.t(Key::QuantityTooLarge).to_owned()
                }
                CartError::Quantity(_) => self.t(Key::NotAQuantity).to_owned(),
                CartError::Percent => self.t(Key::NotAPercentage).to_owned(),
                CartError::OpenPrice(limits) => self.price_limits(limits),
                CartError::NegativeDiscount => self.t(Key::NotAnAmount).to_owned(),
                other => other.code().to_owned(),
            },
        }
    }
}

/// What was typed as a discount.
#[derive(Copy, Clone, Debug)]
pub enum Typed<'a> {
    Percent(&'a str),
    Amount(&'a str),
}

/// The lock that is held while the cart is written down or sold.
pub(super) fn keeping() -> Rc<Mutex<()>> {
    KEEPING.with(Rc::clone)
}

/// Returns the id of a line's element.
#[must_use]
pub fn line_element(line: LineId) -> String {
    format!("line-{line}")
}
