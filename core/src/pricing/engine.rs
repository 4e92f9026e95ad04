//! Applies promotions to lines, one after the other, on what is left.
//!
//! The engine works on flat arrays of a [`Scratch`] and writes down everything that it takes off.
//! All of it is whole numbers of minor units; every step rounds at most once.

mod best;
mod buy_get;
mod discount;
mod net_share;
mod pick;
mod sets;
mod share;
mod tiers;

pub(super) use share::share_over;

use std::ops::Range;

use crate::money::{MoneyError, Rounding};

use super::compile::{Compiled, Deal, Index, Least, Ready};
use super::context::Context;
use super::notice::Notice;
use super::promotion::{ManualDiscounts, Measure, Scope, Stacking};
use super::rate;
use super::scratch::{Entry, HotLine, Scratch, Work};

/// A pricing under way.
pub(super) struct Run<'a> {
    book: &'a Compiled,
    context: &'a Context,
    rounding: Rounding,
    index: &'a Index,
    lines: &'a mut [HotLine],
    work: &'a mut Work,
    log: &'a mut Vec<Entry>,
}

/// Applies the promotions of a book that stand in `range` to the lines of a scratch and returns
/// what there is to say.
pub(super) fn apply_promotions(
    book: &Compiled,
    range: &Range<usize>,
    context: &Context,
    scratch: &mut Scratch,
) -> Result<Vec<Notice>, MoneyError> {
    let mut bits = std::mem::take(&mut scratch.work.candidates);
    scratch.work.any_used = scratch.lines.iter().any(|line| line.used > 0);
    book.candidates(&scratch.index, &mut bits);
    keep_range(&mut bits, range);
    let mut run = Run {
        book,
        context,
        rounding: book.rounding,
        index: &scratch.index,
        lines: &mut scratch.lines,
        work: &mut scratch.work,
        log: &mut scratch.log,
    };
    let done = if book.searches_the_best() {
        run.search(&Candidates::new(&bits))
    } else {
        run.by_priority(&Candidates::new(&bits)).map(|()| Vec::new())
    };
    scratch.work.candidates = bits;
    done
}

/// Takes the bits away that are not in a range.
fn keep_range(bits: &mut [u64], range: &Range<usize>) {
    for (word, first) in bits.iter_mut().zip((0..).step_by(64)) {
        let below = |end: usize| match end.saturating_sub(first) {
            bits @ 0..64 => (1_u64 << bits) - 1,
            _ => u64::MAX,
        };
        *word &= below(range.end) & !below(range.start);
    }
}

/// Marks the lines that take part in no promotion.
pub(super) fn set_lines_apart(book: &Compiled, lines: &mut [HotLine]) {
    if book.manual() == ManualDiscounts::InsteadOfPromotions {
        for line in lines {
            line.apart = line.by_hand;
        }
    }
}

/// The set bits of a bit set, in rising order.
#[derive(Clone)]
struct Candidates<'a> {
    words: std::iter::Enumerate<std::slice::Iter<'a, u64>>,
    at: usize,
    word: u64,
}

impl<'a> Candidates<'a> {
    fn new(bits: &'a [u64]) -> Self {
        Self { words: bits.iter().enumerate(), at: 0, word: 0 }
    }
}

impl Iterator for Candidates<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        while self.word == 0 {
            let (at, word) = self.words.next()?;
            (self.at, self.word) = (at, *word);
        }
        let bit = usize::try_from(self.word.trailing_zeros()).ok()?;
        self.word &= self.word - 1;
        Some(self.at * 64 + bit)
    }
}

