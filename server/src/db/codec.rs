//! Between types of `core` and columns.

use serde::Serialize;
use serde::de::DeserializeOwned;
use titan_core::hash::Hash256;

use super::DbError;

/// The word that stands for a plain enum value in a text column: its word on the wire.
pub(super) fn word<T: Serialize>(value: &T) -> Result<String, DbError> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        _ => Err(DbError::corrupt("a value", "it has no word")),
    }
}

pub(super) fn from_word<T: DeserializeOwned>(what: &str, word: String) -> Result<T, DbError> {
    serde_json::from_value(serde_json::Value::String(word))
        .map_err(|error| DbError::corrupt(what, error))
}

pub(super) fn from_json<T: DeserializeOwned>(
    what: &str,
    value: serde_json::Value,
) -> Result<T, DbError> {
    serde_json::from_value(value).map_err(|error| DbError::corrupt(what, error))
}

pub(super) fn from_text<T: DeserializeOwned>(what: &str, text: &str) -> Result<T, DbError> {
    serde_json::from_str(text).map_err(|error| DbError::corrupt(what, error))
}

pub(super) fn hash(what: &str, bytes: &[u8]) -> Result<Hash256, DbError> {
    let bytes = bytes.try_into().map_err(|_| DbError::corrupt(what, "not 32 bytes"))?;
    Ok(Hash256::new(bytes))
}

/// A number of `core` that is unsigned there and signed in a column.
pub(super) fn number<T, U>(what: &str, value: T) -> Result<U, DbError>
where
    T: Copy + std::fmt::Display,
    U: TryFrom<T>,
{
    U::try_from(value).map_err(|_| DbError::corrupt(what, value))
}
