//! The browser: everything that is neither a value nor IndexedDB. With `db` the only place that knows it.

pub mod base64;
pub mod channel;
pub mod clock;
pub mod crypto;
pub mod file;
pub mod intl;
pub mod keyboard;
pub mod locks;
pub mod network;
pub mod page;
pub mod panic;
pub mod pin;
pub mod random;
pub mod storage;
pub mod view;
pub mod worker;

use wasm_bindgen::{JsCast, JsValue};

/// What the browser said when something did not work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the browser refused: {0}")]
pub struct PlatformError(pub String);

impl From<JsValue> for PlatformError {
    fn from(value: JsValue) -> Self {
        Self(describe(&value))
    }
}

/// Runs a future beside everything else.
pub fn spawn(future: impl Future<Output = ()> + 'static) {
    wasm_bindgen_futures::spawn_local(future);
}

/// Returns the name and message of a thrown value.
#[must_use]
pub fn describe(value: &JsValue) -> String {
    if let Some(error) = value.dyn_ref::<web_sys::DomException>() {
        return format!("{}: {}", error.name(), error.message());
    }
    if let Some(error) = value.dyn_ref::<js_sys::Error>() {
        return format!("{}: {}", error.name(), error.message());
    }
    value.as_string().unwrap_or_else(|| "an unnamed error".to_owned())
}

/// Returns the window; there is always one, for the app runs in a page.
#[expect(clippy::expect_used, reason = "a page without a window does not run this code")]
pub(crate) fn window() -> web_sys::Window {
    web_sys::window().expect("the app runs in a page")
}

#[expect(clippy::expect_used, reason = "a page without a document does not run this code")]
pub(crate) fn document() -> web_sys::Document {
    window().document().expect("the app runs in a page")
}
