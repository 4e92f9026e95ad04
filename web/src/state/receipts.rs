//! Receipts in the language of the app, and the short form in which they are kept beside their sale.

use leptos::prelude::*;
use titan_core::ids::StaffId;
use titan_core::journal::{Act, Proof};
use titan_core::receipt::{Receipt, Row, Source, Words};

use super::App;
use crate::i18n::Key;
use crate::platform::intl;

const ROW: char = '\n';
const FIELD: char = '\u{1f}';

impl App {
    /// Makes the receipt of a sale or a return, in its short form.
    pub(super) fn print(&self, act: &Act, proof: &Proof, cashier: StaffId) -> String {
        let Some(shop) = self.shop.get_untracked() else { return String::new() };
        let cashier = self.staff_member(cashier).map(|member| member.name).unwrap_or_default();
        let closed_at = match act {
            Act::Sale(sale) => sale.closed_at,
            Act::Return(back) => back.closed_at,
            _ => return String::new(),
        };
        let when = intl::date_time(closed_at, &shop.store.timezone, &self.prefs.locale());
        let words = self.receipt_words();
        let (shop, words, cashier, when, proof) = (&*shop, &words, &*cashier, &*when, Some(proof));
        pack(&match act {
            Act::Sale(of) => Receipt::of(&Source { of, shop, words, cashier, when, proof }),
            Act::Return(of) => {
                Receipt::of_return(&Source { of, shop, words, cashier, when, proof })
            }
            _ => return String::new(),
        })
    }

    fn receipt_words(&self) -> Words {
        let word = |key: Key| self.t(key).to_owned();
        Words {
            receipt: word(Key::Receipt),
            date: word(Key::Date),
            cashier: word(Key::Cashier),
            total: word(Key::Total),
            discount: word(Key::Discount),
            cash: word(Key::Cash),
            card: word(Key::Card),
            voucher: word(Key::Voucher),
            gift_card: word(Key::GiftCard),
            store_credit: word(Key::StoreCredit),
            on_account: word(Key::OnAccount),
            points: word(Key::Points),
            tip: word(Key::Tip),
            returned: word(Key::Returned),
            voided: word(Key::Voided),
            for_receipt: word(Key::ForReceipt),
            promotion_ended: word(Key::PromotionEnded),
            change: word(Key::Change),
            rounding: word(Key::Rounding),
            tax: word(Key::Tax),
            net: word(Key::Net),
            tax_number: word(Key::TaxNumber),
        }
    }
}

/// Writes a receipt in its short form: a letter for the kind of a row, then its texts.
#[must_use]
pub fn pack(receipt: &Receipt) -> String {
    let mut packed = String::new();
    for row in &receipt.rows {
        let none = "";
        let (kind, texts) = match row {
            Row::Title { text } => ('T', [text.as_str(), none, none]),
            Row::Centre { text } => ('C', [text.as_str(), none, none]),
            Row::Pair { label, value } => ('P', [label.as_str(), value, none]),
            Row::Item { name, detail, amount } => {
                ('I', [name.as_str(), amount, detail.as_deref().unwrap_or(none)])
            }
            Row::Extra { label, amount } => ('E', [label.as_str(), amount, none]),
            Row::Discount { label, amount } => ('D', [label.as_str(), amount, none]),
            Row::Total { label, amount } => ('S', [label.as_str(), amount, none]),
            Row::Tax { name, net, amount } => ('X', [name.as_str(), net, amount]),
            Row::Rule => ('R', [none; 3]),
            Row::Qr { text } => ('Q', [text.as_str(), none, none]),
        };
        packed.push(kind);
        for text in texts {
            packed.push(FIELD);
            // A reason may have been pasted with line ends.
            packed.extend(text.chars().map(|letter| if letter < ' ' { ' ' } else { letter }));
        }
        packed.push(ROW);
    }
    packed
}

/// Reads the short form. A row that is not known is left out.
#[must_use]
pub fn unpack(packed: &str) -> Receipt {
    Receipt { rows: packed.split(ROW).filter_map(row).collect() }
}

fn row(packed: &str) -> Option<Row> {
    let mut texts = packed.split(FIELD);
    let kind = texts.next()?;
    let mut text = || texts.next().unwrap_or_default().to_owned();
    let (one, two, three) = (text(), text(), text());
    Some(match kind {
        "T" => Row::Title { text: one },
        "C" => Row::Centre { text: one },
        "P" => Row::Pair { label: one, value: two },
        "I" => {
            let detail = Some(three).filter(|detail| !detail.is_empty());
            Row::Item { name: one, detail, amount: two }
        }
        "E" => Row::Extra { label: one, amount: two },
        "D" => Row::Discount { label: one, amount: two },
        "S" => Row::Total { label: one, amount: two },
        "X" => Row::Tax { name: one, net: two, amount: three },
        "R" => Row::Rule,
        "Q" => Row::Qr { text: one },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn a_receipt_comes_back_as_it_was() {
        let text = |text: &str| text.to_owned();
        let rows = vec![
            Row::Title { text: text("Shop") },
            Row::Centre { text: text("Street 1") },
            Row::Rule,
            Row::Pair { label: text("Date"), value: text("1.2.") },
            Row::Item { name: text("Bread"), detail: None, amount: text("1.00") },
            Row::Item { name: text("Apples"), detail: Some(text("2 kg")), amount: text("3.00") },
            Row::Extra { label: text("Ripe"), amount: text("") },
            Row::Discount { label: text("Discount (old)"), amount: text("-0.50") },
            Row::Total { label: text("Total"), amount: text("3.50") },
            Row::Tax { name: text("VAT"), net: text("3.00"), amount: text("0.50") },
            Row::Qr { text: text("TITAN1:x") },
        ];
        let receipt = Receipt { rows };
        assert_eq!(unpack(&pack(&receipt)), receipt);
        assert_eq!(unpack(""), Receipt { rows: Vec::new() });
    }
}
