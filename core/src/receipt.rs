//! A receipt as rows, from which the screen, the printer and a text file are made.

mod back;
mod text;

use serde::{Deserialize, Serialize};

use crate::cart::{Discount, DiscountValue, Line, LineItem};
use crate::catalog::UnitPrice;
use crate::ids::TaxId;
use crate::journal::Proof;
use crate::money::format::plain;
use crate::money::{Currency, Minor};
use crate::pricing::{PriceBook, PricedLine, PromotionTotal, TaxTotal};
use crate::quantity::{Quantity, Unit};
use crate::sale::Sale;
use crate::shop::ShopConfig;
use crate::tender::{Settlement, TenderKind};

pub use text::to_text;

/// A receipt, top to bottom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub rows: Vec<Row>,
}

/// One row of a receipt. Amounts are written without the currency sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "row", rename_all = "snake_case")]
pub enum Row {
    /// The name of the shop.
    Title { text: String },
    /// A centred line.
    Centre { text: String },
    /// A label and its value.
    Pair { label: String, value: String },
    /// Something sold; `detail` is quantity and unit price where they tell something.
    Item { name: String, detail: Option<String>, amount: String },
    /// What was added to the item above, or said of it; the amount may be empty.
    Extra { label: String, amount: String },
    /// What reduced the item above or the sum.
    Discount { label: String, amount: String },
    /// The total, larger than the rest.
    Total { label: String, amount: String },
    /// A tax: name, net, tax.
    Tax { name: String, net: String, amount: String },
    /// A rule across.
    Rule,
    /// A code for a camera.
    Qr { text: String },
}

/// The words of a receipt in the language of the shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    pub receipt: String,
    pub date: String,
    pub cashier: String,
    pub total: String,
    pub discount: String,
    pub cash: String,
    pub card: String,
    pub voucher: String,
    pub gift_card: String,
    pub store_credit: String,
    pub on_account: String,
    pub points: String,
    pub tip: String,
    /// Heads the receipt of a return.
    pub returned: String,
    /// Heads the receipt of a sale that was undone.
    pub voided: String,
    /// Before the number of the receipt that a return is for.
    pub for_receipt: String,
    /// What a promotion had taken off and, after a return, no longer does.
    pub promotion_ended: String,
    pub change: String,
    pub rounding: String,
    pub tax: String,
    pub net: String,
    pub tax_number: String,
}

impl Words {
    fn tender(&self, kind: TenderKind) -> &str {
        match kind {
            TenderKind::Cash => &self.cash,
            TenderKind::Card => &self.card,
            TenderKind::Voucher => &self.voucher,
            TenderKind::GiftCard => &self.gift_card,
            TenderKind::StoreCredit => &self.store_credit,
            TenderKind::OnAccount => &self.on_account,
            TenderKind::Points => &self.points,
        }
    }
}

/// What a receipt is made from: of a sale, or of a [`crate::refund::Return`].
#[derive(Debug)]
pub struct Source<'a, Of = Sale> {
    pub of: &'a Of,
    pub shop: &'a ShopConfig,
    pub words: &'a Words,
    pub cashier: &'a str,
    /// Date and time as the shop writes them.
    pub when: &'a str,
    /// The chain head after the act, for the code at the end.
    pub proof: Option<&'a Proof>,
}

impl Receipt {
    /// Makes the receipt of a sale.
    #[must_use]
    pub fn of(source: &Source<'_>) -> Self {
        let &Source { of: sale, shop, words, cashier, when, proof } = source;
        let mut rows = head(shop, words, &sale.receipt_no, cashier, when);
        let currency = sale.cart.currency;
        for (line, priced) in sale.cart.lines.iter().zip(&sale.priced.lines) {
            item(line, priced, currency, words, &mut rows);
            promotions(priced, &sale.priced.promotions, currency, &mut rows);
        }
        rows.push(Row::Rule);
        if let Some(discount) = &sale.cart.discount {
            let off = Minor::sum(sale.priced.lines.iter().map(|line| line.cart_discount));
            rows.push(Row::Discount {
                label: label(discount, words),
                amount: plain(off.unwrap_or_default().negated(), currency),
            });
        }
        sums(&sale.settlement, words, currency, &mut rows);
        taxes(&sale.priced.taxes, &shop.book, currency, &mut rows);
        foot(shop, proof, &mut rows);
        Self { rows }
    }
}

fn head(shop: &ShopConfig, words: &Words, receipt_no: &str, cashier: &str, when: &str) -> Vec<Row> {
    let mut rows = vec![Row::Title { text: shop.store.name.clone() }];
    rows.extend(shop.store.address.iter().map(|line| Row::Centre { text: line.clone() }));
    if !shop.store.tax_number.is_empty() {
        rows.push(Row::Centre { text: format!("{} {}", words.tax_number, shop.store.tax_number) });
    }
    rows.push(Row::Rule);
    let pair = |label: &str, value: &str| Row::Pair { label: label.into(), value: value.into() };
    rows.push(pair(&words.receipt, receipt_no));
    rows.push(pair(&words.date, when));
    rows.push(pair(&words.cashier, cashier));
    rows.push(Row::Rule);
    rows
}

fn item(line: &Line, priced: &PricedLine, currency: Currency, words: &Words, rows: &mut Vec<Row>) {
    rows.push(goods(&line.item, line.quantity, priced, currency));
    modifiers(&line.item, priced, currency, rows);
    if !line.note.is_empty() {
        rows.push(Row::Extra { label: line.note.clone(), amount: String::new() });
    }
    if let Some(discount) = &line.discount {
        rows.push(Row::Discount {
            label: label(discount, words),
            amount: plain(priced.line_discount.negated(), currency),
        });
    }
}

