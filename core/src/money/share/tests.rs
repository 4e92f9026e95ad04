use proptest::prelude::*;

use super::*;
use crate::limits::MINOR_MAX;
use crate::money::allocate::allocate;

fn minor(units: i64) -> Minor {
    Minor::new(units).unwrap()
}

fn figures(shares: Shares) -> (Vec<i64>, i64) {
    (shares.parts.into_iter().map(Minor::get).collect(), shares.kept.get())
}

#[track_caller]
fn check(leftover: Leftover, amount: i64, weights: &[&str], parts: &[i64], kept: i64) {
    let weights = Weights::parse(weights).unwrap();
    let shares = Sharing::by(leftover).share(minor(amount), &weights).unwrap();
    assert_eq!(figures(shares), (parts.to_vec(), kept), "{leftover:?}");
}

/// 1001 over 1 : 4 : 2 is 143.0, 572.0, 286.0; 1003 is 143.29, 573.14, 286.57: one unit is left.
/// 1005 is 143.57, 574.29, 287.14: one is left too. 1006 is 143.71, 574.86, 287.43: two are left.
#[test]
fn each_rule_gives_the_left_over_units_to_its_own() {
    let weights = &["0.5", "2", "1/1"];
    check(Leftover::LargestRemainder, 1006, weights, &[144, 575, 287], 0);
    check(Leftover::LargestRemainder, 1003, weights, &[143, 573, 287], 0);
    check(Leftover::First, 1006, weights, &[144, 575, 287], 0);
    check(Leftover::First, 1003, weights, &[144, 573, 286], 0);
    check(Leftover::Last, 1003, weights, &[143, 573, 287], 0);
    check(Leftover::Last, 1006, weights, &[143, 575, 288], 0);
    check(Leftover::LargestWeight, 1006, weights, &[143, 575, 288], 0);
    check(Leftover::Separate, 1006, weights, &[143, 574, 287], 2);
    check(Leftover::SeparateBlocks, 1006, weights, &[143, 572, 286], 5);
    check(Leftover::NearestThenFirst, 1006, weights, &[144, 575, 287], 0);
    // From the last: 1006 x 2/7 is 287.4, 719 x 4/5 is 575.2, the first has the rest.
    check(Leftover::Running, 1006, weights, &[144, 575, 287], 0);
    // Thirds of 2 are nearest to 1 each, which is one too many.
    check(Leftover::NearestThenFirst, 2, &["1", "0", "1", "1"], &[0, 0, 1, 1], 0);
}

#[test]
fn only_the_flooring_rule_treats_signs_differently() {
    check(Leftover::LargestRemainder, -7, &["1", "1"], &[-4, -3], 0);
    check(Leftover::LargestRemainderFloor, -7, &["1", "1"], &[-3, -4], 0);
    check(Leftover::LargestRemainderFloor, 7, &["1", "1"], &[4, 3], 0);
    check(Leftover::Separate, -7, &["1", "1"], &[-3, -3], -1);
}

#[test]
fn weights_of_zero_are_a_setting() {
    let none = Weights::whole(&[0, 0]).unwrap();
    let share = |weightless| {
        Sharing { weightless, ..Sharing::default() }.share(minor(5), &none).map(figures)
    };
    assert_eq!(share(Weightless::Even), Ok((vec![3, 2], 0)));
    assert_eq!(share(Weightless::Nothing), Ok((vec![0, 0], 5)));
    assert_eq!(share(Weightless::Refuse), Err(MoneyError::NoWeights));
    let nobody = Weights::whole(&[]).unwrap();
    assert_eq!(Sharing::default().share(minor(5), &nobody), Err(MoneyError::NoParts));
    let nothing = Sharing { weightless: Weightless::Nothing, ..Sharing::default() };
    assert_eq!(nothing.share(minor(5), &nobody).map(figures), Ok((vec![], 5)));
    assert_eq!(Weights::whole(&[1, -1]), Err(MoneyError::NegativeWeight));
    assert_eq!(Weights::whole(&[-2, -1]), Weights::whole(&[2, 1]));
    assert!(Weights::equal(SHARE_PARTS_MAX).is_ok());
    assert_eq!(Weights::equal(SHARE_PARTS_MAX + 1), Err(MoneyError::TooManyParts));
}

#[test]
fn parts_are_multiples_of_the_step() {
    let francs = Sharing { step: Step::new(5).unwrap(), ..Sharing::by(Leftover::First) };
    assert_eq!(figures(francs.split(minor(125), 3).unwrap()), (vec![45, 40, 40], 0));
    assert_eq!(francs.split(minor(126), 3), Err(MoneyError::OffStep));
}

