//! A return or an exchange: its amounts are below zero, and goods go back into stock.

use titan_core::journal::{Act, Entry};
use titan_core::money::Minor;
use titan_core::pricing::PricedCart;
use titan_core::refund::{Bought, Restock, Return};
use titan_core::sale::Repriced;

use super::goods::{add_goods, add_payments, add_taxes, reprice, tax_of};
use super::{One, Projected, word};
use crate::db::projection::rows::{LineRow, MovementRow, SaleRow};

pub(super) fn project(projected: &mut Projected, one: &One<'_>, back: &Return) {
    for problem in back.problems() {
        let word = serde_json::to_value(problem).unwrap_or_default();
        let kind = word.get("problem").and_then(|it| it.as_str()).unwrap_or("problem");
        projected.mark(&format!("return.{kind}"), format!("the return does not add up: {word}"));
    }
    if back.origin.is_none() && back.approval.is_none() {
        projected.mark("return.unapproved", "goods were taken back without a receipt or approval");
    }
    let business_date = one.business_date(projected, "return");
    one.check_reported(projected, "return", business_date);
    let again = reprice_return(one, back);
    let (reprice, reprice_total, reprice_reason) = reprice(projected, "return", again);
    let parts: Vec<&PricedCart> =
        std::iter::once(&back.priced).chain(back.sold.as_ref().map(|sold| &sold.priced)).collect();
    let tax = tax_of(projected, &parts);
    let sum = |projected: &mut Projected, of: fn(&PricedCart) -> Minor| {
        Minor::sum(parts.iter().map(|part| of(part))).unwrap_or_else(|_| {
            projected.mark("return.sum", "its amounts cannot be added up");
            Minor::ZERO
        })
    };
    let book = back.sold.as_ref().map(|sold| sold.book).or(back.book);
    let origin = back.origin.as_ref();
    let row = SaleRow {
        seq: projected.seq,
        kind: match (&back.sold, back.void) {
            (Some(_), _) => "exchange",
            (None, true) => "void",
            (None, false) => "return",
        },
        sale_id: back.id,
        store_id: one.claim.store,
        shift_id: one.entry.shift,
        staff_id: one.entry.staff,
        business_date,
        receipt_no: back.receipt_no.clone(),
        closed_ms: back.closed_at.0,
        offset_minutes: one.entry.offset_minutes,
        received_ms: one.received.received_ms,
        currency: back.currency.to_string(),
        value: sum(projected, |part| part.value),
        discount: sum(projected, |part| part.discount),
        net: sum(projected, |part| part.net),
        tax,
        total: sum(projected, |part| part.total),
        tip: back.settlement.tip,
        cash_rounding: back.settlement.cash_rounding,
        change: back.settlement.change,
        lines: back.lines.len() + back.sold.as_ref().map_or(0, |sold| sold.cart.lines.len()),
        // A return by receipt is priced by what was paid and needs no book.
        book: book.map_or_else(|| "\\x".to_owned(), |book| format!("\\x{book}")),
        core_version: back.core_version.clone(),
        reprice,
        reprice_total,
        reprice_reason,
        reason: back.reason.clone(),
        origin_sale_id: origin.map(|origin| origin.sale),
        origin_register_id: origin.map(|origin| origin.register),
        origin_seq: origin.and_then(|origin| i64::try_from(origin.seq).ok()),
        counts_sale: i64::from(back.sold.is_some()),
        counts_return: 1,
    };
    projected.rows.sales.push(row);
    add_returned(projected, one, back);
    if let Some(sold) = &back.sold {
        add_goods(projected, one.claim, &sold.cart, &sold.priced, back.closed_at);
    }
    add_payments(projected, &back.settlement);
    add_taxes(projected, &parts);
}

/// Reckons the return again from the sale and the returns of it before.
fn reprice_return(one: &One<'_>, back: &Return) -> Repriced {
    let book = |fingerprint: &_| one.context.books.get(fingerprint);
    let Some(origin) = &back.origin else { return back.reprice(None, book) };
    let Some(known) = one.context.bought.get(&origin.sale) else {
        let reason = format!("the sale {} has not arrived", origin.receipt_no);
        return Repriced::Unpriced { reason };
    };
    let place = |entry: &Entry| (entry.at, entry.register, entry.seq);
    let before = known.returns.iter().filter(|it| place(it) < place(one.entry));
    let before: Vec<&Return> = before
        .filter_map(|entry| match &entry.act {
            Act::Return(back) => Some(&**back),
            _ => None,
        })
        .collect();
    let bought = match &known.act {
        Act::Sale(sale) => Some(Bought::from(&**sale)),
        Act::Return(exchange) => exchange.bought(),
        _ => None,
    };
    match bought.filter(|bought| bought.id == origin.sale) {
        Some(bought) => back.reprice(Some((bought, &before)), book),
        None => Repriced::Unpriced { reason: "what it names is not a sale".to_owned() },
    }
}

/// Goods that came back, under the number of their line below zero; then lines that cost more
/// because a promotion no longer holds, without a quantity.
fn add_returned(projected: &mut Projected, one: &One<'_>, back: &Return) {
    let sold = one.context.bought.get(&back.origin.as_ref().map_or(back.id, |it| it.sale));
    for priced in &back.priced.lines {
        let line = back.lines.iter().find(|line| line.line == priced.line);
        let kept = sold.and_then(|known| match &known.act {
            Act::Sale(sale) => sale.cart.line(priced.line),
            Act::Return(exchange) => exchange.sold.as_ref()?.cart.line(priced.line),
            _ => None,
        });
        let Some(item) = line.map(|it| &it.item).or_else(|| kept.map(|it| &it.item)) else {
            continue;
        };
        let quantity = line.map(|line| -line.quantity.value()).unwrap_or_default();
        projected.rows.lines.push(LineRow {
            seq: projected.seq,
            line: -i64::from(priced.line.0),
            item_id: item.id.0,
            sku: item.sku.clone(),
            name: item.name.clone(),
            category_id: item.category.0,
            unit: word(&item.unit),
            quantity,
            unit_price: priced.unit_price(item).value(),
            value: priced.value,
            line_discount: priced.line_discount,
            cart_discount: priced.cart_discount,
            net: priced.net,
            total: priced.total,
            restock: line.map(|line| word(&line.restock)),
        });
        if line.is_some_and(|line| line.restock == Restock::Restock) {
            projected.rows.movements.push(MovementRow {
                seq: projected.seq,
                line: -i64::from(priced.line.0),
                store_id: one.claim.store,
                item_id: item.id.0,
                delta: -item.in_base_units(quantity),
                at_ms: back.closed_at.0,
            });
        }
    }
}
