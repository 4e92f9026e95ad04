//! Sizes of elements, told when they change and never asked for.

use wasm_bindgen::prelude::*;
use web_sys::{Element, ResizeObserver};

/// Watches the size of an element until it is dropped.
pub struct SizeWatch {
    observer: ResizeObserver,
    _closure: Closure<dyn FnMut(js_sys::Array)>,
}

/// Tells width and height of an element's content in CSS pixels, now and at each change.
#[must_use]
pub fn watch_size(
    element: &Element,
    mut told: impl FnMut(u32, u32) + 'static,
) -> Option<SizeWatch> {
    let watched = element.clone();
    let closure = Closure::new(move |_: js_sys::Array| {
        let side = |pixels: i32| u32::try_from(pixels).unwrap_or(0);
        told(side(watched.client_width()), side(watched.client_height()));
    });
    let observer = ResizeObserver::new(closure.as_ref().unchecked_ref()).ok()?;
    observer.observe(element);
    Some(SizeWatch { observer, _closure: closure })
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
