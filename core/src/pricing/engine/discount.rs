//! Something off selected lines, each on its own or all together.

use super::super::compile::{OffBy, Sel};
use super::super::rate::{Rate, divide, part};
use super::super::scratch::{Entry, HotLine, Part};
use super::Run;
use crate::money::MoneyError;

const MICRO: i128 = 1_000_000;

impl Run<'_> {
    pub(super) fn discount(
        &mut self,
        promotion: usize,
        of: &Sel,
        off: OffBy,
        line_units_max: Option<i64>,
    ) -> Result<(), MoneyError> {
        let mut buffer = std::mem::take(&mut self.work.selected);
        let list = of.lines(self.index, self.lines, &mut buffer);
        let most = line_units_max.unwrap_or(i64::MAX);
        let done = if off.is_spread() {
            self.spread_over(promotion, list, off, most)
        } else {
            self.each_line(promotion, list, off, most)
        };
        self.work.selected = buffer;
        done
    }

    pub(super) fn each_line(
        &mut self,
        promotion: usize,
        list: &[usize],
        off: OffBy,
        units_max: i64,
    ) -> Result<(), MoneyError> {
        if let (OffBy::Percent(rate), i64::MAX, true) = (off, units_max, self.takes_of_left()) {
            return self.percent_of_each(promotion, list, rate);
        }
        for at in list {
            let Some(line) = self.lines.get(*at) else { continue };
            let units = line.units.min(units_max);
            let amount = self.off_line(line, off, units, false)?;
            self.take(promotion, *at, amount, units);
        }
        Ok(())
    }

    fn takes_of_left(&self) -> bool {
        !self.book.percent_of_original(false) && !self.book.rounds_the_price()
    }

    /// The most usual promotion, in a loop of its own.
    fn percent_of_each(
        &mut self,
        promotion: usize,
        list: &[usize],
        rate: Rate,
    ) -> Result<(), MoneyError> {
        for at in list {
            let Some(line) = self.lines.get_mut(*at) else { continue };
            let amount = rate.of(line.left, self.rounding)?.min(line.room());
            if amount > 0 {
                line.left -= amount;
                self.log.push(Entry { promotion, line: *at, amount, units: line.units });
            }
        }
        Ok(())
    }

    fn spread_over(
        &mut self,
        promotion: usize,
        list: &[usize],
        off: OffBy,
        units_max: i64,
    ) -> Result<(), MoneyError> {
        let mut parts = std::mem::take(&mut self.work.parts);
        parts.clear();
        for at in list {
            let Some(line) = self.lines.get(*at) else { continue };
            let units = line.units.min(units_max);
            let base = if units == line.units { line.left } else { self.worth(line, units)? };
            parts.push(Part { line: *at, units, base });
        }
        let done = self.off_together(promotion, &parts, off, 1);
        self.work.parts = parts;
        done
    }

    /// Takes something off some units of lines; the units of a line are in one part. `times`
    /// is how often a deal was made, for amounts that are for the whole deal; `fresh` says that
    /// the units are not among those that another promotion has counted.
    pub(super) fn off_parts(
        &mut self,
        promotion: usize,
        parts: &[Part],
        off: OffBy,
        times: i64,
        fresh: bool,
    ) -> Result<(), MoneyError> {
        if off.is_spread() {
            return self.off_together(promotion, parts, off, times);
        }
        for part in parts {
            let Some(line) = self.lines.get(part.line) else { continue };
            let amount = self.off_line(line, off, part.units, fresh)?;
            self.take(promotion, part.line, amount, part.units);
        }
        Ok(())
    }

    fn off_together(
        &mut self,
        promotion: usize,
        parts: &[Part],
        off: OffBy,
        times: i64,
    ) -> Result<(), MoneyError> {
        let sum: i64 = parts.iter().map(|part| part.base).sum();
        let wanted = match off {
            OffBy::PercentOfSum(rate) if self.book.percent_of_original(true) => {
                self.percent(rate, self.original_of(parts)?, (1, 1))?
            }
            OffBy::PercentOfSum(rate) => self.percent(rate, sum, (1, 1))?,
            OffBy::Total(total) => sum.saturating_sub(total.saturating_mul(times)),
            OffBy::Amount(amount) => amount.saturating_mul(times),
            _ => 0,
        };
        let wanted = wanted.min(sum);
        if wanted <= 0 {
            return Ok(());
        }
        self.share_above_floors(wanted, parts)?;
        let shares = std::mem::take(&mut self.work.shares);
        for (piece, share) in parts.iter().zip(&shares) {
            self.take(promotion, piece.line, *share, piece.units);
        }
        self.work.shares = shares;
        Ok(())
    }

    /// Returns what some units of a line are worth now.
    pub(super) fn worth(&self, line: &HotLine, units: i64) -> Result<i64, MoneyError> {
        let of_line = (units, line.units);
        if units >= line.units || !self.book.same_units_first() {
            return part(line.left, of_line, self.rounding);
        }
        let off = line.base.saturating_sub(line.left);
        Ok(part(line.base, of_line, self.rounding)?.saturating_sub(off).max(0))
    }

    /// Returns what some of the units are worth that no promotion has counted. What was taken
    /// off the others does not make these cheaper.
    pub(super) fn worth_fresh(&self, line: &HotLine, units: i64) -> Result<i64, MoneyError> {
        let (left, of_units) = line.fresh();
        part(left, (units, of_units), self.rounding)
    }

    /// Returns what parts were worth before promotions.
    pub(super) fn original_of(&self, parts: &[Part]) -> Result<i64, MoneyError> {
        let mut of = 0;
        for piece in parts {
            let Some(line) = self.lines.get(piece.line) else { continue };
            of += part(line.base, (piece.units, line.units), self.rounding)?;
        }
        Ok(of)
    }

    /// Returns a percentage of some units of an amount, by what the shop rounds.
    pub(super) fn percent(
        &self,
        rate: Rate,
        of: i64,
        units: (i64, i64),
    ) -> Result<i64, MoneyError> {
        if self.book.rounds_the_price() {
            let whole = part(of, units, self.rounding)?;
            return Ok(whole - rate.rest().of_part(of, units, self.rounding)?.min(whole));
        }
        rate.of_part(of, units, self.rounding)
    }

    /// Returns what comes off `units` units of a line; it may be more than is left.
    #[inline]
    fn off_line(
        &self,
        line: &HotLine,
        off: OffBy,
        units: i64,
        fresh: bool,
    ) -> Result<i64, MoneyError> {
        let (left, of_units) = if fresh { line.fresh() } else { (line.left, line.units) };
        let original = off.is_percent() && self.book.percent_of_original(false);
        let (from, of_units) = if original { (line.base, line.units) } else { (left, of_units) };
        let limited = !fresh && units < line.units && self.book.same_units_first();
        Ok(match off {
            OffBy::Percent(rate) if limited && !original => {
                self.percent(rate, self.worth(line, units)?, (1, 1))?
            }
            OffBy::Percent(rate) => self.percent(rate, from, (units, of_units))?,
            OffBy::PercentPerUnit(rate) => {
                self.percent(rate, from, (1, of_units))?.saturating_mul(units)
            }
            OffBy::PerUnit(amount) => {
                amount.saturating_mul(units).min(self.worth_of(line, units, fresh)?)
            }
            OffBy::PerLine(amount) => amount,
            OffBy::FirstThenEach(first, each) if units > 0 => {
                first.saturating_add(each.saturating_mul(units.saturating_sub(1)))
            }
            OffBy::UnitPrice(price) => {
                let worth = if line.measured {
                    divide(self.rounding, i128::from(price) * i128::from(line.micro), MICRO)?
                } else {
                    price.saturating_mul(units)
                };
                self.worth_of(line, units, fresh)?.saturating_sub(worth)
            }
            _ => 0,
        })
    }

    pub(super) fn worth_of(
        &self,
        line: &HotLine,
        units: i64,
        fresh: bool,
    ) -> Result<i64, MoneyError> {
        if fresh { self.worth_fresh(line, units) } else { self.worth(line, units) }
    }
}

impl HotLine {
    /// Returns what is left on the units that may be counted, and how many they are.
    pub(in crate::pricing) fn countable(&self, reuse: bool) -> (i64, i64) {
        if reuse { (self.left, self.units.max(1)) } else { self.fresh() }
    }

    /// Returns what is left on the units that no promotion has counted, and how many they are.
    pub(in crate::pricing) fn fresh(&self) -> (i64, i64) {
        (self.left.saturating_sub(self.used_left), self.units.saturating_sub(self.used).max(1))
    }
}
