//! The keys of this device.

use super::catalog::forget;
use super::connection::Db;
use super::error::DbError;
use super::mend::make_way;
use super::meta::{ACKED, CONFIG, ConfigRecord, HEAD, JournalHead, RECEIPTS, REPORTS, SHIFT};
use super::tx::Mode;
use crate::platform::crypto::{Pepper, SigningKey};

const SIGNING: &str = "signing";
const PEPPER: &str = "pepper";

impl Db {
    /// Reads the key pair that this device signs with; none where it was lost or spoilt.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn signing_key(&self) -> Result<Option<SigningKey>, DbError> {
        let found = self.value("keys", SIGNING.into()).await?;
        Ok(found.and_then(|key| SigningKey::from_js(key).ok()))
    }

    /// Keeps a key pair; done before the server hears of it, so that no code is spent on a key
    /// that was lost.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn put_signing_key(&self, key: &SigningKey) -> Result<(), DbError> {
        self.put_all(Mode::Durable, vec![("keys", SIGNING, key.to_js().clone())]).await
    }

    /// Reads the pepper of this device; none where it was lost or spoilt.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn pepper(&self) -> Result<Option<Pepper>, DbError> {
        let found = self.value("keys", PEPPER.into()).await?;
        Ok(found.and_then(|key| Pepper::from_js(key).ok()))
    }

    /// Makes the device a register: settings, pepper and the start of the journal, all or none.
    /// What an earlier register did not send is set aside.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn enrol(
        &self,
        config: &ConfigRecord,
        pepper: &Pepper,
        head: JournalHead,
    ) -> Result<(), DbError> {
        let stores = ["meta", "keys", "entries", "outbox", "catalog"];
        self.transact(&stores, Mode::Durable, async |tx| {
            make_way(tx).await?;
            // It may be another shop's.
            forget(tx)?;
            for record in [ACKED, SHIFT, RECEIPTS, REPORTS] {
                tx.delete("meta", &record.into())?;
            }
            tx.put("meta", &CONFIG.into(), &config.to_js())?;
            tx.write("meta", HEAD, &head)?;
            tx.put("keys", &PEPPER.into(), pepper.to_js())
        })
        .await
    }
}
