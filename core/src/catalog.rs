//! What a shop sells.

pub mod barcode;
pub mod extras;
pub mod item;
pub mod modifier;
pub mod search;
pub mod snapshot;

pub use extras::{Combo, ComboChoice, ComboPart, Extras, Family, Pack, PriceLimits, Variant};
pub use item::{Category, Colour, Item, ItemDraft, ItemError, UnitPrice};
pub use modifier::{Modifier, ModifierGroup, PickError, Picked};
pub use snapshot::{Catalog, SnapshotError};
