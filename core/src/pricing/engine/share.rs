//! Sharing an amount over parts by largest remainder, without allocating.

use super::super::promotion::Spread;
use super::super::scratch::{Entry, Part};
use super::Run;
use crate::money::MoneyError;

impl Entry {
    pub(super) const fn part(&self) -> Part {
        Part { line: self.line, units: self.units, base: self.amount }
    }
}

impl Run<'_> {
    /// Shares `amount`, at most the sum of the bases, over parts by their bases. The shares come
    /// to stand in the working memory, in the order of the parts.
    ///
    /// With 10.00 over three equal lines the first gets 3.34, as in
    /// [`crate::money::allocate::allocate`].
    pub(super) fn share(&mut self, amount: i64, parts: &[Part]) -> Result<(), MoneyError> {
        self.work.shares.clear();
        match self.book.spread() {
            Spread::Lines => {
                let work = &mut *self.work;
                share_over(amount, parts, &mut work.remainders, &mut work.shares)
            }
            Spread::TaxSets => self.share_over_tax_sets(amount, parts),
            Spread::NetAndTaxes => self.share_net_and_taxes(amount, parts),
        }
    }

    fn share_over_tax_sets(&mut self, amount: i64, parts: &[Part]) -> Result<(), MoneyError> {
        self.work.shares.resize(parts.len(), 0);
        let mut sets = std::mem::take(&mut self.work.sets);
        sets.clear();
        let set_of = |part: &Part| self.lines.get(part.line).map_or(0, |line| line.tax_set);
        for part in parts {
            let set = set_of(part);
            match sets.iter_mut().find(|entry| entry.0 == set) {
                Some(entry) => entry.1 += part.base,
                None => sets.push((set, part.base, 0)),
            }
        }
        let whole: Vec<Part> =
            sets.iter().map(|set| Part { line: 0, units: 0, base: set.1 }).collect();
        let (mut of_sets, mut of_lines) = (Vec::new(), Vec::new());
        share_over(amount, &whole, &mut self.work.remainders, &mut of_sets)?;
        for (set, amount) in sets.iter().zip(of_sets) {
            let members = || parts.iter().enumerate().filter(|part| set_of(part.1) == set.0);
            let inner: Vec<Part> = members().map(|(_, part)| *part).collect();
            of_lines.clear();
            share_over(amount, &inner, &mut self.work.remainders, &mut of_lines)?;
            for ((at, _), share) in members().zip(&of_lines) {
                if let Some(slot) = self.work.shares.get_mut(at) {
                    *slot = *share;
                }
            }
        }
        self.work.sets = sets;
        Ok(())
    }
}

impl Run<'_> {
    /// Shares an amount as [`Self::share`]; what a line cannot give without going below its
    /// minimum price, the others give.
    pub(super) fn share_above_floors(
        &mut self,
        amount: i64,
        parts: &[Part],
    ) -> Result<(), MoneyError> {
        let room =
            |part: &Part| self.lines.get(part.line).map_or(0, |line| line.room().min(part.base));
        let floored = parts.iter().any(|part| room(part) < part.base);
        if !floored {
            return self.share(amount, parts);
        }
        let rooms: Vec<i64> = parts.iter().map(room).collect();
        let mut open = parts.to_vec();
        let mut given = vec![0; parts.len()];
        let mut rest = amount.min(rooms.iter().sum());
        // Each round fills at least one line or gives everything away.
        while rest > 0 {
            self.share(rest, &open)?;
            let shares = std::mem::take(&mut self.work.shares);
            let rows = open.iter_mut().zip(&mut given).zip(shares.iter().zip(&rooms));
            let mut full = false;
            for ((part, given), (share, room)) in rows {
                if part.base > 0 && *share > *room {
                    (*given, part.base, full) = (*room, 0, true);
                    rest -= *room;
                }
            }
            if !full {
                for (given, share) in given.iter_mut().zip(&shares) {
                    *given += share;
                }
                rest = 0;
            }
            self.work.shares = shares;
        }
        self.work.shares.clear();
        self.work.shares.extend(given);
        Ok(())
    }
}

