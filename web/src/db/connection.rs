//! One connection to a page, opened again once if the browser drops it.

use std::cell::RefCell;
use std::rc::Rc;

use futures::channel::oneshot;
use futures::future::{Either, LocalBoxFuture, select};
use idb::{Database, DatabaseEvent, Factory, KeyRange};
use wasm_bindgen::JsValue;
use web_sys::IdbDatabase;

use super::error::DbError;
use super::schema::{self, Version};
use super::tx::{Mode, Pending, Tx};

/// A handle on the database; clones share the connection.
#[derive(Clone)]
pub struct Db {
    inner: Rc<Inner>,
}

struct Inner {
    name: String,
    raw: RefCell<Option<IdbDatabase>>,
    superseded: Rc<dyn Fn()>,
}

impl Db {
    /// Opens the database, taking it to the latest version. `superseded` is called when a newer
    /// page wants to upgrade it: this page then has let go and has to be loaded again.
    ///
    /// # Errors
    /// [`DbError::Blocked`], [`DbError::Newer`], or what the browser says.
    pub async fn open(name: &str, superseded: impl Fn() + 'static) -> Result<Self, DbError> {
        Self::open_version(name, Version::LATEST, superseded).await
    }

    /// Opens the database in a given version; for tests of upgrades.
    ///
    /// # Errors
    /// As [`Db::open`].
    pub async fn open_version(
        name: &str,
        version: Version,
        superseded: impl Fn() + 'static,
    ) -> Result<Self, DbError> {
        let superseded: Rc<dyn Fn()> = Rc::new(superseded);
        let raw = connect(name, version, superseded.clone()).await?;
        let raw = RefCell::new(Some(raw));
        Ok(Self { inner: Rc::new(Inner { name: name.to_owned(), raw, superseded }) })
    }

    /// Runs work in one transaction and waits until it is complete. If the work fails, the
    /// transaction is aborted: nothing of it stays.
    ///
    /// The work may wait for requests of this transaction and for nothing else: IndexedDB
    /// commits as soon as it is left alone.
    ///
    /// # Errors
    /// What the work returns, or why the transaction did not complete.
    pub async fn transact<T>(
        &self,
        stores: &[&str],
        mode: Mode,
        work: impl AsyncFnOnce(&Tx) -> Result<T, DbError>,
    ) -> Result<T, DbError> {
        let tx = self.begin(stores, mode).await?;
        match work(&tx).await {
            Ok(value) => tx.complete().await.map(|()| value),
            Err(error) => {
                tx.abort(error.clone()).await?;
                Err(error)
            }
        }
    }

    /// Reads the texts of some records, in one transaction. What is not text reads as an empty
    /// one, which no record is.
    pub(super) fn texts(&self, places: &'static [(&'static str, &'static str)]) -> Pending<Texts> {
        let db = self.clone();
        Box::pin(async move {
            let mut stores: Vec<&str> = places.iter().map(|(store, _)| *store).collect();
            stores.dedup();
            db.transact(&stores, Mode::Read, async |tx| {
                let mut texts = Vec::new();
                for (store, key) in places {
                    texts.push(match tx.text(store, key).await {
                        Err(DbError::Damaged { .. }) => Some(String::new()),
                        text => text?,
                    });
                }
                Ok(texts)
            })
            .await
        })
    }

    /// Reads one value.
    pub(super) fn value(&self, store: &'static str, key: JsValue) -> Pending<Option<JsValue>> {
        let db = self.clone();
        Box::pin(async move {
            db.transact(&[store], Mode::Read, async |tx| tx.get(store, &key).await).await
        })
    }

    /// Reads the values of a range of entries.
    pub(super) fn values(&self, range: KeyRange, limit: Option<u32>) -> Pending<Vec<JsValue>> {
        let (db, store) = (self.clone(), "entries");
        Box::pin(async move {
            let work = async |tx: &Tx| tx.get_all(store, &range, limit).await;
            db.transact(&[store], Mode::Read, work).await
        })
    }

    /// Writes some values, all or none.
    pub(super) fn put_all(&self, mode: Mode, values: Vec<Value>) -> Pending<()> {
        let db = self.clone();
        Box::pin(async move {
            let mut stores: Vec<&str> = values.iter().map(|(store, ..)| *store).collect();
            stores.dedup();
            let put = async |tx: &Tx| {
                let mut all = values.iter();
                all.try_for_each(|(store, key, value)| tx.put(store, &(*key).into(), value))
            };
            db.transact(&stores, mode, put).await
        })
    }

    /// Lets the connection go.
    pub fn close(&self) {
        if let Some(raw) = self.inner.raw.take() {
            raw.close();
        }
    }

    fn begin<'a>(&'a self, stores: &'a [&'a str], mode: Mode) -> LocalBoxFuture<'a, Begun> {
        Box::pin(async move {
            let raw = self.inner.raw.borrow().clone();
            let first = raw.map_or(Err(DbError::Lost), |raw| Tx::begin(&raw, stores, mode));
            if !matches!(first, Err(DbError::Lost)) {
                return first;
            }
            let superseded = self.inner.superseded.clone();
            let raw = connect(&self.inner.name, Version::LATEST, superseded).await?;
            self.inner.raw.replace(Some(raw.clone()));
            Tx::begin(&raw, stores, mode)
        })
    }
}

type Begun = Result<Tx, DbError>;

/// Store, key, value.
pub(super) type Value = (&'static str, &'static str, JsValue);

/// One text for each place, none where nothing is.
pub(super) type Texts = Vec<Option<String>>;

async fn connect(
    name: &str,
    version: Version,
    superseded: Rc<dyn Fn()>,
) -> Result<IdbDatabase, DbError> {
    let mut request = Factory::new()?.open(name, Some(version.number()))?;
    let failure: Rc<RefCell<Option<DbError>>> = Rc::default();
    let noted = failure.clone();
    request.on_upgrade_needed(move |event| {
        let from = event.old_version().unwrap_or(0);
        let upgraded = event
            .database()
            .map_err(DbError::from)
            .and_then(|database| schema::upgrade(&database, from, version));
        noted.replace(upgraded.err());
    });
    let (sender, blocked) = oneshot::channel::<()>();
    request.on_blocked(move |_| {
        let _ = sender.send(());
    });
    let opening = std::pin::pin!(async move { request.await });
    let opened = match select(opening, blocked).await {
        Either::Left((opened, _)) => opened,
        // An old page got `versionchange` and lets go; only one that does not answer blocks.
        Either::Right((Ok(()), opening)) => {
            let limit = std::pin::pin!(crate::platform::clock::sleep_ms(3_000));
            match select(opening, limit).await {
                Either::Left((opened, _)) => opened,
                Either::Right(_) => return Err(DbError::Blocked),
            }
        }
        Either::Right((Err(_), opening)) => opening.await,
    };
    if let Some(error) = failure.take() {
        return Err(error);
    }
    Ok(keep(opened.map_err(DbError::from)?, superseded))
}

/// Takes the raw connection out: strict durability needs it.
fn keep(mut database: Database, superseded: Rc<dyn Fn()>) -> IdbDatabase {
    database.on_version_change(move |event| {
        use wasm_bindgen::JsCast;
        let target = event.target().map(JsValue::from);
        if let Some(raw) = target.and_then(|target| target.dyn_into::<IdbDatabase>().ok()) {
            raw.close();
        }
        superseded();
    });
    database.forget_callbacks();
    database.into()
}
