//! Closing a sale or a refund under all settings of a shop.

use super::{
    Balance, Offer, Payment, PaymentRules, Settlement, TenderError, TenderKind, check_offers,
};
use crate::money::Minor;

/// Closes a payment of `due`, which is below zero for a refund; then the offers are what is paid
/// back and below zero too, and nothing may be paid back beyond what is owed.
///
/// # Errors
/// [`TenderError::Short`] when something is still owed, [`TenderError::TooMuch`] when more than
/// is owed is put down without cash or paid back, and the refusals of single offers.
///
/// # Example
/// ```
/// use titan_core::money::{Currency, Minor};
/// use titan_core::tender::{Offer, TenderKind, cash_rules_for, settle_by};
/// let rules = cash_rules_for(Currency::from_code("EUR")?, "FI")?;
/// let note = Offer { kind: TenderKind::Cash, amount: Minor::new(2000)?, reference: None };
/// let paid = settle_by(Minor::new(1572)?, vec![note], rules)?;
/// assert_eq!((paid.cash_rounding.get(), paid.change.get()), (-2, 430));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn settle_by(
    due: Minor,
    offers: Vec<Offer>,
    rules: PaymentRules,
) -> Result<Settlement, TenderError> {
    settle_with_tip(due, Minor::ZERO, offers, rules)
}