impl<'a> Run<'a> {
    fn ready(&self, number: usize) -> Option<&'a Ready> {
        self.book.promotions.get(number)
    }

    /// Applies all candidates in the order of their priority, as their stacking allows.
    fn by_priority(&mut self, candidates: &Candidates<'_>) -> Result<(), MoneyError> {
        if self.book.has_alone && self.apply_alone(candidates.clone())? {
            return Ok(());
        }
        let mut settled: Vec<u32> = Vec::new();
        for number in candidates.clone() {
            let Some(ready) = self.ready(number) else { continue };
            match ready.stacking {
                Stacking::Stack => {
                    self.apply(number, ready)?;
                }
                Stacking::Last if self.apply(number, ready)? > 0 => return Ok(()),
                Stacking::Last | Stacking::Alone => {}
                Stacking::BestOf(group) if !settled.contains(&group) => {
                    settled.push(group);
                    self.apply_best_of(group, candidates.clone())?;
                }
                Stacking::BestOf(_) => {}
            }
        }
        Ok(())
    }

    fn apply_alone(&mut self, candidates: Candidates<'_>) -> Result<bool, MoneyError> {
        for number in candidates {
            let Some(ready) = self.ready(number) else { continue };
            if ready.stacking == Stacking::Alone && self.apply(number, ready)? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Applies one promotion if it is open and its thresholds are reached; returns what it took
    /// off all lines together.
    fn apply(&mut self, number: usize, ready: &Ready) -> Result<i64, MoneyError> {
        if !ready.is_open(self.context) {
            return Ok(0);
        }
        for least in &ready.thresholds {
            if !self.is_reached(least) {
                return Ok(0);
            }
        }
        let start = self.log.len();
        match &ready.deal {
            Deal::Discount { of, off, line_units_max } => {
                self.discount(number, of, *off, *line_units_max)?;
            }
            Deal::Pick { of, choose, units, full_groups, off, reuse } => {
                let count = pick::Count { units: *units, full_groups: *full_groups };
                self.pick(number, of, *choose, count, (*off, *reuse))?;
            }
            Deal::BuyGet(deal) => self.buy_get(number, deal)?,
            Deal::Sets { parts, off, choose, times_max, reuse } => {
                self.sets(number, parts, (*off, *choose), (*times_max, *reuse))?;
            }
            Deal::Tiers { measure, by, of, steps } => {
                self.tiers(number, measure, *by, of.as_ref(), steps)?;
            }
        }
        let off = self.hold_at(start, ready.max_amount)?;
        if !self.work.counted.is_empty() {
            self.count_units(start, off > 0)?;
        } else if self.work.any_used {
            self.thin_out(start);
        }
        Ok(off)
    }

    /// Marks the units that a promotion has counted, if it took something off at all, and notes
    /// what is left on them.
    fn count_units(&mut self, start: usize, took: bool) -> Result<(), MoneyError> {
        let mut counted = std::mem::take(&mut self.work.counted);
        crate::order::sort(&mut counted);
        for same in counted.chunk_by(|a, b| a.0 == b.0).filter(|_| took) {
            let Some(at) = same.first().map(|first| first.0) else { continue };
            let units = same.iter().map(|entry| entry.1).fold(0, i64::saturating_add);
            let entries = self.log.get(start..).unwrap_or_default().iter();
            let off: i64 = entries.filter(|entry| entry.line == at).map(|entry| entry.amount).sum();
            let Some(line) = self.lines.get_mut(at).filter(|_| units > 0) else { continue };
            let (left, of_units) = line.fresh();
            let worth = rate::part(left.saturating_add(off), (units, of_units), self.rounding)?;
            line.used = line.used.saturating_add(units);
            let left = line.used_left.saturating_add(worth).saturating_sub(off);
            line.used_left = left.clamp(0, line.left);
            self.work.any_used = true;
        }
        counted.clear();
        self.work.counted = counted;
        Ok(())
    }

    /// Takes off counted units their part of what was taken off whole lines.
    fn thin_out(&mut self, start: usize) {
        for entry in self.log.get(start..).unwrap_or_default() {
            let Some(line) = self.lines.get_mut(entry.line) else { continue };
            if line.used_left > 0 {
                line.used_left = thinned(line.used_left, line.left, entry.amount);
            }
        }
    }

    fn is_reached(&mut self, least: &Least) -> bool {
        let mut buffer = std::mem::take(&mut self.work.selected);
        let list = least.of.lines(self.index, self.lines, &mut buffer);
        let of_line = |at: &usize| {
            let line = self.lines.get(*at)?;
            let left = least.measure == Measure::Left;
            Some((if left { line.left } else { line.base }, line.units))
        };
        let measured = list.iter().filter_map(of_line);
        let enough = |(amount, units): (i64, i64)| amount >= least.amount && units >= least.units;
        let reached = match least.scope {
            Scope::Together => enough(
                measured
                    .fold((0, 0), |sum, line| (sum.0 + line.0, i64::saturating_add(sum.1, line.1))),
            ),
            Scope::AnyLine => measured.clone().any(enough),
        };
        self.work.selected = buffer;
        reached
    }

    /// Adds up what was written down from `start` on, and holds it at the most that is allowed.
    fn hold_at(&mut self, start: usize, most: Option<i64>) -> Result<i64, MoneyError> {
        let entries = self.log.get(start..).unwrap_or_default();
        let sum = entries.iter().map(|entry| entry.amount).sum();
        let Some(most) = most.filter(|most| sum > *most) else { return Ok(sum) };
        let mut parts = std::mem::take(&mut self.work.parts);
        parts.clear();
        parts.extend(entries.iter().map(|entry| entry.part()));
        self.share(most, &parts)?;
        self.work.parts = parts;
        let entries = self.log.get_mut(start..).unwrap_or_default();
        for (entry, share) in entries.iter_mut().zip(&self.work.shares) {
            if let Some(line) = self.lines.get_mut(entry.line) {
                line.left += entry.amount - share;
            }
            entry.amount = *share;
        }
        let mut at = 0;
        self.log.retain(|entry| {
            at += 1;
            at <= start || entry.amount > 0
        });
        Ok(most)
    }

    /// Takes an amount off a line, as far as there is something left, and writes it down.
    fn take(&mut self, promotion: usize, at: usize, amount: i64, units: i64) {
        let Some(line) = self.lines.get_mut(at) else { return };
        let amount = amount.min(line.room());
        if amount > 0 {
            line.left -= amount;
            self.log.push(Entry { promotion, line: at, amount, units });
        }
    }
}

/// Returns `counted * left / (left + off)` without its fraction: what is left on counted units.
fn thinned(counted: i64, left: i64, off: i64) -> i64 {
    // Below it the product fits 64 bits, which are many times cheaper than 128.
    const NARROW: i64 = 1 << 31;
    let before = left.saturating_add(off).max(1);
    if counted < NARROW && left < NARROW {
        return counted * left / before;
    }
    let exact = i128::from(counted) * i128::from(left) / i128::from(before);
    i64::try_from(exact).unwrap_or(0)
}