fn goods(item: &LineItem, quantity: Quantity, priced: &PricedLine, currency: Currency) -> Row {
    let unit = item.counted_in();
    let single = unit == Unit::Each && quantity == Quantity::ONE;
    let detail = (!single).then(|| {
        let sign = unit.sign();
        let space = if sign.is_empty() { "" } else { " " };
        format!("{quantity}{space}{sign} × {}", unit_price(priced.unit_price(item), currency))
    });
    Row::Item { name: name(item), detail, amount: plain(priced.value_alone(), currency) }
}

/// What was added to what a line sells.
fn modifiers(item: &LineItem, priced: &PricedLine, currency: Currency, rows: &mut Vec<Row>) {
    for (picked, amount) in item.modifiers.iter().zip(&priced.modifiers) {
        let label = match picked.units {
            1 => picked.name.clone(),
            units => format!("{units} × {}", picked.name),
        };
        let amount = if amount.is_zero() { String::new() } else { plain(*amount, currency) };
        rows.push(Row::Extra { label, amount });
    }
}

/// What promotions take off a line, each by the name that it had when it was sold.
fn promotions(
    priced: &PricedLine,
    totals: &[PromotionTotal],
    currency: Currency,
    rows: &mut Vec<Row>,
) {
    for share in &priced.promotions {
        let total = totals.iter().find(|total| total.promotion == share.promotion);
        rows.push(Row::Discount {
            label: total.map(|total| total.name.clone()).unwrap_or_default(),
            amount: plain(share.amount.negated(), currency),
        });
    }
}

/// What is printed for an item, with the pack that it is sold in.
fn name(item: &LineItem) -> String {
    match &item.pack {
        Some(pack) => format!("{}, {}", item.name, pack.name),
        None => item.name.clone(),
    }
}

fn unit_price(price: UnitPrice, currency: Currency) -> String {
    let price = price.value();
    let whole = i64::try_from(price.mantissa()).ok().filter(|_| price.scale() == 0);
    match whole.and_then(|units| Minor::new(units).ok()) {
        Some(amount) => plain(amount, currency),
        None => {
            let mut major = price;
            let scale = price.scale() + u32::from(currency.digits());
            if major.set_scale(scale).is_ok() { major.to_string() } else { price.to_string() }
        }
    }
}

fn label(discount: &Discount, words: &Words) -> String {
    let mut label = words.discount.clone();
    if let DiscountValue::Percent(percent) = discount.value {
        label = format!("{label} {} %", percent.normalize());
    }
    if !discount.reason.is_empty() {
        label = format!("{label} ({})", discount.reason);
    }
    label
}

fn sums(settlement: &Settlement, words: &Words, currency: Currency, rows: &mut Vec<Row>) {
    rows.push(Row::Total {
        label: format!("{} {currency}", words.total),
        amount: plain(settlement.due, currency),
    });
    let mut pair = |label: &str, amount: Minor| {
        rows.push(Row::Pair { label: label.into(), value: plain(amount, currency) });
    };
    if !settlement.tip.is_zero() {
        pair(&words.tip, settlement.tip);
    }
    if !settlement.cash_rounding.is_zero() {
        pair(&words.rounding, settlement.cash_rounding);
    }
    for tender in &settlement.tenders {
        pair(words.tender(tender.kind), tender.amount);
    }
    if !settlement.change.is_zero() {
        pair(&words.change, settlement.change);
    }
}

fn taxes(totals: &[TaxTotal], book: &PriceBook, currency: Currency, rows: &mut Vec<Row>) {
    if totals.is_empty() {
        return;
    }
    rows.push(Row::Rule);
    for total in totals {
        rows.push(Row::Tax {
            name: tax_name(book, total.tax),
            net: plain(total.net, currency),
            amount: plain(total.amount, currency),
        });
    }
}

fn tax_name(book: &PriceBook, id: TaxId) -> String {
    book.tax(id).map_or_else(|| id.to_string(), |tax| tax.name.clone())
}

fn foot(shop: &ShopConfig, proof: Option<&Proof>, rows: &mut Vec<Row>) {
    if !shop.receipt_footer.is_empty() {
        rows.push(Row::Rule);
        rows.push(Row::Centre { text: shop.receipt_footer.clone() });
    }
    if let Some(proof) = proof {
        rows.push(Row::Qr { text: proof.to_string() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{LineId, PromotionId};
    use crate::pricing::PromotionShare;

    #[test]
    fn promotions_are_printed_under_their_line_by_name() {
        let amount = |units| Minor::new(units).unwrap();
        let share = |id, units| PromotionShare {
            promotion: PromotionId(id),
            amount: amount(units),
            units: 1,
        };
        let priced = PricedLine {
            line: LineId(1),
            value: amount(1000),
            promotions: vec![share(2, 150), share(7, 85)],
            net: amount(765),
            total: amount(765),
            ..PricedLine::default()
        };
        let total = |id, name: &str| PromotionTotal {
            promotion: PromotionId(id),
            name: name.to_owned(),
            amount: amount(500),
        };
        let totals = [total(2, "Three for 5.00"), total(7, "Happy hour")];
        let mut rows = Vec::new();
        promotions(&priced, &totals, Currency::from_code("EUR").unwrap(), &mut rows);
        let expect =
            [("Three for 5.00", "-1.50"), ("Happy hour", "-0.85")].map(|(label, amount)| {
                Row::Discount { label: label.to_owned(), amount: amount.to_owned() }
            });
        assert_eq!(rows, expect);
    }
}
