//! A device becomes a register.

use titan_core::journal::Head;
use titan_core::sync::wire::{EnrolRequest, TokenAnswer};

use super::api::{self, Refusal};
use crate::db::meta::{JournalHead, StoredConfig};
use crate::db::{Db, DbError};
use crate::platform::PlatformError;
use crate::platform::crypto::{Pepper, SigningKey};
use crate::platform::page;

/// A device that has become a register.
pub struct Enrolled {
    pub config: StoredConfig,
    pub key: SigningKey,
    pub pepper: Pepper,
    pub token: TokenAnswer,
}

/// Why a device did not become one.
#[derive(Clone, Debug, thiserror::Error)]
pub enum EnrolError {
    #[error("the server refused")]
    Refused(Refusal),
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    Platform(#[from] PlatformError),
}

/// Makes a key, shows the code to the server and keeps what it answers.
///
/// # Errors
/// [`EnrolError`]; the device is not a register then.
pub async fn enrol(db: &Db, code: &str) -> Result<Enrolled, EnrolError> {
    let key = match db.signing_key().await? {
        Some(key) => key,
        None => {
            let key = SigningKey::generate().await?;
            db.put_signing_key(&key).await?;
            key
        }
    };
    let request = EnrolRequest {
        code: code.trim().to_owned(),
        public_key: key.public_key().await?,
        device: page::device_name(),
    };
    let (answer, record) = api::enrol(&request).await.map_err(EnrolError::Refused)?;
    let pepper = Pepper::import(&answer.pepper).await?;
    let Head { seq, hash, .. } = Head::genesis(answer.config.register.id);
    db.enrol(&record, &pepper, JournalHead { seq, hash }).await?;
    let config = StoredConfig { etag: None, config: answer.config };
    Ok(Enrolled { config, key, pepper, token: answer.token })
}
