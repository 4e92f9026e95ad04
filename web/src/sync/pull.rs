//! Fetching settings and catalogue.

use std::collections::BTreeMap;

use futures::future::ready;
use titan_core::catalog::snapshot::Snapshot;
use titan_core::ids::{ItemId, RegisterId};
use titan_core::sync::machine::Input;
use titan_core::sync::wire::{Change, ChangesAnswer};

use super::api::{self, Refusal, refused};
use super::driver::{Driver, Event};
use crate::db::meta::ConfigRecord;
use crate::platform::crypto::SigningKey;
use crate::platform::network::Answer;

/// Beyond so many changes a fresh snapshot is the smaller download.
const OVERLAY_MAX: usize = 5_000;

/// Fetches the settings of a register that has lost them.
///
/// # Errors
/// Why the server or the network said no.
pub async fn fetch_config(register: RegisterId, key: &SigningKey) -> Result<ConfigRecord, Refusal> {
    let token = api::authenticate(register, key).await?.token;
    config_in(api::get(api::CONFIG, &token, None).await?).await
}

async fn config_in(answer: Answer) -> Result<ConfigRecord, Refusal> {
    let etag = answer.header("etag");
    let text = api::text(Box::pin(ready(Ok(answer)))).await?;
    Ok(ConfigRecord::of(etag.as_deref(), &text))
}

/// The changes since the snapshot, the latest of each item.
#[derive(Clone, Debug, Default)]
pub(super) struct Overlay {
    cursor: String,
    changes: BTreeMap<ItemId, Change>,
}

impl Overlay {
    fn take(&mut self, changes: &[Change]) {
        for change in changes {
            let id = match change {
                Change::Item { item } => item.id(),
                Change::ItemRemoved { id } => *id,
            };
            self.changes.insert(id, change.clone());
        }
    }
}

impl Driver {
    /// Fetches the catalogue anew: the one on the device was spoilt.
    pub fn fetch_catalog_again(&self) {
        self.inner.overlay.replace(None);
        self.feed(Input::Retry);
    }

    pub(super) async fn pull(&self) -> Result<(), Refusal> {
        self.pull_config().await?;
        if self.inner.overlay.borrow().is_none() {
            let kept =
                self.inner.db.overlay().await.map_err(|error| refused("device.db", error))?;
            match kept {
                Some((changes, cursor)) => {
                    let mut overlay = Overlay { cursor, ..Overlay::default() };
                    overlay.take(&changes);
                    self.inner.overlay.replace(Some(overlay));
                }
                None => self.pull_snapshot().await?,
            }
        }
        self.pull_changes().await
    }

    async fn pull_config(&self) -> Result<(), Refusal> {
        let failed = |error| refused("device.db", error);
        let kept = self.inner.db.config().await.map_err(failed)?;
        let etag = kept.and_then(|kept| kept.etag);
        let answer = api::get(api::CONFIG, &self.token(), etag).await?;
        if answer.status() == 304 {
            return Ok(());
        }
        let record = config_in(answer).await?;
        let stored = record.read().map_err(api::malformed)?;
        self.inner.db.put_config(&record).await.map_err(failed)?;
        self.tell(Event::Config(Box::new(stored.config)));
        Ok(())
    }

    async fn pull_snapshot(&self) -> Result<(), Refusal> {
        let answer = api::get(api::SNAPSHOT, &self.token(), None).await?;
        // The length that is sent is of the compressed body where there is one.
        let plain = answer.header("content-encoding").is_none();
        let size = answer.header("content-length").filter(|_| plain);
        let size = size.and_then(|text| text.parse().ok());
        let driver = self.clone();
        let bytes = answer.bytes(move |so_far| driver.tell(Event::Loading(so_far, size))).await;
        let bytes = bytes.map_err(|_| titan_core::sync::machine::Failure::Network)?;
        let damaged = |error| refused("snapshot.damaged", error);
        let snapshot = Snapshot::open(bytes).map_err(damaged)?;
        snapshot.verify().map_err(damaged)?;
        let cursor = snapshot.cursor().to_owned();
        let kept = self.inner.db.put_snapshot(snapshot.bytes(), &cursor).await;
        kept.map_err(|error| refused("device.db", error))?;
        self.inner.overlay.replace(Some(Overlay { cursor, ..Overlay::default() }));
        self.tell(Event::Snapshot(Box::new(snapshot)));
        Ok(())
    }

    async fn pull_changes(&self) -> Result<(), Refusal> {
        loop {
            let mut overlay = self.inner.overlay.borrow().clone().unwrap_or_default();
            let path = format!("{}?cursor={}", api::CHANGES, overlay.cursor);
            let answer = api::text(api::get(&path, &self.token(), None)).await?;
            let answer: ChangesAnswer = api::parse(&answer)?;
            if answer.reset || overlay.changes.len() > OVERLAY_MAX {
                self.pull_snapshot().await?;
                if answer.reset {
                    continue;
                }
                return Ok(());
            }
            if answer.changes.is_empty() && answer.cursor == overlay.cursor {
                return Ok(());
            }
            overlay.take(&answer.changes);
            overlay.cursor = answer.cursor;
            let changes: Vec<Change> = overlay.changes.values().cloned().collect();
            let kept = self.inner.db.put_changes(&changes, &overlay.cursor).await;
            kept.map_err(|error| refused("device.db", error))?;
            self.inner.overlay.replace(Some(overlay));
            if !answer.changes.is_empty() {
                self.tell(Event::Changes(answer.changes));
            }
            if !answer.more {
                return Ok(());
            }
        }
    }

    fn token(&self) -> String {
        self.inner.token.borrow().clone()
    }
}
