//! Items, categories and tags that promotions name, numbered.

use std::collections::BTreeMap;

/// Ids below it are found in a table, larger ones by searching.
const TABLE_MAX: u32 = 4096;

/// What kind of thing an atom of a selector is.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::pricing) enum AtomKind {
    Item,
    Category,
    Tag,
}

/// The numbers of what promotions name.
#[derive(Clone, Debug, Default)]
pub(in crate::pricing) struct Atoms {
    numbers: BTreeMap<(AtomKind, u32), usize>,
    length: usize,
    items: Table,
    categories: Table,
    tags: Table,
}

/// The numbers of one kind.
#[derive(Clone, Debug, Default)]
struct Table {
    /// By id: the number and one, or 0 where there is none.
    low: Vec<usize>,
    /// Sorted by id.
    high: Vec<(u32, usize)>,
}

impl Atoms {
    pub(super) fn number(&mut self, kind: AtomKind, id: u32) -> usize {
        let next = self.numbers.len();
        *self.numbers.entry((kind, id)).or_insert(next)
    }

    /// Makes what is numbered ready for looking up.
    pub(super) fn seal(&mut self) {
        self.length = self.numbers.len();
        for ((kind, id), number) in std::mem::take(&mut self.numbers) {
            let table = match kind {
                AtomKind::Item => &mut self.items,
                AtomKind::Category => &mut self.categories,
                AtomKind::Tag => &mut self.tags,
            };
            table.put(id, number);
        }
    }

    #[inline]
    pub(in crate::pricing) fn find(&self, kind: AtomKind, id: u32) -> Option<usize> {
        match kind {
            AtomKind::Item => self.items.find(id),
            AtomKind::Category => self.categories.find(id),
            AtomKind::Tag => self.tags.find(id),
        }
    }

    pub(in crate::pricing) fn len(&self) -> usize {
        self.length
    }
}

impl Table {
    fn put(&mut self, id: u32, number: usize) {
        match usize::try_from(id) {
            Ok(at) if id < TABLE_MAX => {
                self.low.resize(self.low.len().max(at + 1), 0);
                if let Some(slot) = self.low.get_mut(at) {
                    *slot = number + 1;
                }
            }
            // They come in rising order.
            _ => self.high.push((id, number)),
        }
    }

    #[inline]
    fn find(&self, id: u32) -> Option<usize> {
        if id < TABLE_MAX {
            return self.low.get(usize::try_from(id).ok()?)?.checked_sub(1);
        }
        let at = self.high.binary_search_by_key(&id, |entry| entry.0).ok()?;
        self.high.get(at).map(|entry| entry.1)
    }
}
