//! The more is bought, the more is taken off.

use super::super::compile::{OffBy, Sel, TierStep};
use super::super::promotion::TierBy;
use super::Run;
use crate::money::MoneyError;

impl Run<'_> {
    pub(super) fn tiers(
        &mut self,
        promotion: usize,
        measure: &Sel,
        by: TierBy,
        of: Option<&Sel>,
        steps: &[TierStep],
    ) -> Result<(), MoneyError> {
        let mut buffer = std::mem::take(&mut self.work.selected);
        let list = measure.lines(self.index, self.lines, &mut buffer);
        let measured = list.iter().filter_map(|at| self.lines.get(*at)).map(|line| match by {
            TierBy::Units => line.units,
            TierBy::Amount => line.left,
        });
        let reached = measured.fold(0, i64::saturating_add);
        self.work.selected = buffer;
        let step = steps.iter().rev().find(|step| step.from <= reached);
        let off: Option<OffBy> = step.map(|step| step.off);
        match off {
            Some(off) => self.discount(promotion, of.unwrap_or(measure), off, None),
            None => Ok(()),
        }
    }
}
