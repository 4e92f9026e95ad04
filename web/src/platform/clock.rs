//! Time and waiting.

use gloo_timers::callback::Timeout;
use gloo_timers::future::TimeoutFuture;
use titan_core::time::Timestamp;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Runs a function once, later; not at all if it is dropped before.
pub struct Timer {
    _timeout: Timeout,
}

/// Returns what the device's clock shows.
#[must_use]
pub fn now() -> Timestamp {
    // A date of JavaScript is a whole number of milliseconds within ±2^53.
    #[expect(clippy::cast_possible_truncation, reason = "whole and within ±2^53")]
    Timestamp(js_sys::Date::now() as i64)
}

/// Returns the device's offset from UTC in minutes, east positive, at an instant.
#[must_use]
pub fn offset_minutes(at: Timestamp) -> i32 {
    #[expect(clippy::cast_precision_loss, reason = "dates are within ±2^53")]
    let date = js_sys::Date::new(&JsValue::from_f64(at.0 as f64));
    #[expect(clippy::cast_possible_truncation, reason = "a day has 1440 minutes")]
    let minutes = date.get_timezone_offset() as i32;
    -minutes
}

/// Waits.
pub async fn sleep_ms(ms: u32) {
    TimeoutFuture::new(ms).await;
}

/// Runs a function in `ms` milliseconds unless the timer is dropped before.
#[must_use]
pub fn after_ms(ms: u32, run: impl FnOnce() + 'static) -> Timer {
    Timer { _timeout: Timeout::new(ms, run) }
}

/// Runs a function before the next frame is painted.
pub fn on_next_frame(run: impl FnOnce() + 'static) {
    let callback = Closure::once_into_js(run);
    let _ = super::window().request_animation_frame(callback.unchecked_ref());
}

/// Waits until the browser has painted what the state is now.
pub async fn painted() {
    let frame = js_sys::Promise::new(&mut |resolve, _| {
        let _ = super::window().request_animation_frame(&resolve);
    });
    // A page that is not shown paints no frames; nobody waits for those.
    let limit = async {
        sleep_ms(100).await;
        Ok::<_, JsValue>(JsValue::UNDEFINED)
    };
    let frame = std::pin::pin!(JsFuture::from(frame));
    let limit = std::pin::pin!(limit);
    let _ = futures::future::select(frame, limit).await;
    sleep_ms(0).await;
}
