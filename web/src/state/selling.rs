//! What a cashier does to the cart.

use std::cell::Cell;
use std::rc::Rc;

use futures::lock::Mutex;
use leptos::prelude::*;
use rust_decimal::Decimal;
use titan_core::cart::{Cart, CartError, Command, Discount, DiscountValue, LineItem};
use titan_core::catalog::Item;
use titan_core::ids::{CartId, LineId};
use titan_core::money::format::parse;
use titan_core::pricing::PriceBook;
use titan_core::quantity::{Quantity, QuantityError, Unit};

use super::basket::BasketError;
use super::notice::Tone;
use super::{App, Dialog, Pane};
use crate::db::DbError;
use crate::db::carts::KeptCart;
use crate::i18n::Key;
use crate::platform::{page, random};

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
        let book = self.book()?;
        match self.basket.run(command, &book) {
            Ok(line) => {
                self.keep_cart();
                line
            }
            Err(error) => {
                self.notify(Tone::Warning, self.basket_error(&error));
                None
            }
        }
    }

    /// Adds an item; asks for the weight where it is needed and not known.
    pub fn add(&self, item: &Item, quantity: Option<Quantity>) {
        let quantity = match (quantity, item.unit()) {
            (Some(quantity), _) => quantity,
            (None, Unit::Each) => Quantity::ONE,
            (None, _) => {
                self.dialog.set(Some(Dialog::Weigh(Box::new(item.clone()))));
                return;
            }
        };
        let added = self.command(Command::Add { item: LineItem::from(item), quantity });
        if let Some(line) = added {
            self.basket.open.set(None);
            page::reveal_soon(line_element(line));
        }
    }

    /// Sets the quantity of a line from what was typed.
    pub fn set_quantity(&self, line: LineId, typed: &str) {
        match typed.parse::<Quantity>() {
            Ok(quantity) => {
                self.command(Command::SetQuantity { line, quantity });
            }
            Err(QuantityError::NotPositive) => self.remove(line),
            Err(error) => {
                self.notify(Tone::Warning, self.basket_error(&CartError::from(error).into()));
            }
        }
    }

    /// Adds to (or takes from) the quantity of a line; at nothing the line goes.
    pub fn change_quantity(&self, line: LineId, by: i64) {
        let Some(now) = self.line_quantity(line) else { return };
        match now.checked_add(Decimal::from(by)).map(Quantity::new) {
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
                self.command(Command::SetLineDiscount { line, discount });
            }
            Err(text) => self.notify(Tone::Warning, text),
        }
    }

    /// Sets the discount of the cart from what was typed; nothing typed takes it away.
    pub fn set_cart_discount(&self, value: Typed<'_>, reason: &str) -> bool {
        match self.discount(value, reason) {
            Ok(discount) => {
                self.command(Command::SetDiscount { discount });
                true
            }
            Err(text) => {
                self.notify(Tone::Warning, text);
                false
            }
        }
    }

    /// Takes a line out and offers to bring it back.
    pub fn remove(&self, line: LineId) {
        let name = self.basket.lines.with_untracked(|rows| {
            let row = rows.iter().find(|row| row.id == line)?;
            Some(row.view.with_untracked(|view| view.item.name.clone()))
        });
        if self.command(Command::Remove { line }).is_some() {
            let name = name.unwrap_or_default();
            self.offer_undo(self.tf(Key::LineRemoved, &[("name", &name)]));
        }
    }

    /// Takes everything out and offers to bring it back.
    pub fn clear(&self) {
        if !self.basket.is_empty() && self.writes() {
            self.command(Command::Clear);
            self.offer_undo(self.t(Key::CartCleared));
        }
    }

    /// Brings back what was taken out last.
    pub fn undo(&self) {
        self.dismiss();
        let (Some(cart), Some(book)) = (self.basket.take_before(), self.book()) else { return };
        if self.writes() && self.basket.replace(cart, &book).is_ok() {
            self.keep_cart();
        }
    }

    /// Begins an empty cart.
    pub(super) fn new_cart(&self) {
        let (Some(currency), Some(book)) = (self.currency(), self.book()) else { return };
        let cart = Cart::new(CartId::new(random::uuid_v7()), currency);
        self.basket.forget_before();
        self.basket.open.set(None);
        self.basket.selected.set(None);
        // An empty cart has nothing that could not be priced.
        let _ = self.basket.replace(cart, &book);
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
        let Some(cart) = self.basket.cart() else { return };
        let kept = KeptCart { cart, offers: self.payment.offers.get_untracked() };
        match db.keep_cart(till.fence(), &kept).await {
            Ok(()) => {}
            Err(DbError::Fenced) => self.give_up(),
            Err(error) => {
                let error = error.to_string();
                self.notify(Tone::Danger, self.tf(Key::CartNotKept, &[("error", &error)]));
            }
        }
    }

    pub(super) fn book(&self) -> Option<PriceBook> {
        self.shop.with_untracked(|shop| shop.as_ref().map(|shop| shop.book.clone()))
    }

    fn line_quantity(&self, line: LineId) -> Option<Decimal> {
        self.basket.lines.with_untracked(|rows| {
            let row = rows.iter().find(|row| row.id == line)?;
            Some(row.view.with_untracked(|view| view.quantity.value()))
        })
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

    fn basket_error(&self, error: &BasketError) -> String {
        match error {
            BasketError::NotReady => self.t(Key::NotReady).to_owned(),
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
