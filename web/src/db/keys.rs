//! The keys of this device.

use super::connection::Db;
use super::error::DbError;
use super::meta::{CONFIG, HEAD, JournalHead, StoredConfig};
use super::tx::{Mode, write};
use crate::platform::crypto::{Pepper, SigningKey};

const SIGNING: &str = "signing";
const PEPPER: &str = "pepper";

impl Db {
    /// Reads the key pair that this device signs with.
    ///
    /// # Errors
    /// [`DbError::Damaged`], or what the browser says.
    pub async fn signing_key(&self) -> Result<Option<SigningKey>, DbError> {
        let found = self.value("keys", SIGNING.into()).await?;
        let key = found.map(SigningKey::from_js).transpose();
        key.map_err(|error| DbError::damaged("the signing key", error))
    }

    /// Keeps a key pair; done before the server hears of it, so that no code is spent on a key
    /// that was lost.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn put_signing_key(&self, key: &SigningKey) -> Result<(), DbError> {
        self.put_all(Mode::Durable, vec![("keys", SIGNING, key.to_js().clone())]).await
    }

    /// Reads the pepper of this device.
    ///
    /// # Errors
    /// [`DbError::Damaged`], or what the browser says.
    pub async fn pepper(&self) -> Result<Option<Pepper>, DbError> {
        let found = self.value("keys", PEPPER.into()).await?;
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
        let values = vec![
            ("meta", CONFIG, write(CONFIG, config)?),
            ("meta", HEAD, write(HEAD, &head)?),
            ("keys", PEPPER, pepper.to_js().clone()),
        ];
        self.put_all(Mode::Durable, values).await
    }
}
