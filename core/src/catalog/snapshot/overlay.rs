//! The snapshot with the changes that came after it.

use std::collections::BTreeMap;

use super::Snapshot;
use super::{SnapshotError, build};
use crate::catalog::item::{Item, normal_code};
use crate::ids::ItemId;

/// The catalogue as a register uses it: an immutable snapshot below, newer changes above.
#[derive(Clone, Debug)]
pub struct Catalog {
    snapshot: Snapshot,
    changes: BTreeMap<ItemId, Option<Item>>,
}

impl Catalog {
    /// Returns the catalogue of a snapshot without later changes.
    #[must_use]
    pub const fn new(snapshot: Snapshot) -> Self {
        Self { snapshot, changes: BTreeMap::new() }
    }

    /// Returns a catalogue without items.
    ///
    /// # Errors
    /// None in practice; passed on from the format.
    pub fn empty() -> Result<Self, SnapshotError> {
        build(Vec::new(), "").map(Self::new)
    }

    /// Puts an item in the place of what was known of it.
    pub fn put(&mut self, item: Item) {
        self.changes.insert(item.id(), Some(item));
    }

    /// Takes an item out of the catalogue.
    pub fn remove(&mut self, id: ItemId) {
        self.changes.insert(id, None);
    }

    /// Returns the snapshot below.
    #[must_use]
    pub const fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// Returns the changes since the snapshot: an item, or none where it was taken out.
    #[must_use]
    pub const fn changes(&self) -> &BTreeMap<ItemId, Option<Item>> {
        &self.changes
    }

    /// Returns an item by its id.
    #[must_use]
    pub fn get(&self, id: ItemId) -> Option<Item> {
        match self.changes.get(&id) {
            Some(change) => change.clone(),
            None => self.snapshot.item(self.snapshot.find(id)?),
        }
    }

    /// Returns every item whose SKU or barcode, or a barcode of whose packs, is `code`; see
    /// [`Item::pack_of_code`]. More than one is for the cashier to
    /// choose from; nothing is guessed.
    #[must_use]
    pub fn find_code(&self, code: &str) -> Vec<Item> {
        let wanted = normal_code(code);
        let below = self.snapshot.find_code(code).into_iter();
        let below = below.filter_map(|record| self.snapshot.item(record));
        let mut found: Vec<Item> =
            below.filter(|item| !self.changes.contains_key(&item.id())).collect();
        let above = self.changes.values().flatten();
        found.extend(above.filter(|item| has_code(item, &wanted)).cloned());
        found
    }

    /// Returns the number of items.
    #[must_use]
    pub fn len(&self) -> usize {
        let below = self.snapshot.len();
        self.changes.iter().fold(below, |count, (id, change)| {
            match (self.snapshot.find(*id).is_some(), change) {
                (false, Some(_)) => count + 1,
                (true, None) => count.saturating_sub(1),
                _ => count,
            }
        })
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

fn has_code(item: &Item, wanted: &str) -> bool {
    item.codes().any(|code| normal_code(code) == wanted)
}
