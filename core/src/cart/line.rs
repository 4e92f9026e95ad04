//! Lines of a cart and the discounts on them.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::CartError;
use crate::catalog::{Item, UnitPrice};
use crate::ids::{CategoryId, ItemId, LineId, TagId, TaxId};
use crate::limits::TEXT_CHARS_MAX;
use crate::money::Minor;
use crate::quantity::{Quantity, Unit};

/// What a line sells, frozen when it was scanned: later changes of the catalogue do not move it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineItem {
    pub id: ItemId,
    pub sku: String,
    pub name: String,
    pub category: CategoryId,
    pub price: UnitPrice,
    pub unit: Unit,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taxes: Vec<TaxId>,
    /// Brand, season, label: what promotions may select by beside item and category.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<TagId>,
    /// The price of a unit that promotions do not go below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_price: Option<UnitPrice>,
}

impl From<&Item> for LineItem {
    fn from(item: &Item) -> Self {
        Self {
            id: item.id(),
            sku: item.sku().to_owned(),
            name: item.name().to_owned(),
            category: item.category(),
            price: item.price(),
            unit: item.unit(),
            taxes: item.taxes().to_vec(),
            tags: Vec::new(),
            minimum_price: None,
        }
    }
}

/// One line of a cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub id: LineId,
    pub item: LineItem,
    pub quantity: Quantity,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Discount>,
}

impl Line {
    pub(super) const fn new(id: LineId, item: LineItem, quantity: Quantity) -> Self {
        Self { id, item, quantity, discount: None }
    }
}

/// A discount given by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discount {
    pub value: DiscountValue,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// How much a discount takes off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DiscountValue {
    /// A share in percent: `10` takes a tenth off.
    Percent(Decimal),
    /// An amount; never more than what it is taken off is worth.
    Amount(Minor),
}

impl Discount {
    /// Checks the ranges of a discount.
    ///
    /// # Errors
    /// [`CartError::Percent`], [`CartError::NegativeDiscount`], [`CartError::ReasonTooLong`].
    pub fn check(&self) -> Result<(), CartError> {
        match self.value {
            DiscountValue::Percent(percent) => {
                let range = Decimal::ZERO..=Decimal::ONE_HUNDRED;
                if !range.contains(&percent) || percent.normalize().scale() > 4 {
                    return Err(CartError::Percent);
                }
            }
            DiscountValue::Amount(amount) if amount.is_negative() => {
                return Err(CartError::NegativeDiscount);
            }
            DiscountValue::Amount(_) => {}
        }
        if self.reason.chars().count() > TEXT_CHARS_MAX {
            return Err(CartError::ReasonTooLong);
        }
        Ok(())
    }
}
