//! The small records: who this register is and how far it has come.

use serde::{Deserialize, Serialize};
use titan_core::hash::Hash256;
use titan_core::ids::ShiftId;
use titan_core::json::{ReadError, read_kept};
use titan_core::shift::ShiftTotals;
use titan_core::shop::ShopConfig;
use titan_core::sync::wire::Anchor;
use titan_core::time::{BusinessDate, Timestamp};
use wasm_bindgen::JsValue;

use super::carts::{CURRENT, KeptCart};
use super::connection::Db;
use super::error::DbError;
use super::tx::{Mode, parse, write};
use crate::platform::clock;

pub(super) const HEAD: &str = "head";
pub(super) const FENCE: &str = "fence";
pub(super) const SHIFT: &str = "shift";
pub(super) const RECEIPTS: &str = "receipts";
pub(super) const REPORTS: &str = "reports";
pub(super) const ACKED: &str = "acked";
pub(super) const CONFIG: &str = "config";
const THROTTLE: &str = "throttle";

/// What [`Db::start`] reads, in its order.
const START: &[(&str, &str)] = &[
    ("meta", CONFIG),
    ("meta", HEAD),
    ("meta", ACKED),
    ("meta", SHIFT),
    ("meta", RECEIPTS),
    ("meta", REPORTS),
    ("meta", THROTTLE),
    ("carts", CURRENT),
];

/// The last entry of the journal.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalHead {
    pub seq: u64,
    pub hash: Hash256,
}

/// What the server has said to have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acked {
    pub seq: u64,
    pub hash: Hash256,
    pub anchor: Option<Anchor>,
}

/// The settings of the shop and the tag that the server knows them by.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct StoredConfig {
    pub etag: Option<String>,
    pub config: ShopConfig,
}

/// A [`StoredConfig`] as it is kept: the settings as the server wrote them, so that an app that
/// comes later finds in them what this one does not know.
#[derive(Clone, Debug)]
pub struct ConfigRecord(String);

impl ConfigRecord {
    /// Makes a record of the text of the settings.
    #[must_use]
    pub fn of(etag: Option<&str>, config: &str) -> Self {
        let etag = serde_json::to_string(&etag).unwrap_or_else(|_| "null".into());
        Self(format!("{{\"etag\":{etag},\"config\":{config}}}"))
    }

    /// Reads the settings.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn read(&self) -> Result<StoredConfig, ReadError> {
        read_kept(&self.0)
    }

    pub(super) fn to_js(&self) -> JsValue {
        JsValue::from_str(&self.0)
    }
}

/// The running shift and its totals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    pub id: ShiftId,
    pub business_date: BusinessDate,
    /// The entry that opened it.
    pub first_seq: u64,
    #[serde(default)]
    pub totals: ShiftTotals,
}

/// Wrong PINs, kept so that a reload does not forgive them.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Throttle {
    pub failures: u32,
    pub not_before: Timestamp,
}

/// Everything a page needs to begin.
#[derive(Clone, Debug, Default)]
pub struct Start {
    pub config: Option<StoredConfig>,
    pub head: Option<JournalHead>,
    pub acked: Option<Acked>,
    pub shift: Option<Shift>,
    /// The last receipt number; none where it was lost, or before the first.
    pub receipts: Option<u64>,
    /// Number of the last Z report; none where it was lost, or before the first entry.
    pub reports: Option<u64>,
    pub throttle: Throttle,
    pub cart: Option<KeptCart>,
}

impl Db {
    /// Reads what a page needs to begin, in one transaction. A record that cannot be read is
    /// none: it must not keep the shop from selling.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn start(&self) -> Result<Start, DbError> {
        let mut texts = self.texts(START).await?.into_iter();
        let mut next = || texts.next().flatten();
        Ok(Start {
            config: parse(CONFIG, next()).unwrap_or_default(),
            head: parse(HEAD, next()).unwrap_or_default(),
            acked: parse(ACKED, next()).unwrap_or_default(),
            shift: parse(SHIFT, next()).unwrap_or_default(),
            receipts: parse(RECEIPTS, next()).unwrap_or_default(),
            reports: parse(REPORTS, next()).unwrap_or_default(),
            throttle: parse(THROTTLE, next()).unwrap_or_default().unwrap_or_default(),
            cart: parse(CURRENT, next()).unwrap_or_default(),
        })
    }

    /// Makes this page the one that writes and returns its fencing number: every page before it
    /// finds a higher number than its own and stops.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn raise_fence(&self) -> Result<u64, DbError> {
        self.transact(&["meta"], Mode::Durable, async |tx| {
            let fence = match tx.read("meta", FENCE).await {
                Ok(fence) => fence.unwrap_or(0),
                // Seconds since 1970 are more than any count of pages.
                Err(DbError::Damaged { .. }) => clock::now().0.unsigned_abs() / 1_000,
                Err(error) => return Err(error),
            };
            tx.write("meta", FENCE, &(fence + 1))?;
            Ok(fence + 1)
        })
        .await
    }

    /// Keeps where the register is, after it was worked out again.
    pub(super) async fn keep_position(&self, start: &Start) -> Result<(), DbError> {
        let mut values = Vec::new();
        if let Some(head) = &start.head {
            values.push(("meta", HEAD, write(HEAD, head)?));
        }
        if let Some(receipts) = &start.receipts {
            values.push(("meta", RECEIPTS, write(RECEIPTS, receipts)?));
        }
        if let Some(reports) = &start.reports {
            values.push(("meta", REPORTS, write(REPORTS, reports)?));
        }
        self.put_all(Mode::Durable, values).await
    }

    /// Reads the settings of the shop.
    ///
    /// # Errors
    /// As [`Db::meta`].
    pub async fn config(&self) -> Result<Option<StoredConfig>, DbError> {
        Ok(parse(CONFIG, self.texts(&[("meta", CONFIG)]).await?.pop().flatten())
            .unwrap_or_default())
    }

    /// Keeps the settings of the shop.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn put_config(&self, config: &ConfigRecord) -> Result<(), DbError> {
        self.put_all(Mode::Write, vec![("meta", CONFIG, config.to_js())]).await
    }

    /// Keeps the count of wrong PINs.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn put_throttle(&self, throttle: Throttle) -> Result<(), DbError> {
        self.put_all(Mode::Durable, vec![("meta", THROTTLE, write(THROTTLE, &throttle)?)]).await
    }

    /// Reads the head: whether a commit whose end was not heard of did happen.
    ///
    /// # Errors
    /// [`DbError::Damaged`], or what the browser says.
    pub async fn head(&self) -> Result<Option<JournalHead>, DbError> {
        parse(HEAD, self.texts(&[("meta", HEAD)]).await?.pop().flatten())
    }
}
