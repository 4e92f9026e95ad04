//! The catalogue: one large value and the changes since.

use js_sys::Uint8Array;
use titan_core::sync::wire::Change;
use wasm_bindgen::{JsCast, JsValue};

use super::connection::Db;
use super::error::DbError;
use super::tx::{Mode, Tx, parse, write};

const SNAPSHOT: &str = "snapshot";
const OVERLAY: &str = "overlay";
const CURSOR: &str = "cursor";

/// The catalogue as it is kept.
#[derive(Clone, Debug)]
pub struct KeptCatalog {
    pub snapshot: Vec<u8>,
    pub changes: Vec<Change>,
    /// Where the change feed goes on.
    pub cursor: String,
}

impl Db {
    /// Reads the catalogue.
    ///
    /// # Errors
    /// [`DbError::Damaged`], or what the browser says.
    pub async fn catalog(&self) -> Result<Option<KeptCatalog>, DbError> {
        self.transact(&["catalog"], Mode::Read, async |tx| {
            let Some(bytes) = tx.get("catalog", &SNAPSHOT.into()).await? else {
                return match tx.text("catalog", CURSOR).await? {
                    Some(_) => Err(DbError::damaged("the catalogue", "the snapshot is gone")),
                    None => Ok(None),
                };
            };
            let bytes: Uint8Array =
                bytes.dyn_into().map_err(|_| DbError::damaged("the catalogue", "not bytes"))?;
            Ok(Some(KeptCatalog {
                snapshot: bytes.to_vec(),
                changes: tx.read("catalog", OVERLAY).await?.unwrap_or_default(),
                cursor: tx.read("catalog", CURSOR).await?.unwrap_or_default(),
            }))
        })
        .await
    }

    /// Forgets the catalogue: it is fetched again.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn forget_catalog(&self) -> Result<(), DbError> {
        self.transact(&["catalog"], Mode::Write, async |tx| forget(tx)).await
    }

    /// Reads the changes since the snapshot and where to go on; none where there is no snapshot
    /// or they cannot be read.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn overlay(&self) -> Result<Option<(Vec<Change>, String)>, DbError> {
        let texts = self.texts(&[("catalog", OVERLAY), ("catalog", CURSOR)]).await?;
        let mut texts = texts.into_iter().flatten();
        let changes: Option<Vec<Change>> = parse(OVERLAY, texts.next()).unwrap_or_default();
        let cursor: Option<String> = parse(CURSOR, texts.next()).unwrap_or_default();
        Ok(changes.zip(cursor))
    }

    /// Puts a new snapshot in the place of the old one and its changes.
    ///
    /// # Errors
    /// [`DbError::Full`], or what the browser says.
    pub async fn put_snapshot(&self, bytes: &[u8], cursor: &str) -> Result<(), DbError> {
        let values = vec![
            ("catalog", SNAPSHOT, JsValue::from(Uint8Array::from(bytes))),
            ("catalog", OVERLAY, JsValue::from_str("[]")),
            ("catalog", CURSOR, write(CURSOR, &cursor)?),
        ];
        self.put_all(Mode::Write, values).await
    }

    /// Keeps all changes since the snapshot, and where to go on.
    ///
    /// # Errors
    /// [`DbError::Full`], or what the browser says.
    pub async fn put_changes(&self, changes: &[Change], cursor: &str) -> Result<(), DbError> {
        let values = vec![
            ("catalog", OVERLAY, write(OVERLAY, &changes)?),
            ("catalog", CURSOR, write(CURSOR, &cursor)?),
        ];
        self.put_all(Mode::Write, values).await
    }
}

pub(super) fn forget(tx: &Tx) -> Result<(), DbError> {
    let mut names = [SNAPSHOT, OVERLAY, CURSOR].into_iter();
    names.try_for_each(|name| tx.delete("catalog", &name.into()))
}
