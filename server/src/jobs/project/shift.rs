//! Shifts, cash without sales, and acts that only have to be seen.

use serde::Serialize;
use titan_core::shift::{CashMoved, ShiftClosed, ShiftOpened};

use super::{One, Projected, word};
use crate::db::projection::rows::{AuditRow, CashMoveRow, ShiftCloseRow, ShiftRow};

pub(super) fn opened(projected: &mut Projected, one: &One<'_>, opened: &ShiftOpened) {
    match one.entry.shift {
        Some(shift_id) => projected.rows.shifts.push(ShiftRow {
            seq: projected.seq,
            shift_id,
            store_id: one.claim.store,
            business_date: opened.business_date,
            opening_float: opened.opening_float,
            opened_by: one.entry.staff,
            opened_ms: one.entry.at.0,
        }),
        None => projected.mark("shift.no_id", "a shift was opened without an id"),
    }
}

pub(super) fn closed(projected: &mut Projected, one: &One<'_>, closed: &ShiftClosed) {
    if !closed.adds_up() {
        projected.mark("shift.sums", "what was expected, counted and missing does not add up");
    }
    let Some(shift_id) = one.entry.shift else {
        return projected.mark("shift.no_id", "a shift was closed without an id");
    };
    projected.rows.shift_closes.push(ShiftCloseRow {
        seq: projected.seq,
        shift_id,
        store_id: one.claim.store,
        business_date: closed.business_date,
        z: closed.z,
        expected: closed.expected,
        counted: closed.counted,
        difference: closed.difference,
        count: serde_json::to_value(&closed.count).unwrap_or_default(),
        totals: serde_json::to_value(&closed.totals).unwrap_or_default(),
        note: closed.note.clone(),
        closed_by: one.entry.staff,
        closed_ms: one.entry.at.0,
    });
}

pub(super) fn moved(projected: &mut Projected, one: &One<'_>, moved: &CashMoved) {
    if let Err(error) = moved.check() {
        projected.mark("cash.refused", format!("a register would refuse this: {error}"));
    }
    let business_date = one.business_date(projected, "cash");
    projected.rows.cash_moves.push(CashMoveRow {
        seq: projected.seq,
        shift_id: one.entry.shift,
        store_id: one.claim.store,
        business_date,
        kind: word(&moved.kind),
        amount: moved.into_drawer(),
        reason: moved.reason.clone(),
        staff_id: one.entry.staff,
        at_ms: one.entry.at.0,
    });
}

pub(super) fn audit(projected: &mut Projected, one: &One<'_>, act: &impl Serialize) {
    projected.rows.audit.push(AuditRow {
        seq: projected.seq,
        kind: one.entry.act.kind(),
        shift_id: one.entry.shift,
        store_id: one.claim.store,
        staff_id: one.entry.staff,
        detail: serde_json::to_value(act).unwrap_or_default(),
        at_ms: one.entry.at.0,
    });
}
