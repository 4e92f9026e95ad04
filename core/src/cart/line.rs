//! Lines of a cart and the discounts on them.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::CartError;
use crate::catalog::{Item, Pack, Picked, PriceLimits, UnitPrice};
use crate::ids::{CategoryId, ItemId, LineId, PackId, TagId, TaxId};
use crate::limits::{LINE_MODIFIERS_MAX, TEXT_CHARS_MAX, UNIT_PRICE_SCALE_MAX};
use crate::money::Minor;
use crate::quantity::{Quantity, Unit};

/// What a line sells, frozen when it was scanned: later changes of the catalogue do not move it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineItem {
    pub id: ItemId,
    pub sku: String,
    pub name: String,
    pub category: CategoryId,
    /// Of one unit, or of one pack. Price lists may make another of it at each pricing.
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
    /// The pack that the quantity counts; none: base units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pack: Option<Box<LinePack>>,
    /// What it is a variant of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<ItemId>,
    /// The price was typed, and may be again within these limits. No price list moves it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_price: Option<Box<PriceLimits>>,
    /// The price was changed by hand: what it was before, and why. No price list moves it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overridden: Option<Box<Overridden>>,
    /// What was added to each unit; it comes on top of the price.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modifiers: Vec<Picked>,
    /// The combo that it is a part of; its price is then its share of that of the combo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub combo: Option<Box<InCombo>>,
}

/// A price before it was changed by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overridden {
    /// The item's own.
    pub price: UnitPrice,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// The combo that a line is a part of. Its lines come and go together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InCombo {
    /// The first line of the combo, which tells it from the same combo once more.
    pub first: LineId,
    pub item: ItemId,
    pub name: String,
    /// What the parts cost together, without their modifiers.
    pub price: UnitPrice,
}

/// The larger unit that a line is sold in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinePack {
    pub id: PackId,
    pub name: String,
    /// Base units in one pack.
    pub contains: Quantity,
    /// Whether the pack has a price of its own, which is not that of what it contains.
    #[serde(default, skip_serializing_if = "is_false")]
    pub priced: bool,
}

const fn is_false(value: &bool) -> bool {
    !*value
}

impl TryFrom<&Item> for LineItem {
    type Error = CartError;

    /// # Errors
    /// [`CartError::ChooseVariant`] and [`CartError::ChooseParts`] of items that are sold as
    /// others.
    fn try_from(item: &Item) -> Result<Self, CartError> {
        if item.extras().family.is_some() {
            return Err(CartError::ChooseVariant);
        }
        if item.extras().combo.is_some() {
            return Err(CartError::ChooseParts);
        }
        Ok(Self {
            id: item.id(),
            sku: item.sku().to_owned(),
            name: item.name().to_owned(),
            category: item.category(),
            price: item.price(),
            unit: item.unit(),
            taxes: item.taxes().to_vec(),
            tags: item.extras().tags.clone(),
            minimum_price: item.extras().minimum_price,
            pack: None,
            parent: item.extras().parent,
            open_price: item.extras().open_price.map(Box::new),
            overridden: None,
            modifiers: Vec::new(),
            combo: None,
        })
    }
}

impl LineItem {
    /// Returns what a line sells that counts packs of an item.
    ///
    /// # Errors
    /// [`CartError::Price`] when what is in a pack has no price that can be written, and as
    /// [`LineItem::try_from`].
    pub fn in_packs(item: &Item, pack: &Pack) -> Result<Self, CartError> {
        let times = |price: UnitPrice| {
            let exact = price.value().checked_mul(pack.contains.value());
            let exact = exact.map(|exact| exact.round_dp(UNIT_PRICE_SCALE_MAX));
            exact.and_then(|exact| UnitPrice::new(exact).ok()).ok_or(CartError::Price)
        };
        let own = Self::try_from(item)?;
        Ok(Self {
            price: pack.price.map_or_else(|| times(own.price), Ok)?,
            minimum_price: own.minimum_price.map(times).transpose()?,
            pack: Some(Box::new(LinePack {
                id: pack.id,
                name: pack.name.clone(),
                contains: pack.contains,
                priced: pack.price.is_some(),
            })),
            ..own
        })
    }

    /// Checks what was chosen for the item.
    ///
    /// # Errors
    /// [`CartError::TooManyModifiers`], [`CartError::OpenPrice`], [`CartError::ReasonTooLong`].
    pub fn check(&self) -> Result<(), CartError> {
        if self.modifiers.len() > LINE_MODIFIERS_MAX {
            return Err(CartError::TooManyModifiers);
        }
        if self.overridden.as_ref().is_some_and(|it| it.reason.chars().count() > TEXT_CHARS_MAX) {
            return Err(CartError::ReasonTooLong);
        }
        match &self.open_price {
            Some(limits) if !limits.allow(self.price) => Err(CartError::OpenPrice(**limits)),
            _ => Ok(()),
        }
    }

    /// Returns how many base units there are in so many of what a line counts.
    #[must_use]
    pub fn in_base_units(&self, quantity: Decimal) -> Decimal {
        let contains = self.pack.as_ref().map_or(Decimal::ONE, |pack| pack.contains.value());
        quantity.saturating_mul(contains).normalize()
    }

    /// Returns the unit that a line counts in: a pack is counted in whole pieces.
    #[must_use]
    pub const fn counted_in(&self) -> Unit {
        if self.pack.is_some() { Unit::Each } else { self.unit }
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
    /// What the kitchen or the customer should read.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Line {
    pub(super) const fn new(id: LineId, item: LineItem, quantity: Quantity) -> Self {
        Self { id, item, quantity, discount: None, note: String::new() }
    }

    /// Returns how many base units of the item there are, which is what stock counts and what
    /// taxes of a fixed amount are for.
    #[must_use]
    pub fn base_quantity(&self) -> Decimal {
        self.item.in_base_units(self.quantity.value())
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
