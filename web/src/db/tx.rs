//! One transaction.

use std::cell::RefCell;
use std::rc::Rc;
use titan_core::json::read_kept;

use futures::channel::oneshot;
use futures::future::{LocalBoxFuture, ready};
use idb::KeyRange;
use js_sys::{Array, Object, Reflect};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use web_sys::{IdbDatabase, IdbObjectStore, IdbRequest, IdbTransaction};

use super::error::DbError;

/// Beyond every number of an entry.
pub(super) const SEQ_MAX: u64 = 1 << 53;

/// What a transaction may do, and when it counts as done.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Mode {
    Read,
    /// Complete when the operating system has it: for what can be made again.
    Write,
    /// Complete when it is on the disk: for what must not be lost.
    Durable,
}

#[wasm_bindgen]
extern "C" {
    /// The third argument of `transaction` and the property that tells of it are not in web-sys.
    type Connection;

    #[wasm_bindgen(method, catch)]
    fn transaction(
        this: &Connection,
        stores: &Array,
        mode: &str,
        options: &Object,
    ) -> Result<IdbTransaction, JsValue>;

    type Begun;

    #[wasm_bindgen(method, getter)]
    fn durability(this: &Begun) -> String;
}

/// A transaction that has begun.
pub struct Tx {
    raw: IdbTransaction,
    ended: oneshot::Receiver<bool>,
}

impl Tx {
    pub(super) fn begin(
        database: &IdbDatabase,
        stores: &[&str],
        mode: Mode,
    ) -> Result<Self, DbError> {
        let stores: Array = stores.iter().map(|store| JsValue::from_str(store)).collect();
        let options = Object::new();
        let (word, durability) = match mode {
            Mode::Read => ("readonly", "default"),
            Mode::Write => ("readwrite", "relaxed"),
            Mode::Durable => ("readwrite", "strict"),
        };
        let _ = Reflect::set(&options, &"durability".into(), &durability.into());
        let connection: &Connection = database.unchecked_ref();
        let raw = connection
            .transaction(&stores, word, &options)
            .map_err(|value| DbError::from_js(&value))?;
        let (sender, ended) = oneshot::channel();
        let sender = Rc::new(RefCell::new(Some(sender)));
        let end = |complete: bool| {
            let sender = sender.clone();
            Closure::once_into_js(move || {
                if let Some(sender) = sender.take() {
                    let _ = sender.send(complete);
                }
            })
        };
        raw.set_oncomplete(Some(end(true).unchecked_ref()));
        raw.set_onabort(Some(end(false).unchecked_ref()));
        Ok(Self { raw, ended })
    }

    /// Returns how durable the browser makes it: `strict`, `relaxed` or `default`.
    #[must_use]
    pub fn durability(&self) -> String {
        self.raw.unchecked_ref::<Begun>().durability()
    }

