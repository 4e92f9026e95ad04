//! Buy some units, get something off others.

use super::super::compile::BuyGetDeal;
use super::super::scratch::Part;
use super::Run;
use super::pick::available;
use crate::money::MoneyError;

/// The units of a deal that is being put together.
#[derive(Default)]
struct Made {
    times: i64,
    rewarded: i64,
}

impl Run<'_> {
    pub(super) fn buy_get(
        &mut self,
        promotion: usize,
        deal: &BuyGetDeal,
    ) -> Result<(), MoneyError> {
        let mut gets = self.list_of(&deal.get);
        self.work.available.resize(self.lines.len(), 0);
        self.work.taken.resize(self.lines.len(), (0, 0));
        self.open(&gets, deal.reuse);
        let one_set = deal.buy == deal.get && deal.buy_choose != deal.choose;
        let made = if one_set {
            self.sort_by_choice(&mut gets, deal.choose, |_| false);
            self.deals_in_one_set(deal, &gets)
        } else {
            let mut buys = self.list_of(&deal.buy);
            self.open(&buys, deal.reuse);
            // Bought is rather what cannot be rewarded.
            let both = |at: usize| gets.binary_search(&at).is_ok();
            self.sort_by_choice(&mut buys, deal.buy_choose, both);
            self.sort_by_choice(&mut gets, deal.choose, |_| false);
            let made = self.deals_in_two_sets(deal, &buys, &gets);
            self.close(&buys, deal.reuse);
            made
        };
        crate::order::sort(&mut gets);
        let mut parts = std::mem::take(&mut self.work.parts);
        parts.clear();
        for at in &gets {
            let rewarded = self.work.taken.get(*at).map_or(0, |taken| taken.0);
            let Some(line) = self.lines.get(*at) else { continue };
            if rewarded > 0 {
                let base = self.worth_of(line, rewarded, !deal.reuse)?;
                parts.push(Part { line: *at, units: rewarded, base });
            }
        }
        self.close(&gets, deal.reuse);
        let done = self.off_parts(promotion, &parts, deal.off, made.times, !deal.reuse);
        self.work.parts = parts;
        self.work.selected = gets;
        done
    }

    /// Notes the units that may be taken of each line.
    fn open(&mut self, list: &[usize], reuse: bool) {
        for at in list {
            let units = self.lines.get(*at).map_or(0, |line| available(line, reuse));
            if let Some(slot) = self.work.available.get_mut(*at) {
                *slot = units;
            }
            if let Some(slot) = self.work.taken.get_mut(*at) {
                *slot = (0, 0);
            }
        }
    }

    /// Counts the units that are used up. It may be called twice for a line.
    fn close(&mut self, list: &[usize], reuse: bool) {
        if reuse {
            return;
        }
        let bought_stay = self.book.bought_stay();
        for at in list {
            let units = self.lines.get(*at).map_or(0, |line| available(line, reuse));
            let rewarded = self.work.taken.get(*at).map_or(0, |taken| taken.0);
            if let Some(rest) = self.work.available.get_mut(*at) {
                let taken = units.saturating_sub(*rest);
                self.work
                    .counted
                    .push((*at, if bought_stay { taken.min(rewarded) } else { taken }));
                *rest = units;
            }
        }
    }

    fn deals_in_one_set(&mut self, deal: &BuyGetDeal, list: &[usize]) -> Made {
        let units = |at: &usize| self.work.available.get(*at).copied().unwrap_or(0);
        let there = list.iter().map(units).fold(0, i64::saturating_add);
        let whole = deal.buy_units.saturating_add(deal.get_units);
        let times = (there / whole).min(deal.times_max).min(deal.units_max / deal.get_units);
        let mut made = Made { times, rewarded: times.saturating_mul(deal.get_units) };
        let mut bought = times.saturating_mul(deal.buy_units);
        // One more deal may reward fewer: what is left to reward, or what is left of the units.
        let over = there.saturating_sub(times.saturating_mul(whole)).saturating_sub(deal.buy_units);
        let wanted = deal.get_units.min(deal.units_max - made.rewarded);
        let enough = over >= if deal.partial { 1 } else { wanted };
        if times < deal.times_max && wanted > 0 && enough {
            made.times += 1;
            made.rewarded += over.min(wanted);
            bought += deal.buy_units;
        }
        self.take_units(list.iter(), made.rewarded, true);
        self.take_units(list.iter().rev(), bought, false);
        made
    }

    fn deals_in_two_sets(&mut self, deal: &BuyGetDeal, buys: &[usize], gets: &[usize]) -> Made {
        let mut made = Made::default();
        while made.times < deal.times_max && made.rewarded < deal.units_max {
            let wanted = deal.get_units.min(deal.units_max - made.rewarded);
            let together = self.whole_deals(deal, buys, gets, &made);
            let (buy, get) = if together > 1 {
                (deal.buy_units * together, deal.get_units * together)
            } else {
                (deal.buy_units, wanted)
            };
            if !self.has_units(deal, (buys, buy), (gets, get)) {
                break;
            }
            self.take_units(buys.iter(), buy, false);
            let got = self.take_units(gets.iter(), get, true);
            made.times += together.max(1);
            made.rewarded += got;
            if got < get {
                break;
            }
        }
        made
    }

    /// Returns how many deals the first lines of both sets make by themselves, so that a
    /// thousand pieces on a line are not counted one by one.
    fn whole_deals(&self, deal: &BuyGetDeal, buys: &[usize], gets: &[usize], made: &Made) -> i64 {
        let units = |at: &usize| self.work.available.get(*at).copied().unwrap_or(0);
        let first = |list: &[usize]| list.iter().find(|at| units(at) > 0).copied();
        let (Some(buy), Some(get)) = (first(buys), first(gets)) else { return 0 };
        let by_units = if buy == get {
            units(&buy) / deal.buy_units.saturating_add(deal.get_units)
        } else {
            (units(&buy) / deal.buy_units).min(units(&get) / deal.get_units)
        };
        by_units
            .min(deal.times_max - made.times)
            .min((deal.units_max - made.rewarded) / deal.get_units)
    }

    /// Returns whether there are units for a deal: units that are in both sets count once.
    fn has_units(
        &self,
        deal: &BuyGetDeal,
        (buys, buy): (&[usize], i64),
        (gets, get): (&[usize], i64),
    ) -> bool {
        let units = |at: &usize| self.work.available.get(*at).copied().unwrap_or(0);
        let sum = |list: &[usize]| list.iter().map(units).fold(0, i64::saturating_add);
        if sum(buys) < buy {
            return false;
        }
        // What buying takes is taken in the order of the list, so look at what it leaves.
        let (mut to_buy, mut lost) = (buy, 0_i64);
        for at in buys {
            let take = units(at).min(to_buy);
            to_buy -= take;
            if gets.contains(at) {
                lost = lost.saturating_add(take);
            }
        }
        let left = sum(gets).saturating_sub(lost);
        left >= if deal.partial { 1 } else { get }
    }

    /// Takes units of lines in the order given; returns how many there were.
    fn take_units<'l>(
        &mut self,
        list: impl Iterator<Item = &'l usize>,
        wanted: i64,
        reward: bool,
    ) -> i64 {
        let mut left = wanted;
        for at in list {
            let Some(there) = self.work.available.get_mut(*at) else { continue };
            let units = (*there).min(left);
            *there -= units;
            left -= units;
            if let (true, Some(taken)) = (reward, self.work.taken.get_mut(*at)) {
                taken.0 += units;
            }
            if left == 0 {
                break;
            }
        }
        wanted - left
    }
}
