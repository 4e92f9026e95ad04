//! Pricing a cart again after a change, as little of it as the rules allow.
//!
//! Lines are in a circle when some promotion looks at them together: a deal of several units, a
//! threshold, an amount that is spread. A change of one line prices its circle again and leaves
//! the rest of the cart as it is. What ties all lines (a promotion of the whole order, one that
//! stops others, the discount of the cart) and all that comes after it is taken off all lines
//! again, but taxes and shares are made anew only for lines that came out otherwise than before.
//! Where taxes are rounded per document the whole cart is priced again. The outcome is the same
//! in every case.

mod circles;
mod late;
mod totals;

use std::sync::Arc;

use crate::cart::{Cart, Event};
use crate::ids::LineId;
use crate::tax::TaxRounding;

use circles::Circles;
use late::Late;
use totals::Totals;

use super::compile::{CompiledBook, Ties};
use super::context::Context;
use super::notice::Notice;
use super::scratch::Scratch;
use super::{PriceError, PricedCart, PricedLine, output, steps, taxes};

/// Keeps the prices of one cart and brings them up to date.
#[derive(Debug)]
pub struct Pricer {
    book: Arc<CompiledBook>,
    context: Context,
    scratch: Scratch,
    /// Found out once for a context.
    ties: Option<Arc<Ties>>,
    /// None while every change has to price the whole cart.
    circles: Option<Circles>,
    /// What comes after the promotions that tie some lines only.
    late: Late,
    totals: Totals,
    priced: Option<PricedCart>,
    /// Lines that were priced at the last change.
    touched: usize,
}

impl Pricer {
    /// Makes a pricer that has not seen a cart yet. Several may share a book.
    #[must_use]
    pub fn new(book: impl Into<Arc<CompiledBook>>, context: Context) -> Self {
        Self {
            book: book.into(),
            context,
            scratch: Scratch::new(),
            ties: None,
            circles: None,
            late: Late::default(),
            totals: Totals::default(),
            priced: None,
            touched: 0,
        }
    }

    /// Sets who buys where, when and with which coupons; the next pricing is of the whole cart.
    pub fn set_context(&mut self, context: Context) {
        self.context = context;
        self.ties = None;
        self.priced = None;
    }

    /// Returns who buys where, when and with which coupons.
    #[must_use]
    pub const fn context(&self) -> &Context {
        &self.context
    }

    /// Returns the prices as they stand; none before the first pricing.
    #[must_use]
    pub const fn priced(&self) -> Option<&PricedCart> {
        self.priced.as_ref()
    }

    /// Returns how many lines the last pricing looked at.
    #[must_use]
    pub const fn touched_lines(&self) -> usize {
        self.touched
    }

    /// Prices the whole cart.
    ///
    /// # Errors
    /// As [`super::price`]; the next pricing is of the whole cart again.
    pub fn price(&mut self, cart: &Cart) -> Result<&PricedCart, PriceError> {
        self.priced = None;
        let priced = self.book.price(cart, &self.context, &mut self.scratch)?;
        self.touched = cart.lines.len();
        self.late.forget();
        self.circles = self.make_circles(cart);
        if let Some(circles) = &self.circles {
            self.totals = Totals::of(&priced, &self.scratch.log, circles.end())?;
        }
        Ok(self.priced.insert(priced))
    }

    /// Brings the prices up to date. `cart` is the cart after `events`, which are all that
    /// happened to it since the last pricing.
    ///
    /// # Errors
    /// As [`super::price`]; the next pricing is of the whole cart then.
    pub fn update(&mut self, cart: &Cart, events: &[Event]) -> Result<&PricedCart, PriceError> {
        let Some(changed) = changed_lines(events) else { return self.price(cart) };
        let (Some(mut priced), Some(mut circles)) = (self.priced.take(), self.circles.take())
        else {
            return self.price(cart);
        };
        self.touched = 0;
        let gone: Vec<LineId> =
            changed.iter().filter(|line| !is_there(cart, **line)).copied().collect();
        let notices =
            if circles.end() < self.book.compiled.promotions.len() || cart.discount.is_some() {
                self.update_all(cart, (&changed, &gone), &mut circles, &mut priced)?
            } else {
                let members = self.members(cart, &changed, &mut circles);
                self.take_out(&mut priced, &members, &gone)?;
                self.price_lines(cart, &members, &mut priced)?;
                Vec::new()
            };
        let late = self.late.taken();
        self.totals.write(&mut priced, &self.book.compiled, late);
        priced.notices = notices;
        let worked =
            |number| self.totals.has(number) || late.iter().any(|entry| entry.promotion == number);
        steps::notices(&self.book.compiled, &self.context, worked, &mut priced.notices);
        self.circles = Some(circles);
        Ok(self.priced.insert(priced))
    }

    fn make_circles(&mut self, cart: &Cart) -> Option<Circles> {
        let in_order = cart.lines.is_sorted_by(|a, b| a.id < b.id);
        let once = self.book.book().tax_rounding == TaxRounding::PerDocument;
        let compiled = &self.book.compiled;
        let found = || Arc::new(compiled.ties(&self.context));
        let ties = Arc::clone(self.ties.get_or_insert_with(found));
        let tied = compiled.lists.ties_lines();
        (in_order && !once && !tied).then(|| Circles::new(ties, cart, &compiled.atoms))
    }

