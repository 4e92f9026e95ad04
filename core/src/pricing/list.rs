//! Price lists as data: what goods cost for some customers, in some stores, at some times, from
//! some quantity on. A line's price is settled anew at each pricing, so a list follows the
//! quantity of the line and the customer; a price that was typed by hand is left alone.
//!
//! Within a list the rule for the narrowest goods decides: the item, what it is a variant of, a
//! tag (of several the lowest), the category, everything. Among the rules for the same goods one
//! for the line's own pack comes before one for base units, and then the largest quantity that
//! is reached.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::promotion::Conditions;
use crate::catalog::UnitPrice;
use crate::ids::{CategoryId, ItemId, PackId, PriceListId, TagId};
use crate::limits::{PRICE_RULE_PERCENT_MAX, TEXT_CHARS_MAX};
use crate::money::Currency;
use crate::quantity::Quantity;

/// Prices for those whom its conditions name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceList {
    pub id: PriceListId,
    /// What the explanation of a price calls it.
    pub name: String,
    /// The currency of its prices; none: that of the book. In any other it is not used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// Customer groups, stores, order types and times; it cannot ask for thresholds.
    #[serde(default, skip_serializing_if = "is_default")]
    pub conditions: Conditions,
    /// Lower numbers come first; among equal ones the lower id.
    #[serde(default)]
    pub priority: i32,
    pub rules: Vec<PriceRule>,
}

/// A price for some goods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceRule {
    pub of: PriceOf,
    /// Only packs of this kind, counted in packs; none: any unit, counted in base units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pack: Option<PackId>,
    /// The least quantity; none: any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Quantity>,
    pub price: ListPrice,
}

/// The goods that a rule is for.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriceOf {
    /// An item, or all variants of one.
    Item(ItemId),
    Tag(TagId),
    Category(CategoryId),
    All,
}

/// What a rule makes of a price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListPrice {
    /// The price of one unit: of one pack where the rule names a pack, otherwise of one base
    /// unit. A pack without a price of its own then costs what it contains; one that has a price
    /// of its own keeps it.
    Fixed(UnitPrice),
    /// The item's or the pack's own price, changed.
    Adjusted(Adjustment),
}

/// `price * (1 + percent / 100)`, rounded to a multiple, and an amount on top; never below zero.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Adjustment {
    /// `-10` takes a tenth off, `12` puts 12 % on.
    pub percent: Decimal,
    /// What the price is rounded to a multiple of; none: whole minor units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub round_to: Option<UnitPrice>,
    /// Minor units that are put on after rounding, or taken off: to full euros and `-1` makes
    /// prices that end in 99.
    #[serde(skip_serializing_if = "Decimal::is_zero")]
    pub plus: Decimal,
}

/// What shops settle differently, for all price lists of a book.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PriceListSettings {
    pub choose: ChooseList,
    pub breaks: BreaksBy,
}

/// Which price is taken where several lists hold.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChooseList {
    /// The first list by priority that has a rule for the line, be it higher or lower.
    #[default]
    First,
    /// The lowest of all lists and the item's own price; of equal ones the first.
    Lowest,
}

/// Which quantity quantity breaks look at.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BreaksBy {
    /// That of the line alone.
    #[default]
    Line,
    /// That of all lines of the item together, in base units; of packs in those packs.
    Item,
    /// That of all lines of the item and of the other variants of what it is a variant of.
    Family,
}

/// Why a unit costs what it costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    pub list: PriceListId,
    /// Of the list.
    pub name: String,
    pub of: PriceOf,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pack: Option<PackId>,
    /// The quantity break that was reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Quantity>,
    /// The price of a unit of the line, without its modifiers.
    pub price: UnitPrice,
}

/// A price list is refused; `field` is the one to correct.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PriceListError {
    #[error("{field}: 1 to {TEXT_CHARS_MAX} characters")]
    Text { field: &'static str },
    #[error("{field}: a price list cannot ask for this")]
    Condition { field: &'static str },
    #[error(
        "{field}: a percentage is from -100 to {PRICE_RULE_PERCENT_MAX}, with at most 4 decimal places"
    )]
    Percent { field: &'static str },
    #[error("{field}: has at most 4 decimal places of a minor unit, and is not zero to round to")]
    Amount { field: &'static str },
}

impl PriceListError {
    /// Returns the field to correct.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Text { field }
            | Self::Condition { field }
            | Self::Percent { field }
            | Self::Amount { field } => field,
        }
    }
}

impl PriceList {
    /// Checks the ranges of all fields. The engine leaves a list out that does not pass.
    ///
    /// # Errors
    /// [`PriceListError`] names the first field that is wrong.
    pub fn check(&self) -> Result<(), PriceListError> {
        if self.name.trim().is_empty() || self.name.chars().count() > TEXT_CHARS_MAX {
            return Err(PriceListError::Text { field: "name" });
        }
        if !self.conditions.at_least.is_empty() {
            return Err(PriceListError::Condition { field: "conditions.at_least" });
        }
        if !self.conditions.has_valid_times() {
            return Err(PriceListError::Condition { field: "conditions.weekly" });
        }
        self.rules.iter().try_for_each(|rule| match &rule.price {
            ListPrice::Fixed(_) => Ok(()),
            ListPrice::Adjusted(adjustment) => adjustment.check(),
        })
    }
}

impl Adjustment {
    fn check(&self) -> Result<(), PriceListError> {
        let most = Decimal::from(PRICE_RULE_PERCENT_MAX);
        let range = -Decimal::ONE_HUNDRED..=most;
        if !range.contains(&self.percent) || self.percent.normalize().scale() > 4 {
            return Err(PriceListError::Percent { field: "rules.price.percent" });
        }
        if self.round_to.is_some_and(|step| step.value().is_zero()) {
            return Err(PriceListError::Amount { field: "rules.price.round_to" });
        }
        if UnitPrice::new(self.plus.abs()).is_err() {
            return Err(PriceListError::Amount { field: "rules.price.plus" });
        }
        Ok(())
    }
}

pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
