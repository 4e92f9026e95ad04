//! What is done about records that the browser lost or spoilt: the journal has most of them, and
//! what only it had is not lost when a device becomes another register.

use titan_core::hash::Hash256;
use titan_core::ids::RegisterId;
use titan_core::journal::{Numbers, SealedEntry};
use titan_core::json::read_kept;
use wasm_bindgen::JsValue;

use super::connection::Db;
use super::error::DbError;
use super::journal::{listed, number, text};
use super::meta::{JournalHead, Start};
use super::tx::{Mode, SEQ_MAX, Tx, seq_key, seq_range};

/// Enough for LevelDB to begin another log, which it does every 4 MiB.
const PADS: u32 = 80;
/// Larger values are files of their own.
const PAD_BYTES: u32 = 60_000;

/// More than the largest sale of a shop needs in every form.
const ROOM_BYTES: u32 = 131_072;

/// The records that an entry was made beside, as the journal tells them.
#[derive(Clone, Debug, Default)]
struct Told {
    head: Option<JournalHead>,
    numbers: Numbers,
}

impl Db {
    /// Completes a start whose small records were lost or spoilt with what the journal tells.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn mended(&self, mut start: Start) -> Result<Start, DbError> {
        let all = start.receipts.is_some() && start.reports.is_some();
        if all && self.is_last(start.head).await? {
            return Ok(start);
        }
        let told = self.told().await?;
        // A head that is further on than the entries tells of entries that were lost; their
        // numbers were given out.
        let further = |told: &JournalHead| start.head.is_none_or(|head| head.seq < told.seq);
        start.head = told.head.filter(further).or(start.head);
        start.receipts = start.receipts.max(Some(told.numbers.receipts));
        start.reports = start.reports.max(Some(told.numbers.reports));
        self.keep_position(&start).await?;
        Ok(start)
    }

    /// Returns the register that the last entry is of.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn last_register(&self) -> Result<Option<RegisterId>, DbError> {
        let records = self.values(seq_range(1, SEQ_MAX)?, None).await?;
        let sealed = records.iter().rev().find_map(|record| text(record, "sealed"));
        let sealed = sealed.and_then(|sealed| read_kept::<SealedEntry>(&sealed).ok());
        let header = sealed.and_then(|sealed| sealed.header().ok());
        Ok(header.map(|header| header.register))
    }

    /// Makes the browser begin another log file. Where a power cut has torn the end of the last
    /// one, Chromium would write on behind the torn piece and find the whole database damaged
    /// when it starts the next time.
    ///
    /// # Errors
    /// [`DbError::Full`], or what the browser says.
    pub async fn begin_another_log(&self) -> Result<(), DbError> {
        let pad = JsValue::from(js_sys::Uint8Array::new_with_length(PAD_BYTES));
        let key = |number: u32| JsValue::from_str(&format!("pad-{number}"));
        let put = async |tx: &Tx| (0..PADS).try_for_each(|n| tx.put("catalog", &key(n), &pad));
        self.transact(&["catalog"], Mode::Write, put).await?;
        let clear = async |tx: &Tx| (0..PADS).try_for_each(|n| tx.delete("catalog", &key(n)));
        self.transact(&["catalog"], Mode::Write, clear).await
    }

    /// Finds out whether there is room for a sale, by writing as much over what the last probe
    /// wrote. Asking the browser is no use: it names a quota that it does not hold to.
    ///
    /// # Errors
    /// [`DbError::Full`], or what the browser says.
    pub async fn probe_room(&self) -> Result<(), DbError> {
        let bytes = JsValue::from(js_sys::Uint8Array::new_with_length(ROOM_BYTES));
        self.put_all(Mode::Write, vec![("carts", "room", bytes)]).await
    }

    /// Returns the entries of registers that this device was before and that were not sent.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn set_aside(&self) -> Result<Vec<String>, DbError> {
        let range = idb::KeyRange::lower_bound(&JsValue::from_str(""), None)?;
        let records = self.values(range, None).await?;
        Ok(records.iter().filter_map(JsValue::as_string).collect())
    }

    async fn is_last(&self, head: Option<JournalHead>) -> Result<bool, DbError> {
        let Some(head) = head else { return Ok(false) };
        let next = self.values(seq_range(head.seq + 1, SEQ_MAX)?, Some(1)).await?;
        Ok(next.is_empty())
    }

    async fn told(&self) -> Result<Told, DbError> {
        let records = self.values(seq_range(1, SEQ_MAX)?, None).await?;
        let mut told = Told::default();
        for record in &records {
            let Some(entry) = listed(record) else { continue };
            let hash = text(record, "hash").and_then(|hash| hash.parse::<Hash256>().ok());
            told.head = hash.map(|hash| JournalHead { seq: entry.seq, hash }).or(told.head);
            told.numbers.note(&entry.summary.receipt_no);
        }
        Ok(told)
    }
}

/// Takes everything of another register out of the way of a new journal. What was not sent is
/// kept under keys that no number of an entry is.
pub(super) async fn make_way(tx: &Tx) -> Result<(), DbError> {
    let outbox = tx.keys("outbox").await?;
    for key in outbox {
        let Some(record) = tx.get("entries", &key).await? else { continue };
        if let Some(sealed) = text(&record, "sealed") {
            let hash = text(&record, "hash").unwrap_or_default();
            let name = format!("{hash}/{}", number(&key).unwrap_or_default());
            tx.put("entries", &JsValue::from_str(&name), &JsValue::from_str(&sealed))?;
        }
    }
    let numbers = JsValue::from(seq_range(0, SEQ_MAX)?);
    tx.delete("entries", &numbers)?;
    tx.delete("outbox", &numbers)?;
    tx.delete("outbox", &seq_key(0))
}
