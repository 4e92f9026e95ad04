//! Opening the app: database, role, settings, cart, catalogue, in that order, and nothing twice.

use std::sync::Arc;

use leptos::prelude::*;
use titan_core::catalog::Catalog;
use titan_core::catalog::snapshot::Snapshot;
use titan_core::shop::ShopConfig;
use titan_core::sync::machine::{Input, Link, Status};

use super::enrolment::DATABASE;
use super::goods::apply;
use super::role::fenced_start;
use super::{App, Role, Screen};
use crate::db::meta::{Start, StoredConfig};
use crate::db::{Db, DbError};
use crate::i18n::Key;
use crate::platform::channel::Channel;
use crate::platform::{clock, page, storage, worker};
use crate::sync::{Event, fetch_config};

const FIRST_DATABASE: &str = "titan-pos";
const CHANNEL: &str = "titan-register";

impl App {
    /// Opens everything. Runs once.
    pub async fn open(self) {
        if let Err(error) = self.try_open().await {
            self.block_on(&error);
        }
        let updated = move || self.update_found();
        let worker = worker::register(updated).await;
        self.parts.update_value(|parts| parts.worker = worker);
    }

    async fn try_open(&self) -> Result<(), DbError> {
        let app = *self;
        let superseded = move || app.screen.set(Screen::Blocked(app.t(Key::NewerPage).to_owned()));
        let name = storage::local(DATABASE);
        let db = Db::open(name.as_deref().unwrap_or(FIRST_DATABASE), superseded).await?;
        self.parts.update_value(|parts| {
            parts.db = Some(db.clone());
            parts.channel = Some(Channel::open(CHANNEL, move |word| app.overheard(&word)));
        });
        self.claim_role().await;
        let (fence, start) = if self.writes() {
            let (fence, start) = fenced_start(&db).await?;
            (Some(fence), start)
        } else {
            (None, db.start().await?)
        };
        let (key, pepper) = (db.signing_key().await?, db.pepper().await?);
        self.parts.update_value(|parts| {
            parts.key = key;
            parts.pepper = pepper;
        });
        let Some(stored) = self.settings(&db, &start).await else {
            self.enrolment.prefill();
            self.screen.set(Screen::Enrol);
            return Ok(());
        };
        page::clear_query();
        self.show_start(&stored.config, &start);
        // Another page may have taken over since.
        match fence.filter(|_| self.writes()) {
            Some(fence) => self.write_from(&db, &stored.config, fence, &start, None),
            None => self.show_as_reader(&start),
        }
        if self.resume_session() {
            self.enter();
        } else {
            self.screen.set(Screen::SignIn);
        }
        self.keep_time();
        self.load_parked().await;
        self.load_catalog(&db).await?;
        if self.writes() {
            // It makes the next start safer; this one has begun.
            let _ = db.begin_another_log().await;
        }
        Ok(())
    }

    /// The settings of this register; where only they were lost, the server has them.
    async fn settings(&self, db: &Db, start: &Start) -> Option<StoredConfig> {
        let key = self.parts.with_value(|parts| parts.pepper.as_ref().and(parts.key.clone()))?;
        if start.config.is_some() {
            return start.config.clone();
        }
        let register = db.last_register().await.ok()??;
        let record = fetch_config(register, &key).await.ok()?;
        let stored = record.read().ok()?;
        db.put_config(&record).await.ok()?;
        Some(stored)
    }

    /// Shows what the database holds of shop, cart and shift.
    pub(super) fn show_start(&self, shop: &ShopConfig, start: &Start) {
        self.shop.set(Some(Arc::new(shop.clone())));
        self.day.shift.set(start.shift.clone());
        self.door.set_throttle(start.throttle);
        self.acked.set(start.acked.as_ref().map_or(0, |acked| acked.seq));
        self.new_cart();
        if let Some(kept) = start.cart.clone() {
            // A cart that cannot be priced any more stays on the disk until another takes its place.
            let _ = self.take_up(kept);
        }
        self.count_down();
    }

