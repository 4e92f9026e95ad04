//! The receipt of a return or an exchange.

use super::{
    Receipt, Row, Source, Words, foot, goods, head, item, label, modifiers, promotions, sums, taxes,
};
use crate::money::format::plain;
use crate::money::{Currency, Minor};
use crate::pricing::{PricedCart, TaxTotal};
use crate::refund::{Return, Sold};

impl Receipt {
    /// Makes the receipt of a return or an exchange: what came back with amounts below zero,
    /// what went out, and one sum of both.
    #[must_use]
    pub fn of_return(source: &Source<'_, Return>) -> Self {
        let &Source { of: back, shop, words, cashier, when, proof } = source;
        let currency = back.currency;
        let mut rows = head(shop, words, &back.receipt_no, cashier, when);
        let title = if back.void { &words.voided } else { &words.returned };
        rows.push(Row::Centre { text: title.clone() });
        if let Some(origin) = &back.origin {
            let label = words.for_receipt.clone();
            rows.push(Row::Pair { label, value: origin.receipt_no.clone() });
        }
        returned(back, words, &mut rows);
        if let Some(sold) = &back.sold {
            rows.push(Row::Rule);
            went_out(sold, currency, words, &mut rows);
        }
        rows.push(Row::Rule);
        sums(&back.settlement, words, currency, &mut rows);
        let sold = back.sold.as_ref().map(|sold| &sold.priced);
        taxes(&both(&back.priced, sold), &shop.book, currency, &mut rows);
        foot(shop, proof, &mut rows);
        Self { rows }
    }
}

fn returned(back: &Return, words: &Words, rows: &mut Vec<Row>) {
    let currency = back.currency;
    let off = |label: &str, amount: Minor, rows: &mut Vec<Row>| {
        if !amount.is_zero() {
            let amount = plain(amount.negated(), currency);
            rows.push(Row::Discount { label: label.to_owned(), amount });
        }
    };
    let mut priced = back.priced.lines.iter();
    for (line, priced) in back.lines.iter().zip(priced.by_ref()) {
        rows.push(goods(&line.item, line.quantity, priced, currency));
        modifiers(&line.item, priced, currency, rows);
        off(&words.discount, priced.line_discount, rows);
        promotions(priced, &back.priced.promotions, currency, rows);
        off(&words.discount, priced.cart_discount, rows);
    }
    for dearer in priced {
        let (name, amount) = (words.promotion_ended.clone(), plain(dearer.total, currency));
        rows.push(Row::Item { name, detail: None, amount });
    }
}

fn went_out(sold: &Sold, currency: Currency, words: &Words, rows: &mut Vec<Row>) {
    for (line, priced) in sold.cart.lines.iter().zip(&sold.priced.lines) {
        item(line, priced, currency, words, rows);
        promotions(priced, &sold.priced.promotions, currency, rows);
    }
    if let Some(discount) = &sold.cart.discount {
        let off = Minor::sum(sold.priced.lines.iter().map(|line| line.cart_discount));
        let amount = plain(off.unwrap_or_default().negated(), currency);
        rows.push(Row::Discount { label: label(discount, words), amount });
    }
}

/// The taxes of what came back and what went out, together.
fn both(back: &PricedCart, sold: Option<&PricedCart>) -> Vec<TaxTotal> {
    let mut totals = back.taxes.clone();
    for tax in sold.iter().flat_map(|sold| &sold.taxes) {
        match totals.iter_mut().find(|total| total.tax == tax.tax) {
            Some(total) => {
                total.net = total.net.plus(tax.net).unwrap_or(total.net);
                total.amount = total.amount.plus(tax.amount).unwrap_or(total.amount);
            }
            None => totals.push(tax.clone()),
        }
    }
    crate::order::sort_by_key(&mut totals, |total| total.tax);
    totals
}
