//! The cart on the screen: one signal a line, so that a scan repaints one row.

use leptos::prelude::*;
use titan_core::cart::{Cart, CartError, Command, Discount, Event, LineItem};
use titan_core::ids::LineId;
use titan_core::money::Minor;
use titan_core::pricing::{PriceBook, PricedCart, PricedLine, price};
use titan_core::quantity::Quantity;
use titan_core::time::Timestamp;

use crate::platform::clock;

/// The cart and what is shown of it.
#[derive(Copy, Clone)]
pub struct Basket {
    cart: StoredValue<Option<Cart>, LocalStorage>,
    before: StoredValue<Option<Cart>, LocalStorage>,
    /// When goods were added last.
    pub added_at: StoredValue<Timestamp>,
    pub lines: RwSignal<Vec<LineRow>>,
    pub totals: RwSignal<Totals>,
    pub discount: RwSignal<Option<Discount>>,
    pub selected: RwSignal<Option<LineId>>,
    /// Whether a cashier chose the line, and not just the last scan.
    pub by_hand: StoredValue<bool>,
    /// The line that is being changed in place.
    pub open: RwSignal<Option<LineId>>,
}

/// A line with a signal of its own.
#[derive(Clone)]
pub struct LineRow {
    pub id: LineId,
    pub view: ArcRwSignal<LineView>,
}

/// What a row shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineView {
    pub item: LineItem,
    pub quantity: Quantity,
    pub discount: Option<Discount>,
    pub value: Minor,
    /// What the line's own discount takes off.
    pub off: Minor,
    /// What promotions take off, and their names.
    pub promoted: Minor,
    pub promotions: String,
    /// Counts the times that it was scanned, to flash.
    pub touched: u32,
}

/// What stands under the lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub count: usize,
    pub value: Minor,
    pub discount: Minor,
    pub tax: Minor,
    pub total: Minor,
}

/// A change that was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BasketError {
    #[error("the register is not ready")]
    NotReady,
    #[error(transparent)]
    Cart(#[from] CartError),
    #[error("this cart cannot be priced: {0}")]
    Price(String),
}

impl Basket {
    pub(super) fn new() -> Self {
        Self {
            cart: StoredValue::new_local(None),
            before: StoredValue::new_local(None),
            added_at: StoredValue::new(Timestamp::default()),
            lines: RwSignal::new(Vec::new()),
            totals: RwSignal::new(Totals::default()),
            discount: RwSignal::new(None),
            selected: RwSignal::new(None),
            by_hand: StoredValue::new(false),
            open: RwSignal::new(None),
        }
    }

    /// Returns the cart.
    #[must_use]
    pub fn cart(&self) -> Option<Cart> {
        self.cart.get_value()
    }

