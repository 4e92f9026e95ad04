//! From one journal entry to the rows it comes to. Pure: everything it needs is handed in.

use std::collections::HashMap;

use titan_core::hash::Hash256;
use titan_core::ids::{SaleId, ShiftId};
use titan_core::journal::{Act, Entry};
use titan_core::pricing::PriceBook;
use titan_core::time::BusinessDate;

use crate::auth::DeviceKey;
use crate::db::projection::rows::{AttentionRow, Rows};
use crate::db::projection::{Claim, Received};

mod back;
mod goods;
mod sale;
mod shift;

/// What entries refer to.
#[derive(Clone, Debug, Default)]
pub struct Context {
    pub dates: HashMap<ShiftId, BusinessDate>,
    pub books: HashMap<Hash256, PriceBook>,
    /// The register's key.
    pub key: Option<DeviceKey>,
    /// Days that were reported, each with the last entry of the register that is in the report.
    pub reported: HashMap<BusinessDate, u64>,
    /// What was bought where goods come back, and the returns of it, in the order of time.
    pub bought: HashMap<SaleId, Bought>,
}

/// A sale or an exchange with everything that came back of it.
#[derive(Clone, Debug)]
pub struct Bought {
    pub act: Act,
    pub returns: Vec<Entry>,
}

/// An entry with what is needed to project it.
struct One<'a> {
    claim: &'a Claim,
    received: &'a Received,
    entry: &'a Entry,
    context: &'a Context,
}

/// The rows of one entry.
#[derive(Clone, Debug, Default)]
pub struct Projected {
    pub seq: u64,
    pub rows: Rows,
}

impl Projected {
    fn mark(&mut self, code: &str, message: impl Into<String>) {
        let (code, message) = (code.to_owned(), message.into());
        self.rows.attention.push(AttentionRow { seq: self.seq, code, message });
    }
}

/// Projects an entry. Whatever is odd about it is marked for attention; it is never refused.
#[must_use]
pub fn project(
    claim: &Claim,
    received: &Received,
    entry: &Result<Entry, serde_json::Error>,
    context: &Context,
) -> Projected {
    let mut projected = Projected { seq: received.seq, rows: Rows::default() };
    // It is in the chain, which a later signature stands for; its own is looked at here.
    let key = context.key.as_ref();
    if !key.is_some_and(|key| key.signed_entry(&received.hash, &received.signature)) {
        projected.mark("entry.signature", "its own signature is not by the register's key");
    }
    let entry = match entry {
        Ok(entry) => entry,
        Err(error) => {
            projected.mark("entry.unreadable", format!("this version cannot read it: {error}"));
            return projected;
        }
    };
    if entry.org != claim.org || entry.store != claim.store {
        projected.mark("entry.other_shop", "it names another organisation or store");
    }
    let one = One { claim, received, entry, context };
    match &entry.act {
        Act::Sale(sale) => sale::project(&mut projected, &one, sale),
        Act::Return(back) => back::project(&mut projected, &one, back),
        Act::ShiftOpened(opened) => shift::opened(&mut projected, &one, opened),
        Act::ShiftClosed(closed) => shift::closed(&mut projected, &one, closed),
        Act::CashMoved(moved) => shift::moved(&mut projected, &one, moved),
        Act::DrawerOpened(act) => shift::audit(&mut projected, &one, act),
        Act::ReceiptReprinted(act) => shift::audit(&mut projected, &one, act),
        Act::CartCleared(act) => shift::audit(&mut projected, &one, act),
        Act::Approval(act) => shift::audit(&mut projected, &one, act),
        Act::StaffSignedIn | Act::StaffSignedOut => {}
        #[allow(unreachable_patterns, reason = "kinds that core learns later are kept and marked")]
        other => projected.mark("entry.kind", format!("{} is not projected yet", other.kind())),
    }
    projected
}

impl One<'_> {
    /// The business day of the shift; where that was never opened, of the device.
    fn business_date(&self, projected: &mut Projected, what: &str) -> BusinessDate {
        match self.entry.shift.and_then(|shift| self.context.dates.get(&shift)) {
            Some(date) => *date,
            None => {
                let message = "its shift was never opened; dated by the device";
                projected.mark(&format!("{what}.unknown_shift"), message);
                self.entry.at.civil(self.entry.offset_minutes).0
            }
        }
    }

    /// Marks what changes a day whose books are closed.
    fn check_reported(&self, projected: &mut Projected, what: &str, date: BusinessDate) {
        if self.context.reported.get(&date).is_some_and(|through| projected.seq > *through) {
            let message = format!("{date} was reported already; this corrects it");
            projected.mark(&format!("{what}.after_report"), message);
        }
    }
}

/// The word of a plain enum value on the wire.
fn word(value: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}
