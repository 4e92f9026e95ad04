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
    check_offers(&offers)?;
    let along = |amount: Minor| if due.is_negative() { amount.negated() } else { amount };
    if offers.iter().any(|offer| along(offer.amount) <= Minor::ZERO) {
        return Err(TenderError::NotPositive);
    }
    let payments: Vec<Payment> =
        offers.iter().map(|offer| Payment { kind: offer.kind, amount: offer.amount }).collect();
    let balance = Balance::of(due, &payments, rules)?;
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
    if !balance.closed {
        return Err(TenderError::Short(along(balance.remaining)));
    }
    let Balance { rounding: cash_rounding, change, .. } = balance;
    Ok(Settlement { due, cash_rounding, tenders: offers, change })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::money::Rounding;
    use crate::tender::{CashRules, RoundedPayments, settle};

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

    proptest! {
        #[test]
        fn with_cash_alone_rounded_it_is_the_plain_settlement(
            due in 0_i64..5_000,
            card in prop::collection::vec(1_i64..3_000, 0..3),
            cash in prop::collection::vec(1_i64..3_000, 0..3),
            step in prop::sample::select(vec![1_i64, 5, 10, 50, 100]),
        ) {
            let rules = rules(step, RoundedPayments::CashOnly);
            let plain = settle(minor(due), offers(&cash, &card), rules.cash);
            let settled = settle_by(minor(due), offers(&cash, &card), rules);
            match (plain, settled) {
                (Ok(plain), Ok(settled)) => prop_assert_eq!(plain, settled),
                (Err(plain), Err(settled)) => prop_assert_eq!(plain.code(), settled.code()),
                (plain, settled) => prop_assert!(false, "{plain:?} {settled:?}"),
            }
        }
    }
}
