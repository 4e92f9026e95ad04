//! Small values of the page, and what the browser promises about the large ones.

use js_sys::Reflect;
use wasm_bindgen_futures::JsFuture;

use super::window;

/// Reads a small value that all pages of the app share. Not for what must not be lost.
#[must_use]
pub fn local(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

/// Writes a small value that all pages of the app share.
pub fn set_local(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(key, value);
    }
}

/// Reads a small value that lives as long as this tab.
#[must_use]
pub fn session(key: &str) -> Option<String> {
    window().session_storage().ok()??.get_item(key).ok()?
}

/// Writes or removes a small value that lives as long as this tab.
pub fn set_session(key: &str, value: Option<&str>) {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = match value {
            Some(value) => storage.set_item(key, value),
            None => storage.remove_item(key),
        };
    }
}

/// How much room there is and whether the browser may clear it.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Room {
    pub used_mb: u32,
    pub quota_mb: u32,
    pub persistent: bool,
}

/// Asks the browser never to clear what is stored. Some ask the user, some decide by themselves.
pub async fn persist() {
    if let Ok(promise) = window().navigator().storage().persist() {
        let _ = JsFuture::from(promise).await;
    }
}

/// Returns how much room there is.
pub async fn room() -> Room {
    let storage = window().navigator().storage();
    let mut room = Room::default();
    if let Ok(promise) = storage.persisted() {
        room.persistent = JsFuture::from(promise).await.is_ok_and(|value| value.is_truthy());
    }
    if let Ok(promise) = storage.estimate()
        && let Ok(estimate) = JsFuture::from(promise).await
    {
        let megabytes = |name: &str| {
            let bytes = Reflect::get(&estimate, &name.into()).ok()?.as_f64()?;
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a size")]
            Some((bytes / 1_048_576.0) as u32)
        };
        room.used_mb = megabytes("usage").unwrap_or_default();
        room.quota_mb = megabytes("quota").unwrap_or_default();
    }
    room
}
