//! Paying back the way it was paid.

use super::{RefundError, Return};
use crate::money::{Minor, MoneyError};
use crate::tender::{CashRules, Offer, Settlement, TenderKind};

/// Returns how `due`, which is below zero, is paid back: to each means of payment other than cash
/// up to what it brought and did not get back in `earlier` returns, and the rest in cash, rounded
/// to what can be paid in coins. Without a payment all of it is cash.
///
/// # Errors
/// [`RefundError::Money`] and [`RefundError::Tender`] when amounts do not fit.
pub fn pay_back(
    due: Minor,
    paid: Option<&Settlement>,
    earlier: &[&Return],
    cash: CashRules,
) -> Result<Vec<Offer>, RefundError> {
    let mut owed = due.negated();
    let mut offers: Vec<Offer> = Vec::new();
    let tenders = paid.map(|paid| paid.tenders.as_slice()).unwrap_or_default();
    for (place, tender) in (1..).zip(tenders) {
        if tender.kind == TenderKind::Cash {
            continue;
        }
        // Two payments by one name count together: nobody knows which of them was paid back.
        let brought = named(tenders.iter().take(place), tender)?;
        let before = earlier.iter().flat_map(|back| &back.settlement.tenders);
        let back = named(before, tender)?.plus(named(&offers, tender)?)?;
        let amount = brought.plus(back)?.min(owed);
        if amount > Minor::ZERO {
            owed = owed.minus(amount)?;
            offers.push(Offer { amount: amount.negated(), ..tender.clone() });
        }
    }
    if owed > Minor::ZERO {
        let amount = cash.round(owed.negated())?;
        offers.push(Offer { kind: TenderKind::Cash, amount, reference: None });
    }
    Ok(offers)
}

/// Adds up the offers of the same kind and reference.
fn named<'a>(all: impl IntoIterator<Item = &'a Offer>, as_in: &Offer) -> Result<Minor, MoneyError> {
    let same = |it: &&Offer| it.kind == as_in.kind && it.reference == as_in.reference;
    Minor::sum(all.into_iter().filter(same).map(|it| it.amount))
}
