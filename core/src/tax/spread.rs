//! Putting left-over units back on lines.

use crate::money::{Minor, MoneyError, Ratio, Rounding};

/// Spreads `amount` whole units over weights, of which only the size counts.
///
/// The heaviest comes first, and among equals the earlier: each takes its share rounded half to
/// even, as long as there is something left, and what is left then goes round one by one, first
/// to those that have nothing yet. Without any weight all weigh the same. The sign is set aside and put back, so
/// `spread(-x) = -spread(x)`.
///
/// # Errors
/// [`MoneyError::Overflow`], [`MoneyError::NoParts`].
pub fn spread(amount: Minor, weights: &[Ratio]) -> Result<Vec<Minor>, MoneyError> {
    let mut shares = vec![Minor::ZERO; weights.len()];
    if amount.is_zero() {
        return Ok(shares);
    }
    let mut order = Vec::with_capacity(weights.len());
    for (index, weight) in weights.iter().enumerate() {
        order.push((index, weight.abs()?));
    }
    crate::order::sort_by(&mut order, |a, b| b.1.cmp(&a.1));
    let mut total = order.iter().try_fold(Ratio::ZERO, |sum, (_, weight)| sum.plus(*weight))?;
    if total.signum() == 0 {
        order.iter_mut().for_each(|(_, weight)| *weight = Ratio::ONE);
        total = order.iter().try_fold(Ratio::ZERO, |sum, (_, weight)| sum.plus(*weight))?;
    }
    let size = amount.abs();
    let mut left = size;
    for (index, weight) in &order {
        let wanted = Ratio::from(size).times(*weight)?.over(total)?.to_minor(Rounding::HalfEven)?;
        give(&mut shares, *index, wanted.min(left), &mut left)?;
    }
    let (without, with): (Vec<usize>, Vec<usize>) = order
        .iter()
        .map(|(index, _)| *index)
        .partition(|index| shares.get(*index).is_some_and(|share| share.is_zero()));
    for index in without.iter().chain(&with).cycle() {
        if left.is_zero() {
            break;
        }
        give(&mut shares, *index, Minor::new(1)?, &mut left)?;
    }
    if !left.is_zero() {
        return Err(MoneyError::NoParts);
    }
    if amount.is_negative() {
        shares.iter_mut().for_each(|share| *share = share.negated());
    }
    Ok(shares)
}

fn give(
    shares: &mut [Minor],
    index: usize,
    part: Minor,
    left: &mut Minor,
) -> Result<(), MoneyError> {
    if let Some(share) = shares.get_mut(index) {
        *share = share.plus(part)?;
        *left = left.minus(part)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(amount: i64, weights: &[i128], expect: &[i64]) {
        let weights: Vec<Ratio> = weights.iter().map(|weight| Ratio::whole(*weight)).collect();
        for sign in [1, -1] {
            let shares = spread(Minor::new(sign * amount).unwrap(), &weights).unwrap();
            let shares: Vec<i64> = shares.into_iter().map(Minor::get).collect();
            let expect: Vec<i64> = expect.iter().map(|share| sign * share).collect();
            assert_eq!(shares, expect);
        }
    }

    #[test]
    fn the_heaviest_takes_first() {
        check(1, &[1, 5, 3], &[0, 1, 0]);
        check(2, &[3, -4, 3], &[1, 1, 0]);
        check(3, &[5, 3, 2], &[2, 1, 0]);
        check(2, &[5, 4, 4], &[1, 1, 0]);
        check(2, &[0, 0, 0], &[1, 1, 0]);
        check(0, &[], &[]);
        let one = Minor::new(1).unwrap();
        assert_eq!(spread(one, &[]), Err(MoneyError::NoParts));
    }

    proptest! {
        #[test]
        fn shares_sum_to_the_whole(
            amount in -10_000_i64..10_000,
            weights in prop::collection::vec(-1_000_i128..1_000, 1..9),
        ) {
            let weights: Vec<Ratio> = weights.iter().map(|weight| Ratio::whole(*weight)).collect();
            let amount = Minor::new(amount).unwrap();
            let shares = spread(amount, &weights).unwrap();
            prop_assert_eq!(Minor::sum(shares.iter().copied()).unwrap(), amount);
        }
    }
}
