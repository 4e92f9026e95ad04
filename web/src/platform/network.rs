//! Requests to the server, and whether there is a network to carry them.

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, Headers, RequestInit, Response};

use super::{PlatformError, window};

/// What is kept of a line of a stream.
const LINE_BYTES_MAX: usize = 1_024;

/// A request to the page's own origin.
#[derive(Clone, Debug)]
pub struct Call<'a> {
    pub method: &'static str,
    pub path: &'a str,
    pub headers: Vec<(&'static str, String)>,
    pub body: Option<String>,
    pub timeout_ms: u32,
}

/// An answer, of whatever status.
#[derive(Clone, Debug)]
pub struct Answer {
    inner: Response,
}

/// Sends a request and waits for the head of the answer.
///
/// # Errors
/// [`PlatformError`] when no answer came: no network, no server, or too late.
pub async fn send(call: Call<'_>) -> Result<Answer, PlatformError> {
    let headers = written(&call.headers)?;
    let init = RequestInit::new();
    init.set_method(call.method);
    init.set_headers(headers.as_ref());
    init.set_signal(Some(&AbortSignal::timeout_with_u32(call.timeout_ms)));
    if let Some(body) = &call.body {
        headers.set("content-type", "application/json")?;
        init.set_body(&JsValue::from_str(body));
    }
    let promise = window().fetch_with_str_and_init(call.path, &init);
    let inner: Response = JsFuture::from(promise).await?.unchecked_into();
    Ok(Answer { inner })
}

impl Answer {
    #[must_use]
    pub fn status(&self) -> u16 {
        self.inner.status()
    }

    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        self.inner.headers().get(name).ok()?
    }

    /// Reads the body as text.
    ///
    /// # Errors
    /// [`PlatformError`] when the connection broke.
    pub async fn text(self) -> Result<String, PlatformError> {
        let text = JsFuture::from(self.inner.text()?).await?;
        Ok(text.as_string().unwrap_or_default())
    }

    /// Reads the body as bytes, telling how many came so far.
    ///
    /// # Errors
    /// [`PlatformError`] when the connection broke.
    pub async fn bytes(self, progress: impl Fn(usize)) -> Result<Vec<u8>, PlatformError> {
        let Some(stream) = self.inner.body() else {
            let buffer = JsFuture::from(self.inner.array_buffer()?).await?;
            return Ok(Uint8Array::new(&buffer).to_vec());
        };
        let reader: Reader = stream.unchecked_into::<Stream>().get_reader();
        let mut bytes = Vec::new();
        loop {
            let chunk: Chunk = JsFuture::from(reader.read()).await?.unchecked_into();
            if chunk.done() {
                return Ok(bytes);
            }
            let value = chunk.value();
            let start = bytes.len();
            bytes.resize(start + usize::try_from(value.length()).unwrap_or(0), 0);
            value.copy_to(&mut bytes[start..]);
            progress(bytes.len());
        }
    }
}

/// Ends a stream from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop(AbortController);

impl Stop {
    /// Returns none where the browser cannot.
    #[must_use]
    pub fn new() -> Option<Self> {
        AbortController::new().ok().map(Self)
    }

    pub fn stop(&self) {
        self.0.abort();
    }

    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.0.signal().aborted()
    }
}

/// Reads an answer that does not end, line by line, until it does or is stopped. Returns at once
/// where the answer is no success.
///
/// # Errors
/// [`PlatformError`] when the connection broke or was stopped.
pub async fn stream(
    path: &str,
    headers: &[(&'static str, String)],
    stop: &Stop,
    heard: impl Fn(&[u8]),
) -> Result<(), PlatformError> {
    let init = RequestInit::new();
    init.set_headers(written(headers)?.as_ref());
    init.set_signal(Some(&stop.0.signal()));
    let promise = window().fetch_with_str_and_init(path, &init);
    let inner: Response = JsFuture::from(promise).await?.unchecked_into();
    let Some(body) = inner.body().filter(|_| inner.ok()) else { return Ok(()) };
    let reader: Reader = body.unchecked_into::<Stream>().get_reader();
    let mut line = Vec::new();
    loop {
        let chunk: Chunk = JsFuture::from(reader.read()).await?.unchecked_into();
        if chunk.done() {
            return Ok(());
        }
        for byte in chunk.value().to_vec() {
            if byte == b'\n' {
                heard(&line);
                line.clear();
            } else if line.len() < LINE_BYTES_MAX {
                line.push(byte);
            }
        }
    }
}

fn written(headers: &[(&'static str, String)]) -> Result<Headers, PlatformError> {
    let written = Headers::new()?;
    for (name, value) in headers {
        written.set(name, value)?;
    }
    Ok(written)
}

#[wasm_bindgen]
extern "C" {
    type Stream;
    type Reader;
    type Chunk;

    #[wasm_bindgen(method, js_name = getReader)]
    fn get_reader(this: &Stream) -> Reader;
    #[wasm_bindgen(method)]
    fn read(this: &Reader) -> js_sys::Promise;
    #[wasm_bindgen(method, getter)]
    fn done(this: &Chunk) -> bool;
    #[wasm_bindgen(method, getter)]
    fn value(this: &Chunk) -> Uint8Array;
}

/// Returns whether the browser believes that there is a network.
#[must_use]
pub fn is_online() -> bool {
    window().navigator().on_line()
}

/// Calls `changed` for the rest of the page's life when the network comes or goes.
pub fn on_change(changed: impl Fn(bool) + Clone + 'static) {
    for (event, online) in [("online", true), ("offline", false)] {
        let changed = changed.clone();
        let closure = Closure::<dyn Fn()>::new(move || changed(online));
        let listener = closure.into_js_value();
        let _ = window().add_event_listener_with_callback(event, listener.unchecked_ref());
    }
}