    /// Reads a value.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn get(&self, store: &str, key: &JsValue) -> Result<Option<JsValue>, DbError> {
        let found = result(self.store(store)?.get(key)).await?;
        Ok(Some(found).filter(|value| !value.is_undefined()))
    }

    /// Reads a record that is kept as JSON.
    ///
    /// # Errors
    /// [`DbError::Damaged`], or what the browser says.
    pub async fn read<T: DeserializeOwned>(
        &self,
        store: &str,
        key: &str,
    ) -> Result<Option<T>, DbError> {
        parse(key, self.text(store, key).await?)
    }

    /// Reads all values of a range of keys, at most `limit`.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn get_all(
        &self,
        store: &str,
        range: &KeyRange,
        limit: Option<u32>,
    ) -> Result<Vec<JsValue>, DbError> {
        let (store, range) = (self.store(store)?, JsValue::from(range.clone()));
        let limit = limit.unwrap_or(u32::MAX);
        list(result(store.get_all_with_key_and_limit(&range, limit)).await?)
    }

    /// Reads all keys of a store.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn keys(&self, store: &str) -> Result<Vec<JsValue>, DbError> {
        list(result(self.store(store)?.get_all_keys()).await?)
    }

    /// Puts a value. A failure shows when the transaction ends.
    ///
    /// # Errors
    /// [`DbError::Other`] when the value cannot be stored at all.
    pub fn put(&self, store: &str, key: &JsValue, value: &JsValue) -> Result<(), DbError> {
        let asked = self.store(store)?.put_with_key(value, key);
        asked.map(drop).map_err(|value| DbError::from_js(&value))
    }

    /// Puts a record as JSON.
    ///
    /// # Errors
    /// As [`Tx::put`].
    pub fn write(&self, store: &str, key: &str, record: &impl Serialize) -> Result<(), DbError> {
        self.put(store, &key.into(), &write(key, record)?)
    }

    /// Removes a value, if it is there.
    ///
    /// # Errors
    /// What the browser says.
    pub fn delete(&self, store: &str, key: &JsValue) -> Result<(), DbError> {
        let asked = self.store(store)?.delete(key);
        asked.map(drop).map_err(|value| DbError::from_js(&value))
    }

    pub(super) fn complete(self) -> Pending<()> {
        Box::pin(async move {
            let Self { raw, ended } = self;
            if ended.await.unwrap_or(false) {
                return Ok(());
            }
            let aborted = DbError::Other("the transaction was aborted".into());
            Err(raw.error().map_or(aborted, |exception| DbError::from_exception(&exception)))
        })
    }

    /// Undoes everything and hands the reason on.
    pub(super) fn abort(self, reason: DbError) -> Pending<()> {
        Box::pin(async move {
            let Self { raw, ended } = self;
            // It may have aborted by itself; either way it is over afterwards.
            if raw.abort().is_ok() {
                let _ = ended.await;
            }
            Err(reason)
        })
    }

    pub(super) fn text<'a>(&'a self, store: &'a str, key: &'a str) -> LocalBoxFuture<'a, Text> {
        Box::pin(async move {
            let Some(value) = self.get(store, &key.into()).await? else { return Ok(None) };
            let text = value.as_string();
            text.map(Some).ok_or_else(|| DbError::damaged(key, "it is not text"))
        })
    }

    fn store(&self, name: &str) -> Result<IdbObjectStore, DbError> {
        self.raw.object_store(name).map_err(|value| DbError::from_js(&value))
    }
}

type Text = Result<Option<String>, DbError>;

/// What will be known later. Boxed: unboxed, each use of it would compile the whole of it again.
pub(super) type Pending<T> = LocalBoxFuture<'static, Result<T, DbError>>;

/// Waits for a request. The task goes on while the transaction of the request is still active.
fn result(request: Result<IdbRequest, JsValue>) -> Pending<JsValue> {
    let request = match request {
        Ok(request) => request,
        Err(value) => return Box::pin(ready(Err(DbError::from_js(&value)))),
    };
    let (sender, receiver) = oneshot::channel();
    let settled = request.clone();
    let answer = Closure::once_into_js(move || {
        let result = match settled.error() {
            Ok(Some(exception)) => Err(DbError::from_exception(&exception)),
            _ => settled.result().map_err(|value| DbError::from_js(&value)),
        };
        let _ = sender.send(result);
    });
    let answer: &js_sys::Function = answer.unchecked_ref();
    request.set_onsuccess(Some(answer));
    request.set_onerror(Some(answer));
    Box::pin(async move {
        let gone = Err(DbError::Other("the request was dropped".into()));
        receiver.await.unwrap_or(gone)
    })
}

/// Reads a record out of its JSON.
pub(super) fn parse<T: DeserializeOwned>(
    key: &str,
    text: Option<String>,
) -> Result<Option<T>, DbError> {
    let record = text.map(|text| read_kept(&text)).transpose();
    record.map_err(|error| DbError::damaged(key, error))
}

/// Writes a record as JSON.
pub(super) fn write(key: &str, record: &impl Serialize) -> Result<JsValue, DbError> {
    let text = serde_json::to_string(record);
    let text = text.map_err(|_| DbError::damaged(key, "it cannot be written"))?;
    Ok(JsValue::from_str(&text))
}

fn list(value: JsValue) -> Result<Vec<JsValue>, DbError> {
    let array: Array =
        value.dyn_into().map_err(|_| DbError::Other("a list was expected".into()))?;
    Ok(array.to_vec())
}

/// Returns the key of an entry. Numbers up to 2^53 are exact.
#[must_use]
pub fn seq_key(seq: u64) -> JsValue {
    #[expect(clippy::cast_precision_loss, reason = "a register makes fewer than 2^53 entries")]
    JsValue::from_f64(seq as f64)
}

/// Returns the range of keys of entries `from..=to`.
///
/// # Errors
/// [`DbError::Other`] when `from` lies after `to`.
pub fn seq_range(from: u64, to: u64) -> Result<KeyRange, DbError> {
    Ok(KeyRange::bound(&seq_key(from), &seq_key(to), None, None)?)
}