    /// Returns whether nothing is in the cart, without subscribing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cart.with_value(|cart| cart.as_ref().is_none_or(Cart::is_empty))
    }

    /// Puts a cart in the place of the one that is there.
    ///
    /// # Errors
    /// [`BasketError::Price`] when the book cannot price it.
    pub fn replace(&self, cart: Cart, book: &PriceBook) -> Result<(), BasketError> {
        let priced = priced(&cart, book)?;
        self.show(&cart, &priced, None);
        let there = |id: LineId| cart.line(id).is_some();
        if !self.selected.get_untracked().is_none_or(there) {
            self.selected.set(None);
        }
        if !self.open.get_untracked().is_none_or(there) {
            self.open.set(None);
        }
        self.cart.set_value(Some(cart));
        Ok(())
    }

    /// Carries out a command and returns the line it touched.
    ///
    /// # Errors
    /// [`BasketError`]; the cart is then unchanged.
    pub fn run(&self, command: Command, book: &PriceBook) -> Result<Option<LineId>, BasketError> {
        let mut cart = self.cart().ok_or(BasketError::NotReady)?;
        let undoable = matches!(command, Command::Remove { .. } | Command::Clear);
        if undoable {
            self.before.set_value(Some(cart.clone()));
        }
        let added = matches!(command, Command::Add { .. });
        let events = cart.run(command)?;
        let touched = events.iter().find_map(line_of);
        let priced = priced(&cart, book)?;
        self.show(&cart, &priced, touched.filter(|_| added));
        if added {
            self.added_at.set_value(clock::now());
            self.selected.set(touched);
            self.by_hand.set_value(false);
        }
        let gone = |id: &LineId| cart.line(*id).is_none();
        if self.selected.get_untracked().as_ref().is_some_and(gone) {
            self.selected.set(None);
        }
        if self.open.get_untracked().as_ref().is_some_and(gone) {
            self.open.set(None);
        }
        self.cart.set_value(Some(cart));
        Ok(touched)
    }

    /// Chooses a line by hand.
    pub fn choose(&self, line: LineId) {
        self.selected.set(Some(line));
        self.by_hand.set_value(true);
    }

    /// Returns the cart as it was before the last removal, once.
    #[must_use]
    pub fn take_before(&self) -> Option<Cart> {
        self.before.try_update_value(Option::take).flatten()
    }

    /// Forgets what could be undone.
    pub fn forget_before(&self) {
        self.before.set_value(None);
    }

    fn show(&self, cart: &Cart, priced: &PricedCart, touched: Option<LineId>) {
        let shown = self.lines.get_untracked();
        let mut rows = Vec::with_capacity(cart.lines.len());
        for (line, prices) in cart.lines.iter().zip(&priced.lines) {
            let row = shown.iter().find(|row| row.id == line.id);
            let before = row.map_or(0, |row| row.view.with_untracked(|view| view.touched));
            let view = LineView {
                item: line.item.clone(),
                quantity: line.quantity,
                discount: line.discount.clone(),
                value: prices.value,
                off: prices.line_discount,
                promoted: promoted(prices),
                promotions: names(prices, priced),
                touched: before + u32::from(touched == Some(line.id)),
            };
            match row {
                Some(row) => {
                    if row.view.with_untracked(|old| *old != view) {
                        row.view.set(view);
                    }
                    rows.push(row.clone());
                }
                None => rows.push(LineRow { id: line.id, view: ArcRwSignal::new(view) }),
            }
        }
        let same =
            rows.len() == shown.len() && rows.iter().zip(&shown).all(|(new, old)| new.id == old.id);
        if !same {
            self.lines.set(rows);
        }
        if self.discount.with_untracked(|discount| *discount != cart.discount) {
            self.discount.set(cart.discount.clone());
        }
        let totals = totals_of(priced);
        if self.totals.with_untracked(|old| *old != totals) {
            self.totals.set(totals);
        }
    }
}

fn priced(cart: &Cart, book: &PriceBook) -> Result<PricedCart, BasketError> {
    price(cart, book).map_err(|error| BasketError::Price(error.code().to_owned()))
}

fn promoted(line: &PricedLine) -> Minor {
    Minor::sum(line.promotions.iter().map(|share| share.amount)).unwrap_or_default()
}

/// The names of the promotions that take something off a line.
fn names(line: &PricedLine, priced: &PricedCart) -> String {
    let name = |id| priced.promotions.iter().find(|total| total.promotion == id);
    let names = line.promotions.iter().filter_map(|share| name(share.promotion));
    names.map(|total| total.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn totals_of(priced: &PricedCart) -> Totals {
    let tax = Minor::sum(priced.taxes.iter().map(|tax| tax.amount)).unwrap_or_default();
    Totals {
        count: priced.lines.len(),
        value: priced.value,
        discount: priced.discount,
        tax,
        total: priced.total,
    }
}

const fn line_of(event: &Event) -> Option<LineId> {
    match event {
        Event::LineAdded { line, .. }
        | Event::QuantitySet { line, .. }
        | Event::LineDiscountSet { line, .. }
        | Event::LineRemoved { line } => Some(*line),
        Event::DiscountSet { .. } | Event::Cleared => None,
    }
}
