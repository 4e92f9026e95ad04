use proptest::prelude::*;

use super::*;

fn ratio(numerator: i128, denominator: i128) -> Ratio {
    Ratio::new(numerator, denominator).unwrap()
}

#[test]
fn decimals_and_fractions_are_read_exactly() {
    let read = |text: &str| text.parse::<Ratio>().map(Ratio::lowest_terms);
    assert_eq!(read("1/3"), Ok((1, 3)));
    assert_eq!(read("-0.50"), Ok((-1, 2)));
    assert_eq!(read(" 3/-2 "), Ok((-3, 2)));
    assert_eq!(read("0.1/0.3"), Ok((1, 3)));
    assert_eq!(read(".5"), Ok((1, 2)));
    assert_eq!(read("0"), Ok((0, 1)));
    assert_eq!(read("1/0"), Err(MoneyError::DivisionByZero));
    for bad in ["", ".", "1e3", "1/2/3", "1,5", "٣", "--1", &"9".repeat(60)] {
        assert!(matches!(read(bad), Err(MoneyError::NotANumber(_))), "{bad}");
    }
    assert_eq!(Ratio::new(1, i128::MIN), Err(MoneyError::Overflow));
}

#[test]
fn arithmetic_is_exact() {
    assert_eq!(ratio(1, 3).plus(ratio(1, 6)), Ok(ratio(1, 2)));
    assert_eq!(ratio(1, 3).minus(ratio(1, 2)), Ok(ratio(-1, 6)));
    assert_eq!(ratio(2, 3).times(ratio(-3, 4)), Ok(ratio(-1, 2)));
    assert_eq!(ratio(1, 2).over(ratio(-1, 4)), Ok(Ratio::whole(-2)));
    assert_eq!(Ratio::percent(Decimal::new(8875, 3)), Ok(ratio(71, 800)));
    assert_eq!(ratio(-5, 2).round(Rounding::HalfUp), Ok(-3));
    assert_eq!(Ratio::ONE.over(Ratio::ZERO), Err(MoneyError::DivisionByZero));
}

#[test]
fn what_does_not_fit_is_guarded_then_refused() {
    let (a, b) = (10_i128.pow(30) + 7, 10_i128.pow(30) + 9);
    let sum = ratio(a - 1, a).plus(ratio(1, b)).unwrap();
    assert_eq!(sum.round(Rounding::HalfUp), Ok(1));
    let product = ratio(a, b).times(ratio(b, a)).unwrap();
    assert_eq!(product.round(Rounding::Down), Ok(1));
    let huge = Ratio::whole(i128::MAX);
    assert_eq!(huge.plus(Ratio::ONE), Err(MoneyError::Overflow));
    assert_eq!(huge.times(huge), Err(MoneyError::Overflow));
    assert_eq!(Ratio::whole(i128::MIN).negated(), Err(MoneyError::Overflow));
}

proptest! {
    #[test]
    fn the_order_is_that_of_cross_products(
        a in -1000_i64..1000, b in 1_i64..1000, c in -1000_i64..1000, d in 1_i64..1000,
    ) {
        let (left, right) = (i128::from(a) * i128::from(d), i128::from(c) * i128::from(b));
        let of = |above: i64, below: i64| ratio(above.into(), below.into());
        prop_assert_eq!(of(a, b).cmp(&of(c, d)), left.cmp(&right));
        let sum = of(a, b).plus(of(c, d)).unwrap();
        prop_assert_eq!(sum, ratio(left + right, i128::from(b) * i128::from(d)));
    }

    #[test]
    fn dividing_undoes_multiplying(a in -1000_i64..1000, b in 1_i64..1000) {
        let value = ratio(a.into(), b.into());
        let by = ratio(7, 3);
        prop_assert_eq!(value.times(by).unwrap().over(by), Ok(value));
    }

    #[test]
    fn sums_do_not_depend_on_order(
        parts in prop::collection::vec((-1_000_000_i128..1_000_000, 1_i128..500), 1..8),
    ) {
        let add = |sum: Ratio, part: &(i128, i128)| sum.plus(ratio(part.0, part.1));
        let forth = parts.iter().try_fold(Ratio::ZERO, add);
        let back = parts.iter().rev().try_fold(Ratio::ZERO, add);
        prop_assert_eq!(forth, back);
    }

    #[test]
    fn no_text_panics(text in "[-+0-9./ ]{0,60}") {
        let _ = text.parse::<Ratio>();
    }
}
