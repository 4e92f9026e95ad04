//! The keys of this device.

use super::connection::Db;
use super::error::DbError;
use super::meta::{JournalHead, StoredConfig};
use super::tx::Mode;
use crate::platform::crypto::{Pepper, SigningKey};

const SIGNING: &str = "signing";
const PEPPER: &str = "pepper";

impl Db {
    /// Reads the key pair that this device signs with.
    ///
    /// # Errors
    /// [`DbError::Damaged`], or what the browser says.
    pub async fn signing_key(&self) -> Result<Option<SigningKey>, DbError> {
        let get = async |tx: &super::tx::Tx| tx.get("keys", &SIGNING.into()).await;
        let found = self.transact(&["keys"], Mode::Read, get).await?;
        let key = found.map(SigningKey::from_js).transpose();
        key.map_err(|error| DbError::damaged("the signing key", error))
    }

    /// Keeps a key pair; done before the server hears of it, so that no code is spent on a key
    /// that was lost.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn put_signing_key(&self, key: &SigningKey) -> Result<(), DbError> {
        let put = async |tx: &super::tx::Tx| tx.put("keys", &SIGNING.into(), key.to_js());
        self.transact(&["keys"], Mode::Durable, put).await
    }

    /// Reads the pepper of this device.
    ///
    /// # Errors
    /// [`DbError::Damaged`], or what the browser says.
    pub async fn pepper(&self) -> Result<Option<Pepper>, DbError> {
        let get = async |tx: &super::tx::Tx| tx.get("keys", &PEPPER.into()).await;
        let found = self.transact(&["keys"], Mode::Read, get).await?;
        let key = found.map(Pepper::from_js).transpose();
        key.map_err(|error| DbError::damaged("the pepper", error))
    }

    /// Makes the device a register: settings, pepper and the start of the journal, all or none.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn enrol(
        &self,
        config: &StoredConfig,
        pepper: &Pepper,
        head: JournalHead,
    ) -> Result<(), DbError> {
        self.transact(&["meta", "keys"], Mode::Durable, async |tx| {
            tx.write("meta", "config", config)?;
            tx.write("meta", super::meta::HEAD, &head)?;
            tx.put("keys", &PEPPER.into(), pepper.to_js())
        })
        .await
    }
}
