//! The one short message at the foot of the page.

use leptos::prelude::*;

use super::App;
use crate::platform::clock;

const SHORT_MS: u32 = 4_000;
const LONG_MS: u32 = 8_000;

/// A message that goes by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    id: u32,
    pub tone: Tone,
    pub text: String,
    /// Whether what was done can be undone from here.
    pub undo: bool,
}

/// How serious a message is.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Tone {
    Plain,
    /// Something did not work; nothing was lost.
    Warning,
    /// Money or data are at stake.
    Danger,
}

impl App {
    /// Says something.
    pub fn notify(&self, tone: Tone, text: impl Into<String>) {
        self.show_notice(tone, text.into(), false);
    }

    /// Says what was done and offers to undo it.
    pub fn offer_undo(&self, text: impl Into<String>) {
        self.show_notice(Tone::Plain, text.into(), true);
    }

    /// Takes the message away.
    pub fn dismiss(&self) {
        self.notice.set(None);
    }

    fn show_notice(&self, tone: Tone, text: String, undo: bool) {
        let id = self.notice.with_untracked(|notice| notice.as_ref().map_or(0, |last| last.id + 1));
        self.notice.set(Some(Notice { id, tone, text, undo }));
        let wait = if undo || tone != Tone::Plain { LONG_MS } else { SHORT_MS };
        self.run(async move |app| {
            clock::sleep_ms(wait).await;
            let same = |notice: &Option<Notice>| notice.as_ref().is_some_and(|last| last.id == id);
            if app.notice.with_untracked(same) {
                app.notice.set(None);
            }
        });
    }
}
