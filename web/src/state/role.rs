//! Which page writes.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use titan_core::journal::genesis;
use titan_core::shop::ShopConfig;

use super::till::{Position, Till};
use super::{App, Role, Screen};
use crate::db::meta::{Acked, JournalHead, Start};
use crate::db::{Db, DbError};
use crate::platform::clock;
use crate::platform::locks::{Claim, claim};
use crate::sync::{Driver, Setup};

const LOCK: &str = "titan-register";
/// A page that was loaded again may find the lock in the hands of its own past for a moment.
const CLAIM_TRIES: u32 = 4;
const CLAIM_PAUSE_MS: u32 = 100;

impl App {
    /// Becomes the page that writes, if no other page is.
    pub(super) async fn claim_role(&self) {
        for attempt in 0..CLAIM_TRIES {
            if attempt > 0 {
                clock::sleep_ms(CLAIM_PAUSE_MS).await;
            }
            let app = *self;
            if claim(LOCK, Claim::IfFree, move || app.give_up()).await {
                return self.role.set(Role::Writer);
            }
        }
        self.role.set(Role::Reader);
    }

    /// Takes the register over from the page that has it.
    pub fn take_over(&self) {
        self.run(async |app| {
            let held = Rc::new(Cell::new(true));
            let lost = {
                let held = held.clone();
                move || {
                    held.set(false);
                    app.give_up();
                }
            };
            if !claim(LOCK, Claim::Steal, lost).await {
                return;
            }
            if let Err(error) = app.resume(&held).await {
                app.block_on(&error);
            }
        });
    }

    /// Lets go of the register: another page has it now.
    pub(super) fn give_up(&self) {
        if self.role.get_untracked() == Role::Reader {
            return;
        }
        self.role.set(Role::Reader);
        self.parts.update_value(|parts| {
            parts.till = None;
            if let Some(driver) = parts.driver.take() {
                driver.stop();
            }
        });
        self.payment.reset();
        self.forget_asked();
        self.dialog.set(None);
        self.basket.open.set(None);
        if matches!(self.screen.get_untracked(), Screen::Pay | Screen::Paid | Screen::Return) {
            self.screen.set(Screen::Sell);
        }
    }

    /// Goes on where the database says that the register is. The page takes goods only when its
    /// cart is the one in the database: what came before would be gone with the cart it went to.
    async fn resume(&self, held: &Cell<bool>) -> Result<(), DbError> {
        let Some(db) = self.db() else { return Ok(()) };
        let (fence, start) = fenced_start(&db).await?;
        let Some(shop) = start.config.clone().map(|stored| stored.config) else { return Ok(()) };
        self.load_parked().await;
        if !held.get() {
            return Ok(());
        }
        self.write_from(&db, &shop, fence, &start, None);
        self.show_start(&shop, &start);
        self.role.set(Role::Writer);
        if self.resume_session() {
            self.enter();
        } else {
            self.screen.set(Screen::SignIn);
        }
        Ok(())
    }

    /// Begins to write, journal and sync, from a start that was read behind its fence.
    pub(super) fn write_from(
        &self,
        db: &Db,
        shop: &ShopConfig,
        fence: u64,
        start: &Start,
        token: Option<String>,
    ) {
        let key = self.parts.with_value(|parts| parts.key.clone());
        let Some(key) = key else { return };
        let empty = JournalHead { seq: 0, hash: genesis(shop.register.id) };
        let acked = start.acked.clone();
        let acked = acked.unwrap_or(Acked { seq: 0, hash: empty.hash, anchor: None });
        let head = start.head.unwrap_or(empty);
        let position = Position {
            fence,
            head,
            receipts: start.receipts.unwrap_or(0),
            reports: start.reports.unwrap_or(0),
            shift: start.shift.clone(),
        };
        let till = Till::new(db.clone(), key.clone(), shop, position);
        let setup = Setup {
            db: db.clone(),
            key,
            register: shop.register.id,
            token,
            tail: head.seq,
            acked: acked.seq,
            acked_hash: acked.hash,
        };
        self.parts.update_value(|parts| parts.till = Some(Rc::new(till)));
        let app = *self;
        let driver = Driver::start(setup, move |event| app.heard(event));
        self.parts.update_value(|parts| parts.driver = Some(driver));
    }
}

/// Raises the fence, then reads. The other way round, the page before could still put a sale
/// between the two, and its receipt number and its cart would be used a second time.
pub(super) async fn fenced_start(db: &Db) -> Result<(u64, Start), DbError> {
    let fence = db.raise_fence().await?;
    Ok((fence, db.mended(db.start().await?).await?))
}
