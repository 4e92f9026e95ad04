//! Points: earned by what is bought, burnt for something off or as a means of payment.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::cart::{Cart, Discount, DiscountValue, LineItem};
use crate::ids::{CategoryId, ItemId};
use crate::money::{Minor, MoneyError, Rounding};
use crate::pricing::PricedCart;
use crate::tender::{Offer, Settlement, TenderKind};

/// A number of points.
pub type Points = u64;

/// How a shop gives and takes points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoyaltyRules {
    /// The first that fits a line counts for it; a line that none fits earns nothing.
    pub earn: Vec<EarnRule>,
    /// A sale below this earns nothing.
    #[serde(default, skip_serializing_if = "Minor::is_zero_ref")]
    pub earn_from: Minor,
    /// How the points of a sale, all lines together, become a whole number.
    #[serde(default = "down")]
    pub rounding: Rounding,
    /// What a point is worth when it is burnt, in minor units.
    pub worth: Decimal,
    /// Fewer points than this are not burnt.
    #[serde(default)]
    pub burn_from: Points,
    #[serde(default)]
    pub burn_as: BurnAs,
}

/// What a line earns: `points` for each `per` of what is paid for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarnRule {
    /// With no item and no category it fits every line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<ItemId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<CategoryId>,
    pub points: Decimal,
    /// Above zero, with tax.
    pub per: Minor,
}

/// What burnt points are.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BurnAs {
    /// A discount on the cart: less is taxed.
    #[default]
    Discount,
    /// A means of payment: the tax is that of the whole price.
    Tender,
}

/// Points that a customer got or gave with a sale or a return.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointsMoved {
    /// The account of the customer.
    pub account: String,
    #[serde(default)]
    pub earned: Points,
    #[serde(default)]
    pub burnt: Points,
}

/// What burning points comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Burnt {
    Discount(Discount),
    Tender(Offer),
}

/// Points are refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LoyaltyError {
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error("a rule earns no fewer than zero points, for an amount above zero")]
    Rule,
    #[error("the account has {0} points")]
    BelowZero(Points),
    #[error("at least {0} points are burnt at a time")]
    TooFew(Points),
    #[error("these points are worth more than what is owed, or nothing")]
    Worth,
    #[error("the cart has a discount already")]
    DiscountTaken,
}

impl LoyaltyError {
    /// Returns the stable code of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Money(_) => "loyalty.amount",
            Self::Rule => "loyalty.rule",
            Self::BelowZero(_) => "loyalty.below_zero",
            Self::TooFew(_) => "loyalty.too_few",
            Self::Worth => "loyalty.worth",
            Self::DiscountTaken => "loyalty.discount_taken",
        }
    }
}

impl LoyaltyRules {
    /// Returns the points that a sale earns. What was paid with points earns none.
    ///
    /// # Errors
    /// [`LoyaltyError::Rule`], [`LoyaltyError::Money`] when there are too many.
    pub fn earn(
        &self,
        cart: &Cart,
        priced: &PricedCart,
        settlement: &Settlement,
    ) -> Result<Points, LoyaltyError> {
        let points = settlement.tenders.iter().filter(|offer| offer.kind == TenderKind::Points);
        let paid = priced.total.minus(Minor::sum(points.map(|offer| offer.amount))?)?;
        if paid < self.earn_from || paid <= Minor::ZERO {
            return Ok(0);
        }
        let mut exact = Decimal::ZERO;
        for (line, priced) in cart.lines.iter().zip(&priced.lines) {
            let Some(rule) = self.earn.iter().find(|rule| rule.fits(&line.item)) else { continue };
            exact = exact.checked_add(rule.points_of(priced.total)?).ok_or(MoneyError::Overflow)?;
        }
        let share = exact.checked_mul(Decimal::from(paid.get())).ok_or(MoneyError::Overflow)?;
        let share = share.checked_div(Decimal::from(priced.total.get()));
        let whole = self.rounding.whole(share.ok_or(MoneyError::Overflow)?)?;
        Points::try_from(whole).map_err(|_| LoyaltyError::Rule)
    }

