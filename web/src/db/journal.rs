//! The journal and its outbox.

use futures::future::try_join;
use js_sys::{Object, Reflect};
use titan_core::journal::SealedEntry;
use titan_core::limits::{PUSH_BYTES_MAX, PUSH_ENTRIES_MAX};
use titan_core::money::Minor;
use titan_core::sync::wire::Anchor;
use titan_core::time::Timestamp;
use wasm_bindgen::JsValue;

use super::carts::CURRENT;
use super::connection::Db;
use super::error::DbError;
use super::meta::{ACKED, Acked, FENCE, HEAD, JournalHead, RECEIPTS, REPORTS, SHIFT, Shift};
use super::tx::{Mode, Tx, seq_key, seq_range};

/// Entries that are in memory at once where many are looked at.
pub const READ_AT_ONCE: u64 = 500;

/// An entry on its way into the journal, with all that changes together with it.
#[derive(Clone, Debug)]
pub struct Commit<'a> {
    pub sealed: &'a SealedEntry,
    pub summary: Summary,
    /// The fencing number of the page that writes.
    pub fence: u64,
    /// The head that the entry was made on.
    pub before: JournalHead,
    pub receipts: u64,
    /// Number of the last Z report.
    pub reports: u64,
    /// The shift that runs afterwards.
    pub shift: Option<&'a Shift>,
    /// The receipt as it was made, to be printed again; empty where there is none.
    pub paper: &'a str,
    /// Whether the cart became this entry and ends with it.
    pub ends_cart: bool,
}

/// What a list shows of an entry without opening it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    pub kind: String,
    pub at: Timestamp,
    pub total: Minor,
    /// Empty where there is no receipt.
    pub receipt_no: String,
}

/// An entry as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub seq: u64,
    pub summary: Summary,
}

impl Db {
    /// Writes an entry: the entry itself, its place in the outbox, the new head, the totals and
    /// the end of the cart, all in one transaction that is complete when it is on the disk.
    ///
    /// # Errors
    /// [`DbError::Fenced`] when another page has written since; [`DbError::Full`], or what the
    /// browser says. Nothing was written then.
    pub async fn commit_entry(&self, commit: &Commit<'_>) -> Result<JournalHead, DbError> {
        let seq = commit.sealed.seq;
        let after = JournalHead { seq, hash: commit.sealed.hash };
        let sealed = serde_json::to_string(commit.sealed)
            .map_err(|_| DbError::damaged("the entry", "it cannot be written"))?;
        let record = record(commit, &sealed);
        let stores = ["meta", "entries", "outbox", "carts"];
        self.transact(&stores, Mode::Durable, async |tx| {
            let writes = async {
                tx.put("entries", &seq_key(seq), &record)?;
                tx.put("outbox", &seq_key(seq), &JsValue::from(size(&sealed)))?;
                tx.write("meta", HEAD, &after)?;
                tx.write("meta", RECEIPTS, &commit.receipts)?;
                tx.write("meta", REPORTS, &commit.reports)?;
                match commit.shift {
                    Some(shift) => tx.write("meta", SHIFT, shift)?,
                    None => tx.delete("meta", &SHIFT.into())?,
                }
                if commit.ends_cart {
                    tx.delete("carts", &CURRENT.into())?;
                }
                Ok(())
            };
            // In this order, and without a wait between: what the turn is decided by is read
            // before it is written, and a page whose turn it is not undoes the writes.
            try_join(check_turn(tx, commit), writes).await.map(drop)
        })
        .await?;
        Ok(after)
    }

