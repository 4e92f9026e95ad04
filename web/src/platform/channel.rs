//! Words between the pages of one register. Only hints: the truth is in the database.

use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

/// A channel that reaches the other pages of this origin.
pub struct Channel {
    inner: Option<BroadcastChannel>,
    _heard: Closure<dyn FnMut(MessageEvent)>,
}

impl Channel {
    /// Opens a channel; `heard` gets what other pages say.
    #[must_use]
    pub fn open(name: &str, mut heard: impl FnMut(String) + 'static) -> Self {
        let closure = Closure::new(move |event: MessageEvent| {
            if let Some(word) = event.data().as_string() {
                heard(word);
            }
        });
        let inner = BroadcastChannel::new(name).ok();
        if let Some(inner) = &inner {
            inner.set_onmessage(Some(closure.as_ref().unchecked_ref()));
        }
        Self { inner, _heard: closure }
    }

    /// Says a word to the other pages.
    pub fn say(&self, word: &str) {
        if let Some(inner) = &self.inner {
            let _ = inner.post_message(&word.into());
        }
    }
}
