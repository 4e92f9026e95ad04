//! Which lines a promotion is about.

use serde::{Deserialize, Serialize};

use crate::ids::{CategoryId, ItemId, TagId};
use crate::money::Minor;

/// Selects lines. With no item, category or tag it selects all; with several it selects the
/// lines that have any of them. An item with variants stands for all of them. The exceptions and the other fields then take lines away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Selector {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<ItemId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<CategoryId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<TagId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub except_items: Vec<ItemId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub except_categories: Vec<CategoryId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub except_tags: Vec<TagId>,
    /// The lowest unit price that is selected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_from: Option<Minor>,
    /// The highest unit price that is selected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_to: Option<Minor>,
    /// Leaves out lines that already have a discount, by hand or by an earlier promotion.
    #[serde(skip_serializing_if = "is_false")]
    pub undiscounted: bool,
    /// Leaves out whatever is measured.
    #[serde(skip_serializing_if = "is_false")]
    pub whole_only: bool,
}

impl Selector {
    /// Selects every line.
    #[must_use]
    pub fn all() -> Self {
        Self::default()
    }

    /// Selects the lines of an item.
    #[must_use]
    pub fn item(item: ItemId) -> Self {
        Self { items: vec![item], ..Self::default() }
    }

    /// Selects the lines of a category.
    #[must_use]
    pub fn category(category: CategoryId) -> Self {
        Self { categories: vec![category], ..Self::default() }
    }

    /// Selects the lines with a tag.
    #[must_use]
    pub fn tag(tag: TagId) -> Self {
        Self { tags: vec![tag], ..Self::default() }
    }

    /// Returns whether it selects every line.
    #[must_use]
    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }
}

pub(super) const fn is_false(value: &bool) -> bool {
    !*value
}
