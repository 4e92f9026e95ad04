//! Paying what is owed, or paying back: cash with change, cards by an external terminal, stored
//! value, on account, and splits of them.

mod balance;
mod denomination;
mod scheme;
mod settle;
mod split;

use serde::{Deserialize, Serialize};

use crate::limits::{TENDERS_MAX, TEXT_CHARS_MAX};
use crate::money::{Minor, MoneyError, Rounding};

pub use balance::{Balance, Payment};
pub use denomination::{denominations, quick_cash};
pub use scheme::{CashScheme, PaymentRules, RoundedPayments, SCHEMES, cash_rules_for};
pub use settle::{settle_by, settle_with_tip};
pub use split::{LineSplit, SplitError, split_cart, split_evenly};

/// The means of payment.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TenderKind {
    /// Notes and coins; may be more than is owed.
    Cash,
    /// A card, approved by a terminal of its own.
    Card,
    /// A voucher of somebody else that the shop accepts.
    Voucher,
    /// What is left on a gift card.
    GiftCard,
    /// What the shop owes a customer from a return.
    StoreCredit,
    /// What a customer will pay later.
    OnAccount,
    /// Points of a customer, where the shop takes them as payment.
    Points,
}

impl TenderKind {
    /// Returns whether it is a balance that the shop keeps, which has to be looked up and
    /// never goes below zero.
    #[must_use]
    pub const fn is_stored_value(self) -> bool {
        matches!(self, Self::GiftCard | Self::StoreCredit)
    }
}

/// What a customer puts down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub kind: TenderKind,
    pub amount: Minor,
    /// What a terminal called the payment, or the code of the voucher, gift card, credit or
    /// account. Never a card number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// How cash is rounded in a country without small coins.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashRules {
    /// The smallest coin in minor units; 1 where every amount can be paid.
    pub step: Minor,
    pub rounding: Rounding,
}

impl CashRules {
    /// The rules of a country where every amount can be paid.
    #[must_use]
    pub fn exact() -> Self {
        Self { step: Minor::ONE, rounding: Rounding::HalfUp }
    }

    /// Rounds an amount owed (or, below zero, an amount paid back) to what can be paid in coins.
    ///
    /// # Errors
    /// [`TenderError::Step`], [`TenderError::Money`] when the result is too large.
    pub fn round(self, owed: Minor) -> Result<Minor, TenderError> {
        round_cash(owed, self)
    }
}

/// A payment that closes a sale or a refund:
/// `sum of tenders = due + tip + cash_rounding + change`. For a refund, `due` and the tenders are
/// below zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    pub due: Minor,
    /// What the customer gives to the staff on top; in no tax and no line.
    #[serde(default, skip_serializing_if = "Minor::is_zero_ref")]
    pub tip: Minor,
    /// What rounding the cash part added to (or took off) what is owed; in no tax and no line.
    pub cash_rounding: Minor,
    pub tenders: Vec<Offer>,
    /// What is given back, in cash.
    pub change: Minor,
}

/// Where a payment in the making stands.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Still owed if the rest is paid without cash.
    pub left: Minor,
    /// Still owed if the rest is paid in cash.
    pub left_in_cash: Minor,
}

/// A payment is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TenderError {
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error("{} minor units are still owed", .0.get())]
    Short(Minor),
    #[error("only cash can be more than what is owed")]
    TooMuch,
    #[error("a tender has to be above zero")]
    NotPositive,
    #[error("a tip is not below zero, and there is none for a refund")]
    Tip,
    #[error("a sale takes at most {TENDERS_MAX} tenders")]
    TooMany,
    #[error("a reference has at most {TEXT_CHARS_MAX} characters")]
    ReferenceTooLong,
    #[error("the smallest coin has to be above zero")]
    Step,
}

impl TenderError {
    /// Returns the stable code of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Money(_) => "tender.amount",
            Self::Short(_) => "tender.short",
            Self::TooMuch => "tender.too_much",
            Self::NotPositive => "tender.not_positive",
            Self::Tip => "tender.tip",
            Self::TooMany => "tender.too_many",
            Self::ReferenceTooLong => "tender.reference_too_long",
            Self::Step => "tender.step",
        }
    }
}

/// Returns what is still owed after the offers so far.
///
/// # Errors
/// [`TenderError`] when an offer is refused.
pub fn standing(due: Minor, offers: &[Offer], rules: CashRules) -> Result<Standing, TenderError> {
    let (cash, other) = sums(offers)?;
    let owed = due.minus(other)?;
    if owed.is_negative() {
        return Err(TenderError::TooMuch);
    }
    let left = owed.minus(cash)?.max(Minor::ZERO);
    let left_in_cash = round_cash(owed, rules)?.minus(cash)?.max(Minor::ZERO);
    Ok(Standing { left, left_in_cash })
}

/// Closes a payment of a sale where only what is left for cash is rounded: see [`settle_by`].
///
/// # Errors
/// As [`settle_by`].
pub fn settle(due: Minor, offers: Vec<Offer>, rules: CashRules) -> Result<Settlement, TenderError> {
    let payments = RoundedPayments::CashOnly;
    settle_by(due, offers, PaymentRules { cash: rules, change: rules.rounding, payments })
}

impl Settlement {
    /// Returns whether the sums of the settlement add up.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        let given = Minor::sum(self.tenders.iter().map(|offer| offer.amount));
        let taken = self.due.plus(self.tip).and_then(|sum| sum.plus(self.cash_rounding));
        let taken = taken.and_then(|sum| sum.plus(self.change));
        given.is_ok() && given == taken
    }
}

/// Refuses too many offers and references that are too long.
fn check_offers(offers: &[Offer]) -> Result<(), TenderError> {
    if offers.len() > TENDERS_MAX {
        return Err(TenderError::TooMany);
    }
    let references = offers.iter().filter_map(|offer| offer.reference.as_ref());
    for reference in references {
        if reference.chars().count() > TEXT_CHARS_MAX {
            return Err(TenderError::ReferenceTooLong);
        }
    }
    Ok(())
}

fn sums(offers: &[Offer]) -> Result<(Minor, Minor), TenderError> {
    check_offers(offers)?;
    let (mut cash, mut other) = (Minor::ZERO, Minor::ZERO);
    for offer in offers {
        if offer.amount <= Minor::ZERO {
            return Err(TenderError::NotPositive);
        }
        match offer.kind {
            TenderKind::Cash => cash = cash.plus(offer.amount)?,
            _ => other = other.plus(offer.amount)?,
        }
    }
    Ok((cash, other))
}

fn round_cash(owed: Minor, rules: CashRules) -> Result<Minor, TenderError> {
    let step = i128::from(rules.step.get());
    if step <= 0 {
        return Err(TenderError::Step);
    }
    let steps = rules.rounding.divide(i128::from(owed.get()), step)?;
    Ok(Minor::from_wide(steps.checked_mul(step).ok_or(MoneyError::Overflow)?)?)
}

#[cfg(test)]
mod tests;
