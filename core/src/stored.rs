//! Value that the shop keeps for customers: gift cards and store credit.
//!
//! A balance is the sum of its movements and never below zero. What is loaded at a sale is a
//! line of it; what is redeemed is a tender; store credit from a return is a tender below zero.

use serde::{Deserialize, Serialize};

use crate::cart::{Discount, DiscountValue, LineItem};
use crate::ids::LineId;
use crate::limits::TEXT_CHARS_MAX;
use crate::money::{Minor, MoneyError};
use crate::pricing::PricedCart;
use crate::tender::{Offer, Settlement, TenderKind};

/// When a gift card is taxed.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GiftCardTax {
    /// For goods of different taxes: no tax when the card is sold; the goods bear theirs when
    /// they are bought with it. The card is a means of payment then.
    #[default]
    MultiPurpose,
    /// For goods of one tax: taxed when the card is sold, and not again. The card reduces what
    /// is taxed then.
    SinglePurpose,
}

/// What a line puts on a gift card or on a store credit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Load {
    pub line: LineId,
    pub kind: TenderKind,
    pub code: String,
    /// Above zero. A card may be sold for less than it is worth.
    pub amount: Minor,
}

/// A movement of a balance; below zero where something was redeemed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredMove {
    pub kind: TenderKind,
    pub code: String,
    pub amount: Minor,
}

/// How a card is redeemed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Redeemed {
    /// It pays.
    Tender(Offer),
    /// It takes something off the cart.
    Discount(Discount),
}

/// Stored value is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoredError {
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error("only gift cards and store credits keep a balance")]
    Kind,
    #[error("a code has 1 to {TEXT_CHARS_MAX} characters")]
    Code,
    #[error("an amount has to be above zero")]
    NotPositive,
    #[error("the balance of {code} is {} minor units", .balance.get())]
    BelowZero { code: String, balance: Minor },
    #[error("the sale has no line {0}, or it loads more than one card")]
    Line(LineId),
}

impl StoredError {
    /// Returns the stable code of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Money(_) => "stored.amount",
            Self::Kind => "stored.kind",
            Self::Code => "stored.code",
            Self::NotPositive => "stored.not_positive",
            Self::BelowZero { .. } => "stored.below_zero",
            Self::Line(_) => "stored.line",
        }
    }
}

impl GiftCardTax {
    /// Returns whether the shop has settled nothing.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// Returns the item of a gift card as it is sold: without tax where the card is for goods of
    /// different taxes.
    #[must_use]
    pub fn at_sale(self, mut card: LineItem) -> LineItem {
        if self == Self::MultiPurpose {
            card.taxes.clear();
        }
        card
    }

    /// Redeems a gift card: as much of `due` as its balance pays.
    ///
    /// # Errors
    /// [`StoredError::NotPositive`] when nothing is owed, [`StoredError::BelowZero`] when nothing
    /// is left, [`StoredError::Code`].
    pub fn redeem(self, code: &str, balance: Minor, due: Minor) -> Result<Redeemed, StoredError> {
        let amount = payable(code, balance, due)?;
        Ok(match self {
            Self::MultiPurpose => {
                Redeemed::Tender(offer(TenderKind::GiftCard, code.to_owned(), amount))
            }
            Self::SinglePurpose => Redeemed::Discount(Discount {
                value: DiscountValue::Amount(amount),
                reason: code.to_owned(),
            }),
        })
    }
}

/// Redeems a store credit: as much of `due` as its balance pays.
///
/// # Errors
/// As [`GiftCardTax::redeem`].
pub fn redeem_credit(code: &str, balance: Minor, due: Minor) -> Result<Offer, StoredError> {
    Ok(offer(TenderKind::StoreCredit, code.to_owned(), payable(code, balance, due)?))
}

/// Checks what a sale loads.
///
/// # Errors
/// [`StoredError`] names what is wrong.
pub fn check_loads(loads: &[Load], priced: &PricedCart) -> Result<(), StoredError> {
    for load in loads {
        if !load.kind.is_stored_value() {
            return Err(StoredError::Kind);
        }
        check_code(&load.code)?;
        if load.amount <= Minor::ZERO {
            return Err(StoredError::NotPositive);
        }
        let own = loads.iter().filter(|other| other.line == load.line).count();
        if own != 1 || !priced.lines.iter().any(|line| line.line == load.line) {
            return Err(StoredError::Line(load.line));
        }
    }
    Ok(())
}

/// Returns how the balances move with a sale or a return: what is loaded, and what is paid with
/// or paid back to them. A tender without a code moves none.
#[must_use]
pub fn moves(settlement: &Settlement, loads: &[Load]) -> Vec<StoredMove> {
    let loaded = loads.iter().map(|load| StoredMove {
        kind: load.kind,
        code: load.code.clone(),
        amount: load.amount,
    });
    let paid = settlement.tenders.iter().filter(|offer| offer.kind.is_stored_value());
    let paid = paid.filter_map(|offer| {
        let (kind, amount) = (offer.kind, offer.amount.negated());
        Some(StoredMove { kind, code: offer.reference.clone()?, amount })
    });
    loaded.chain(paid).collect()
}

/// Applies a movement to a balance.
///
/// # Errors
/// [`StoredError::BelowZero`], [`StoredError::Money`].
pub fn apply(balance: Minor, moved: &StoredMove) -> Result<Minor, StoredError> {
    let after = balance.plus(moved.amount)?;
    if after.is_negative() {
        return Err(StoredError::BelowZero { code: moved.code.clone(), balance });
    }
    Ok(after)
}

fn payable(code: &str, balance: Minor, due: Minor) -> Result<Minor, StoredError> {
    check_code(code)?;
    if due <= Minor::ZERO {
        return Err(StoredError::NotPositive);
    }
    if balance <= Minor::ZERO {
        return Err(StoredError::BelowZero { code: code.to_owned(), balance });
    }
    Ok(balance.min(due))
}

fn check_code(code: &str) -> Result<(), StoredError> {
    let fits = (1..=TEXT_CHARS_MAX).contains(&code.chars().count());
    if fits { Ok(()) } else { Err(StoredError::Code) }
}

const fn offer(kind: TenderKind, code: String, amount: Minor) -> Offer {
    Offer { kind, amount, reference: Some(code) }
}

#[cfg(test)]
mod tests;