#[test]
fn caps_push_the_excess_to_the_others() {
    let weights = Weights::whole(&[500, 300, 200]).unwrap();
    let capped = |amount, caps: [i64; 3]| {
        figures(Sharing::default().share_capped(minor(amount), &weights, &caps.map(minor)).unwrap())
    };
    assert_eq!(capped(100, [1000, 1000, 1000]), (vec![50, 30, 20], 0));
    // The first takes 10; 90 over 3 : 2 is 54 and 36.
    assert_eq!(capped(-100, [10, 1000, 1000]), (vec![-10, -54, -36], 0));
    // The second then cannot take its 54 either.
    assert_eq!(capped(100, [10, 40, 1000]), (vec![10, 40, 50], 0));
    assert_eq!(capped(100, [10, 20, 30]), (vec![10, 20, 30], 40));
    assert_eq!(capped(-100, [0, 0, 0]), (vec![0, 0, 0], -100));
}

const RULES: [Leftover; 9] = [
    Leftover::LargestRemainder,
    Leftover::LargestRemainderFloor,
    Leftover::First,
    Leftover::Last,
    Leftover::LargestWeight,
    Leftover::Running,
    Leftover::NearestThenFirst,
    Leftover::Separate,
    Leftover::SeparateBlocks,
];

proptest! {
    #[test]
    fn shares_sum_to_the_whole_by_every_rule(
        steps in -MINOR_MAX / 100..=MINOR_MAX / 100,
        step in prop::sample::select(vec![1_i64, 5, 10, 100]),
        weights in prop::collection::vec(0..=MINOR_MAX, 1..20),
        leftover in prop::sample::select(RULES.to_vec()),
    ) {
        let sharing = Sharing { step: Step::new(step).unwrap(), ..Sharing::by(leftover) };
        let weights = Weights::whole(&weights).unwrap();
        let amount = minor(steps * step);
        let shares = sharing.share(amount, &weights).unwrap();
        let sum = Minor::sum(shares.parts.iter().copied()).unwrap();
        prop_assert_eq!(sum.plus(shares.kept), Ok(amount));
        prop_assert!(shares.parts.iter().all(|part| part.get() % step == 0));
        if leftover != Leftover::LargestRemainderFloor {
            let back = sharing.share(amount.negated(), &weights).unwrap();
            let mirrored: Vec<_> = shares.parts.iter().map(|part| part.negated()).collect();
            prop_assert_eq!(back.parts, mirrored);
            prop_assert!(shares.parts.iter().all(|part| part.get().signum() != -steps.signum() || part.is_zero()));
        }
    }

    #[test]
    fn the_default_is_the_rule_of_the_product(
        amount in -MINOR_MAX..=MINOR_MAX,
        weights in prop::collection::vec(0..=MINOR_MAX, 1..20),
    ) {
        let shares = Sharing::default().share(minor(amount), &Weights::whole(&weights).unwrap());
        prop_assert_eq!(shares.unwrap().parts, allocate(minor(amount), &weights).unwrap());
    }

    #[test]
    fn capped_shares_keep_the_sum_and_the_caps(
        amount in -100_000_i64..100_000,
        lines in prop::collection::vec((0_i64..10_000, 0_i64..10_000), 1..10),
    ) {
        let (weights, caps): (Vec<i64>, Vec<Minor>) =
            lines.into_iter().map(|(weight, cap)| (weight, minor(cap))).unzip();
        let weights = Weights::whole(&weights).unwrap();
        let shares = Sharing::default().share_capped(minor(amount), &weights, &caps).unwrap();
        let sum = Minor::sum(shares.parts.iter().copied()).unwrap();
        prop_assert_eq!(sum.plus(shares.kept), Ok(minor(amount)));
        prop_assert!(shares.parts.iter().zip(&caps).all(|(part, cap)| part.abs() <= *cap));
    }

    #[test]
    fn hostile_weights_are_refused_and_never_panic(
        amount in -MINOR_MAX..=MINOR_MAX,
        texts in prop::collection::vec("[0-9]{1,38}(/[0-9]{1,30})?", 1..6),
        leftover in prop::sample::select(RULES.to_vec()),
    ) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        if let Ok(weights) = Weights::parse(&texts) {
            let _ = Sharing::by(leftover).share(minor(amount), &weights);
        }
    }
}
