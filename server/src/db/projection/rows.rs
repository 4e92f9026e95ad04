//! Rows of the projected tables. Those of which a sale has few travel as one JSON array a table;
//! organisation and register are the claim's.

use rust_decimal::Decimal;
use serde::Serialize;
use titan_core::ids::{RegisterId, SaleId, ShiftId, StaffId, StoreId};
use titan_core::money::Minor;
use titan_core::time::BusinessDate;

mod acts;

pub use acts::{AuditRow, CashMoveRow, ShiftCloseRow};
pub(super) use acts::{WRITE_AUDIT, WRITE_CASH_MOVES, WRITE_SHIFT_CLOSES};

/// Everything that some entries come to.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    pub shifts: Vec<ShiftRow>,
    pub shift_closes: Vec<ShiftCloseRow>,
    pub cash_moves: Vec<CashMoveRow>,
    pub audit: Vec<AuditRow>,
    pub sales: Vec<SaleRow>,
    pub lines: Vec<LineRow>,
    pub payments: Vec<PaymentRow>,
    pub taxes: Vec<TaxRow>,
    pub movements: Vec<MovementRow>,
    pub attention: Vec<AttentionRow>,
}

impl Rows {
    /// Adds these rows to others.
    pub fn append_to(self, all: &mut Self) {
        all.shifts.extend(self.shifts);
        all.shift_closes.extend(self.shift_closes);
        all.cash_moves.extend(self.cash_moves);
        all.audit.extend(self.audit);
        all.sales.extend(self.sales);
        all.lines.extend(self.lines);
        all.payments.extend(self.payments);
        all.taxes.extend(self.taxes);
        all.movements.extend(self.movements);
        all.attention.extend(self.attention);
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct ShiftRow {
    pub seq: u64,
    pub shift_id: ShiftId,
    pub store_id: StoreId,
    pub business_date: BusinessDate,
    pub opening_float: Minor,
    pub opened_by: Option<StaffId>,
    pub opened_ms: i64,
}

#[derive(Clone, Debug, Serialize)]
pub struct SaleRow {
    pub seq: u64,
    pub kind: &'static str,
    pub sale_id: SaleId,
    pub store_id: StoreId,
    pub shift_id: Option<ShiftId>,
    pub staff_id: Option<StaffId>,
    pub business_date: BusinessDate,
    pub receipt_no: String,
    pub closed_ms: i64,
    pub offset_minutes: i32,
    pub received_ms: i64,
    pub currency: String,
    pub value: Minor,
    pub discount: Minor,
    pub net: Minor,
    pub tax: Minor,
    pub total: Minor,
    pub tip: Minor,
    pub cash_rounding: Minor,
    pub change: Minor,
    pub lines: usize,
    /// Hexadecimal, as Postgres reads bytes: `\x..`.
    pub book: String,
    pub core_version: String,
    pub reprice: &'static str,
    pub reprice_total: Option<Minor>,
    pub reprice_reason: Option<String>,
    pub reason: String,
    pub origin_sale_id: Option<SaleId>,
    pub origin_register_id: Option<RegisterId>,
    pub origin_seq: Option<i64>,
    /// What it adds to the counts of its day.
    pub counts_sale: i64,
    pub counts_return: i64,
}

#[derive(Clone, Debug)]
pub struct LineRow {
    pub seq: u64,
    /// Below zero where the goods came back.
    pub line: i64,
    pub item_id: u32,
    pub sku: String,
    pub name: String,
    pub category_id: u32,
    pub unit: String,
    pub quantity: Decimal,
    pub unit_price: Decimal,
    pub value: Minor,
    pub line_discount: Minor,
    pub cart_discount: Minor,
    pub net: Minor,
    pub total: Minor,
    pub restock: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PaymentRow {
    pub seq: u64,
    pub position: usize,
    pub kind: String,
    pub amount: Minor,
    pub reference: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct TaxRow {
    pub seq: u64,
    pub tax_id: u32,
    pub net: Minor,
    pub amount: Minor,
}

#[derive(Clone, Debug)]
pub struct MovementRow {
    pub seq: u64,
    /// As [`LineRow::line`].
    pub line: i64,
    pub store_id: StoreId,
    pub item_id: u32,
    pub delta: Decimal,
    pub at_ms: i64,
}

#[derive(Clone, Debug, Serialize)]
pub struct AttentionRow {
    pub seq: u64,
    pub code: String,
    pub message: String,
}

pub(super) const WRITE_SHIFTS: &str = "
    INSERT INTO shifts (org_id, register_id, shift_id, store_id, business_date, opening_float,
                        opened_seq, opened_by, opened_at)
    SELECT $1, $2, shift_id, store_id, business_date, opening_float, seq, opened_by,
           from_ms(opened_ms)
    FROM jsonb_to_recordset($3) AS x (seq bigint, shift_id uuid, store_id uuid,
         business_date date, opening_float bigint, opened_by uuid, opened_ms bigint)
    ON CONFLICT DO NOTHING";

pub(super) const WRITE_SALES: &str = "
    WITH given AS (
        SELECT * FROM jsonb_to_recordset($3) AS x (seq bigint, kind text, sale_id uuid,
            store_id uuid, shift_id uuid, staff_id uuid, business_date date, receipt_no text,
            closed_ms bigint, offset_minutes integer, received_ms bigint, currency text,
            value bigint, discount bigint, net bigint, tax bigint, total bigint, tip bigint,
            cash_rounding bigint, change bigint, lines integer, book bytea, core_version text,
            reprice text, reprice_total bigint, reprice_reason text, reason text,
            origin_sale_id uuid, origin_register_id uuid, origin_seq bigint,
            counts_sale bigint, counts_return bigint)
    ), fresh AS (
        INSERT INTO sales (org_id, register_id, seq, kind, sale_id, store_id, shift_id, staff_id,
            business_date, receipt_no, closed_at, offset_minutes, received_at, currency, value,
            discount, net, tax, total, tip, cash_rounding, change, lines, book, core_version,
            reprice, reprice_total, reprice_reason, reason, origin_sale_id, origin_register_id,
            origin_seq)
        SELECT $1, $2, seq, kind, sale_id, store_id, shift_id, staff_id,
            business_date, receipt_no, from_ms(closed_ms), offset_minutes, from_ms(received_ms),
            currency, value, discount, net, tax, total, tip, cash_rounding, change, lines, book,
            core_version, reprice, reprice_total, reprice_reason, reason, origin_sale_id,
            origin_register_id, origin_seq
        FROM given
        ON CONFLICT DO NOTHING
        RETURNING seq
    )
    INSERT INTO day_totals AS t (org_id, store_id, business_date, register_id, currency, sales,
        returns, value, discount, net, tax, total, cash_rounding)
    SELECT $1, store_id, business_date, $2, currency, sum(counts_sale), sum(counts_return),
           sum(value), sum(discount), sum(net), sum(tax), sum(total), sum(cash_rounding)
    FROM given JOIN fresh USING (seq) GROUP BY store_id, business_date, currency
    ON CONFLICT (org_id, store_id, business_date, register_id, currency) DO UPDATE SET
        sales = t.sales + excluded.sales, returns = t.returns + excluded.returns,
        value = t.value + excluded.value,
        discount = t.discount + excluded.discount, net = t.net + excluded.net,
        tax = t.tax + excluded.tax, total = t.total + excluded.total,
        cash_rounding = t.cash_rounding + excluded.cash_rounding";

pub(super) const WRITE_PAYMENTS: &str = "
    INSERT INTO sale_payments (org_id, register_id, seq, position, kind, amount, reference)
    SELECT $1, $2, seq, position, kind, amount, reference
    FROM jsonb_to_recordset($3) AS x (seq bigint, position integer, kind text, amount bigint,
        reference text)
    ON CONFLICT DO NOTHING";

pub(super) const WRITE_TAXES: &str = "
    INSERT INTO sale_taxes (org_id, register_id, seq, tax_id, net, amount)
    SELECT $1, $2, seq, tax_id, net, amount
    FROM jsonb_to_recordset($3) AS x (seq bigint, tax_id integer, net bigint, amount bigint)
    ON CONFLICT DO NOTHING";

pub(super) const WRITE_ATTENTION: &str = "
    INSERT INTO attention (org_id, register_id, seq, code, message)
    SELECT $1, $2, seq, code, message
    FROM jsonb_to_recordset($3) AS x (seq bigint, code text, message text)
    ON CONFLICT DO NOTHING";
