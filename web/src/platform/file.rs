//! Handing files to the user, and taking them.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, Event, HtmlAnchorElement, HtmlInputElement, Url};

use super::{PlatformError, document};

/// Offers a text as a download.
///
/// # Errors
/// [`PlatformError`] when the browser refuses.
pub fn save(name: &str, mime: &str, text: &str) -> Result<(), PlatformError> {
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    let parts = Array::of1(&JsValue::from_str(text));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let anchor: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    // The download has its own hold on the blob by then.
    let _timer = gloo_timers::callback::Timeout::new(10_000, move || {
        let _ = Url::revoke_object_url(&url);
    })
    .forget();
    Ok(())
}

/// A file that the user chose.
#[derive(Clone, Debug)]
pub struct Chosen(Blob);

/// Returns the file that was chosen in the input of an event, which is then ready for another.
#[must_use]
pub fn chosen(event: &Event) -> Option<Chosen> {
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let file = input.files()?.get(0)?;
    input.set_value("");
    Some(Chosen(file.into()))
}

impl Chosen {
    /// Reads the file.
    ///
    /// # Errors
    /// [`PlatformError`] when it is gone, or may not be read.
    pub async fn bytes(self) -> Result<Vec<u8>, PlatformError> {
        let buffer = JsFuture::from(self.0.array_buffer()).await?;
        Ok(Uint8Array::new(&buffer).to_vec())
    }
}
