//! Items, categories and unit prices.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::barcode::gtin14;
use super::extras::{Extras, Pack};
use super::modifier::ModifierGroup;
use crate::ids::{CategoryId, ItemId, ModifierGroupId, PackId, TaxId};
use crate::limits::{
    BARCODE_CHARS_MAX, ITEM_BARCODES_MAX, MINOR_MAX, TEXT_CHARS_MAX, UNIT_PRICE_SCALE_MAX,
};
use crate::quantity::Unit;

/// A price for one unit, in minor units with up to four decimal places, never negative.
#[derive(Copy, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct UnitPrice(Decimal);

impl UnitPrice {
    /// Returns the price of `value` minor units.
    ///
    /// # Errors
    /// [`ItemError::Price`] below zero, beyond 2^53 - 1 ten-thousandths or finer than those.
    pub fn new(value: Decimal) -> Result<Self, ItemError> {
        let value = value.normalize();
        let most = Decimal::new(MINOR_MAX, UNIT_PRICE_SCALE_MAX);
        if value < Decimal::ZERO || value > most || value.scale() > UNIT_PRICE_SCALE_MAX {
            return Err(ItemError::Price(value.to_string()));
        }
        Ok(Self(value))
    }

    /// Returns the price of `value` whole minor units.
    ///
    /// # Errors
    /// [`ItemError::Price`] out of range.
    pub fn from_minor(value: i64) -> Result<Self, ItemError> {
        Self::new(Decimal::from(value))
    }

    /// Returns whether it is in whole minor units.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        self.0.scale() == 0
    }

    /// Returns the number of minor units.
    #[must_use]
    pub const fn value(self) -> Decimal {
        self.0
    }
}

impl fmt::Debug for UnitPrice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UnitPrice({})", self.0)
    }
}

impl From<UnitPrice> for String {
    fn from(price: UnitPrice) -> Self {
        price.0.to_string()
    }
}

impl TryFrom<String> for UnitPrice {
    type Error = ItemError;
    fn try_from(text: String) -> Result<Self, ItemError> {
        let value = Decimal::from_str_exact(&text)
            .map_err(|_| ItemError::Price(text.chars().take(40).collect()))?;
        Self::new(value)
    }
}

/// The colour of a tile; the screen decides the exact shade for each theme.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    #[default]
    Slate,
    Red,
    Orange,
    Amber,
    Lime,
    Green,
    Teal,
    Cyan,
    Blue,
    Violet,
    Pink,
    Brown,
}

impl Colour {
    /// Every colour, in the order of its number in a snapshot.
    pub const ALL: [Self; 12] = [
        Self::Slate,
        Self::Red,
        Self::Orange,
        Self::Amber,
        Self::Lime,
        Self::Green,
        Self::Teal,
        Self::Cyan,
        Self::Blue,
        Self::Violet,
        Self::Pink,
        Self::Brown,
    ];

    /// Returns the name used in imports and style sheets.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Slate => "slate",
            Self::Red => "red",
            Self::Orange => "orange",
            Self::Amber => "amber",
            Self::Lime => "lime",
            Self::Green => "green",
            Self::Teal => "teal",
            Self::Cyan => "cyan",
            Self::Blue => "blue",
            Self::Violet => "violet",
            Self::Pink => "pink",
            Self::Brown => "brown",
        }
    }

    /// Returns the colour of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|colour| colour.name() == name)
    }
}

/// A shelf of the catalogue, shown as a tab.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    pub id: CategoryId,
    pub name: String,
    pub colour: Colour,
    /// Tabs are shown by this number, then by name.
    pub sort: i32,
}

/// One thing that is sold. Made through [`ItemDraft::check`], also when it is read from a wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "ItemDraft")]
pub struct Item {
    id: ItemId,
    sku: String,
    name: String,
    category: CategoryId,
    price: UnitPrice,
    unit: Unit,
    taxes: Vec<TaxId>,
    barcodes: Vec<String>,
    colour: Colour,
    #[serde(skip_serializing_if = "Option::is_none")]
    extras: Option<Box<Extras>>,
}

/// The fields of an item before they are checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemDraft {
    pub id: ItemId,
    /// The shop's own code; found by the scanner too.
    pub sku: String,
    pub name: String,
    pub category: CategoryId,
    pub price: UnitPrice,
    pub unit: Unit,
    #[serde(default)]
    pub taxes: Vec<TaxId>,
    #[serde(default)]
    pub barcodes: Vec<String>,
    #[serde(default)]
    pub colour: Colour,
    #[serde(default, skip_serializing_if = "Extras::is_empty")]
    pub extras: Extras,
}

