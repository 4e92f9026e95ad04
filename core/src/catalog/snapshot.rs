//! The catalogue as one immutable binary value that is read in place.
//!
//! It travels and is stored whole; opening it checks its shape and decodes nothing. All numbers
//! are little-endian.
//!
//! | part | bytes |
//! |---|---|
//! | magic `TITANCAT`, version `u16`, reserved `u16` | 12 |
//! | SHA-256 of everything after it | 32 |
//! | counts `u32`: items, codes, tax sets; lengths `u32`: tax set bytes, cursor, heap | 24 |
//! | records, sorted by item id | 28 each |
//! | name order: record numbers sorted by folded name | 4 each |
//! | code index: hash `u32`, record number `u32`, sorted | 8 each |
//! | tax sets: count `u8`, then tax ids `u32` | |
//! | cursor of the change feed, UTF-8 | |
//! | heap: `name 1F sku (1F barcode)*` and the extras for each record, UTF-8 | |
//!
//! A record is: id `u32`, heap offset `u32`, price `i64` in ten-thousandths of a minor unit,
//! category `u32`, heap length `u16`, tax set `u16`, unit `u8`, colour `u8`, extras length `u16`.
//!
//! The barcodes are those of the item and then of its packs. The extras are the JSON of
//! [`Extras`], after the texts and not counted in their length. A snapshot none of whose items
//! has extras is of version 1, in which that number was reserved and zero; one with extras is of
//! version 2.

mod build;
mod overlay;
#[cfg(test)]
mod tests;

use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

use super::extras::Extras;
use super::item::{Colour, Item, ItemDraft, UnitPrice, normal_code};
use crate::ids::{CategoryId, ItemId, TaxId};
use crate::limits::{CATALOG_ITEMS_MAX, UNIT_PRICE_SCALE_MAX};
use crate::quantity::Unit;

pub use build::build;
pub use overlay::Catalog;

const MAGIC: &[u8; 8] = b"TITANCAT";
/// No item has extras.
const PLAIN: u16 = 1;
const WITH_EXTRAS: u16 = 2;
const HEAD_BYTES: usize = 68;
const BODY_AT: usize = 44;
const RECORD_BYTES: usize = 28;
const SEPARATOR: char = '\u{1f}';
const UNITS: [Unit; 4] = [Unit::Each, Unit::Kilogram, Unit::Litre, Unit::Metre];

/// A snapshot cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SnapshotError {
    /// Not a snapshot at all, or cut short.
    #[error("the catalogue is not in the expected form: {0}")]
    Malformed(&'static str),
    /// Made by another version of the product.
    #[error("the catalogue has version {0}, which this version cannot read")]
    Version(u16),
    /// A byte changed on the way or on the disk.
    #[error("the catalogue does not match its checksum")]
    Checksum,
    /// More items than a snapshot may hold.
    #[error("a catalogue holds at most {CATALOG_ITEMS_MAX} items")]
    TooLarge,
}

/// A catalogue snapshot over its bytes.
#[derive(Clone, Debug)]
pub struct Snapshot {
    bytes: Vec<u8>,
    items: usize,
    codes: usize,
    tax_sets: Vec<Vec<TaxId>>,
    cursor: String,
    heap_at: usize,
}

