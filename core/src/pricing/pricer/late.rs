//! What ties all lines of a cart, applied to lines that are priced as far as they go by themselves.

use crate::cart::Cart;
use crate::ids::LineId;
use crate::money::MoneyError;

use super::super::compile::Compiled;
use super::super::context::Context;
use super::super::notice::Notice;
use super::super::scratch::{Entry, HotLine, Scratch};
use super::super::{PricedCart, PricedLine, steps};

/// Lines after the promotions that tie some of them only, and the work on them.
#[derive(Debug, Default)]
pub(super) struct Late {
    /// In the order of line ids, with what was taken off each so far.
    early: Vec<(HotLine, Vec<Entry>)>,
    /// The same lines after everything.
    scratch: Scratch,
    /// Whether the index of the scratch knows the lines.
    indexed: bool,
    by_line: ByLine,
}

/// Entries line by line, those of a line in their order.
#[derive(Debug, Default)]
struct ByLine {
    starts: Vec<usize>,
    entries: Vec<Entry>,
}

impl ByLine {
    fn fill(&mut self, log: &[Entry], lines: usize) {
        self.starts.clear();
        // One more in front: adding up leaves each start where it belongs, and filling moves it to the next.
        self.starts.resize(lines.saturating_add(2), 0);
        for entry in log {
            if let Some(count) = self.starts.get_mut(entry.line.saturating_add(2)) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut self.starts {
            sum += *start;
            *start = sum;
        }
        self.entries.clear();
        self.entries.resize(log.len(), Entry { promotion: 0, line: 0, amount: 0, units: 0 });
        for entry in log {
            let Some(next) = self.starts.get_mut(entry.line.saturating_add(1)) else { continue };
            if let Some(slot) = self.entries.get_mut(*next) {
                *slot = *entry;
            }
            *next += 1;
        }
    }

    fn of(&self, line: usize) -> &[Entry] {
        let bound = |at: usize| self.starts.get(at).copied().unwrap_or(0);
        self.entries.get(bound(line)..bound(line.saturating_add(1))).unwrap_or_default()
    }
}

impl Late {
    /// Forgets the lines: the next change begins with all of them.
    pub(super) fn forget(&mut self) {
        self.early.clear();
        self.scratch.log.clear();
        self.indexed = false;
    }

    pub(super) fn knows_nothing(&self) -> bool {
        self.early.is_empty()
    }

    /// Returns what was taken off all lines, in the order of application.
    pub(super) fn taken(&self) -> &[Entry] {
        &self.scratch.log
    }

    /// Takes the promotions before `end` off the lines of a scratch, and the lines in.
    pub(super) fn begin(
        &mut self,
        cart: &Cart,
        (compiled, context): (&Compiled, &Context),
        end: usize,
        scratch: &mut Scratch,
    ) -> Result<(), MoneyError> {
        steps::begin(cart, compiled, scratch)?;
        if end > 0 {
            scratch.index.fill(&compiled.atoms, cart, &scratch.lines);
        }
        steps::promote(cart, compiled, (&(0..end), context), scratch)?;
        self.by_line.fill(&scratch.log, scratch.lines.len());
        for (at, line) in scratch.lines.iter().enumerate() {
            let taken = self.by_line.of(at).to_vec();
            self.take_in(*line, taken);
        }
        self.early
            .retain(|(line, _)| cart.lines.binary_search_by_key(&line.id, |own| own.id).is_ok());
        for (position, (line, _)) in self.early.iter_mut().enumerate() {
            line.position = position;
        }
        Ok(())
    }

    fn take_in(&mut self, line: HotLine, taken: Vec<Entry>) {
        match self.early.binary_search_by_key(&line.id, |own| own.0.id) {
            Ok(at) => {
                if let Some(own) = self.early.get_mut(at) {
                    self.indexed &= own.0.apart == line.apart;
                    *own = (line, taken);
                }
            }
            Err(at) => {
                self.indexed = false;
                self.early.insert(at, (line, taken));
            }
        }
    }

    /// Takes everything else off all lines.
    pub(super) fn promote(
        &mut self,
        cart: &Cart,
        (compiled, context): (&Compiled, &Context),
        end: usize,
    ) -> Result<Vec<Notice>, MoneyError> {
        let scratch = &mut self.scratch;
        self.indexed &= scratch.lines.len() == self.early.len();
        scratch.lines.clear();
        scratch.lines.extend(self.early.iter().map(|(line, _)| *line));
        scratch.log.clear();
        if !self.indexed {
            scratch.index.fill(&compiled.atoms, cart, &scratch.lines);
            self.indexed = true;
        }
        let rest = end..compiled.promotions.len();
        let notices = steps::promote(cart, compiled, (&rest, context), scratch)?;
        steps::end(cart, compiled, scratch)?;
        steps::share_cart_discount(cart, compiled.rounding, scratch)?;
        Ok(notices)
    }

    /// Returns the lines that came out otherwise than they stand in a priced cart, and what was
    /// taken off each, in the order of application.
    pub(super) fn others(
        &mut self,
        priced: &PricedCart,
        compiled: &Compiled,
        changed: &[LineId],
    ) -> (Vec<HotLine>, Vec<Entry>) {
        self.by_line.fill(&self.scratch.log, self.early.len());
        let (mut lines, mut log) = (Vec::new(), Vec::new());
        let mut known = priced.lines.iter().peekable();
        for ((at, line), (_, early)) in self.scratch.lines.iter().enumerate().zip(&self.early) {
            let late = self.by_line.of(at);
            while known.next_if(|known| known.line < line.id).is_some() {}
            let before = known.next_if(|known| known.line == line.id);
            let taken = || early.iter().chain(late);
            let same = before.is_some_and(|before| is_same(before, line, taken(), compiled));
            if !same || changed.binary_search(&line.id).is_ok() {
                log.extend(taken().map(|entry| Entry { line: lines.len(), ..*entry }));
                lines.push(*line);
            }
        }
        (lines, log)
    }
}

/// Returns whether a line is priced as before: then its taxes are as before too.
fn is_same<'a>(
    before: &PricedLine,
    line: &HotLine,
    mut taken: impl Iterator<Item = &'a Entry>,
    compiled: &Compiled,
) -> bool {
    let mut shares = before.promotions.iter();
    let as_before = |entry: &Entry| {
        let promotion = compiled.promotions.get(entry.promotion).map(|ready| ready.id);
        shares.next().is_some_and(|share| {
            Some(share.promotion) == promotion
                && share.amount.get() == entry.amount
                && i64::from(share.units) == entry.units
        })
    };
    before.value.get() == line.value
        && before.line_discount.get() == line.line_discount
        && before.cart_discount.get() == line.cart_discount
        && taken.all(as_before)
        && shares.next().is_none()
}
