//! The entries of the journal as they were written, to be checked.

use titan_core::hash::Hash256;
use wasm_bindgen::JsValue;

use super::connection::Db;
use super::error::DbError;
use super::journal::{listed, text};
use super::tx::{SEQ_MAX, seq_range};

impl Db {
    /// Reads numbers and sealed texts of at most `limit` entries from `from` on. A text that
    /// was spoilt is empty.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn sealed(&self, from: u64, limit: u32) -> Result<Vec<(u64, String)>, DbError> {
        let found = self.values(seq_range(from, SEQ_MAX)?, Some(limit)).await?;
        let read = |(at, record): (u64, &JsValue)| {
            let seq = listed(record).map_or(at, |entry| entry.seq);
            (seq, text(record, "sealed").unwrap_or_default())
        };
        Ok((from..).zip(&found).map(read).collect())
    }

    /// Reads numbers and hashes of the entries of a range.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn hashes(&self, from: u64, to: u64) -> Result<Vec<(u64, Hash256)>, DbError> {
        let Ok(range) = seq_range(from, to) else { return Ok(Vec::new()) };
        let found = self.values(range, None).await?;
        let read = |record: &JsValue| {
            Some((listed(record)?.seq, text(record, "hash")?.parse::<Hash256>().ok()?))
        };
        Ok(found.iter().filter_map(read).collect())
    }
}
