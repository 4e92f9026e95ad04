//! Taxes of lines and documents, parts of documents, sessions of a till, invoices.

mod en16931;
mod figures;
mod odoo_document;
mod odoo_line;
mod odoo_parts;
mod odoo_session;
mod odoo_taxes;
mod odoo_totals;
mod solidus;

use crate::case::json;
use crate::harness::{File, run};

pub(crate) const FILES: [File; 12] = [
    File {
        path: "odoo/taxes_single_line.json",
        run: |text, _| run(json(text), odoo_line::single_line),
    },
    File {
        path: "odoo/taxes_single_line_formula.json",
        run: |text, _| run(json(text), odoo_line::single_line),
    },
    File {
        path: "odoo/taxes_single_line_legacy.json",
        run: |text, _| run(json(text), odoo_line::single_line),
    },
    File {
        path: "odoo/price_mapping_between_taxes.json",
        run: |text, _| run(json(text), odoo_line::price_mapping),
    },
    File { path: "odoo/document_totals.json", run: |text, _| run(json(text), odoo_totals::totals) },
    File {
        path: "odoo/line_tax_details.json",
        run: |text, _| run(json(text), odoo_totals::line_details),
    },
    File {
        path: "odoo/global_discount.json",
        run: |text, _| run(json(text), odoo_parts::global_discount),
    },
    File {
        path: "odoo/down_payment.json",
        run: |text, _| run(json(text), odoo_parts::down_payment),
    },
    File { path: "odoo/pos_sessions.json", run: |text, _| run(json(text), odoo_session::session) },
    File { path: "promotions/solidus_tax.json", run: |text, _| run(json(text), solidus::tax) },
    File { path: "en16931/invoices.json", run: |text, _| run(json(text), en16931::invoice) },
    File { path: "en16931/rule_cases.json", run: |text, _| run(json(text), en16931::rule_case) },
];
