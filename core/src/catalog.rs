//! What a shop sells.

pub mod barcode;
pub mod item;
pub mod search;
pub mod snapshot;

pub use item::{Category, Colour, Item, ItemDraft, ItemError, UnitPrice};
pub use snapshot::{Catalog, SnapshotError};
