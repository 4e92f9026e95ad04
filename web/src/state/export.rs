//! Sales as files, for when nothing else works.

use leptos::prelude::*;
use titan_core::journal::SealedEntry;
use titan_core::sync::wire::PushRequest;

use super::App;
use super::notice::Tone;
use crate::db::DbError;
use crate::i18n::Key;
use crate::platform::file;

impl App {
    /// Saves everything that is only on this device as a file.
    pub fn export_waiting(&self) {
        self.run(async |app| match app.waiting_entries().await {
            Ok(entries) if entries.is_empty() => {
                app.notify(Tone::Plain, app.t(Key::NothingToExport));
            }
            Ok(entries) => app.save_entries(entries),
            Err(error) => app.notify(Tone::Danger, error.to_string()),
        });
    }

    /// Saves a sale that could not be stored.
    pub fn export_entry(&self, sealed: &SealedEntry) {
        self.save_entries(vec![sealed.clone()]);
    }

    async fn waiting_entries(&self) -> Result<Vec<SealedEntry>, DbError> {
        let Some(db) = self.db() else { return Ok(Vec::new()) };
        let mut entries = Vec::new();
        for seq in db.outbox().await? {
            entries.extend(db.entry(seq).await?);
        }
        Ok(entries)
    }

    fn save_entries(&self, entries: Vec<SealedEntry>) {
        let register = self.shop.with_untracked(|shop| {
            shop.as_ref().map(|shop| shop.register.code.clone()).unwrap_or_default()
        });
        let last = entries.last().map_or(0, |entry| entry.seq);
        let name = format!("titan-{register}-{last}.json");
        let saved = serde_json::to_string_pretty(&PushRequest { entries })
            .map_err(|error| error.to_string())
            .and_then(|text| {
                file::save(&name, "application/json", &text).map_err(|error| error.to_string())
            });
        if let Err(error) = saved {
            self.notify(Tone::Danger, error);
        }
    }
}
