//! How this register is, for whoever helps: names of things and their values, the same in every language.

use leptos::prelude::*;
use titan_core::sync::machine::{Link, Problem};

use super::notice::Tone;
use super::{App, Role};
use crate::platform::{clock, file, intl, page, storage};

/// A name and its value.
pub type Finding = (&'static str, String);

impl App {
    /// Returns what helps to understand this register. No sale, no secret, nobody's name.
    pub async fn diagnostics(&self) -> Vec<Finding> {
        let mut found = vec![
            ("app.version", env!("CARGO_PKG_VERSION").to_owned()),
            ("app.language", self.prefs.locale()),
            ("app.update_ready", self.update_ready.get_untracked().to_string()),
            ("device.name", page::device_name()),
        ];
        self.tell_of_time(&mut found);
        self.tell_of_journal(&mut found).await;
        let room = storage::room().await;
        found.extend([
            ("goods.changes_seen", self.goods.version.get_untracked().to_string()),
            ("storage.used_mb", room.used_mb.to_string()),
            ("storage.quota_mb", room.quota_mb.to_string()),
            ("storage.persistent", room.persistent.to_string()),
        ]);
        found
    }

    /// Saves what helps as a file.
    pub fn save_diagnostics(&self, found: &[Finding]) {
        let text: String = found.iter().map(|(name, value)| format!("{name}\t{value}\n")).collect();
        let name = format!("titan-diagnostics-{}.txt", clock::now().0);
        if let Err(error) = file::save(&name, "text/plain", &text) {
            self.notify(Tone::Danger, error.to_string());
        }
    }

    fn tell_of_time(&self, found: &mut Vec<Finding>) {
        let now = clock::now();
        found.push(("device.time_ms", now.0.to_string()));
        found.push(("device.offset_minutes", clock::offset_minutes(now).to_string()));
        let Some(shop) = self.shop.get_untracked() else { return };
        let offset = intl::offset_minutes(now, &shop.store.timezone);
        found.extend([
            ("shop.timezone", shop.store.timezone.clone()),
            ("shop.offset_minutes", offset.map_or_else(|| "unknown".into(), |it| it.to_string())),
            ("shop.store", shop.store.code.clone()),
            ("register.code", shop.register.code.clone()),
            ("register.id", shop.register.id.to_string()),
            ("shop.promotions", shop.book.promotions.len().to_string()),
        ]);
    }

    async fn tell_of_journal(&self, found: &mut Vec<Finding>) {
        let writes = self.role.get_untracked() == Role::Writer;
        found.push(("page.role", if writes { "writer" } else { "reader" }.to_owned()));
        if let Some(till) = self.till() {
            found.push(("page.fence", till.fence().to_string()));
        }
        let status = self.status.get_untracked();
        let link = match status.link {
            Link::Online => "online",
            Link::Offline => "offline",
            Link::Unknown => "unknown",
        };
        found.push(("sync.link", link.to_owned()));
        found.push(("sync.waiting", status.waiting.to_string()));
        let problem = match status.problem {
            None => "none".to_owned(),
            Some(Problem::Quarantined { seq, code }) => format!("quarantined {seq} {code}"),
            Some(Problem::Fork { seq }) => format!("fork {seq}"),
            Some(Problem::TooOld) => "too_old".to_owned(),
            Some(Problem::Revoked) => "revoked".to_owned(),
            Some(Problem::Refused { code }) => format!("refused {code}"),
        };
        found.push(("sync.problem", problem));
        found.push(("journal.acknowledged", self.acked.get_untracked().to_string()));
        let Some(db) = self.db() else { return };
        match db.head().await {
            Ok(Some(head)) => {
                found.push(("journal.seq", head.seq.to_string()));
                found.push(("journal.hash", head.hash.to_string()));
            }
            Ok(None) => {}
            Err(error) => found.push(("journal.error", error.to_string())),
        }
    }
}
