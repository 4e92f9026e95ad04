//! Finding items by what a cashier types.

use super::snapshot::Catalog;
use crate::ids::ItemId;

/// Text folded for comparison: lower case, common Latin accents removed.
#[must_use]
pub fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(unaccented).collect()
}

const fn unaccented(letter: char) -> char {
    match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ý' | 'ÿ' => 'y',
        _ => letter,
    }
}

/// All searchable text of a catalogue, folded once, in the order of names.
#[derive(Clone, Debug, Default)]
pub struct SearchIndex {
    text: String,
    /// Where each item's text ends, and whose it is.
    ends: Vec<(u32, ItemId)>,
}

impl SearchIndex {
    /// Folds the names, SKUs and barcodes of a catalogue.
    #[must_use]
    pub fn build(catalog: &Catalog) -> Self {
        let mut index = Self::default();
        let snapshot = catalog.snapshot();
        for place in 0..snapshot.len() {
            let Some(record) = snapshot.by_name(place) else { continue };
            let (Some(id), Some(heap)) = (snapshot.id(record), snapshot.heap(record)) else {
                continue;
            };
            if !catalog.changes().contains_key(&id) {
                index.push(id, heap);
            }
        }
        for item in catalog.changes().values().flatten() {
            let mut heap = item.name().to_owned();
            for code in item.codes() {
                heap.push('\u{1f}');
                heap.push_str(code);
            }
            index.push(item.id(), &heap);
        }
        index
    }

    fn push(&mut self, id: ItemId, heap: &str) {
        if heap.is_ascii() {
            let start = self.text.len();
            self.text.push_str(heap);
            if let Some(added) = self.text.get_mut(start..) {
                added.make_ascii_lowercase();
            }
        } else {
            self.text.push_str(&fold(heap));
        }
        self.ends.push((u32::try_from(self.text.len()).unwrap_or(u32::MAX), id));
    }

    /// Returns up to `limit` items that hold every word of the query, words in any order.
    /// Items with a word that begins with the first query word come first; names decide the rest.
    #[must_use]
    pub fn find(&self, query: &str, limit: usize) -> Vec<ItemId> {
        let query = fold(query);
        let words: Vec<&str> = query.split_whitespace().collect();
        let Some(first) = words.first() else { return Vec::new() };
        let (mut leading, mut others) = (Vec::new(), Vec::new());
        let mut start = 0;
        for (end, id) in &self.ends {
            let end = usize::try_from(*end).unwrap_or(0);
            let text = self.text.get(start..end).unwrap_or_default();
            start = end;
            if !words.iter().all(|word| text.contains(word)) {
                continue;
            }
            if begins_a_word(text, first) {
                leading.push(*id);
                if leading.len() >= limit {
                    break;
                }
            } else if others.len() < limit {
                others.push(*id);
            }
        }
        leading.extend(others);
        leading.truncate(limit);
        leading
    }
}

fn begins_a_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        !before.is_some_and(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::item::ItemDraft;
    use crate::catalog::snapshot::build;

    #[track_caller]
    fn check(query: &str, expect: &[u32]) {
        let goods = ["Whole milk 1 l", "Oat milk", "Buttermilk", "Crème brûlée", "Milk chocolate"];
        let items = goods.iter().zip(1..).map(|(name, id)| {
            let name = (*name).to_owned();
            let draft =
                ItemDraft { id: ItemId(id), sku: format!("S{id}"), name, ..Default::default() };
            draft.check().unwrap()
        });
        let mut catalog = Catalog::new(build(items.collect(), "").unwrap());
        let new = ItemDraft {
            id: ItemId(9),
            sku: "S9".into(),
            name: "New MILK".into(),
            ..Default::default()
        };
        catalog.put(new.check().unwrap());
        catalog.remove(ItemId(5));
        let found = SearchIndex::build(&catalog).find(query, 10);
        assert_eq!(found, expect.iter().map(|id| ItemId(*id)).collect::<Vec<_>>(), "{query}");
    }

    #[test]
    fn words_match_in_any_order_and_word_starts_come_first() {
        check("milk", &[2, 1, 9, 3]);
        check("MILK whole", &[1]);
        check("brulee creme", &[4]);
        check("s2", &[2]);
        check("  ", &[]);
        check("wine", &[]);
    }
}
