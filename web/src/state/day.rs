//! The sales of the day.

use leptos::prelude::*;
use titan_core::journal::{Act, Proof, ReceiptReprinted};

use super::notice::Tone;
use super::till::Draft;
use super::{App, Screen};
use crate::db::DbError;
use crate::db::journal::{Listed, READ_AT_ONCE};
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
    pub receipt_no: String,
    /// Whether goods of it can come back.
    pub is_sale: bool,
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
                    listed.retain(|entry| matches!(entry.summary.kind.as_str(), "sale" | "return"));
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
        let act = Act::ReceiptReprinted(ReceiptReprinted {
            register: till.register,
            seq: open.seq,
            receipt_no: open.receipt_no,
        });
        self.run(async move |app| {
            if app.write(staff, Draft::Plain(act)).await.is_some() {
                clock::painted().await;
                page::print();
            }
        });
    }

    /// Opens a receipt.
    pub fn open_receipt(&self, seq: u64) {
        self.run(async move |app| {
            if let Err(error) = app.read_receipt(seq).await {
                app.notify(Tone::Danger, error.to_string());
            }
        });
    }

    async fn read_receipt(&self, seq: u64) -> Result<(), DbError> {
        let Some(db) = self.db() else { return Ok(()) };
        let paper = db.entry_text(seq, "paper").await?;
        let listed = db.list(seq, seq).await?.pop();
        if let (Some(paper), Some(Listed { summary, .. })) = (paper, listed) {
            let (receipt_no, is_sale) = (summary.receipt_no, summary.kind == "sale");
            self.day.open.set(Some(OpenReceipt { seq, receipt_no, is_sale, paper }));
        }
        Ok(())
    }

    /// Opens the receipt next to the open one, `by` places down the list.
    pub fn step_receipt(&self, by: i64) {
        let open = self.day.open.with_untracked(|open| open.as_ref().map(|open| open.seq));
        let next = self.day.sales.with_untracked(|sales| {
            let sales = sales.as_ref()?;
            let last = i64::try_from(sales.len()).unwrap_or(0) - 1;
            let at = sales.iter().position(|sale| Some(sale.seq) == open);
            let at = at.and_then(|at| i64::try_from(at).ok());
            let next = at.map_or(0, |at| (at + by).clamp(0, last.max(0)));
            sales.get(usize::try_from(next).ok()?).map(|sale| sale.seq)
        });
        if let Some(seq) = next {
            self.open_receipt(seq);
        }
    }

    /// Opens a receipt of this register by what is printed on it: its number, or the proof that a
    /// camera reads.
    pub fn find_receipt(&self, typed: &str) {
        let (app, typed) = (*self, typed.trim().to_owned());
        if typed.is_empty() {
            return;
        }
        self.run(async move |_| match app.seq_of_receipt(&typed).await {
            Ok(Some(seq)) => app.open_receipt(seq),
            Ok(None) => app.notify(Tone::Warning, app.tf(Key::NoSuchReceipt, &[("code", &typed)])),
            Err(text) => app.notify(Tone::Warning, text),
        });
    }

    async fn seq_of_receipt(&self, typed: &str) -> Result<Option<u64>, String> {
        let Some(db) = self.db() else { return Ok(None) };
        let failed = |error: DbError| error.to_string();
        if is_proof(typed) {
            let Ok(proof) = typed.parse::<Proof>() else { return Ok(None) };
            let own = self.shop.with_untracked(|shop| shop.as_ref().map(|shop| shop.register.id));
            if own != Some(proof.register) {
                return Err(self.t(Key::OtherRegister).to_owned());
            }
            let hash = db.entry_text(proof.seq, "hash").await.map_err(failed)?;
            return Ok(Some(proof.seq).filter(|_| hash == Some(proof.hash.to_string())));
        }
        let number = |text: &str| text.rsplit('-').next().and_then(|end| end.parse::<u64>().ok());
        let wanted = number(typed);
        let same = |listed: &Listed| {
            let receipt_no = &listed.summary.receipt_no;
            let goods = matches!(listed.summary.kind.as_str(), "sale" | "return");
            let whole = typed.contains('-') && !receipt_no.eq_ignore_ascii_case(typed);
            goods && !whole && wanted.is_some() && number(receipt_no) == wanted
        };
        let mut to = db.head().await.map_err(failed)?.map_or(0, |head| head.seq);
        while to > 0 {
            let from = to.saturating_sub(READ_AT_ONCE - 1).max(1);
            let listed = db.list(from, to).await.map_err(failed)?;
            if let Some(found) = listed.iter().find(|listed| same(listed)) {
                return Ok(Some(found.seq));
            }
            to = from - 1;
        }
        Ok(None)
    }
}

/// Whether a code is the proof of a receipt and not goods.
pub(super) fn is_proof(code: &str) -> bool {
    code.starts_with("TITAN1:")
}
