//! What only some items have: marks, a floor for promotions, packs, modifiers, variants, parts.

use serde::{Deserialize, Serialize};

use super::item::{ItemError, UnitPrice, check_text};
use crate::ids::{ItemId, ModifierGroupId, PackId, TagId};
use crate::limits::{
    ATTRIBUTE_CHARS_MAX, BARCODE_CHARS_MAX, COMBO_CHOICES_MAX, COMBO_PARTS_MAX,
    ITEM_ATTRIBUTES_MAX, ITEM_MODIFIER_GROUPS_MAX, ITEM_PACKS_MAX, ITEM_TAGS_MAX,
    ITEM_VARIANTS_MAX, TEXT_CHARS_MAX,
};
use crate::quantity::Quantity;

/// What only some items have. Nothing of it is stored or sent of those that do not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Extras {
    /// Brand, season, label: what promotions and price lists select by beside item and category.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<TagId>,
    /// The price of a unit that promotions do not go below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_price: Option<UnitPrice>,
    /// Larger units in which the item is sold as well.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub packs: Vec<Pack>,
    /// The cashier types the price, within these limits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_price: Option<PriceLimits>,
    /// Groups of modifiers, in the order in which they are asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub modifiers: Vec<ModifierGroupId>,
    /// What it is a variant of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<ItemId>,
    /// It is sold as one of its variants only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<Family>,
    /// It is sold as its parts, for one price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub combo: Option<Combo>,
}

/// A larger unit of an item: a six-pack, a crate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pack {
    /// Unique in the item.
    pub id: PackId,
    /// What it is called: `Crate of 20`.
    pub name: String,
    /// Base units of the item in one pack, which is what stock counts.
    pub contains: Quantity,
    /// The price of one pack; none: that of what it contains.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<UnitPrice>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub barcodes: Vec<String>,
}

/// What a cashier may type for a price.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceLimits {
    #[serde(default)]
    pub min: UnitPrice,
    /// None: no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<UnitPrice>,
}

impl PriceLimits {
    /// Returns whether a price may be typed.
    #[must_use]
    pub fn allow(&self, price: UnitPrice) -> bool {
        price >= self.min && self.max.is_none_or(|max| price <= max)
    }
}

/// The variants of an item. Each is an item of its own, with name, price and barcodes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Family {
    /// What tells them apart: size, colour.
    pub attributes: Vec<String>,
    pub variants: Vec<Variant>,
}

/// One variant: a value for each attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    pub item: ItemId,
    pub values: Vec<String>,
}

/// The parts of an item that is sold as several, for its price.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Combo {
    pub parts: Vec<ComboPart>,
}

/// One part of a combo: one piece of one of several goods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComboPart {
    pub name: String,
    pub choices: Vec<ComboChoice>,
}

/// An item that a part of a combo can be; of an item with variants, any of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComboChoice {
    pub item: ItemId,
    /// What it puts on the price of the combo.
    #[serde(default, skip_serializing_if = "is_free")]
    pub extra: UnitPrice,
}

fn is_free(price: &UnitPrice) -> bool {
    *price == UnitPrice::default()
}

impl Extras {
    /// What most items have.
    pub const NONE: Self = Self {
        tags: Vec::new(),
        minimum_price: None,
        packs: Vec::new(),
        open_price: None,
        modifiers: Vec::new(),
        parent: None,
        family: None,
        combo: None,
    };

    /// Returns whether the item has nothing of all this.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::NONE
    }

    /// Returns the barcodes of all packs.
    pub fn barcodes(&self) -> impl Iterator<Item = &str> {
        self.packs.iter().flat_map(|pack| pack.barcodes.iter().map(String::as_str))
    }

    pub(super) fn check(&self) -> Result<(), ItemError> {
        at_most("tags", self.tags.len(), ITEM_TAGS_MAX)?;
        at_most("packs", self.packs.len(), ITEM_PACKS_MAX)?;
        at_most("modifiers", self.modifiers.len(), ITEM_MODIFIER_GROUPS_MAX)?;
        for (at, pack) in self.packs.iter().enumerate() {
            check_text("packs.name", &pack.name, TEXT_CHARS_MAX)?;
            if self.packs.iter().take(at).any(|other| other.id == pack.id) {
                return Err(ItemError::Twice { field: "packs.id" });
            }
            for barcode in &pack.barcodes {
                check_text("packs.barcodes", barcode, BARCODE_CHARS_MAX)?;
            }
        }
        if self.open_price.is_some_and(|limits| limits.max.is_some_and(|max| max < limits.min)) {
            return Err(ItemError::Limits { field: "open_price.max" });
        }
        self.family.as_ref().map_or(Ok(()), Family::check)?;
        self.combo.as_ref().map_or(Ok(()), Combo::check)
    }
}

impl Family {
    fn check(&self) -> Result<(), ItemError> {
        at_most("family.attributes", self.attributes.len(), ITEM_ATTRIBUTES_MAX)?;
        at_most("family.variants", self.variants.len(), ITEM_VARIANTS_MAX)?;
        for attribute in &self.attributes {
            check_text("family.attributes", attribute, ATTRIBUTE_CHARS_MAX)?;
        }
        for (at, variant) in self.variants.iter().enumerate() {
            if variant.values.len() != self.attributes.len() {
                return Err(ItemError::Limits { field: "family.variants.values" });
            }
            for value in &variant.values {
                check_text("family.variants.values", value, ATTRIBUTE_CHARS_MAX)?;
            }
            let same =
                |other: &Variant| other.item == variant.item || other.values == variant.values;
            if self.variants.iter().take(at).any(same) {
                return Err(ItemError::Twice { field: "family.variants" });
            }
        }
        Ok(())
    }
}

impl Combo {
    fn check(&self) -> Result<(), ItemError> {
        at_most("combo.parts", self.parts.len(), COMBO_PARTS_MAX)?;
        if self.parts.is_empty() {
            return Err(ItemError::Limits { field: "combo.parts" });
        }
        for part in &self.parts {
            check_text("combo.parts.name", &part.name, TEXT_CHARS_MAX)?;
            at_most("combo.parts.choices", part.choices.len(), COMBO_CHOICES_MAX)?;
            if part.choices.is_empty() {
                return Err(ItemError::Limits { field: "combo.parts.choices" });
            }
            // Cents are what is spread over the parts.
            if part.choices.iter().any(|choice| !choice.extra.is_whole()) {
                return Err(ItemError::Limits { field: "combo.parts.choices.extra" });
            }
        }
        Ok(())
    }
}

fn at_most(field: &'static str, count: usize, max: usize) -> Result<(), ItemError> {
    if count > max { Err(ItemError::TooMany { field, max }) } else { Ok(()) }
}
