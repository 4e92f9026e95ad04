//! Listening to the server's hints while that makes sense: online, signed on and seen. A hint only
//! says that a pull is worth it now; who hears none pulls by the clock.

use std::cell::{Cell, RefCell};

use titan_core::sync::machine::{Input, Link};

use super::api;
use super::driver::Driver;
use crate::platform::clock::{self, Timer};
use crate::platform::network::{self, Stop};
use crate::platform::{page, random, spawn};

/// The server says at least that it is alive within this; a silent stream is dead.
const SILENCE_MS: u32 = 45_000;
/// What the server asks for, doubled while it tells nothing.
const PAUSE_MS: u32 = 5_000;
const PAUSE_MAX_MS: u32 = 60_000;

/// The stream of hints, and when it is opened again.
#[derive(Default)]
pub(super) struct Ear {
    stream: RefCell<Option<Stop>>,
    pause: RefCell<Option<Timer>>,
    /// Streams in a row that told nothing, with this one.
    failures: Cell<u32>,
    silence: RefCell<Option<Timer>>,
}

impl Driver {
    /// Opens the stream where it makes sense, and closes it where it no longer does.
    pub(super) fn heed(&self) {
        let ear = &self.inner.ear;
        if !self.hears() {
            ear.pause.replace(None);
            ear.silence.replace(None);
            ear.failures.set(0);
            if let Some(stream) = ear.stream.take() {
                stream.stop();
            }
        } else if ear.stream.borrow().is_none()
            && ear.pause.borrow().is_none()
            && let Some(stop) = Stop::new()
        {
            ear.stream.replace(Some(stop.clone()));
            let driver = self.clone();
            spawn(async move { driver.listen(&stop).await });
        }
    }

    fn hears(&self) -> bool {
        let status = self.inner.machine.borrow().status();
        let signed_on = !self.inner.token.borrow().is_empty() && status.link == Link::Online;
        signed_on && !self.is_stopped() && page::is_seen()
    }

    async fn listen(&self, stop: &Stop) {
        self.expect_sound(stop);
        let ear = &self.inner.ear;
        ear.failures.set(ear.failures.get().saturating_add(1));
        let headers = api::headers(Some(&self.inner.token.borrow().clone()));
        let heard = |line: &[u8]| {
            self.expect_sound(stop);
            if line.starts_with(b"event:") && !stop.is_stopped() {
                ear.failures.set(0);
                self.feed(Input::Hinted);
            }
        };
        // However it ends, it is opened again after a pause, unless it was ended from here.
        let _ = network::stream(api::EVENTS, &headers, stop, heard).await;
        if ear.stream.borrow().as_ref() != Some(stop) {
            return;
        }
        ear.silence.replace(None);
        ear.stream.replace(None);
        let most = PAUSE_MS.saturating_mul(1 << ear.failures.get().min(4)).min(PAUSE_MAX_MS);
        let pause = most / 2 + random::u32() % (most / 2);
        let driver = self.clone();
        let again = clock::after_ms(pause, move || {
            driver.inner.ear.pause.replace(None);
            driver.heed();
        });
        ear.pause.replace(Some(again));
    }

    /// Ends the stream when nothing is heard for too long.
    fn expect_sound(&self, stop: &Stop) {
        let stop = stop.clone();
        let silence = clock::after_ms(SILENCE_MS, move || stop.stop());
        self.inner.ear.silence.replace(Some(silence));
    }
}