/// An item is refused; `field` of the code names where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ItemError {
    /// A text field is empty, too long or has control characters.
    #[error("{field} is empty, longer than {max} characters or has control characters")]
    Text { field: &'static str, max: usize },
    /// The price is not a price.
    #[error("{0:?} is not a price (0 or more, at most four decimal places of a minor unit)")]
    Price(String),
    /// Too many barcodes or taxes.
    #[error("an item has at most {max} {field}")]
    TooMany { field: &'static str, max: usize },
    /// Something that tells apart is there twice.
    #[error("{field}: the same is there twice")]
    Twice { field: &'static str },
    /// A field does not go with the others.
    #[error("{field}: does not fit the rest of the item")]
    Limits { field: &'static str },
}

impl ItemDraft {
    /// Checks every field and makes the item.
    ///
    /// # Errors
    /// [`ItemError`] names the first field that is wrong.
    pub fn check(self) -> Result<Item, ItemError> {
        check_text("name", &self.name, TEXT_CHARS_MAX)?;
        check_text("sku", &self.sku, BARCODE_CHARS_MAX)?;
        if self.barcodes.len().saturating_add(self.extras.barcodes().count()) > ITEM_BARCODES_MAX {
            return Err(ItemError::TooMany { field: "barcodes", max: ITEM_BARCODES_MAX });
        }
        for barcode in &self.barcodes {
            check_text("barcode", barcode, BARCODE_CHARS_MAX)?;
        }
        self.extras.check()?;
        self.check_pack_codes()?;
        if self.extras.combo.is_some() && !(self.price.is_whole() && self.unit == Unit::Each) {
            return Err(ItemError::Limits { field: "combo" });
        }
        let taxes_max = crate::limits::LINE_TAXES_MAX;
        if self.taxes.len() > taxes_max {
            return Err(ItemError::TooMany { field: "taxes", max: taxes_max });
        }
        let Self { id, sku, name, category, price, unit, taxes, barcodes, colour, extras } = self;
        let extras = (!extras.is_empty()).then(|| Box::new(extras));
        Ok(Item { id, sku, name, category, price, unit, taxes, barcodes, colour, extras })
    }

    /// A code says which pack it is of, so it is of one only.
    fn check_pack_codes(&self) -> Result<(), ItemError> {
        let own = std::iter::once(&self.sku).chain(&self.barcodes).map(String::as_str);
        let mut seen: Vec<String> = Vec::new();
        if self.extras.packs.is_empty() {
            return Ok(());
        }
        seen.extend(own.map(normal_code));
        for code in self.extras.barcodes().map(normal_code) {
            if seen.contains(&code) {
                return Err(ItemError::Twice { field: "packs.barcodes" });
            }
            seen.push(code);
        }
        Ok(())
    }
}

/// Returns the one form under which a code is looked up: a GTIN as 14 digits, any other code
/// as it is.
pub(super) fn normal_code(code: &str) -> String {
    gtin14(code).unwrap_or_else(|| code.to_owned())
}

pub(super) fn check_text(field: &'static str, text: &str, max: usize) -> Result<(), ItemError> {
    let bad =
        text.trim().is_empty() || text.chars().count() > max || text.chars().any(char::is_control);
    if bad { Err(ItemError::Text { field, max }) } else { Ok(()) }
}

impl TryFrom<ItemDraft> for Item {
    type Error = ItemError;
    fn try_from(draft: ItemDraft) -> Result<Self, ItemError> {
        draft.check()
    }
}

impl Item {
    #[must_use]
    pub const fn id(&self) -> ItemId {
        self.id
    }
    #[must_use]
    pub fn sku(&self) -> &str {
        &self.sku
    }
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
    #[must_use]
    pub const fn category(&self) -> CategoryId {
        self.category
    }
    #[must_use]
    pub const fn price(&self) -> UnitPrice {
        self.price
    }
    #[must_use]
    pub const fn unit(&self) -> Unit {
        self.unit
    }
    #[must_use]
    pub fn taxes(&self) -> &[TaxId] {
        &self.taxes
    }
    #[must_use]
    pub fn barcodes(&self) -> &[String] {
        &self.barcodes
    }
    #[must_use]
    pub const fn colour(&self) -> Colour {
        self.colour
    }
    #[must_use]
    pub fn extras(&self) -> &Extras {
        const NONE: &Extras = &Extras::NONE;
        self.extras.as_deref().unwrap_or(NONE)
    }

    /// Returns its groups of modifiers out of all that there are, in the order of the item.
    #[must_use]
    pub fn modifier_groups<'a>(&self, all: &'a [ModifierGroup]) -> Vec<&'a ModifierGroup> {
        let find = |id: &ModifierGroupId| all.iter().find(|group| group.id == *id);
        self.extras().modifiers.iter().filter_map(find).collect()
    }

    /// Returns a pack by its id.
    #[must_use]
    pub fn pack(&self, id: PackId) -> Option<&Pack> {
        self.extras().packs.iter().find(|pack| pack.id == id)
    }

    /// Returns the pack that a code is of; none where it is of the item itself, or of neither.
    #[must_use]
    pub fn pack_of_code(&self, code: &str) -> Option<&Pack> {
        let wanted = normal_code(code);
        let is_wanted = |code: &String| normal_code(code) == wanted;
        self.extras().packs.iter().find(|pack| pack.barcodes.iter().any(is_wanted))
    }

    /// Returns every code under which the item is found, its SKU first.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        let own = std::iter::once(&self.sku).chain(&self.barcodes).map(String::as_str);
        own.chain(self.extras().barcodes())
    }
}
