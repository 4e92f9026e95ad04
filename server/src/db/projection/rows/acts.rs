//! Rows of shifts that ended, of cash without a sale, and of acts that only have to be seen.

use serde::Serialize;
use titan_core::ids::{ShiftId, StaffId, StoreId};
use titan_core::money::Minor;
use titan_core::time::BusinessDate;

#[derive(Clone, Debug, Serialize)]
pub struct ShiftCloseRow {
    pub seq: u64,
    pub shift_id: ShiftId,
    pub store_id: StoreId,
    pub business_date: BusinessDate,
    pub z: u64,
    pub expected: Minor,
    pub counted: Minor,
    pub difference: Minor,
    pub count: serde_json::Value,
    pub totals: serde_json::Value,
    pub note: String,
    pub closed_by: Option<StaffId>,
    pub closed_ms: i64,
}

#[derive(Clone, Debug, Serialize)]
pub struct CashMoveRow {
    pub seq: u64,
    pub shift_id: Option<ShiftId>,
    pub store_id: StoreId,
    pub business_date: BusinessDate,
    pub kind: String,
    /// Below zero where it went out.
    pub amount: Minor,
    pub reason: String,
    pub staff_id: Option<StaffId>,
    pub at_ms: i64,
}

#[derive(Clone, Debug, Serialize)]
pub struct AuditRow {
    pub seq: u64,
    pub kind: &'static str,
    pub shift_id: Option<ShiftId>,
    pub store_id: StoreId,
    pub staff_id: Option<StaffId>,
    pub detail: serde_json::Value,
    pub at_ms: i64,
}

pub(in crate::db::projection) const WRITE_SHIFT_CLOSES: &str = "
    INSERT INTO shift_closes (org_id, register_id, seq, shift_id, store_id, business_date, z,
        expected, counted, difference, count, totals, note, closed_by, closed_at)
    SELECT $1, $2, seq, shift_id, store_id, business_date, z, expected, counted, difference, count,
        totals, note, closed_by, from_ms(closed_ms)
    FROM jsonb_to_recordset($3) AS x (seq bigint, shift_id uuid, store_id uuid,
         business_date date, z bigint, expected bigint, counted bigint, difference bigint,
         count jsonb, totals jsonb, note text, closed_by uuid, closed_ms bigint)
    ON CONFLICT DO NOTHING";

pub(in crate::db::projection) const WRITE_CASH_MOVES: &str = "
    INSERT INTO cash_moves (org_id, register_id, seq, shift_id, store_id, business_date, kind,
        amount, reason, staff_id, at)
    SELECT $1, $2, seq, shift_id, store_id, business_date, kind, amount, reason, staff_id,
        from_ms(at_ms)
    FROM jsonb_to_recordset($3) AS x (seq bigint, shift_id uuid, store_id uuid,
         business_date date, kind text, amount bigint, reason text, staff_id uuid, at_ms bigint)
    ON CONFLICT DO NOTHING";

pub(in crate::db::projection) const WRITE_AUDIT: &str = "
    INSERT INTO audit (org_id, register_id, seq, kind, shift_id, store_id, staff_id, detail, at)
    SELECT $1, $2, seq, kind, shift_id, store_id, staff_id, detail, from_ms(at_ms)
    FROM jsonb_to_recordset($3) AS x (seq bigint, kind text, shift_id uuid, store_id uuid,
         staff_id uuid, detail jsonb, at_ms bigint)
    ON CONFLICT DO NOTHING";