/// Closes a payment with a tip on top, which is paid and rounded together with what is owed.
///
/// # Errors
/// As [`settle_by`], and [`TenderError::Tip`] for a tip below zero or on a refund.
pub fn settle_with_tip(
    due: Minor,
    tip: Minor,
    mut offers: Vec<Offer>,
    rules: PaymentRules,
) -> Result<Settlement, TenderError> {
    check_offers(&offers)?;
    if tip.is_negative() || (due.is_negative() && !tip.is_zero()) {
        return Err(TenderError::Tip);
    }
    let total = due.plus(tip)?;
    let along = |amount: Minor| if due.is_negative() { amount.negated() } else { amount };
    let is_nothing = |offer: &Offer| offer.kind == TenderKind::Cash && offer.amount.is_zero();
    if offers.iter().any(|offer| along(offer.amount) <= Minor::ZERO && !is_nothing(offer)) {
        return Err(TenderError::NotPositive);
    }
    let payments: Vec<Payment> =
        offers.iter().map(|offer| Payment { kind: offer.kind, amount: offer.amount }).collect();
    let balance = Balance::of(total, &payments, rules)?;
    let sum = |cash: bool| {
        let of_kind = payments.iter().filter(|it| (it.kind == TenderKind::Cash) == cash);
        Minor::sum(of_kind.map(|it| along(it.amount)))
    };
    // What is put down without cash is kept, so it may not be more than is owed; cash beside it
    // has to be needed, because it is what change is given out of.
    let (cash, beside) = (sum(true)?, along(balance.due).minus(sum(false)?)?);
    let too_much = beside.is_negative() || (beside.is_zero() && !cash.is_zero());
    if too_much || (due.is_negative() && !balance.change.is_zero()) {
        return Err(TenderError::TooMuch);
    }
    // Nothing in cash is how less than half a coin is paid; it pays nothing else.
    if offers.iter().any(is_nothing) {
        if !(balance.closed && cash.is_zero() && !beside.is_zero()) {
            return Err(TenderError::NotPositive);
        }
        offers.retain(|offer| !is_nothing(offer));
    }
    if !balance.closed {
        let left = if cash.is_zero() { balance.remaining } else { balance.next_cash };
        return Err(TenderError::Short(along(left)));
    }
    let Balance { rounding: cash_rounding, change, .. } = balance;
    Ok(Settlement { due, tip, cash_rounding, tenders: offers, change })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::money::Rounding;
    use crate::tender::{CashRules, RoundedPayments};

    fn minor(units: i64) -> Minor {
        Minor::new(units).unwrap()
    }

    fn rules(step: i64, payments: RoundedPayments) -> PaymentRules {
        let cash = CashRules { step: minor(step), rounding: Rounding::HalfUp };
        PaymentRules { cash, change: Rounding::HalfUp, payments }
    }

    fn offers(cash: &[i64], card: &[i64]) -> Vec<Offer> {
        let offer =
            |kind| move |units: &i64| Offer { kind, amount: minor(*units), reference: None };
        let cards = card.iter().map(offer(TenderKind::Card));
        cards.chain(cash.iter().map(offer(TenderKind::Cash))).collect()
    }

    /// Expects `(rounding, change)` or the code of a refusal.
    #[track_caller]
    fn check(
        due: i64,
        (cash, card): (&[i64], &[i64]),
        payments: RoundedPayments,
        expect: Result<(i64, i64), &str>,
    ) {
        let settled = settle_by(minor(due), offers(cash, card), rules(10, payments));
        assert!(settled.as_ref().is_ok_and(Settlement::adds_up) == settled.is_ok());
        let got = settled.as_ref().map(|it| (it.cash_rounding.get(), it.change.get()));
        assert_eq!(got.map_err(TenderError::code), expect);
    }

    #[test]
    fn refunds_mirror_sales_but_give_back_no_change() {
        use RoundedPayments::{AllMethods, CashOnly};
        check(1234, (&[1230], &[]), CashOnly, Ok((-4, 0)));
        check(-1234, (&[-1230], &[]), CashOnly, Ok((4, 0)));
        check(-1234, (&[], &[-1234]), CashOnly, Ok((0, 0)));
        check(-1234, (&[-730], &[-500]), CashOnly, Ok((4, 0)));
        check(-1234, (&[-2000], &[]), CashOnly, Err("tender.too_much"));
        check(-1234, (&[-1000], &[]), CashOnly, Err("tender.short"));
        check(-1234, (&[1230], &[]), CashOnly, Err("tender.not_positive"));
        check(1234, (&[], &[1230]), AllMethods, Ok((-4, 0)));
        check(1234, (&[], &[1234]), AllMethods, Err("tender.too_much"));
        check(1234, (&[2000], &[230]), AllMethods, Ok((-4, 1000)));
        check(0, (&[], &[]), CashOnly, Ok((0, 0)));
        check(0, (&[100], &[]), CashOnly, Err("tender.too_much"));
    }

    #[test]
    fn less_than_half_a_coin_is_paid_with_nothing_in_cash() {
        use RoundedPayments::CashOnly;
        // 0.04 with coins of 0.10 is nothing; 0.05 is one coin.
        check(4, (&[0], &[]), CashOnly, Ok((-4, 0)));
        check(-4, (&[0], &[]), CashOnly, Ok((4, 0)));
        check(5, (&[0], &[]), CashOnly, Err("tender.not_positive"));
        check(1234, (&[0], &[1230]), CashOnly, Ok((-4, 0)));
        check(1234, (&[0], &[1234]), CashOnly, Err("tender.not_positive"));
        check(4, (&[0, 10], &[]), CashOnly, Err("tender.not_positive"));
        check(4, (&[], &[]), CashOnly, Err("tender.short"));
        let nothing = settle_by(minor(4), offers(&[0], &[]), rules(10, CashOnly)).unwrap();
        assert_eq!(nothing.tenders, []);
    }

    #[test]
    fn a_tip_is_paid_with_the_sale_and_is_neither_change_nor_rounding() {
        // 12.34 and a tip of 1.00 by card; then in coins of 0.10: 13.34 is 13.30, 20.00 leaves 6.70.
        let rules = rules(10, RoundedPayments::CashOnly);
        let tipped = |tip, cash: &[i64], card: &[i64]| {
            let settled = settle_with_tip(minor(1234), minor(tip), offers(cash, card), rules);
            assert!(settled.as_ref().is_ok_and(Settlement::adds_up) == settled.is_ok());
            let got = settled.map(|it| (it.tip.get(), it.cash_rounding.get(), it.change.get()));
            got.map_err(|error| error.code())
        };
        assert_eq!(tipped(100, &[], &[1334]), Ok((100, 0, 0)));
        assert_eq!(tipped(100, &[2000], &[]), Ok((100, -4, 670)));
        assert_eq!(tipped(100, &[], &[1234]), Err("tender.short"));
        assert_eq!(tipped(-1, &[], &[1233]), Err("tender.tip"));
        let refund = settle_with_tip(minor(-5), minor(1), offers(&[], &[-4]), rules);
        assert_eq!(refund.map_err(|error| error.code()), Err("tender.tip"));
    }

    proptest! {
        #[test]
        fn a_refund_is_the_mirror_of_the_sale(
            due in 1_i64..5_000,
            card in prop::collection::vec(1_i64..3_000, 0..3),
            cash in prop::collection::vec(1_i64..3_000, 0..3),
            step in prop::sample::select(vec![1_i64, 5, 10, 50, 100]),
        ) {
            let rules = rules(step, RoundedPayments::CashOnly);
            let mirrored = |offers: Vec<Offer>| {
                let mirror = |it: Offer| Offer { amount: it.amount.negated(), ..it };
                offers.into_iter().map(mirror).collect::<Vec<_>>()
            };
            let sold = settle_by(minor(due), offers(&cash, &card), rules);
            let back = settle_by(minor(-due), mirrored(offers(&cash, &card)), rules);
            match (sold, back) {
                (Ok(sold), Ok(back)) => {
                    prop_assert_eq!(sold.cash_rounding, back.cash_rounding.negated());
                    prop_assert!(back.adds_up() && back.change.is_zero());
                }
                (Ok(sold), Err(error)) => {
                    prop_assert!(!sold.change.is_zero(), "{error}");
                }
                (Err(sold), Err(back)) => prop_assert_eq!(sold.code(), back.code()),
                (sold, back) => prop_assert!(false, "{sold:?} {back:?}"),
            }
        }
    }
}
