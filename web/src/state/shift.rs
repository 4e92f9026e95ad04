//! The shift at the till: it opens with a float, cash goes in and out, it ends with a count.

use leptos::prelude::*;
use titan_core::journal::{Act, DrawerOpened, Proof};
use titan_core::money::Minor;
use titan_core::money::format::parse;
use titan_core::shift::{CashCount, CashMove, CashMoved, Pieces, ShiftError, ShiftOpened};
use titan_core::shop::Permission;
use titan_core::tender::denominations;

use super::notice::Tone;
use super::pricing::offset_minutes;
use super::receipts::pack;
use super::till::{CloseDraft, Draft};
use super::{App, Screen};
use crate::i18n::Key;
use crate::platform::clock;

/// Cash that is being counted.
#[derive(Copy, Clone)]
pub struct Counting {
    /// How many there are of each note and coin, as typed, the largest first.
    pub pieces: RwSignal<Vec<(Minor, String)>>,
    /// What is counted as one amount, as typed.
    pub other: RwSignal<String>,
    pub note: RwSignal<String>,
    /// Whether the shift is about to be closed.
    pub closing: RwSignal<bool>,
    /// The report that is looked at, as [`super::receipts::unpack`] reads it.
    pub report: RwSignal<Option<String>>,
}

impl Counting {
    pub(super) fn new() -> Self {
        Self {
            pieces: RwSignal::new(Vec::new()),
            other: RwSignal::new(String::new()),
            note: RwSignal::new(String::new()),
            closing: RwSignal::new(false),
            report: RwSignal::new(None),
        }
    }
}

impl App {
    /// Shows the shift: what it comes to, or how it is opened.
    pub fn show_shift(&self) {
        self.dialog.set(None);
        self.begin_count(false);
        self.counting.report.set(None);
        self.screen.set(Screen::Shift);
    }

    /// Begins to count the drawer, to close the shift or to open one.
    pub fn begin_count(&self, closing: bool) {
        let all = self.currency().map(denominations).unwrap_or_default();
        let none = all.into_iter().map(|worth| (worth, String::new()));
        self.counting.pieces.set(none.collect());
        self.counting.other.set(String::new());
        self.counting.note.set(String::new());
        self.counting.closing.set(closing);
    }

    /// Returns what was counted so far; none while something that was typed is no number.
    /// Subscribes to what is typed.
    #[must_use]
    pub fn counted(&self) -> Option<(CashCount, Minor)> {
        let other = self.counting.other.get();
        let loose = match other.trim() {
            "" => Minor::ZERO,
            typed => parse(typed, self.currency()?).ok()?,
        };
        let mut pieces = Vec::new();
        for (value, typed) in self.counting.pieces.get() {
            let count = if typed.trim().is_empty() { 0 } else { typed.trim().parse().ok()? };
            if count > 0 {
                pieces.push(Pieces { value, count });
            }
        }
        let count = CashCount { pieces, loose };
        let total = count.total().ok()?;
        Some((count, total))
    }

    /// Opens a shift with what was counted.
    pub fn open_shift(&self) {
        let Some((_, opening_float)) = untrack(|| self.counted()) else {
            return self.notify(Tone::Warning, self.t(Key::NotAnAmount));
        };
        let (Some(staff), Some(shop)) = (self.cashier.get_untracked(), self.shop.get_untracked())
        else {
            return;
        };
        if !self.writes() || self.day.shift.with_untracked(Option::is_some) {
            return;
        }
        let now = clock::now();
        let (business_date, _) = now.civil(offset_minutes(&shop, now));
        let draft = Draft::ShiftOpened(ShiftOpened { business_date, opening_float });
        self.run(async move |app| {
            if app.write(staff, draft).await.is_some() {
                app.enter();
            }
        });
    }

    /// Closes the shift with what was counted, and shows its Z report.
    pub fn close_shift(&self) {
        let Some((count, _)) = untrack(|| self.counted()) else {
            return self.notify(Tone::Warning, self.t(Key::NotAnAmount));
        };
        let Some(staff) = self.cashier.get_untracked().filter(|_| self.writes()) else { return };
        if !self.payment.offers.with_untracked(Vec::is_empty) {
            return self.notify(Tone::Warning, self.t(Key::MoneyIsDown));
        }
        let (app, note) = (*self, self.counting.note.get_untracked());
        let print = Box::new(move |act: &Act, proof: &Proof| match act {
            Act::ShiftClosed(closed) => pack(&app.z_report(closed, proof)),
            _ => String::new(),
        });
        let blind = !self.reads_shift();
        let about = serde_json::to_vec(&count).unwrap_or_default();
        let words = (self.t(Key::CloseShift).to_owned(), note.clone());
        let draft = Draft::ShiftClosed(CloseDraft { count, blind, note, print });
        self.guard(Permission::CloseShift, (words.0, &words.1), &about, move |app| {
            app.run(async move |app| {
                if let Some(written) = app.write(staff, draft).await {
                    app.begin_count(false);
                    app.counting.report.set(Some(written.paper));
                }
            });
        });
    }

    /// Puts cash into the drawer or takes it out, and closes the dialog. `name` is what the kind
    /// of movement is called.
    pub fn move_cash(&self, kind: CashMove, name: Key, typed: &str, reason: &str) {
        let amount = self.currency().and_then(|currency| parse(typed, currency).ok());
        let Some(amount) = amount else {
            return self.notify(Tone::Warning, self.t(Key::NotAnAmount));
        };
        let moved = CashMoved { kind, amount, reason: reason.trim().to_owned() };
        match moved.check() {
            Ok(()) => {
                self.close_dialog();
                let words = format!("{} · {}", self.t(name), self.money(amount));
                self.guard_act(Permission::MoveCash, words, reason, Act::CashMoved(moved));
            }
            Err(ShiftError::NoReason) => self.notify(Tone::Warning, self.t(Key::ReasonNeeded)),
            Err(_) => self.notify(Tone::Warning, self.t(Key::NotAnAmount)),
        }
    }

    /// Notes that the drawer was opened without a sale, and closes the dialog.
    pub fn open_drawer(&self, reason: &str) {
        self.close_dialog();
        let act = Act::DrawerOpened(DrawerOpened { reason: reason.trim().to_owned() });
        let words = self.t(Key::OpenDrawer).to_owned();
        self.guard_act(Permission::OpenDrawer, words, reason, act);
    }

    /// Shows what the shift comes to so far.
    pub fn read_shift(&self) {
        if let Some(shift) = self.day.shift.get_untracked() {
            self.counting.report.set(Some(pack(&self.x_report(&shift))));
        }
    }

    /// Returns whether who is signed in may know what the drawer should hold.
    #[must_use]
    pub fn reads_shift(&self) -> bool {
        self.may(Permission::ReadShift)
    }

    /// Writes an act that stands for itself.
    pub(super) fn write_soon(&self, act: Act) {
        let Some(staff) = self.cashier.get_untracked() else { return };
        if !self.writes() {
            return self.notify(Tone::Warning, self.t(Key::ReadOnlyShort));
        }
        self.run(async move |app| {
            app.write(staff, Draft::Plain(act)).await;
        });
    }
}
