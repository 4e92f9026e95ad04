//! What can go wrong with the database, by what can be done about it.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::DomException;

use crate::platform::describe;

/// The database did not do what was asked; nothing of it was done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DbError {
    /// Another page has taken the register over.
    #[error("another page has taken over this register")]
    Fenced,
    /// There is no room left.
    #[error("there is no room left on this device")]
    Full,
    /// The connection is gone, as after a long sleep of the device.
    #[error("the connection to the database is gone")]
    Lost,
    /// An older page holds the database open in its old form.
    #[error("an older page of this app has to be closed first")]
    Blocked,
    /// A newer version of the app has been here.
    #[error("the data on this device are of a newer version of the app")]
    Newer,
    /// What was read cannot be understood.
    #[error("{what} on this device cannot be read: {reason}")]
    Damaged { what: String, reason: String },
    /// Anything else, in the browser's words.
    #[error("{0}")]
    Other(String),
}

impl DbError {
    #[expect(clippy::needless_pass_by_value, reason = "it takes what `map_err` hands over")]
    pub(super) fn damaged(what: &str, reason: impl ToString) -> Self {
        Self::Damaged { what: what.to_owned(), reason: reason.to_string() }
    }

    pub(super) fn from_js(value: &JsValue) -> Self {
        value.dyn_ref().map_or_else(|| Self::Other(describe(value)), Self::from_exception)
    }

    pub(super) fn from_exception(exception: &DomException) -> Self {
        match exception.name().as_str() {
            "QuotaExceededError" => Self::Full,
            "VersionError" => Self::Newer,
            "InvalidStateError" => Self::Lost,
            _ => Self::Other(describe(exception)),
        }
    }
}

impl From<idb::Error> for DbError {
    fn from(error: idb::Error) -> Self {
        use idb::Error as E;
        match &error {
            E::DomException(exception) => Self::from_exception(exception),
            E::ObjectStoreCreateFailed(value)
            | E::IndexedDbNotFound(value)
            | E::IndexedDbOpenFailed(value) => Self::from_js(value),
            // The words of the library for all else would cost more than they tell.
            _ => Self::Other("the database refused".into()),
        }
    }
}
