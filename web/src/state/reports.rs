//! The X and the Z report of a shift, as paper.

use leptos::prelude::*;
use titan_core::journal::Proof;
use titan_core::money::Minor;
use titan_core::money::format::plain;
use titan_core::receipt::{Receipt, Row};
use titan_core::shift::{ShiftClosed, ShiftTotals};
use titan_core::tender::TenderKind;

use super::App;
use crate::db::meta::Shift;
use crate::i18n::Key;
use crate::platform::{clock, intl};

impl App {
    /// Makes the X report: what a shift comes to so far. What the drawer should hold is told to
    /// those who may know it before it is counted.
    pub(super) fn x_report(&self, shift: &Shift) -> Receipt {
        let title = self.t(Key::XReport).to_owned();
        let mut rows = self.report_head(title, &shift.business_date.to_string());
        self.report_totals(&shift.totals, &mut rows);
        if self.reads_shift() {
            self.report_drawer(&shift.totals, &mut rows);
        }
        Receipt { rows }
    }

    /// Makes the Z report of a shift that has ended.
    pub(super) fn z_report(&self, closed: &ShiftClosed, proof: &Proof) -> Receipt {
        let title = self.tf(Key::ZReport, &[("n", &closed.z.to_string())]);
        let mut rows = self.report_head(title, &closed.business_date.to_string());
        self.report_totals(&closed.totals, &mut rows);
        self.report_drawer(&closed.totals, &mut rows);
        rows.push(self.report_row(Key::Counted, closed.counted));
        rows.push(Row::Total {
            label: self.t(Key::Difference).to_owned(),
            amount: self.report_amount(closed.difference),
        });
        if !closed.note.is_empty() {
            rows.push(Row::Centre { text: closed.note.clone() });
        }
        rows.push(Row::Qr { text: proof.to_string() });
        Receipt { rows }
    }

    fn report_head(&self, title: String, day: &str) -> Vec<Row> {
        let pair = |key: Key, value: String| Row::Pair { label: self.t(key).to_owned(), value };
        let Some(shop) = self.shop.get_untracked() else { return Vec::new() };
        let now = intl::date_time(clock::now(), &shop.store.timezone, &self.prefs.locale());
        vec![
            Row::Title { text: title },
            Row::Centre { text: shop.store.name.clone() },
            Row::Centre { text: format!("{} · {}", shop.register.name, shop.register.code) },
            Row::Rule,
            pair(Key::BusinessDay, day.to_owned()),
            pair(Key::Date, now),
            pair(Key::Cashier, self.staff().map(|member| member.name).unwrap_or_default()),
            Row::Rule,
        ]
    }

    fn report_totals(&self, totals: &ShiftTotals, rows: &mut Vec<Row>) {
        let count = |key: Key, count: u32| Row::Pair {
            label: self.t(key).to_owned(),
            value: count.to_string(),
        };
        rows.push(count(Key::SalesCount, totals.sales));
        rows.push(self.report_row(Key::Total, totals.sold));
        if totals.returns > 0 {
            rows.push(count(Key::Returned, totals.returns));
            rows.push(self.report_row(Key::Returned, totals.returned));
        }
        rows.push(self.report_row(Key::Discount, totals.discount.negated()));
        rows.push(self.report_row(Key::Net, totals.net));
        let shop = self.shop.get_untracked();
        for tax in &totals.taxes {
            let known = shop.as_ref().and_then(|shop| shop.book.tax(tax.tax));
            rows.push(Row::Tax {
                name: known.map_or_else(|| tax.tax.to_string(), |tax| tax.name.clone()),
                net: self.report_amount(tax.net),
                amount: self.report_amount(tax.amount),
            });
        }
        rows.push(Row::Rule);
        for tender in &totals.tenders {
            let label = format!("{} × {}", self.tender_word(tender.kind), tender.count);
            rows.push(Row::Pair { label, value: self.report_amount(tender.amount) });
        }
        if !totals.tips.is_zero() {
            rows.push(self.report_row(Key::Tip, totals.tips));
        }
        rows.push(count(Key::DrawerOpenings, totals.drawer_openings));
        rows.push(count(Key::Reprints, totals.reprints));
    }

    fn report_drawer(&self, totals: &ShiftTotals, rows: &mut Vec<Row>) {
        rows.push(Row::Rule);
        rows.push(self.report_row(Key::OpeningFloat, totals.opening_float));
        rows.push(self.report_row(Key::CashTaken, totals.cash_taken));
        for (key, amount) in [
            (Key::CashRefunded, totals.cash_refunded.negated()),
            (Key::PaidIn, totals.paid_in),
            (Key::PaidOut, totals.paid_out.negated()),
            (Key::CashDrop, totals.dropped.negated()),
        ] {
            if !amount.is_zero() {
                rows.push(self.report_row(key, amount));
            }
        }
        let expected = totals.expected_cash().unwrap_or_default();
        rows.push(self.report_row(Key::Expected, expected));
    }

    fn report_row(&self, key: Key, amount: Minor) -> Row {
        Row::Pair { label: self.t(key).to_owned(), value: self.report_amount(amount) }
    }

    fn report_amount(&self, amount: Minor) -> String {
        self.currency().map(|currency| plain(amount, currency)).unwrap_or_default()
    }

    /// Returns the word for a means of payment.
    #[must_use]
    pub fn tender_word(&self, kind: TenderKind) -> &'static str {
        self.t(match kind {
            TenderKind::Cash => Key::Cash,
            TenderKind::Card => Key::Card,
            TenderKind::Voucher => Key::Voucher,
            TenderKind::GiftCard => Key::GiftCard,
            TenderKind::StoreCredit => Key::StoreCredit,
            TenderKind::OnAccount => Key::OnAccount,
            TenderKind::Points => Key::Points,
        })
    }
}
