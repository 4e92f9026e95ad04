//! Where a payment in the making stands, for sales and refunds alike.

use super::{PaymentRules, RoundedPayments, TenderError, TenderKind};
use crate::money::Minor;

/// An amount on the payment screen; below zero where money goes to the customer.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    pub kind: TenderKind,
    pub amount: Minor,
}

/// A total and what is paid of it so far. All amounts have the sign of the total; for a refund
/// they mirror those of the same sale.
///
/// `total + rounding = paid - change` once closed.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// The total, rounded where every method of payment is.
    pub due: Minor,
    pub paid: Minor,
    /// Still owed; to the cent where only cash is rounded.
    pub remaining: Minor,
    /// What rounding added to the total; zero until closed.
    pub rounding: Minor,
    /// Paid beyond what is owed.
    pub change: Minor,
    /// Whether nothing more is owed.
    pub closed: bool,
    /// What a payment without cash would have to be to close it.
    pub next: Minor,
    /// What a payment in cash would have to be to close it.
    pub next_cash: Minor,
}

impl Balance {
    /// Reckons where `payments` of `total` stand.
    ///
    /// # Errors
    /// [`TenderError::Money`], [`TenderError::Step`].
    pub fn of(
        total: Minor,
        payments: &[Payment],
        rules: PaymentRules,
    ) -> Result<Self, TenderError> {
        let turn = |amount: Minor| if total.is_negative() { amount.negated() } else { amount };
        let sum = |cash: bool| {
            let of_kind = payments.iter().filter(|it| (it.kind == TenderKind::Cash) == cash);
            Minor::sum(of_kind.map(|it| turn(it.amount)))
        };
        let has_cash = payments.iter().any(|it| it.kind == TenderKind::Cash);
        let (cash, other) = (sum(true)?, sum(false)?);
        let open = Open { total: total.abs(), cash, other, has_cash, any: !payments.is_empty() };
        let balance = match rules.payments {
            RoundedPayments::AllMethods => open.all_rounded(rules)?,
            RoundedPayments::CashOnly => open.cash_rounded(rules)?,
        };
        Ok(Self {
            due: turn(balance.due),
            paid: turn(balance.paid),
            remaining: turn(balance.remaining),
            rounding: turn(balance.rounding),
            change: turn(balance.change),
            closed: balance.closed,
            next: turn(balance.next),
            next_cash: turn(balance.next_cash),
        })
    }
}

/// Sums in the direction of the total, so that a refund is reckoned as the sale it mirrors.
struct Open {
    total: Minor,
    cash: Minor,
    other: Minor,
    has_cash: bool,
    any: bool,
}

impl Open {
    fn all_rounded(&self, rules: PaymentRules) -> Result<Balance, TenderError> {
        let due = rules.round_total(self.total)?;
        let paid = self.cash.plus(self.other)?;
        let left = due.minus(paid)?.max(Minor::ZERO);
        let closed = left.is_zero() && (self.any || due.is_zero());
        let mut balance = Balance { due, paid, remaining: left, closed, ..Balance::default() };
        (balance.next, balance.next_cash) = (left, left);
        if closed {
            balance.rounding = due.minus(self.total)?;
            balance.change = paid.minus(due)?;
        }
        Ok(balance)
    }

