//! Sharing an amount as its taxes and what is left of it.

use super::super::scratch::Part;
use super::Run;
use crate::money::{MoneyError, Ratio, Rounding};

impl Run<'_> {
    /// Shares an amount as [`super::super::promotion::Spread::NetAndTaxes`] says. No share is more
    /// than its base.
    pub(super) fn share_net_and_taxes(
        &mut self,
        amount: i64,
        parts: &[Part],
    ) -> Result<(), MoneyError> {
        self.work.shares.resize(parts.len(), 0);
        let total: i64 = parts.iter().map(|part| part.base).sum();
        if total <= 0 || amount <= 0 {
            return Ok(());
        }
        let mut net = amount;
        let mut weights = vec![Ratio::ZERO; parts.len()];
        let sets: Vec<usize> = parts.iter().map(|part| self.tax_set(part)).collect();
        for (number, net_share) in self.work.net_shares.clone().into_iter().enumerate() {
            let of_set = |at: usize| sets.get(at) == Some(&number);
            let bases = parts.iter().enumerate().filter(|(at, _)| of_set(*at));
            let base = bases.map(|(_, part)| i128::from(part.base)).sum();
            let exact =
                Ratio::new(i128::from(amount), i128::from(total))?.times(Ratio::whole(base))?;
            let tax = exact.times(Ratio::ONE.minus(net_share)?)?.round(self.rounding)?;
            let tax = i64::try_from(tax).map_err(|_| MoneyError::Overflow)?.clamp(0, net);
            let (mut by_base, mut by_net) = (Vec::new(), Vec::new());
            for (at, part) in parts.iter().enumerate() {
                let base = Ratio::whole(if of_set(at) { part.base.into() } else { 0 });
                by_base.push(base);
                by_net.push(base.times(net_share)?);
            }
            for (weight, own) in weights.iter_mut().zip(by_net) {
                *weight = weight.plus(own)?;
            }
            self.add_shares(tax, &by_base)?;
            net -= tax;
        }
        self.add_shares(net, &weights)?;
        self.hold_at_bases(parts);
        Ok(())
    }

    fn tax_set(&self, part: &Part) -> usize {
        self.lines.get(part.line).map_or(0, |line| line.tax_set)
    }

    /// Adds shares by largest remainder, then by order.
    fn add_shares(&mut self, amount: i64, weights: &[Ratio]) -> Result<(), MoneyError> {
        let total = weights.iter().copied().try_fold(Ratio::ZERO, Ratio::plus)?;
        if total.is_zero() {
            return Ok(());
        }
        let mut left = amount;
        let mut rests = Vec::with_capacity(weights.len());
        for (at, weight) in weights.iter().enumerate() {
            let exact = Ratio::whole(amount.into()).times(*weight)?.over(total)?;
            let whole = exact.round(Rounding::Down)?;
            rests.push((exact.minus(Ratio::whole(whole))?, at));
            let whole = i64::try_from(whole).map_err(|_| MoneyError::Overflow)?;
            self.add_share(at, whole);
            left -= whole;
        }
        crate::order::sort_by(&mut rests, |a, b| b.0.cmp(&a.0));
        for (_, at) in rests.into_iter().take(usize::try_from(left).unwrap_or(0)) {
            self.add_share(at, 1);
        }
        Ok(())
    }

    fn add_share(&mut self, at: usize, amount: i64) {
        if let Some(share) = self.work.shares.get_mut(at) {
            *share += amount;
        }
    }

    /// Moves what a share has beyond its base to the first parts that have room.
    fn hold_at_bases(&mut self, parts: &[Part]) {
        let mut beyond = 0;
        for (share, part) in self.work.shares.iter_mut().zip(parts) {
            beyond += (*share - part.base).max(0);
            *share = (*share).min(part.base);
        }
        for (share, part) in self.work.shares.iter_mut().zip(parts) {
            let more = beyond.min(part.base - *share);
            *share += more;
            beyond -= more;
        }
    }
}
