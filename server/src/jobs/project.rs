//! From one journal entry to the rows it comes to. Pure: everything it needs is handed in.

use std::collections::HashMap;

use titan_core::hash::Hash256;
use titan_core::ids::ShiftId;
use titan_core::journal::{Act, Entry};
use titan_core::money::Minor;
use titan_core::pricing::PriceBook;
use titan_core::sale::{Repriced, Sale};
use titan_core::time::BusinessDate;

use crate::db::projection::rows::{
    AttentionRow, LineRow, MovementRow, PaymentRow, Rows, SaleRow, ShiftRow, TaxRow,
};
use crate::db::projection::{Claim, Received};

/// What entries refer to.
#[derive(Clone, Debug, Default)]
pub struct Context {
    pub dates: HashMap<ShiftId, BusinessDate>,
    pub books: HashMap<Hash256, PriceBook>,
    /// Days that were reported, each with the last entry of the register that is in the report.
    pub reported: HashMap<BusinessDate, u64>,
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
pub fn project(claim: &Claim, received: &Received, context: &Context) -> Projected {
    let mut projected = Projected { seq: received.seq, rows: Rows::default() };
    let entry: Entry = match serde_json::from_slice(&received.bytes) {
        Ok(entry) => entry,
        Err(error) => {
            projected.mark("entry.unreadable", format!("this version cannot read it: {error}"));
            return projected;
        }
    };
    if entry.org != claim.org || entry.store != claim.store {
        projected.mark("entry.other_shop", "it names another organisation or store");
    }
    match &entry.act {
        Act::Sale(sale) => project_sale(&mut projected, claim, received, &entry, sale, context),
        Act::ShiftOpened(opened) => match entry.shift {
            Some(shift_id) => projected.rows.shifts.push(ShiftRow {
                seq: received.seq,
                shift_id,
                store_id: claim.store,
                business_date: opened.business_date,
                opening_float: opened.opening_float,
                opened_by: entry.staff,
                opened_ms: entry.at.0,
            }),
            None => projected.mark("shift.no_id", "a shift was opened without an id"),
        },
        Act::StaffSignedIn | Act::StaffSignedOut => {}
        #[allow(unreachable_patterns, reason = "kinds that core learns later are kept and marked")]
        other => projected.mark("entry.kind", format!("{} is not projected yet", other.kind())),
    }
    projected
}

fn project_sale(
    projected: &mut Projected,
    claim: &Claim,
    received: &Received,
    entry: &Entry,
    sale: &Sale,
    context: &Context,
) {
    for problem in sale.problems() {
        let word = serde_json::to_value(problem).unwrap_or_default();
        let kind = word.get("problem").and_then(|it| it.as_str()).unwrap_or("problem");
        projected.mark(&format!("sale.{kind}"), format!("the sale does not add up: {word}"));
    }
    let business_date = match entry.shift.and_then(|shift| context.dates.get(&shift)) {
        Some(date) => *date,
        None => {
            projected.mark("sale.unknown_shift", "its shift was never opened; dated by the device");
            entry.at.civil(entry.offset_minutes).0
        }
    };
    if context.reported.get(&business_date).is_some_and(|through| received.seq > *through) {
        let message = format!("{business_date} was reported already; this corrects it");
        projected.mark("sale.after_report", message);
    }
    let repriced = match context.books.get(&sale.book) {
        Some(book) => sale.reprice(book),
        None => Repriced::Unpriced {
            reason: format!("this server never gave out the price book {}", sale.book),
        },
    };
    let (reprice, reprice_total, reprice_reason) = match repriced {
        Repriced::Equal => ("equal", None, None),
        Repriced::Different { total } => {
            let message = format!("the server comes to {} minor units", total.get());
            projected.mark("sale.repriced", message.clone());
            ("different", Some(total), Some(message))
        }
        Repriced::Unpriced { reason } => {
            projected.mark("sale.unpriced", reason.clone());
            ("unpriced", None, Some(reason))
        }
    };
    let priced = &sale.priced;
    let tax = Minor::sum(priced.taxes.iter().map(|tax| tax.amount)).unwrap_or_else(|_| {
        projected.mark("sale.tax_sum", "its taxes cannot be added up");
        Minor::ZERO
    });
    projected.rows.sales.push(SaleRow {
        seq: received.seq,
        sale_id: sale.id,
        store_id: claim.store,
        shift_id: entry.shift,
        staff_id: entry.staff,
        business_date,
        receipt_no: sale.receipt_no.clone(),
        closed_ms: sale.closed_at.0,
        offset_minutes: entry.offset_minutes,
        received_ms: received.received_ms,
        currency: sale.cart.currency.to_string(),
        value: priced.value,
        discount: priced.discount,
        net: priced.net,
        tax,
        total: priced.total,
        cash_rounding: sale.settlement.cash_rounding,
        change: sale.settlement.change,
        lines: sale.cart.lines.len(),
        book: format!("\\x{}", sale.book),
        core_version: sale.core_version.clone(),
        reprice,
        reprice_total,
        reprice_reason,
    });
    add_lines(projected, claim, sale);
    add_payments_and_taxes(projected, sale);
}

fn add_lines(projected: &mut Projected, claim: &Claim, sale: &Sale) {
    for line in &sale.cart.lines {
        let Some(priced) = sale.priced.lines.iter().find(|priced| priced.line == line.id) else {
            continue;
        };
        projected.rows.lines.push(LineRow {
            seq: projected.seq,
            line: line.id.0,
            item_id: line.item.id.0,
            sku: line.item.sku.clone(),
            name: line.item.name.clone(),
            category_id: line.item.category.0,
            unit: word(&line.item.unit),
            quantity: line.quantity.value(),
            unit_price: line.item.price.value(),
            value: priced.value,
            line_discount: priced.line_discount,
            cart_discount: priced.cart_discount,
            net: priced.net,
            total: priced.total,
        });
        projected.rows.movements.push(MovementRow {
            seq: projected.seq,
            line: line.id.0,
            store_id: claim.store,
            item_id: line.item.id.0,
            delta: -line.quantity.value(),
            at_ms: sale.closed_at.0,
        });
    }
}

fn add_payments_and_taxes(projected: &mut Projected, sale: &Sale) {
    for (position, offer) in (1..).zip(&sale.settlement.tenders) {
        projected.rows.payments.push(PaymentRow {
            seq: projected.seq,
            position,
            kind: word(&offer.kind),
            amount: offer.amount,
            reference: offer.reference.clone(),
        });
    }
    for tax in &sale.priced.taxes {
        projected.rows.taxes.push(TaxRow {
            seq: projected.seq,
            tax_id: tax.tax.0,
            net: tax.net,
            amount: tax.amount,
        });
    }
}

/// The word of a plain enum value on the wire.
fn word(value: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}
