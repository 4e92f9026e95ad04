//! What sales and returns have in common: goods, taxes, payments, and pricing them again.

use titan_core::cart::Cart;
use titan_core::money::Minor;
use titan_core::pricing::PricedCart;
use titan_core::sale::Repriced;
use titan_core::tender::Settlement;
use titan_core::time::Timestamp;

use super::{Projected, word};
use crate::db::projection::Claim;
use crate::db::projection::rows::{LineRow, MovementRow, PaymentRow, TaxRow};

/// The columns of what pricing again came to, which is marked where it is not the same.
pub(super) fn reprice(
    projected: &mut Projected,
    what: &str,
    repriced: Repriced,
) -> (&'static str, Option<Minor>, Option<String>) {
    match repriced {
        Repriced::Equal => ("equal", None, None),
        Repriced::Different { total } => {
            let message = format!("the server comes to {} minor units", total.get());
            projected.mark(&format!("{what}.repriced"), message.clone());
            ("different", Some(total), Some(message))
        }
        Repriced::Unpriced { reason } => {
            projected.mark(&format!("{what}.unpriced"), reason.clone());
            ("unpriced", None, Some(reason))
        }
    }
}

/// All taxes together.
pub(super) fn tax_of(projected: &mut Projected, priced: &[&PricedCart]) -> Minor {
    let taxes = priced.iter().flat_map(|priced| &priced.taxes);
    Minor::sum(taxes.map(|tax| tax.amount)).unwrap_or_else(|_| {
        projected.mark("sale.tax_sum", "its taxes cannot be added up");
        Minor::ZERO
    })
}

/// Goods that go out: their lines, and out of stock.
pub(super) fn add_goods(
    projected: &mut Projected,
    claim: &Claim,
    cart: &Cart,
    priced: &PricedCart,
    at: Timestamp,
) {
    for line in &cart.lines {
        let Some(priced) = priced.lines.iter().find(|priced| priced.line == line.id) else {
            continue;
        };
        projected.rows.lines.push(LineRow {
            seq: projected.seq,
            line: i64::from(line.id.0),
            item_id: line.item.id.0,
            sku: line.item.sku.clone(),
            name: line.item.name.clone(),
            category_id: line.item.category.0,
            unit: word(&line.item.unit),
            quantity: line.quantity.value(),
            unit_price: priced.unit_price(&line.item).value(),
            value: priced.value,
            line_discount: priced.line_discount,
            cart_discount: priced.cart_discount,
            net: priced.net,
            total: priced.total,
            restock: None,
        });
        projected.rows.movements.push(MovementRow {
            seq: projected.seq,
            line: i64::from(line.id.0),
            store_id: claim.store,
            item_id: line.item.id.0,
            delta: -line.base_quantity(),
            at_ms: at.0,
        });
    }
}

pub(super) fn add_payments(projected: &mut Projected, settlement: &Settlement) {
    for (position, offer) in (1..).zip(&settlement.tenders) {
        projected.rows.payments.push(PaymentRow {
            seq: projected.seq,
            position,
            kind: word(&offer.kind),
            amount: offer.amount,
            reference: offer.reference.clone(),
        });
    }
}

/// One row a tax, of everything together.
pub(super) fn add_taxes(projected: &mut Projected, priced: &[&PricedCart]) {
    let seq = projected.seq;
    let mut rows: Vec<TaxRow> = Vec::new();
    for tax in priced.iter().flat_map(|priced| &priced.taxes) {
        let (net, amount) = (tax.net, tax.amount);
        match rows.iter_mut().find(|row| row.tax_id == tax.tax.0) {
            Some(row) => {
                row.net = row.net.plus(net).unwrap_or(row.net);
                row.amount = row.amount.plus(amount).unwrap_or(row.amount);
            }
            None => rows.push(TaxRow { seq, tax_id: tax.tax.0, net, amount }),
        }
    }
    projected.rows.taxes.append(&mut rows);
}