    /// Returns what points are worth.
    ///
    /// # Errors
    /// [`LoyaltyError::Money`].
    pub fn worth(&self, points: Points) -> Result<Minor, LoyaltyError> {
        let worth = Decimal::from(points).checked_mul(self.worth).ok_or(MoneyError::Overflow)?;
        Ok(Minor::from_wide(Rounding::Down.whole(worth)?)?)
    }

    /// Burns points of an account that has `balance` of them.
    ///
    /// # Errors
    /// [`LoyaltyError::BelowZero`], [`LoyaltyError::TooFew`], [`LoyaltyError::Worth`],
    /// [`LoyaltyError::DiscountTaken`].
    pub fn burn(
        &self,
        points: Points,
        balance: Points,
        account: &str,
        (cart, due): (&Cart, Minor),
    ) -> Result<Burnt, LoyaltyError> {
        if points > balance {
            return Err(LoyaltyError::BelowZero(balance));
        }
        if points < self.burn_from {
            return Err(LoyaltyError::TooFew(self.burn_from));
        }
        let amount = self.worth(points)?;
        if amount <= Minor::ZERO || amount > due {
            return Err(LoyaltyError::Worth);
        }
        match self.burn_as {
            BurnAs::Discount if cart.discount.is_some() => Err(LoyaltyError::DiscountTaken),
            BurnAs::Discount => {
                let value = DiscountValue::Amount(amount);
                Ok(Burnt::Discount(Discount { value, reason: account.to_owned() }))
            }
            BurnAs::Tender => {
                let reference = Some(account.to_owned());
                Ok(Burnt::Tender(Offer { kind: TenderKind::Points, amount, reference }))
            }
        }
    }
}

/// Returns how many of the points that a sale earned are taken back, when of its total `before`
/// was given back earlier and `now` is given back: together as many as it earned.
///
/// # Errors
/// [`LoyaltyError::Money`].
pub fn taken_back(
    earned: Points,
    total: Minor,
    before: Minor,
    now: Minor,
) -> Result<Points, LoyaltyError> {
    let of = i128::from(total.get());
    if of <= 0 {
        return Ok(0);
    }
    let upto = |back: Minor| {
        let back = i128::from(back.get()).clamp(0, of);
        let points = i128::from(earned).checked_mul(back).ok_or(MoneyError::Overflow)?;
        Rounding::HalfUp.divide(points, of)
    };
    let points = upto(before.plus(now)?)?.saturating_sub(upto(before)?);
    Points::try_from(points.max(0)).map_err(|_| MoneyError::Overflow.into())
}

impl PointsMoved {
    /// Returns a balance after the movement.
    ///
    /// # Errors
    /// [`LoyaltyError::BelowZero`].
    pub fn apply(&self, balance: Points) -> Result<Points, LoyaltyError> {
        let left = balance.checked_sub(self.burnt).ok_or(LoyaltyError::BelowZero(balance))?;
        Ok(left.saturating_add(self.earned))
    }
}

impl EarnRule {
    fn fits(&self, item: &LineItem) -> bool {
        (self.items.is_empty() && self.categories.is_empty())
            || self.items.contains(&item.id)
            || self.categories.contains(&item.category)
    }

    fn points_of(&self, total: Minor) -> Result<Decimal, LoyaltyError> {
        if self.per <= Minor::ZERO || self.points.is_sign_negative() {
            return Err(LoyaltyError::Rule);
        }
        let points = self.points.checked_mul(Decimal::from(total.get()));
        let points = points.and_then(|points| points.checked_div(Decimal::from(self.per.get())));
        Ok(points.ok_or(MoneyError::Overflow)?)
    }
}

const fn down() -> Rounding {
    Rounding::Down
}

#[cfg(test)]
mod tests;