    /// What the other tenders leave is owed in cash, and only that is rounded.
    fn cash_rounded(&self, rules: PaymentRules) -> Result<Balance, TenderError> {
        let paid = self.cash.plus(self.other)?;
        let owed = self.total.minus(self.other)?;
        let in_cash = rules.round_total(owed)?;
        let target = if self.has_cash { in_cash } else { owed };
        let closed = self.cash >= target && (self.any || self.total.is_zero());
        let mut balance = Balance { due: self.total, paid, closed, ..Balance::default() };
        if closed {
            balance.rounding = target.minus(owed)?;
            balance.change = self.cash.minus(target)?;
        } else {
            balance.remaining = owed.minus(self.cash)?.max(Minor::ZERO);
            balance.next = balance.remaining;
            balance.next_cash = in_cash.minus(self.cash)?;
        }
        Ok(balance)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::money::Rounding;
    use crate::tender::{CashRules, Offer, settle};

    fn minor(units: i64) -> Minor {
        Minor::new(units).unwrap()
    }

    fn rules(step: i64, rounding: Rounding, payments: RoundedPayments) -> PaymentRules {
        let cash = CashRules { step: minor(step), rounding };
        PaymentRules { cash, change: rounding, payments }
    }

    fn pay(cash: &[i64], card: &[i64]) -> Vec<Payment> {
        let payment = |kind| move |units: &i64| Payment { kind, amount: minor(*units) };
        let cards = card.iter().map(payment(TenderKind::Card));
        cards.chain(cash.iter().map(payment(TenderKind::Cash))).collect()
    }

    /// Expects `(due, remaining, rounding, change, closed, next, next in cash)`, mirrored for
    /// the refund.
    #[track_caller]
    fn check(
        total: i64,
        (cash, card): (&[i64], &[i64]),
        rules: PaymentRules,
        expect: (i64, i64, i64, i64, bool, i64, i64),
    ) {
        for sign in [1, -1] {
            let turned = |units: &[i64]| units.iter().map(|it| it * sign).collect::<Vec<_>>();
            let payments = pay(&turned(cash), &turned(card));
            let at = Balance::of(minor(total * sign), &payments, rules).unwrap();
            let got = (
                at.due.get() * sign,
                at.remaining.get() * sign,
                at.rounding.get() * sign,
                at.change.get() * sign,
                at.closed,
                at.next.get() * sign,
                at.next_cash.get() * sign,
            );
            assert_eq!(got, expect);
        }
    }

    #[test]
    fn only_what_is_left_for_cash_is_rounded() {
        let rules = rules(10, Rounding::HalfUp, RoundedPayments::CashOnly);
        check(1234, (&[], &[]), rules, (1234, 1234, 0, 0, false, 1234, 1230));
        check(1234, (&[], &[500]), rules, (1234, 734, 0, 0, false, 734, 730));
        check(1234, (&[730], &[500]), rules, (1234, 0, -4, 0, true, 0, 0));
        check(1234, (&[], &[1234]), rules, (1234, 0, 0, 0, true, 0, 0));
        check(1234, (&[500], &[]), rules, (1234, 734, 0, 0, false, 734, 730));
        check(1236, (&[2000], &[]), rules, (1236, 0, 4, 760, true, 0, 0));
        check(1234, (&[500], &[734]), rules, (1234, 0, 0, 0, true, 0, 0));
    }

    #[test]
    fn the_total_is_rounded_for_all_methods() {
        let up = rules(100, Rounding::Up, RoundedPayments::AllMethods);
        check(1234, (&[], &[]), up, (1300, 1300, 0, 0, false, 1300, 1300));
        check(1234, (&[], &[734]), up, (1300, 566, 0, 0, false, 566, 566));
        check(1234, (&[600], &[734]), up, (1300, 0, 66, 34, true, 0, 0));
        check(0, (&[], &[]), up, (0, 0, 0, 0, true, 0, 0));
    }

    proptest! {
        #[test]
        fn the_parts_add_up_and_closing_agrees_with_settling(
            total in 1_i64..100_000,
            card in prop::collection::vec(1_i64..50_000, 0..3),
            cash in prop::collection::vec(1_i64..50_000, 0..3),
            step in prop::sample::select(vec![1_i64, 5, 10, 50, 100, 1000]),
            all in any::<bool>(),
        ) {
            let payments =
                if all { RoundedPayments::AllMethods } else { RoundedPayments::CashOnly };
            let rules = rules(step, Rounding::HalfUp, payments);
            let at = Balance::of(minor(total), &pay(&cash, &card), rules).unwrap();
            if at.closed {
                let taken = minor(total).plus(at.rounding).unwrap().plus(at.change).unwrap();
                prop_assert_eq!(taken, at.paid);
                prop_assert!(!at.change.is_negative());
            } else {
                // Less than half a coin is nothing in cash, and a coin may be wanted for less.
                prop_assert!(!at.remaining.is_negative() && !at.next_cash.is_negative());
                prop_assert!(!at.remaining.is_zero() || !at.next_cash.is_zero());
                let more = pay(&[cash.clone(), vec![at.next_cash.get()]].concat(), &card);
                let then = Balance::of(minor(total), &more, rules).unwrap();
                prop_assert!(then.closed && then.change.is_zero());
            }
            let offers = pay(&cash, &card).into_iter().map(|it| {
                Offer { kind: it.kind, amount: it.amount, reference: None }
            });
            if let (false, Ok(settled)) = (all, settle(minor(total), offers.collect(), rules.cash)) {
                prop_assert_eq!((settled.cash_rounding, settled.change), (at.rounding, at.change));
            }
        }
    }
}
