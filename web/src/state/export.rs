//! Sales as files, for when nothing else works.

use leptos::prelude::*;
use titan_core::journal::SealedEntry;

use super::App;
use super::notice::Tone;
use crate::db::DbError;
use crate::i18n::Key;
use crate::platform::{clock, file};

impl App {
    /// Saves everything that is only on this device as a file.
    pub fn export_waiting(&self) {
        self.run(async |app| {
            app.save_waiting().await;
        });
    }

    /// Saves everything that is only on this device; returns whether it did, or had nothing to.
    pub async fn save_waiting(&self) -> bool {
        match self.waiting_entries().await {
            Ok(entries) if entries.is_empty() => {
                self.notify(Tone::Plain, self.t(Key::NothingToExport));
                true
            }
            Ok(entries) => self.save_entries(&entries),
            Err(error) => {
                self.notify(Tone::Danger, error.to_string());
                false
            }
        }
    }

    /// Saves a sale that could not be stored.
    pub fn export_entry(&self, sealed: &SealedEntry) {
        if let Ok(text) = serde_json::to_string(sealed) {
            self.save_entries(&[text]);
        }
    }

    async fn waiting_entries(&self) -> Result<Vec<String>, DbError> {
        let Some(db) = self.db() else { return Ok(Vec::new()) };
        let mut entries = Vec::new();
        for seq in db.outbox().await? {
            entries.extend(db.entry_text(seq, "sealed").await?);
        }
        entries.extend(db.set_aside().await?);
        Ok(entries)
    }

    /// One sealed entry a line, the form that `titan-server verify` reads.
    fn save_entries(&self, entries: &[String]) -> bool {
        let register = self.shop.with_untracked(|shop| {
            shop.as_ref().map(|shop| shop.register.code.clone()).unwrap_or_default()
        });
        let name = format!("titan-{register}-{}.jsonl", clock::now().0);
        let text = entries.join("\n") + "\n";
        let saved = file::save(&name, "application/x-ndjson", &text);
        if let Err(error) = &saved {
            self.notify(Tone::Danger, error.to_string());
        }
        saved.is_ok()
    }
}
