//! The sales of the day.

use leptos::prelude::*;
use titan_core::journal::{Act, ReceiptReprinted};

use super::notice::Tone;
use super::till::Draft;
use super::{App, Screen};
use crate::db::journal::Listed;
use crate::db::meta::Shift;
use crate::i18n::Key;
use crate::platform::{clock, page};

/// What the list shows.
#[derive(Copy, Clone)]
pub struct Day {
    pub shift: RwSignal<Option<Shift>>,
    /// The newest first; none before it was read.
    pub sales: RwSignal<Option<Vec<Listed>>>,
    /// The receipt that is open.
    pub open: RwSignal<Option<OpenReceipt>>,
}

/// A receipt that is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenReceipt {
    pub seq: u64,
    pub paper: String,
}

impl Day {
    pub(super) fn new() -> Self {
        Self { shift: RwSignal::new(None), sales: RwSignal::new(None), open: RwSignal::new(None) }
    }
}

impl App {
    /// Shows the sales of the running shift.
    pub fn show_day(&self) {
        if self.cashier.get_untracked().is_none() {
            return;
        }
        self.dialog.set(None);
        self.day.open.set(None);
        self.day.sales.set(None);
        self.screen.set(Screen::Sales);
        self.load_day();
    }

    pub(super) fn load_day(&self) {
        self.run(async |app| {
            let Some(db) = app.db() else { return };
            let first = app
                .day
                .shift
                .with_untracked(|shift| shift.as_ref().map_or(1, |shift| shift.first_seq));
            let listed = match db.head().await {
                Ok(Some(head)) if head.seq >= first => db.list(first, head.seq).await,
                Ok(_) => Ok(Vec::new()),
                Err(error) => Err(error),
            };
            match listed {
                Ok(mut listed) => {
                    listed.retain(|entry| entry.summary.kind == "sale");
                    app.day.sales.set(Some(listed));
                }
                Err(error) => {
                    app.day.sales.set(Some(Vec::new()));
                    app.notify(Tone::Danger, error.to_string());
                }
            }
        });
    }

    /// Prints the open receipt again, marked as a copy, once the journal says so.
    pub fn reprint(&self) {
        let Some(open) = self.day.open.get_untracked() else { return };
        let (Some(till), Some(staff)) = (self.till(), self.cashier.get_untracked()) else {
            return self.notify(Tone::Warning, self.t(Key::ReadOnlyShort));
        };
        let receipt_no = self.day.sales.with_untracked(|sales| {
            let mut all = sales.iter().flatten();
            all.find(|sale| sale.seq == open.seq).map(|sale| sale.summary.receipt_no.clone())
        });
        let act = Act::ReceiptReprinted(ReceiptReprinted {
            register: till.register,
            seq: open.seq,
            receipt_no: receipt_no.unwrap_or_default(),
        });
        self.run(async move |app| {
            if app.write(staff, Draft::Plain(act)).await.is_some() {
                clock::painted().await;
                page::print();
            }
        });
    }

    /// Opens the receipt of a sale.
    pub fn open_receipt(&self, seq: u64) {
        self.run(async move |app| {
            let Some(db) = app.db() else { return };
            match db.entry_text(seq, "paper").await {
                Ok(Some(paper)) => app.day.open.set(Some(OpenReceipt { seq, paper })),
                Ok(None) => {}
                Err(error) => app.notify(Tone::Danger, error.to_string()),
            }
        });
    }
}
