//! Making a snapshot from items.

use sha2::{Digest, Sha256};

use super::{
    BODY_AT, HEAD_BYTES, MAGIC, PLAIN, RECORD_BYTES, SEPARATOR, Snapshot, SnapshotError, UNITS,
    WITH_EXTRAS, hash_code,
};
use crate::catalog::item::{Colour, Item, normal_code};
use crate::catalog::search::fold;
use crate::ids::TaxId;
use crate::limits::{CATALOG_ITEMS_MAX, UNIT_PRICE_SCALE_MAX};

/// Builds the snapshot of `items` at a cursor of the change feed. The same items give the same
/// bytes, in whatever order they come; of two items with one id the later wins.
///
/// # Errors
/// [`SnapshotError::TooLarge`] beyond the limits of the format.
pub fn build(mut items: Vec<Item>, cursor: &str) -> Result<Snapshot, SnapshotError> {
    items.reverse();
    items.sort_by_key(Item::id);
    items.dedup_by_key(|item| item.id());
    if items.len() > CATALOG_ITEMS_MAX {
        return Err(SnapshotError::TooLarge);
    }
    let mut parts = Parts::default();
    for (record, item) in items.iter().enumerate() {
        parts.push(as_u32(record)?, item)?;
    }
    parts.codes.sort_unstable();
    parts.codes.dedup();
    let mut order: Vec<(String, u32)> = items
        .iter()
        .enumerate()
        .map(|(record, item)| Ok((fold(item.name()), as_u32(record)?)))
        .collect::<Result<_, SnapshotError>>()?;
    order.sort();
    Snapshot::open(assemble(&parts, &order, items.len(), cursor)?)
}

#[derive(Default)]
struct Parts {
    records: Vec<u8>,
    codes: Vec<(u32, u32)>,
    tax_sets: Vec<Vec<TaxId>>,
    heap: String,
    has_extras: bool,
}

impl Parts {
    fn push(&mut self, record: u32, item: &Item) -> Result<(), SnapshotError> {
        let heap_at = as_u32(self.heap.len())?;
        self.heap.push_str(item.name());
        for code in item.codes() {
            self.heap.push(SEPARATOR);
            self.heap.push_str(code);
            self.codes.push((hash_code(&normal_code(code)), record));
        }
        let heap_len = as_u32(self.heap.len())? - heap_at;
        let extras_len = self.push_extras(item)?;
        let tax_set = self.tax_set(item.taxes());
        let mut price = item.price().value();
        price.rescale(UNIT_PRICE_SCALE_MAX);
        let price = i64::try_from(price.mantissa()).map_err(|_| SnapshotError::TooLarge)?;
        let unit = UNITS.iter().position(|unit| *unit == item.unit()).unwrap_or(0);
        let colour = Colour::ALL.iter().position(|other| *other == item.colour()).unwrap_or(0);
        let out = &mut self.records;
        out.extend(item.id().0.to_le_bytes());
        out.extend(heap_at.to_le_bytes());
        out.extend(price.to_le_bytes());
        out.extend(item.category().0.to_le_bytes());
        out.extend(as_u16(heap_len)?.to_le_bytes());
        out.extend(as_u16(as_u32(tax_set)?)?.to_le_bytes());
        out.extend([as_u8(unit)?, as_u8(colour)?]);
        out.extend(extras_len.to_le_bytes());
        Ok(())
    }

    /// Puts the extras behind the texts and returns their length, 0 where there are none.
    fn push_extras(&mut self, item: &Item) -> Result<u16, SnapshotError> {
        if item.extras().is_empty() {
            return Ok(0);
        }
        let json = serde_json::to_string(item.extras()).map_err(|_| SnapshotError::TooLarge)?;
        self.heap.push_str(&json);
        self.has_extras = true;
        as_u16(as_u32(json.len())?)
    }

    fn tax_set(&mut self, taxes: &[TaxId]) -> usize {
        if let Some(found) = self.tax_sets.iter().position(|set| set == taxes) {
            return found;
        }
        self.tax_sets.push(taxes.to_vec());
        self.tax_sets.len() - 1
    }
}

fn assemble(
    parts: &Parts,
    order: &[(String, u32)],
    items: usize,
    cursor: &str,
) -> Result<Vec<u8>, SnapshotError> {
    let mut sets = Vec::new();
    for set in &parts.tax_sets {
        sets.push(as_u8(set.len())?);
        sets.extend(set.iter().flat_map(|tax| tax.0.to_le_bytes()));
    }
    let capacity = HEAD_BYTES
        + items * (RECORD_BYTES + 4)
        + parts.codes.len() * 8
        + sets.len()
        + cursor.len()
        + parts.heap.len();
    let mut body = Vec::with_capacity(capacity);
    for number in
        [items, parts.codes.len(), parts.tax_sets.len(), sets.len(), cursor.len(), parts.heap.len()]
    {
        body.extend(as_u32(number)?.to_le_bytes());
    }
    body.extend(&parts.records);
    body.extend(order.iter().flat_map(|(_, record)| record.to_le_bytes()));
    for (hash, record) in &parts.codes {
        body.extend(hash.to_le_bytes());
        body.extend(record.to_le_bytes());
    }
    body.extend(&sets);
    body.extend(cursor.as_bytes());
    body.extend(parts.heap.as_bytes());

    let mut bytes = Vec::with_capacity(BODY_AT + body.len());
    bytes.extend(MAGIC);
    let version = if parts.has_extras { WITH_EXTRAS } else { PLAIN };
    bytes.extend(version.to_le_bytes());
    bytes.extend([0, 0]);
    bytes.extend(Sha256::digest(&body));
    bytes.extend(&body);
    Ok(bytes)
}

fn as_u32(value: usize) -> Result<u32, SnapshotError> {
    u32::try_from(value).map_err(|_| SnapshotError::TooLarge)
}

fn as_u16(value: u32) -> Result<u16, SnapshotError> {
    u16::try_from(value).map_err(|_| SnapshotError::TooLarge)
}

fn as_u8(value: usize) -> Result<u8, SnapshotError> {
    u8::try_from(value).map_err(|_| SnapshotError::TooLarge)
}
