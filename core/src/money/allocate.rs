//! Sharing an amount over weights without losing or inventing a cent.

use super::{Minor, MoneyError};

/// Shares `amount` over `weights` by largest remainder.
///
/// Each part first gets the whole units of its exact share; the units left over go one each to
/// the parts with the largest remainders, and among equal remainders to the earlier part, so
/// callers order parts by line id. The sign is set aside and put back:
/// `allocate(-x) = -allocate(x)`. With all weights zero the amount is shared evenly.
///
/// # Errors
/// [`MoneyError::NoParts`], [`MoneyError::NegativeWeight`], [`MoneyError::Overflow`].
///
/// # Example
/// ```
/// use titan_core::money::{Minor, allocate::allocate};
/// let ten = Minor::new(1000)?;
/// let parts: Vec<i64> = allocate(ten, &[1, 1, 1])?.into_iter().map(Minor::get).collect();
/// assert_eq!(parts, [334, 333, 333]);
/// # Ok::<(), titan_core::money::MoneyError>(())
/// ```
pub fn allocate(amount: Minor, weights: &[i64]) -> Result<Vec<Minor>, MoneyError> {
    if weights.is_empty() {
        return Err(MoneyError::NoParts);
    }
    if weights.iter().any(|weight| *weight < 0) {
        return Err(MoneyError::NegativeWeight);
    }
    let even = weights.iter().all(|weight| *weight == 0);
    let weight_of = |weight: i64| if even { 1 } else { i128::from(weight) };
    let total: i128 = weights.iter().map(|weight| weight_of(*weight)).sum();
    let size = i128::from(amount.abs().get());

    let mut parts = Vec::with_capacity(weights.len());
    let mut left = size;
    for (index, weight) in weights.iter().enumerate() {
        let exact = size.checked_mul(weight_of(*weight)).ok_or(MoneyError::Overflow)?;
        let whole = exact / total;
        left -= whole;
        parts.push((index, whole, exact % total));
    }
    if left > 0 {
        crate::order::sort_by(&mut parts, |a, b| b.2.cmp(&a.2).then(a.0.cmp(&b.0)));
        for part in &mut parts {
            if left == 0 {
                break;
            }
            part.1 += 1;
            left -= 1;
        }
        crate::order::sort_by_key(&mut parts, |part| part.0);
    }
    let sign = if amount.is_negative() { -1 } else { 1 };
    parts.into_iter().map(|(_, units, _)| Minor::from_wide(units * sign)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(amount: i64, weights: &[i64], expect: &[i64]) {
        let got = |amount| {
            let parts = allocate(Minor::new(amount).unwrap(), weights).unwrap();
            parts.into_iter().map(Minor::get).collect::<Vec<_>>()
        };
        assert_eq!(got(amount), expect);
        let mirrored: Vec<i64> = expect.iter().map(|part| -part).collect();
        assert_eq!(got(-amount), mirrored);
    }

    #[test]
    fn left_over_cents_go_to_the_largest_remainders() {
        check(299, &[1000, 1000, 1000], &[100, 100, 99]);
        check(299, &[43, 14, 23], &[161, 52, 86]);
        check(93, &[10, 20, 10, 30, 50, 20, 10, 40], &[5, 10, 5, 15, 24, 10, 5, 19]);
        check(1000, &[0, 0], &[500, 500]);
        check(5, &[0, 3, 0], &[0, 5, 0]);
    }

    #[test]
    fn nothing_to_share_over_is_refused() {
        assert_eq!(allocate(Minor::ZERO, &[]), Err(MoneyError::NoParts));
        assert_eq!(allocate(Minor::ZERO, &[1, -1]), Err(MoneyError::NegativeWeight));
    }

    proptest! {
        #[test]
        fn shares_sum_to_the_whole_and_stay_within_one_unit(
            amount in -crate::limits::MINOR_MAX..=crate::limits::MINOR_MAX,
            weights in prop::collection::vec(0..=crate::limits::MINOR_MAX, 1..40),
        ) {
            let amount = Minor::new(amount).unwrap();
            let parts = allocate(amount, &weights).unwrap();
            let sum: i128 = parts.iter().map(|part| i128::from(part.get())).sum();
            prop_assert_eq!(sum, i128::from(amount.get()));
            let total: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
            if total > 0 {
                for (part, weight) in parts.iter().zip(&weights) {
                    let exact = i128::from(amount.get()) * i128::from(*weight);
                    prop_assert!((i128::from(part.get()) * total - exact).abs() < total);
                }
            }
        }
    }
}
