//! Pricing a cart again after a change, as little of it as the rules allow.
//!
//! Lines are in a circle when some promotion looks at them together: a deal of several units, a
//! threshold, an amount that is spread. A change of one line prices its circle again and leaves
//! the rest of the cart as it is. Where a rule ties all lines, or where what is priced does not
//! lend itself to it, the whole cart is priced again; the outcome is the same either way.

mod circles;
mod totals;

use crate::cart::{Cart, Event};
use crate::ids::LineId;
use crate::tax::TaxRounding;

use circles::Circles;
use totals::Totals;

use super::compile::CompiledBook;
use super::context::Context;
use super::promotion::Spread;
use super::scratch::Scratch;
use super::{PriceError, PricedCart, PricedLine, output, steps, taxes};

/// Keeps the prices of one cart and brings them up to date.
#[derive(Debug)]
pub struct Pricer {
    book: CompiledBook,
    context: Context,
    scratch: Scratch,
    /// None while every change has to price the whole cart.
    circles: Option<Circles>,
    totals: Totals,
    priced: Option<PricedCart>,
    /// Lines that were priced at the last change.
    touched: usize,
}

impl Pricer {
    /// Makes a pricer that has not seen a cart yet.
    #[must_use]
    pub fn new(book: CompiledBook, context: Context) -> Self {
        Self {
            book,
            context,
            scratch: Scratch::new(),
            circles: None,
            totals: Totals::default(),
            priced: None,
            touched: 0,
        }
    }

    /// Sets who buys where, when and with which coupons; the next pricing is of the whole cart.
    pub fn set_context(&mut self, context: Context) {
        self.context = context;
        self.priced = None;
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
        self.circles = self.make_circles(cart);
        if self.circles.is_some() {
            self.totals = Totals::of(&priced, &self.scratch.log)?;
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
        if cart.discount.is_some() {
            return self.price(cart);
        }
        self.touched = 0;
        for line in changed {
            let compiled = &self.book.compiled;
            let members = circles.change(cart, line, &compiled.atoms);
            self.take_out(&mut priced, line, &members)?;
            self.price_lines(cart, &members, &mut priced)?;
        }
        self.totals.write(&mut priced, &self.book.compiled);
        priced.notices.clear();
        let worked = |number| self.totals.has(number);
        steps::notices(&self.book.compiled, &self.context, worked, &mut priced.notices);
        self.circles = Some(circles);
        Ok(self.priced.insert(priced))
    }

    fn make_circles(&self, cart: &Cart) -> Option<Circles> {
        let in_order = cart.lines.is_sorted_by(|a, b| a.id < b.id);
        let once = self.book.book().tax_rounding == TaxRounding::PerDocument;
        let apart = self.book.compiled.spread() != Spread::Lines;
        if !in_order || once || apart || cart.discount.is_some() {
            return None;
        }
        let ties = self.book.compiled.ties(&self.context)?;
        Some(Circles::new(ties, cart, &self.book.compiled.atoms))
    }

    /// Takes what a line and its circle came to out of the totals, and the line out of the
    /// cart if it is gone.
    fn take_out(
        &mut self,
        priced: &mut PricedCart,
        line: LineId,
        members: &[LineId],
    ) -> Result<(), PriceError> {
        let is_gone = members.binary_search(&line).is_err();
        for id in members.iter().chain(is_gone.then_some(&line)) {
            let Ok(at) = priced.lines.binary_search_by_key(id, |line| line.line) else { continue };
            if let Some(old) = priced.lines.get(at) {
                self.totals.remove(old, &self.book.compiled)?;
            }
            if is_gone && *id == line {
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
        self.scratch.load_some(cart, members, compiled.rounding)?;
        steps::take_off_loaded(cart, compiled, &self.context, &mut self.scratch)?;
        let taxed = taxes::add_taxes(cart, self.book.book(), &compiled.taxes, &self.scratch.lines)?;
        for line in output::lines(compiled, &mut self.scratch, taxed) {
            self.totals.add(&line, compiled)?;
            place(&mut priced.lines, line);
        }
        Ok(())
    }
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
            | Event::LineDiscountSet { line, .. }
            | Event::LineRemoved { line } => lines.push(*line),
            Event::DiscountSet { .. } | Event::Cleared => return None,
        }
    }
    crate::order::sort(&mut lines);
    lines.dedup();
    Some(lines)
}
