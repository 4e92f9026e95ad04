//! A sale.

use titan_core::sale::{Repriced, Sale};

use super::goods::{add_goods, add_payments, add_taxes, reprice, tax_of};
use super::{One, Projected};
use crate::db::projection::rows::SaleRow;

pub(super) fn project(projected: &mut Projected, one: &One<'_>, sale: &Sale) {
    for problem in sale.problems() {
        let word = serde_json::to_value(problem).unwrap_or_default();
        let kind = word.get("problem").and_then(|it| it.as_str()).unwrap_or("problem");
        projected.mark(&format!("sale.{kind}"), format!("the sale does not add up: {word}"));
    }
    let business_date = one.business_date(projected, "sale");
    one.check_reported(projected, "sale", business_date);
    let repriced = match one.context.books.get(&sale.book) {
        Some(book) => sale.reprice(book),
        None => Repriced::Unpriced {
            reason: format!("this server never gave out the price book {}", sale.book),
        },
    };
    let (reprice, reprice_total, reprice_reason) = reprice(projected, "sale", repriced);
    let priced = &sale.priced;
    let tax = tax_of(projected, &[priced]);
    projected.rows.sales.push(SaleRow {
        seq: projected.seq,
        kind: "sale",
        sale_id: sale.id,
        store_id: one.claim.store,
        shift_id: one.entry.shift,
        staff_id: one.entry.staff,
        business_date,
        receipt_no: sale.receipt_no.clone(),
        closed_ms: sale.closed_at.0,
        offset_minutes: one.entry.offset_minutes,
        received_ms: one.received.received_ms,
        currency: sale.cart.currency.to_string(),
        value: priced.value,
        discount: priced.discount,
        net: priced.net,
        tax,
        total: priced.total,
        tip: sale.settlement.tip,
        cash_rounding: sale.settlement.cash_rounding,
        change: sale.settlement.change,
        lines: sale.cart.lines.len(),
        book: format!("\\x{}", sale.book),
        core_version: sale.core_version.clone(),
        reprice,
        reprice_total,
        reprice_reason,
        reason: String::new(),
        origin_sale_id: None,
        origin_register_id: None,
        origin_seq: None,
        counts_sale: 1,
        counts_return: 0,
    });
    add_goods(projected, one.claim, &sale.cart, priced, sale.closed_at);
    add_payments(projected, &sale.settlement);
    add_taxes(projected, &[priced]);
}