    fn show_as_reader(&self, start: &Start) {
        let tail = start.head.map_or(0, |head| head.seq);
        let acked = self.acked.get_untracked();
        let waiting = tail.saturating_sub(acked);
        self.status.set(Status { link: Link::Unknown, waiting, problem: None });
    }

    /// Says why the app cannot work here.
    pub(super) fn block_on(&self, error: &DbError) {
        let text = match error {
            DbError::Blocked => self.t(Key::OlderPage).to_owned(),
            DbError::Newer => self.t(Key::NewerPage).to_owned(),
            other => self.tf(Key::NoDatabase, &[("error", &other.to_string())]),
        };
        self.screen.set(Screen::Blocked(text));
    }

    async fn load_catalog(&self, db: &Db) -> Result<(), DbError> {
        let kept = match db.catalog().await {
            // What cannot be read is fetched again; nothing is lost with it.
            Err(DbError::Damaged { .. }) => return self.fetch_catalog_again(db).await,
            kept => kept?,
        };
        let Some(kept) = kept else { return Ok(()) };
        let Ok(snapshot) = Snapshot::open(kept.snapshot) else {
            return self.fetch_catalog_again(db).await;
        };
        let mut catalog = Catalog::new(snapshot);
        apply(&mut catalog, kept.changes);
        self.show_catalog(catalog);
        Ok(())
    }

    async fn fetch_catalog_again(&self, db: &Db) -> Result<(), DbError> {
        db.forget_catalog().await?;
        if let Some(driver) = self.driver() {
            driver.fetch_catalog_again();
        }
        Ok(())
    }

    pub(super) fn show_catalog(&self, catalog: Catalog) {
        self.goods.set(catalog);
        self.take_waiting();
        self.run(async |app| {
            // The search index is built when the goods are on the screen.
            clock::painted().await;
            clock::sleep_ms(30).await;
            app.goods.build_index();
        });
    }

    /// Takes what sync tells.
    pub(super) fn heard(&self, event: Event) {
        match event {
            Event::Status(status) => {
                if self.status.with_untracked(|old| *old != status) {
                    self.status.set(status);
                }
            }
            Event::Acknowledged(seq) => {
                self.acked.set(seq);
                self.say("acked");
            }
            Event::Config(config) => {
                self.shop.set(Some(Arc::new(*config)));
                self.renew_prices();
            }
            Event::Loading(so_far, size) => self.enrolment.loaded.set(Some((so_far, size))),
            Event::Snapshot(snapshot) => {
                self.show_catalog(Catalog::new(*snapshot));
                self.enrolment_done();
                self.say("catalog");
            }
            Event::Changes(changes) => {
                self.goods.change(changes);
                self.goods.build_index();
                self.say("catalog");
            }
        }
    }

    /// Takes what another page says; the database has the truth.
    fn overheard(&self, word: &str) {
        if self.role.get_untracked() == Role::Writer {
            return;
        }
        let word = word.to_owned();
        self.run(async move |app| {
            let Some(db) = app.db() else { return };
            let Ok(start) = db.start().await else { return };
            app.day.shift.set(start.shift.clone());
            app.acked.set(start.acked.as_ref().map_or(0, |acked| acked.seq));
            app.show_as_reader(&start);
            app.load_parked().await;
            if word == "catalog" {
                let _ = app.load_catalog(&db).await;
            }
            if app.screen.get_untracked() == Screen::Sales {
                app.load_day();
            }
        });
    }

    /// Asks sync for a try now.
    pub fn retry_sync(&self) {
        if let Some(driver) = self.driver() {
            driver.feed(Input::Retry);
        }
    }

    fn update_found(&self) {
        self.update_ready.set(true);
        if self.screen.get_untracked() == Screen::SignIn {
            self.let_update_in();
        }
    }

    /// Lets a waiting update in, if no cart is being filled. Only the page that writes knows that.
    pub fn let_update_in(&self) {
        let free = self.basket.is_empty() && self.payment.offers.with_untracked(Vec::is_empty);
        if self.update_ready.get_untracked() && free && self.writes() {
            self.parts.with_value(|parts| {
                if let Some(worker) = &parts.worker {
                    worker.let_in();
                }
            });
        }
    }
}