impl Snapshot {
    /// Opens a snapshot after a look at its shape. The checksum is left to [`Snapshot::verify`].
    ///
    /// # Errors
    /// [`SnapshotError`] when a part is missing or does not fit.
    pub fn open(bytes: Vec<u8>) -> Result<Self, SnapshotError> {
        let cut = SnapshotError::Malformed("it is cut short");
        if bytes.get(..8) != Some(MAGIC.as_slice()) {
            return Err(SnapshotError::Malformed("it does not begin with TITANCAT"));
        }
        let version = u16_at(&bytes, 8).ok_or_else(|| cut.clone())?;
        if version != PLAIN && version != WITH_EXTRAS {
            return Err(SnapshotError::Version(version));
        }
        let head = |at: usize| usize_at(&bytes, BODY_AT + at).ok_or_else(|| cut.clone());
        let (items, codes, sets) = (head(0)?, head(4)?, head(8)?);
        let (sets_len, cursor_len, heap_len) = (head(12)?, head(16)?, head(20)?);
        if items > CATALOG_ITEMS_MAX {
            return Err(SnapshotError::TooLarge);
        }
        let sets_at = HEAD_BYTES + items * (RECORD_BYTES + 4) + codes.saturating_mul(8);
        let cursor_at = sets_at.saturating_add(sets_len);
        let heap_at = cursor_at.saturating_add(cursor_len);
        if heap_at.saturating_add(heap_len) != bytes.len() {
            return Err(cut);
        }
        let tax_sets = read_tax_sets(bytes.get(sets_at..cursor_at).unwrap_or_default(), sets)?;
        let cursor = bytes.get(cursor_at..heap_at).unwrap_or_default();
        let cursor = std::str::from_utf8(cursor)
            .map_err(|_| SnapshotError::Malformed("its cursor is not text"))?
            .to_owned();
        Ok(Self { items, codes, tax_sets, cursor, heap_at, bytes })
    }

    /// Checks every byte against the checksum.
    ///
    /// # Errors
    /// [`SnapshotError::Checksum`].
    pub fn verify(&self) -> Result<(), SnapshotError> {
        let body = self.bytes.get(BODY_AT..).unwrap_or_default();
        let same = self.bytes.get(12..BODY_AT) == Some(Sha256::digest(body).as_slice());
        if same { Ok(()) } else { Err(SnapshotError::Checksum) }
    }