/// Appends one share a part. Left-over units go to the largest remainders, then to the earlier.
pub(in crate::pricing) fn share_over(
    amount: i64,
    parts: &[Part],
    remainders: &mut Vec<(u64, usize)>,
    shares: &mut Vec<i64>,
) -> Result<(), MoneyError> {
    let total: i64 = parts.iter().map(|part| part.base).sum();
    let (Ok(total), Ok(amount)) = (u64::try_from(total), u64::try_from(amount)) else {
        return Err(MoneyError::Overflow);
    };
    if total == 0 || amount == 0 {
        shares.resize(shares.len().saturating_add(parts.len()), 0);
        return Ok(());
    }
    let narrow = amount.checked_mul(total).is_some();
    let first = shares.len();
    remainders.clear();
    if narrow {
        divide_narrow((amount, total), parts, remainders, shares);
    } else {
        divide_wide((amount, total), parts, remainders, shares);
    }
    let given = shares.iter().skip(first).fold(0, |sum: i64, share| sum.saturating_add(*share));
    let over = amount.saturating_sub(u64::try_from(given).unwrap_or(0));
    give_rest(over, total, remainders, shares.get_mut(first..).unwrap_or_default());
    Ok(())
}

/// Appends the shares without their fractions, and the remainders, in 64 bits.
///
/// Two plain loops: a list that grows to a known size is not asked for room each time.
fn divide_narrow(
    (amount, total): (u64, u64),
    parts: &[Part],
    remainders: &mut Vec<(u64, usize)>,
    shares: &mut Vec<i64>,
) {
    let first = shares.len();
    let exact = |part: &Part| u64::try_from(part.base).unwrap_or(0) * amount;
    shares.extend(parts.iter().map(|part| i64::try_from(exact(part) / total).unwrap_or(0)));
    let whole = shares.get(first..).unwrap_or_default().iter();
    remainders.extend(parts.iter().zip(whole).enumerate().map(|(at, (part, share))| {
        // Cheaper than a second division.
        (exact(part) - u64::try_from(*share).unwrap_or(0) * total, at)
    }));
}

/// As [`divide_narrow`], in 128 bits.
fn divide_wide(
    (amount, total): (u64, u64),
    parts: &[Part],
    remainders: &mut Vec<(u64, usize)>,
    shares: &mut Vec<i64>,
) {
    let total = u128::from(total);
    for (at, part) in parts.iter().enumerate() {
        let base = u64::try_from(part.base).unwrap_or(0);
        let exact = u128::from(base) * u128::from(amount);
        remainders.push((u64::try_from(exact % total).unwrap_or(0), at));
        shares.push(i64::try_from(exact / total).unwrap_or(0));
    }
}

/// Gives one unit each to the `over` parts with the largest remainders, all below `total`.
///
/// They are counted by their leading bits first, so that only the few that share those with the
/// last one that gets a unit have to be sorted.
fn give_rest(over: u64, total: u64, remainders: &mut Vec<(u64, usize)>, shares: &mut [i64]) {
    const BUCKETS: usize = 256;
    let Ok(mut over) = usize::try_from(over) else { return };
    if over == 0 {
        return;
    }
    let shift = (u64::BITS - total.leading_zeros()).saturating_sub(BUCKETS.trailing_zeros());
    let bucket = |rest: u64| usize::try_from(rest >> shift).unwrap_or(BUCKETS);
    let mut counts = [0_usize; BUCKETS];
    for (rest, _) in remainders.iter() {
        if let Some(count) = counts.get_mut(bucket(*rest)) {
            *count += 1;
        }
    }
    let mut last = 0;
    for (number, count) in counts.iter().enumerate().rev() {
        last = number;
        if *count >= over {
            break;
        }
        over -= count;
    }
    remainders.retain(|(rest, at)| {
        let number = bucket(*rest);
        if let Some(share) = shares.get_mut(*at).filter(|_| number > last) {
            *share += 1;
        }
        number == last
    });
    crate::order::sort_by(remainders, |a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, at) in remainders.iter().take(over) {
        if let Some(share) = shares.get_mut(*at) {
            *share += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::money::{Minor, allocate::allocate};

    proptest! {
        #[test]
        fn shares_are_those_of_allocate(
            weights in prop::collection::vec(prop_oneof![0..10_i64, 0..1_i64 << 44], 1..40),
            share in 0..=1000_i64,
        ) {
            let parts: Vec<Part> =
                weights.iter().map(|base| Part { line: 0, units: 1, base: *base }).collect();
            let sum: i64 = weights.iter().sum();
            let amount = sum / 1000 * share;
            let (mut remainders, mut shares) = (Vec::new(), Vec::new());
            share_over(amount, &parts, &mut remainders, &mut shares).unwrap();
            let expect = allocate(Minor::new(amount).unwrap(), &weights).unwrap();
            prop_assert_eq!(shares, expect.into_iter().map(Minor::get).collect::<Vec<_>>());
        }
    }
}