    /// Prices the circles of changed lines as far as they go by themselves, then takes off all
    /// lines what ties them, and makes those anew that came out otherwise than before.
    fn update_all(
        &mut self,
        cart: &Cart,
        (changed, gone): (&[LineId], &[LineId]),
        circles: &mut Circles,
        priced: &mut PricedCart,
    ) -> Result<Vec<Notice>, PriceError> {
        let mut members = self.members(cart, changed, circles);
        if self.late.knows_nothing() {
            members = cart.lines.iter().map(|line| line.id).collect();
        }
        self.touched = members.len();
        let book = (&self.book.compiled, &self.context);
        self.scratch.load_some(cart, &members, book.0, book.1)?;
        self.late.begin(cart, book, circles.end(), &mut self.scratch)?;
        let notices = self.late.promote(cart, book, circles.end())?;
        self.take_out(priced, &[], gone)?;
        let (others, entries) = self.late.others(priced, &self.book.compiled, changed);
        self.touched = self.touched.max(others.len());
        let taxed = taxes::add_taxes(cart, self.book.book(), &self.book.compiled.taxes, &others)?;
        self.scratch.lines = others;
        self.scratch.log = entries;
        for line in output::lines(cart, &self.book.compiled, &mut self.scratch, taxed)? {
            if let Ok(at) = priced.lines.binary_search_by_key(&line.line, |line| line.line)
                && let Some(old) = priced.lines.get(at)
            {
                self.totals.remove(old, &self.book.compiled)?;
            }
            self.totals.add(&line, &self.book.compiled)?;
            place(&mut priced.lines, line);
        }
        Ok(notices)
    }

    /// Returns the lines to price again, which are all in the cart, sorted.
    fn members(&self, cart: &Cart, changed: &[LineId], circles: &mut Circles) -> Vec<LineId> {
        let mut members = Vec::new();
        for line in changed {
            members.extend(circles.change(cart, *line, &self.book.compiled.atoms));
        }
        if changed.len() > 1 {
            crate::order::sort(&mut members);
            members.dedup();
            // What went with the same change may still have been in the circle of another line.
            members.retain(|line| is_there(cart, *line));
        }
        members
    }

    /// Takes what lines came to out of the totals, and those that are gone out of the cart.
    fn take_out(
        &mut self,
        priced: &mut PricedCart,
        members: &[LineId],
        gone: &[LineId],
    ) -> Result<(), PriceError> {
        for id in members.iter().chain(gone) {
            let Ok(at) = priced.lines.binary_search_by_key(id, |line| line.line) else { continue };
            if let Some(old) = priced.lines.get(at) {
                self.totals.remove(old, &self.book.compiled)?;
            }
            if gone.binary_search(id).is_ok() {
                priced.lines.remove(at);
            }
        }
        Ok(())
    }

    fn price_lines(
        &mut self,
        cart: &Cart,
        members: &[LineId],
        priced: &mut PricedCart,
    ) -> Result<(), PriceError> {
        self.touched = self.touched.saturating_add(members.len());
        let compiled = &self.book.compiled;
        self.scratch.load_some(cart, members, compiled, &self.context)?;
        steps::take_off_loaded(cart, compiled, &self.context, &mut self.scratch)?;
        let taxed = taxes::add_taxes(cart, self.book.book(), &compiled.taxes, &self.scratch.lines)?;
        for line in output::lines(cart, compiled, &mut self.scratch, taxed)? {
            self.totals.add(&line, compiled)?;
            place(&mut priced.lines, line);
        }
        Ok(())
    }
}

/// Returns whether a line is in a cart whose lines are in the order of their ids.
fn is_there(cart: &Cart, line: LineId) -> bool {
    cart.lines.binary_search_by_key(&line, |own| own.id).is_ok()
}

fn place(lines: &mut Vec<PricedLine>, line: PricedLine) {
    match lines.binary_search_by_key(&line.line, |line| line.line) {
        Ok(at) => {
            if let Some(old) = lines.get_mut(at) {
                *old = line;
            }
        }
        Err(at) => lines.insert(at, line),
    }
}

/// Returns the lines that events are about, or none where they are about the whole cart.
fn changed_lines(events: &[Event]) -> Option<Vec<LineId>> {
    let mut lines = Vec::with_capacity(events.len());
    for event in events {
        match event {
            Event::LineAdded { line, .. }
            | Event::QuantitySet { line, .. }
            | Event::ModifiersSet { line, .. }
            | Event::PriceSet { line, .. }
            | Event::PriceOverridden { line, .. }
            | Event::LineDiscountSet { line, .. }
            | Event::LineRemoved { line } => lines.push(*line),
            Event::NoteSet { .. } => {}
            Event::DiscountSet { .. } | Event::Cleared => return None,
        }
    }
    crate::order::sort(&mut lines);
    lines.dedup();
    Some(lines)
}