    /// Returns the bytes as they travel and are stored.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns the number of items.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.items
    }

    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.items == 0
    }

    /// Returns the cursor of the change feed at which the snapshot was taken.
    #[must_use]
    pub fn cursor(&self) -> &str {
        &self.cursor
    }

    /// Returns the item with record number `record`.
    #[must_use]
    pub fn item(&self, record: usize) -> Option<Item> {
        let at = self.record_at(record)?;
        let mut texts = self.heap(record)?.split(SEPARATOR);
        let name = texts.next()?.to_owned();
        let sku = texts.next()?.to_owned();
        let price = i64_at(&self.bytes, at + 8)?;
        let unit = usize::from(*self.bytes.get(at + 24)?);
        let colour = usize::from(*self.bytes.get(at + 25)?);
        let tax_set = usize::from(u16_at(&self.bytes, at + 22)?);
        let extras = self.extras(record)?;
        let of_packs = extras.barcodes().count();
        let mut barcodes: Vec<String> = texts.map(str::to_owned).collect();
        barcodes.truncate(barcodes.len().checked_sub(of_packs)?);
        let draft = ItemDraft {
            id: ItemId(u32_at(&self.bytes, at)?),
            sku,
            name,
            category: self.category(record)?,
            price: UnitPrice::new(Decimal::new(price, UNIT_PRICE_SCALE_MAX)).ok()?,
            unit: *UNITS.get(unit)?,
            taxes: self.tax_sets.get(tax_set)?.clone(),
            barcodes,
            colour: *Colour::ALL.get(colour)?,
            extras,
        };
        draft.check().ok()
    }

    /// Returns the id of a record.
    #[must_use]
    pub fn id(&self, record: usize) -> Option<ItemId> {
        u32_at(&self.bytes, self.record_at(record)?).map(ItemId)
    }

    /// Returns the category of a record.
    #[must_use]
    pub fn category(&self, record: usize) -> Option<CategoryId> {
        u32_at(&self.bytes, self.record_at(record)? + 16).map(CategoryId)
    }

    /// Returns the name of a record without decoding the rest.
    #[must_use]
    pub fn name(&self, record: usize) -> Option<&str> {
        self.heap(record)?.split(SEPARATOR).next()
    }

    /// Returns name, SKU and barcodes of a record and its packs, parted by U+001F.
    #[must_use]
    pub fn heap(&self, record: usize) -> Option<&str> {
        let at = self.record_at(record)?;
        let start = self.heap_at + usize_at(&self.bytes, at + 4)?;
        let len = usize::from(u16_at(&self.bytes, at + 20)?);
        std::str::from_utf8(self.bytes.get(start..start + len)?).ok()
    }

    fn extras(&self, record: usize) -> Option<Extras> {
        let at = self.record_at(record)?;
        let len = usize::from(u16_at(&self.bytes, at + 26)?);
        if len == 0 {
            return Some(Extras::default());
        }
        let texts = usize::from(u16_at(&self.bytes, at + 20)?);
        let start = self.heap_at + usize_at(&self.bytes, at + 4)? + texts;
        let text = std::str::from_utf8(self.bytes.get(start..start + len)?).ok()?;
        crate::json::read_kept(text).ok()
    }

    /// Returns the record number of an item.
    #[must_use]
    pub fn find(&self, id: ItemId) -> Option<usize> {
        let found = partition(self.items, |record| self.id(record) < Some(id));
        (self.id(found) == Some(id)).then_some(found)
    }

    /// Returns the record number at a place in the order of names.
    #[must_use]
    pub fn by_name(&self, place: usize) -> Option<usize> {
        let order_at = HEAD_BYTES + self.items * RECORD_BYTES;
        (place < self.items).then_some(())?;
        usize_at(&self.bytes, order_at + place * 4)
    }

    /// Returns the records whose SKU or barcode is `code`, also in another GTIN length.
    #[must_use]
    pub fn find_code(&self, code: &str) -> Vec<usize> {
        let wanted = normal_code(code);
        let hash = hash_code(&wanted);
        let mut at = partition(self.codes, |entry| self.code_hash(entry) < Some(hash));
        let mut found = Vec::new();
        while self.code_hash(at) == Some(hash) {
            if let Some(record) = usize_at(&self.bytes, self.code_at(at) + 4)
                && self.has_code(record, &wanted)
                && !found.contains(&record)
            {
                found.push(record);
            }
            at += 1;
        }
        found
    }

    fn has_code(&self, record: usize, wanted: &str) -> bool {
        let texts = self.heap(record).unwrap_or_default().split(SEPARATOR).skip(1);
        texts.into_iter().any(|code| normal_code(code) == wanted)
    }

    fn record_at(&self, record: usize) -> Option<usize> {
        (record < self.items).then_some(HEAD_BYTES + record * RECORD_BYTES)
    }

    fn code_at(&self, entry: usize) -> usize {
        HEAD_BYTES + self.items * (RECORD_BYTES + 4) + entry * 8
    }

    fn code_hash(&self, entry: usize) -> Option<u32> {
        (entry < self.codes).then(|| u32_at(&self.bytes, self.code_at(entry)))?
    }
}

/// Returns the first of `0..len` for which `before` no longer holds.
fn partition(len: usize, before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, len);
    while low < high {
        let middle = low + (high - low) / 2;
        if before(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

/// FNV-1a, 32 bits: only a place in the index; equal hashes are compared as text.
fn hash_code(code: &str) -> u32 {
    code.bytes()
        .fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

fn read_tax_sets(bytes: &[u8], count: usize) -> Result<Vec<Vec<TaxId>>, SnapshotError> {
    let malformed = SnapshotError::Malformed("its tax sets do not fit");
    let mut sets = Vec::new();
    let mut at = 0;
    for _ in 0..count {
        let len = usize::from(*bytes.get(at).ok_or_else(|| malformed.clone())?);
        let ids = (0..len).map(|index| u32_at(bytes, at + 1 + index * 4).map(TaxId));
        sets.push(ids.collect::<Option<Vec<_>>>().ok_or_else(|| malformed.clone())?);
        at += 1 + len * 4;
    }
    Ok(sets)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn usize_at(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32_at(bytes, at)?).ok()
}

fn i64_at(bytes: &[u8], at: usize) -> Option<i64> {
    Some(i64::from_le_bytes(bytes.get(at..at.checked_add(8)?)?.try_into().ok()?))
}
