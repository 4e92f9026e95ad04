//! The catalogue in memory: found by code at once, by words as soon as the index is built.

use std::sync::Arc;

use leptos::prelude::*;
use titan_core::catalog::search::{SearchIndex, fold};
use titan_core::catalog::{Catalog, Item};
use titan_core::ids::{CategoryId, ItemId};
use titan_core::order;
use titan_core::sync::wire::Change;

use super::{App, Pane};
use crate::platform::clock;

/// So many hits are enough for anyone; more words make it fewer.
const HITS_MAX: usize = 200;

/// The catalogue and what is looked at of it.
#[derive(Copy, Clone)]
pub struct Goods {
    catalog: StoredValue<Option<Catalog>, LocalStorage>,
    index: StoredValue<Option<SearchIndex>, LocalStorage>,
    /// Rises when the catalogue changes; 0 before there is one.
    pub version: RwSignal<u32>,
    /// Rises when the index is there or new.
    pub indexed: RwSignal<u32>,
    pub tab: RwSignal<Tab>,
    /// What stands in the search field.
    pub query: RwSignal<String>,
    /// What is looked for: the field as it was before the last frame.
    pub sought: RwSignal<String>,
}

/// What the grid shows.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Tab {
    Favourites,
    All,
    Category(CategoryId),
}

impl Goods {
    pub(super) fn new() -> Self {
        Self {
            catalog: StoredValue::new_local(None),
            index: StoredValue::new_local(None),
            version: RwSignal::new(0),
            indexed: RwSignal::new(0),
            tab: RwSignal::new(Tab::Favourites),
            query: RwSignal::new(String::new()),
            sought: RwSignal::new(String::new()),
        }
    }

    /// Returns whether there is a catalogue.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.catalog.with_value(Option::is_some)
    }

    /// Puts a catalogue in place.
    pub fn set(&self, catalog: Catalog) {
        self.catalog.set_value(Some(catalog));
        self.version.update(|version| *version += 1);
    }

    /// Lays changes over the catalogue.
    pub fn change(&self, changes: Vec<Change>) {
        self.catalog.update_value(|catalog| {
            if let Some(catalog) = catalog {
                apply(catalog, changes);
            }
        });
        self.version.update(|version| *version += 1);
    }

    /// Folds all text for the search. Takes some hundredths of a second for a large catalogue.
    pub fn build_index(&self) {
        let index = self.catalog.with_value(|catalog| catalog.as_ref().map(SearchIndex::build));
        if index.is_some() {
            self.index.set_value(index);
            self.indexed.update(|indexed| *indexed += 1);
        }
    }

    /// Returns an item.
    #[must_use]
    pub fn item(&self, id: ItemId) -> Option<Item> {
        self.catalog.with_value(|catalog| catalog.as_ref()?.get(id))
    }

    /// Returns all items that have a code.
    #[must_use]
    pub fn by_code(&self, code: &str) -> Vec<Item> {
        self.catalog.with_value(|catalog| {
            catalog.as_ref().map(|catalog| catalog.find_code(code)).unwrap_or_default()
        })
    }

    /// Returns the items that hold every word; those with the exact code first.
    #[must_use]
    pub fn search(&self, query: &str) -> Vec<ItemId> {
        let mut found: Vec<ItemId> = self.by_code(query.trim()).iter().map(Item::id).collect();
        let hits = self.index.with_value(|index| {
            index.as_ref().map(|index| index.find(query, HITS_MAX)).unwrap_or_default()
        });
        for id in hits {
            if !found.contains(&id) {
                found.push(id);
            }
        }
        found
    }

    /// Returns what the grid shows of a tab, by name.
    #[must_use]
    pub fn of_tab(&self, tab: Tab, favourites: &[ItemId]) -> Arc<Vec<ItemId>> {
        let listed = match tab {
            Tab::Favourites => {
                favourites.iter().copied().filter(|id| self.item(*id).is_some()).collect()
            }
            Tab::All => self.by_name(None),
            Tab::Category(category) => self.by_name(Some(category)),
        };
        Arc::new(listed)
    }

    fn by_name(&self, category: Option<CategoryId>) -> Vec<ItemId> {
        self.catalog.with_value(|catalog| {
            catalog.as_ref().map(|catalog| in_order(catalog, category)).unwrap_or_default()
        })
    }
}

impl App {
    /// Takes what is typed into the search. A scanner types faster than frames are painted: only
    /// what stands there at the next frame is looked for.
    pub fn type_query(&self, text: String) {
        if !text.trim().is_empty() {
            self.pane.set(Pane::Goods);
        }
        self.goods.query.set(text);
        let goods = self.goods;
        clock::on_next_frame(move || {
            let query = goods.query.get_untracked();
            if goods.sought.with_untracked(|sought| *sought != query) {
                goods.sought.set(query);
            }
        });
    }

    /// Empties the search.
    pub fn clear_query(&self) {
        self.goods.query.set(String::new());
        self.goods.sought.set(String::new());
    }
}

/// Lays changes over a catalogue.
pub(super) fn apply(catalog: &mut Catalog, changes: Vec<Change>) {
    for change in changes {
        match change {
            Change::Item { item } => catalog.put(item),
            Change::ItemRemoved { id } => catalog.remove(id),
        }
    }
}

/// Merges the snapshot, which is in the order of names, with the changes above it.
fn in_order(catalog: &Catalog, category: Option<CategoryId>) -> Vec<ItemId> {
    let snapshot = catalog.snapshot();
    let wanted = |of: CategoryId| category.is_none_or(|category| category == of);
    let mut above: Vec<(String, ItemId)> = catalog
        .changes()
        .values()
        .flatten()
        .filter(|item| wanted(item.category()))
        .map(|item| (fold(item.name()), item.id()))
        .collect();
    order::sort(&mut above);
    let mut above = above.into_iter().peekable();
    let mut listed = Vec::new();
    for place in 0..snapshot.len() {
        let Some(record) = snapshot.by_name(place) else { continue };
        let (Some(id), Some(of)) = (snapshot.id(record), snapshot.category(record)) else {
            continue;
        };
        if !wanted(of) || catalog.changes().contains_key(&id) {
            continue;
        }
        if above.peek().is_some() {
            let name = fold(snapshot.name(record).unwrap_or_default());
            while let Some((_, other)) = above.next_if(|(other, _)| *other < name) {
                listed.push(other);
            }
        }
        listed.push(id);
    }
    listed.extend(above.map(|(_, id)| id));
    listed
}
