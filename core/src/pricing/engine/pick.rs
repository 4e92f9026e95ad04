//! Something off chosen units.

use super::super::compile::{OffBy, Sel};
use super::super::promotion::{Choose, EqualPrices};
use super::super::scratch::{HotLine, Part};
use super::Run;
use crate::money::MoneyError;

/// How many units are picked.
#[derive(Copy, Clone, Debug)]
pub(super) struct Count {
    pub(super) units: i64,
    pub(super) full_groups: bool,
}

/// Returns the units of a line that a promotion may still count.
pub(super) fn available(line: &HotLine, reuse: bool) -> i64 {
    if reuse { line.units } else { line.units.saturating_sub(line.used).max(0) }
}

impl Run<'_> {
    /// Sorts lines, given by position in the order of their ids, into the order in which their
    /// units are taken; where `last` says so of a line, it comes behind the others.
    pub(super) fn sort_by_choice(
        &self,
        list: &mut [usize],
        choose: Choose,
        last: impl Fn(usize) -> bool,
    ) {
        let later_first = self.book.equal_prices() == EqualPrices::LastLine;
        crate::order::sort_by_key(list, |at| {
            let price = self.lines.get(*at).map_or(0, |line| line.price_e4);
            let place = i64::try_from(*at).unwrap_or(i64::MAX);
            let among_equals = if later_first { -place } else { place };
            let (price, place) = match choose {
                Choose::Cheapest => (price, among_equals),
                Choose::Dearest => (-price, among_equals),
                Choose::InOrder => (0, place),
            };
            (last(*at), price, place)
        });
    }

    pub(super) fn pick(
        &mut self,
        promotion: usize,
        of: &Sel,
        choose: Choose,
        count: Count,
        (off, reuse): (OffBy, bool),
    ) -> Result<(), MoneyError> {
        let mut list = self.list_of(of);
        self.sort_by_choice(&mut list, choose, |_| false);
        let there: i64 = list
            .iter()
            .filter_map(|at| self.lines.get(*at))
            .fold(0, |sum, line| sum.saturating_add(available(line, reuse)));
        let mut wanted =
            if count.full_groups { there / count.units * count.units } else { count.units };
        let mut parts = std::mem::take(&mut self.work.parts);
        parts.clear();
        for at in &list {
            let Some(line) = self.lines.get(*at) else { continue };
            let units = available(line, reuse).min(wanted);
            if units > 0 {
                wanted -= units;
                if !reuse {
                    self.work.counted.push((*at, units));
                }
                let base = self.worth_of(line, units, !reuse)?;
                parts.push(Part { line: *at, units, base });
            }
        }
        crate::order::sort_by_key(&mut parts, |part| part.line);
        let done = self.off_parts(promotion, &parts, off, 1, !reuse);
        self.work.parts = parts;
        self.work.selected = list;
        done
    }

    /// Returns the selected lines as a list of one's own, in a buffer of the working memory that
    /// is put back by the caller.
    pub(super) fn list_of(&mut self, of: &Sel) -> Vec<usize> {
        let mut list = std::mem::take(&mut self.work.selected);
        let mut buffer = std::mem::take(&mut self.work.others);
        list.clear();
        list.extend_from_slice(of.lines(self.index, self.lines, &mut buffer));
        self.work.others = buffer;
        list
    }
}
