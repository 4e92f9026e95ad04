//! Mix and match: some units of each of several sets together for less.

use super::super::compile::{OffBy, Sel};
use super::super::promotion::Choose;
use super::super::rate::part;
use super::super::scratch::Part;
use super::Run;
use super::pick::available;
use crate::money::MoneyError;

impl Run<'_> {
    pub(super) fn sets(
        &mut self,
        promotion: usize,
        parts: &[(Sel, i64)],
        (off, choose): (OffBy, Choose),
        (times_max, reuse): (i64, bool),
    ) -> Result<(), MoneyError> {
        let mut lists = std::mem::take(&mut self.work.lists);
        lists.resize_with(parts.len().max(lists.len()), Vec::new);
        let mut touched = Vec::new();
        for (list, (of, _)) in lists.iter_mut().zip(parts) {
            let mut chosen = self.list_of(of);
            list.clone_from(&chosen);
            touched.append(&mut chosen);
            self.work.selected = chosen;
            self.sort_by_choice(list, choose, |_| false);
        }
        crate::order::sort(&mut touched);
        touched.dedup();
        self.open_sets(&touched, reuse);
        let mut times = 0;
        while times < times_max {
            let made = self.one_set(&lists, parts, (off, reuse), times_max - times)?;
            if made == 0 {
                break;
            }
            times += made;
        }
        self.work.lists = lists;
        for at in touched {
            let (units, amount) = self.work.taken.get(at).copied().unwrap_or_default();
            if !reuse {
                self.work.counted.push((at, units));
            }
            self.take(promotion, at, amount, units);
        }
        Ok(())
    }

    fn open_sets(&mut self, touched: &[usize], reuse: bool) {
        self.work.available.resize(self.lines.len(), 0);
        self.work.taken.resize(self.lines.len(), (0, 0));
        for at in touched {
            let units = self.lines.get(*at).map_or(0, |line| available(line, reuse));
            if let Some(slot) = self.work.available.get_mut(*at) {
                *slot = units;
            }
            if let Some(slot) = self.work.taken.get_mut(*at) {
                *slot = (0, 0);
            }
        }
    }

    /// Puts one set together, or several alike at once; returns how many, 0 when the units do
    /// not suffice. A set that would not become cheaper keeps its price and its units.
    fn one_set(
        &mut self,
        lists: &[Vec<usize>],
        parts: &[(Sel, i64)],
        (off, reuse): (OffBy, bool),
        times_max: i64,
    ) -> Result<i64, MoneyError> {
        let mut group = std::mem::take(&mut self.work.group);
        group.clear();
        let times = self.alike(lists, parts, reuse).clamp(1, times_max);
        let mut complete = true;
        for (list, (_, units)) in lists.iter().zip(parts) {
            let mut wanted = units.saturating_mul(times);
            for at in list {
                let Some(there) = self.work.available.get_mut(*at) else { continue };
                let take = (*there).min(wanted);
                if take > 0 {
                    *there -= take;
                    wanted -= take;
                    group.push(Part { line: *at, units: take, base: 0 });
                }
                if wanted == 0 {
                    break;
                }
            }
            complete &= wanted == 0;
        }
        if complete {
            self.price_set(&mut group, (off, reuse), times)?;
        }
        self.work.group = group;
        Ok(if complete { times } else { 0 })
    }

    /// Returns how many sets of one part the first line with units makes by itself, where all its
    /// units are worth the same to the cent, so that each of these sets is as the others.
    fn alike(&self, lists: &[Vec<usize>], parts: &[(Sel, i64)], reuse: bool) -> i64 {
        let ([list, ..], [(_, units)]) = (lists, parts) else { return 1 };
        let there = |at: &usize| self.work.available.get(*at).copied().unwrap_or(0);
        let Some(first) = list.iter().find(|at| there(at) > 0) else { return 1 };
        let even = self.lines.get(*first).is_some_and(|line| {
            let (left, of_units) = line.countable(reuse);
            left % of_units == 0 && line.base % line.units.max(1) == 0
        });
        if even { there(first) / units } else { 1 }
    }

    fn price_set(
        &mut self,
        group: &mut [Part],
        (off, reuse): (OffBy, bool),
        times: i64,
    ) -> Result<(), MoneyError> {
        for piece in group.iter_mut() {
            let Some(line) = self.lines.get(piece.line) else { continue };
            let Some(taken) = self.work.taken.get_mut(piece.line) else { continue };
            let (left, units) = line.countable(reuse);
            let before = part(left, (taken.0, units), self.rounding)?;
            taken.0 += piece.units;
            piece.base = part(left, (taken.0, units), self.rounding)? - before;
        }
        let sum: i64 = group.iter().map(|piece| piece.base).sum();
        let units: i64 = group.iter().map(|piece| piece.units).sum();
        let wanted = match off {
            OffBy::Percent(rate) | OffBy::PercentPerUnit(rate) | OffBy::PercentOfSum(rate) => {
                let of_sum = matches!(off, OffBy::PercentOfSum(_));
                let original = self.book.percent_of_original(of_sum);
                let of = if original { self.original_of(group)? } else { sum };
                // Rounded for each set.
                self.percent(rate, of / times, (1, 1))?.saturating_mul(times)
            }
            OffBy::PerUnit(amount) => amount.saturating_mul(units),
            OffBy::PerLine(amount) | OffBy::Amount(amount) => amount.saturating_mul(times),
            OffBy::FirstThenEach(first, each) => {
                let further = each.saturating_mul(units.saturating_sub(times));
                first.saturating_mul(times).saturating_add(further)
            }
            OffBy::UnitPrice(price) => sum.saturating_sub(price.saturating_mul(units)),
            OffBy::Total(total) => sum.saturating_sub(total.saturating_mul(times)),
        };
        let wanted = wanted.min(sum);
        if wanted <= 0 {
            for piece in group.iter() {
                if let Some(taken) = self.work.taken.get_mut(piece.line) {
                    taken.0 -= piece.units;
                }
            }
            return Ok(());
        }
        self.share(wanted, group)?;
        for (piece, share) in group.iter().zip(&self.work.shares) {
            if let Some(taken) = self.work.taken.get_mut(piece.line) {
                taken.1 += share;
            }
        }
        Ok(())
    }
}
