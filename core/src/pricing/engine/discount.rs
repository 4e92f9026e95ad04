//! Something off selected lines, each on its own or all together.

use super::super::compile::{OffBy, Sel};
use super::super::rate::{divide, part};
use super::super::scratch::{HotLine, Part};
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
        for at in list {
            let Some(line) = self.lines.get(*at) else { continue };
            let units = line.units.min(units_max);
            let amount = self.off_line(line, off, units)?;
            self.take(promotion, *at, amount, units);
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
            let base = self.worth(line, units)?;
            parts.push(Part { line: *at, units, base });
        }
        let done = self.off_together(promotion, &parts, off, 1);
        self.work.parts = parts;
        done
    }

    /// Takes something off some units of lines; the units of a line are in one part. `times`
    /// is how often a deal was made, for amounts that are for the whole deal.
    pub(super) fn off_parts(
        &mut self,
        promotion: usize,
        parts: &[Part],
        off: OffBy,
        times: i64,
    ) -> Result<(), MoneyError> {
        if off.is_spread() {
            return self.off_together(promotion, parts, off, times);
        }
        for part in parts {
            let Some(line) = self.lines.get(part.line) else { continue };
            let amount = self.off_line(line, off, part.units)?;
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
                let mut of = 0;
                for piece in parts {
                    let Some(line) = self.lines.get(piece.line) else { continue };
                    of += part(line.base, (piece.units, line.units), self.rounding)?;
                }
                rate.of(of, self.rounding)?
            }
            OffBy::PercentOfSum(rate) => rate.of(sum, self.rounding)?,
            OffBy::Total(total) => sum.saturating_sub(total.saturating_mul(times)),
            OffBy::Amount(amount) => amount.saturating_mul(times),
            _ => 0,
        };
        let wanted = wanted.min(sum);
        if wanted <= 0 {
            return Ok(());
        }
        self.share(wanted, parts)?;
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

    /// Returns what comes off `units` units of a line; it may be more than is left.
    #[inline]
    fn off_line(&self, line: &HotLine, off: OffBy, units: i64) -> Result<i64, MoneyError> {
        let of_line = (units, line.units);
        let original = off.is_percent() && self.book.percent_of_original(false);
        let from = if original { line.base } else { line.left };
        Ok(match off {
            OffBy::Percent(rate)
                if !original && units < line.units && self.book.same_units_first() =>
            {
                rate.of(self.worth(line, units)?, self.rounding)?
            }
            OffBy::Percent(rate) => rate.of_part(from, of_line, self.rounding)?,
            OffBy::PercentPerUnit(rate) => {
                let each = rate.of_part(from, (1, line.units), self.rounding)?;
                each.saturating_mul(units)
            }
            OffBy::PerUnit(amount) => amount.saturating_mul(units).min(self.worth(line, units)?),
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
                self.worth(line, units)?.saturating_sub(worth)
            }
            _ => 0,
        })
    }
}
