//! Sorting in little code. The standard library's sorts are made for millions of items and are compiled for each type:
//! a dozen lists of a cart would cost the register 20 KB of download. These are stable, fast for the hundred lines of a
//! cart, and share all but the comparison.

use std::cmp::Ordering;

/// Up to so many items are moved to their place one by one.
const FEW: usize = 24;

/// Sorts by the order of the type. Equal items keep their order.
pub fn sort<T: Ord>(list: &mut [T]) {
    sort_by(list, T::cmp);
}

/// Sorts by a key. Items with equal keys keep their order.
pub fn sort_by_key<T, K: Ord>(list: &mut [T], mut key: impl FnMut(&T) -> K) {
    sort_by(list, |left, right| key(left).cmp(&key(right)));
}

/// Sorts by a comparison. Items that compare equal keep their order.
pub fn sort_by<T>(list: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let mut is_after = |list: &[T], left: usize, right: usize| {
        let pair = list.get(left).zip(list.get(right));
        pair.is_some_and(|(left, right)| compare(left, right) == Ordering::Greater)
    };
    if list.len() > FEW {
        let order = merged(list.len(), &mut |left, right| is_after(list, left, right));
        return put(list, &order);
    }
    for end in 1..list.len() {
        let mut at = end;
        while at > 0 && is_after(list, at - 1, at) {
            list.swap(at - 1, at);
            at -= 1;
        }
    }
}

/// Returns the places `0..len` in order, by merging runs that double in length.
fn merged(len: usize, is_after: &mut dyn FnMut(usize, usize) -> bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    let mut run = 1;
    while run < len {
        let mut next = Vec::with_capacity(len);
        for pair in order.chunks(run.saturating_mul(2)) {
            let (left, right) = pair.split_at(run.min(pair.len()));
            let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
            while let Some(first) = left.peek() {
                let first = **first;
                match right.next_if(|second| is_after(first, **second)) {
                    Some(second) => next.push(*second),
                    None => {
                        next.push(first);
                        left.next();
                    }
                }
            }
            next.extend(right);
        }
        order = next;
        run = run.saturating_mul(2);
    }
    order
}

/// Puts at each place the item that `order` names for it.
fn put<T>(list: &mut [T], order: &[usize]) {
    // Where the item that was at a place has gone to, while it is still on its way.
    for at in 0..order.len() {
        let mut from = order.get(at).copied().unwrap_or(at);
        while from < at {
            from = order.get(from).copied().unwrap_or(at);
        }
        list.swap(at, from);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_sorts_as_the_standard_library_does(list in prop::collection::vec(0_u8..20, 0..200)) {
            let mut ours: Vec<(u8, usize)> = list.into_iter().zip(0..).collect();
            let mut theirs = ours.clone();
            sort_by_key(&mut ours, |item| item.0);
            theirs.sort_by_key(|item| item.0);
            prop_assert_eq!(&ours, &theirs);
            sort_by(&mut ours, |left, right| right.cmp(left));
            theirs.sort_by(|left, right| right.cmp(left));
            prop_assert_eq!(ours, theirs);
        }
    }
}