    /// Reads entries from `from` to `to` as the texts that are sent, as many as one push takes
    /// and none behind one that cannot be read: it would have no place in the chain.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn batch(&self, from: u64, to: u64) -> Result<Vec<String>, DbError> {
        let Ok(range) = seq_range(from, to) else { return Ok(Vec::new()) };
        let limit = u32::try_from(PUSH_ENTRIES_MAX).ok();
        let found = self.values(range, limit).await?;
        let mut bytes = 0;
        let in_order = found.iter().zip(from..);
        let texts = in_order.map_while(|(record, seq)| {
            text(record, "sealed").filter(|_| number_of(record) == Some(seq))
        });
        let fitting = texts.take_while(|sealed| {
            bytes += sealed.len();
            bytes == sealed.len() || bytes <= PUSH_BYTES_MAX
        });
        Ok(fitting.collect())
    }

    /// Notes that the server has every entry up to the anchor, and clears the outbox up to there.
    /// Returns false, with nothing done, when the entry here is not the one that the server has.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn acknowledge(&self, anchor: &Anchor) -> Result<bool, DbError> {
        let (seq, hash) = (anchor.seq, anchor.hash);
        let acked = Acked { seq, hash, anchor: Some(anchor.clone()) };
        self.transact(&["meta", "entries", "outbox"], Mode::Durable, async |tx| {
            let ours = tx.get("entries", &seq_key(seq)).await?;
            let ours = ours.and_then(|record| text(&record, "hash"));
            // Before the first entry there is nothing to compare.
            if seq > 0 && ours != Some(hash.to_string()) {
                return Ok(false);
            }
            tx.write("meta", ACKED, &acked)?;
            tx.delete("outbox", &idb::KeyRange::upper_bound(&seq_key(seq), None)?.into())?;
            Ok(true)
        })
        .await
    }

    /// Returns the numbers of the entries in the outbox.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn outbox(&self) -> Result<Vec<u64>, DbError> {
        self.transact(&["outbox"], Mode::Read, async |tx| {
            let keys = tx.keys("outbox").await?;
            Ok(keys.iter().filter_map(number).collect())
        })
        .await
    }

    /// Lists entries of a range, the newest first.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn list(&self, from: u64, to: u64) -> Result<Vec<Listed>, DbError> {
        let Ok(range) = seq_range(from, to) else { return Ok(Vec::new()) };
        let found = self.values(range, None).await?;
        Ok(found.iter().rev().filter_map(listed).collect())
    }

    /// Reads the entries of one kind from `from` to `to` as the texts that are sent.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn sealed_of(
        &self,
        kind: &str,
        mut from: u64,
        to: u64,
    ) -> Result<Vec<String>, DbError> {
        let mut sealed = Vec::new();
        while from <= to {
            let upto = to.min(from + READ_AT_ONCE - 1);
            let found = self.values(seq_range(from, upto)?, None).await?;
            let own = found.iter().filter(|record| text(record, "kind").as_deref() == Some(kind));
            sealed.extend(own.filter_map(|record| text(record, "sealed")));
            from = upto + 1;
        }
        Ok(sealed)
    }

    /// Reads one text of an entry: `sealed` is what is sent, `paper` its receipt.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn entry_text(&self, seq: u64, name: &str) -> Result<Option<String>, DbError> {
        let found = self.value("entries", seq_key(seq)).await?;
        Ok(found.and_then(|record| text(&record, name)))
    }
}

/// Reads fence and head inside of the writing transaction: only who holds both may write.
async fn check_turn(tx: &Tx, commit: &Commit<'_>) -> Result<(), DbError> {
    let fence = tx.read::<u64>("meta", FENCE);
    let (fence, head) = try_join(fence, tx.read::<JournalHead>("meta", HEAD)).await?;
    let ours = fence.unwrap_or(0) == commit.fence && head == Some(commit.before);
    if ours { Ok(()) } else { Err(DbError::Fenced) }
}

fn record(commit: &Commit<'_>, sealed: &str) -> JsValue {
    let Summary { kind, at, total, receipt_no } = &commit.summary;
    let object = Object::new();
    let fields = [
        ("seq", seq_key(commit.sealed.seq)),
        ("kind", JsValue::from_str(kind)),
        ("at", float(at.0)),
        ("total", float(total.get())),
        ("receipt", JsValue::from_str(receipt_no)),
        ("paper", JsValue::from_str(commit.paper)),
        ("hash", JsValue::from_str(&commit.sealed.hash.to_string())),
        ("sealed", JsValue::from_str(sealed)),
    ];
    for (name, value) in fields {
        // Setting a field of a fresh object does not fail.
        let _ = Reflect::set(&object, &name.into(), &value);
    }
    object.into()
}

pub(super) fn listed(record: &JsValue) -> Option<Listed> {
    let field = |name: &str| Reflect::get(record, &name.into()).ok();
    let whole = |name: &str| field(name)?.as_f64().map(truncate);
    let summary = Summary {
        kind: text(record, "kind")?,
        at: Timestamp(whole("at")?),
        total: Minor::new(whole("total")?).ok()?,
        receipt_no: text(record, "receipt")?,
    };
    Some(Listed { seq: u64::try_from(whole("seq")?).ok()?, summary })
}

pub(super) fn text(record: &JsValue, name: &str) -> Option<String> {
    Reflect::get(record, &name.into()).ok()?.as_string()
}

fn number_of(record: &JsValue) -> Option<u64> {
    number(&Reflect::get(record, &"seq".into()).ok()?)
}

pub(super) fn number(key: &JsValue) -> Option<u64> {
    u64::try_from(truncate(key.as_f64()?)).ok()
}

#[expect(clippy::cast_precision_loss, reason = "amounts and dates are within ±2^53")]
fn float(value: i64) -> JsValue {
    JsValue::from_f64(value as f64)
}

#[expect(clippy::cast_possible_truncation, reason = "it was a whole number within ±2^53")]
fn truncate(value: f64) -> i64 {
    value as i64
}

fn size(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}
