use proptest::prelude::*;

use super::*;

const EXACT: CashRules = CashRules { step: Minor::ZERO, rounding: Rounding::HalfUp };

fn rules(step: i64) -> CashRules {
    CashRules { step: Minor::new(step).unwrap(), ..EXACT }
}

fn minor(units: i64) -> Minor {
    Minor::new(units).unwrap()
}

fn offers(cash: &[i64], card: &[i64]) -> Vec<Offer> {
    let offer = |kind| move |units: &i64| Offer { kind, amount: minor(*units), reference: None };
    card.iter()
        .map(offer(TenderKind::Card))
        .chain(cash.iter().map(offer(TenderKind::Cash)))
        .collect()
}

/// Expects `(cash rounding, change)` or the code of a refusal.
#[track_caller]
fn check(due: i64, cash: &[i64], card: &[i64], step: i64, expect: Result<(i64, i64), &str>) {
    let settled = settle(minor(due), offers(cash, card), rules(step));
    if let Ok(settlement) = &settled {
        assert!(settlement.adds_up());
    }
    let got = settled
        .as_ref()
        .map(|settled| (settled.cash_rounding.get(), settled.change.get()))
        .map_err(TenderError::code);
    assert_eq!(got, expect);
}

#[test]
fn cash_gives_change_and_card_does_not() {
    check(1572, &[2000], &[], 1, Ok((0, 428)));
    check(1572, &[1000, 572], &[], 1, Ok((0, 0)));
    check(1572, &[], &[1572], 1, Ok((0, 0)));
    check(1572, &[], &[1573], 1, Err("tender.too_much"));
    check(1572, &[], &[1571], 1, Err("tender.short"));
    check(1572, &[1571], &[], 1, Err("tender.short"));
    check(1572, &[600], &[1000], 1, Ok((0, 28)));
    check(1572, &[1], &[1572], 1, Err("tender.too_much"));
    check(0, &[], &[], 1, Ok((0, 0)));
    check(10, &[0], &[], 1, Err("tender.not_positive"));
    check(10, &[10], &[], 0, Err("tender.step"));
}

#[test]
fn only_the_cash_part_is_rounded() {
    check(1572, &[1570], &[], 5, Ok((-2, 0)));
    check(1572, &[1504 + 1], &[68], 5, Ok((1, 0)));
    check(1573, &[2000], &[], 5, Ok((2, 425)));
    check(1572, &[], &[1572], 5, Ok((0, 0)));
}

#[test]
fn standing_tells_both_ways_to_go_on() {
    let at = standing(minor(1572), &offers(&[], &[68]), rules(5)).unwrap();
    assert_eq!((at.left.get(), at.left_in_cash.get()), (1504, 1505));
    let paid = standing(minor(1572), &offers(&[2000], &[]), rules(5)).unwrap();
    assert_eq!((paid.left.get(), paid.left_in_cash.get()), (0, 0));
}

#[test]
fn tenders_are_bounded() {
    let most = vec![1; TENDERS_MAX];
    check(TENDERS_MAX.try_into().unwrap(), &most, &[], 1, Ok((0, 0)));
    check(99, &[most, vec![1]].concat(), &[], 1, Err("tender.too_many"));
}

proptest! {
    #[test]
    fn a_settlement_closes(
        due in 0_i64..1_000_000,
        card in 0_i64..1_000_000,
        cash in 0_i64..2_000_000,
        step in prop::sample::select(vec![1_i64, 5, 10, 50, 100]),
    ) {
        let given = |units: i64| if units == 0 { vec![] } else { vec![units] };
        let offers = offers(&given(cash), &given(card));
        if let Ok(settled) = settle(minor(due), offers, rules(step)) {
            prop_assert!(settled.adds_up());
            prop_assert!(!settled.change.is_negative());
            prop_assert!(settled.cash_rounding.abs().get() * 2 <= step);
            prop_assert!(cash > 0 || settled.cash_rounding.is_zero());
        }
    }
}
