//! A document of Odoo's cases, in its own currency and in that of the books, and its totals.

use anyhow::Result;
use rust_decimal::Decimal;
use serde_json::Value;
use titan_core::money::Ratio;
use titan_core::money::{Minor, Rounding};
use titan_core::tax::document::{
    BaseRounding, DocumentLine, DocumentSettings, LineDetail, in_other_currency, reckon_document,
};
use titan_core::tax::totals::{DocumentTotals, GroupTotal};
use titan_core::tax::{Tax, TaxGroup};

use super::figures::{count, decimal, decimal_or, field, figure, fraction, list};
use super::odoo_taxes::{Names, rounding_method};
use crate::case::Case;
use crate::harness::{Outcome, same};

/// The heading of the groups that name none.
const NET_HEADING: &str = "Untaxed Amount";

/// A document in its own currency and in that of the books, amounts in steps of each.
pub(crate) struct Document<'a> {
    pub(crate) settings: DocumentSettings,
    /// How many steps of the document one step of the books is worth.
    pub(crate) rate: Ratio,
    /// The steps of both in major units.
    pub(crate) steps: [Decimal; 2],
    pub(crate) own: Vec<LineDetail<'a>>,
    pub(crate) books: Vec<LineDetail<'a>>,
}

/// Reads the taxes of all lines first, so that lines can borrow them.
pub(crate) fn taxes_of(case: &Case, names: &mut Names) -> Result<Vec<Vec<Tax>>> {
    let lines = list(&field(case, "inputs")["lines"]);
    lines.iter().map(|line| names.taxes(&line["taxes"])).collect()
}

/// Until version 18 the base of an included tax was rounded by itself.
fn base_rounding(case: &Case) -> BaseRounding {
    let versions = list(field(case, "versions"));
    if versions.iter().any(|version| version.as_str() == Some("odoo19")) {
        BaseRounding::RestOfPrice
    } else {
        BaseRounding::ByItself
    }
}

impl<'a> Document<'a> {
    pub(crate) fn read(case: &Case, taxes: &'a [Vec<Tax>]) -> Result<Self> {
        let inputs = field(case, "inputs");
        let step = |currency: &str| decimal(&inputs[currency]["rounding"]);
        let steps = [step("currency")?, step("company_currency")?];
        let [own_step, books_step] = [Ratio::try_from(steps[0])?, Ratio::try_from(steps[1])?];
        let settings = DocumentSettings {
            prices_include_tax: false,
            rounding: Rounding::HalfUp,
            place: rounding_method(&inputs["rounding_method"])?,
            base: base_rounding(case),
            step: steps[0],
        };
        let mut lines = Vec::new();
        for (line, taxes) in list(&inputs["lines"]).iter().zip(taxes) {
            let off = decimal_or(&line["discount_percent"], Decimal::ZERO)?;
            let left = Ratio::percent(Decimal::ONE_HUNDRED - off)?;
            lines.push(DocumentLine {
                price: fraction(&line["price_unit"])?.times(left)?.over(own_step)?,
                quantity: fraction(&line["quantity"])?,
                taxes: taxes.iter().collect(),
            });
        }
        let rate = fraction(&inputs["rate_document_currency_per_company_currency"])?;
        let rate = rate.times(books_step)?.over(own_step)?;
        let own = reckon_document(&lines, settings)?;
        let books = in_other_currency(&own, rate, settings)?;
        Ok(Self { settings, rate, steps, own, books })
    }

    /// Compares totals in both currencies, as far as they are expected.
    pub(crate) fn compare(
        &self,
        totals: &[DocumentTotals; 2],
        names: &Names,
        expected: &Value,
    ) -> Result<Vec<Outcome>> {
        let mut outcomes = Vec::new();
        for ((totals, step), suffix) in totals.iter().zip(self.steps).zip(["_currency", ""]) {
            Side { suffix, step, outcomes: &mut outcomes }.document(totals, names, expected)?;
        }
        if let Some(same_base) = expected["same_tax_base"].as_bool() {
            let found = totals[0].same_base;
            outcomes.push(same(format!("same base {found}"), format!("same base {same_base}")));
        }
        Ok(outcomes)
    }

    /// Compares the lines in both currencies.
    pub(crate) fn compare_lines(&self, expected: &Value) -> Result<Vec<Outcome>> {
        let expected = list(expected);
        let mut outcomes = vec![count("lines", self.own.len(), expected.len())];
        let sides = [&self.own, &self.books].into_iter().zip(self.steps).zip(["_currency", ""]);
        for ((details, step), suffix) in sides {
            let mut side = Side { suffix, step, outcomes: &mut outcomes };
            for (line, expected) in details.iter().zip(expected) {
                side.line(line, self.settings.rounding, expected)?;
            }
        }
        Ok(outcomes)
    }
}

/// The figures of one currency.
struct Side<'o> {
    /// What the names of its figures end with.
    suffix: &'static str,
    step: Decimal,
    outcomes: &'o mut Vec<Outcome>,
}

impl Side<'_> {
    fn amount(&mut self, found: Minor, place: &Value, name: &str) -> Result<()> {
        let name = format!("{name}{}", self.suffix);
        let expected = &place[&name];
        if !expected.is_null() {
            let found = Decimal::from(found.get()) * self.step;
            self.outcomes.push(figure(&name, found, decimal(expected)?, Decimal::ZERO));
        }
        Ok(())
    }

    fn document(&mut self, totals: &DocumentTotals, names: &Names, place: &Value) -> Result<()> {
        self.amount(totals.net, place, "base_amount")?;
        self.amount(totals.tax, place, "tax_amount")?;
        self.amount(totals.gross()?, place, "total_amount")?;
        self.amount(totals.cash, place, "cash_rounding_base_amount")?;
        if place["subtotals"].is_null() {
            return Ok(());
        }
        let heading = |group: TaxGroup| {
            names.headings.iter().find(|(other, _)| *other == group).map(|(_, name)| name.as_str())
        };
        let found = totals.subtotals(heading)?;
        let expected = list(&place["subtotals"]);
        self.outcomes.push(count("subtotals", found.len(), expected.len()));
        for (found, expected) in found.iter().zip(expected) {
            let name = found.heading.unwrap_or(NET_HEADING);
            self.outcomes.push(same(name, expected["name"].as_str().unwrap_or_default()));
            self.amount(found.base, expected, "base_amount")?;
            self.amount(found.tax, expected, "tax_amount")?;
            let groups = list(&expected["tax_groups"]);
            self.outcomes.push(count("groups", found.groups.len(), groups.len()));
            for (group, expected) in found.groups.iter().zip(groups) {
                self.group(group, names, expected)?;
            }
        }
        Ok(())
    }

    fn group(&mut self, group: &GroupTotal, names: &Names, place: &Value) -> Result<()> {
        let name = names.group_name(group.group).unwrap_or_default();
        self.outcomes.push(same(name, place["id"].as_str().unwrap_or_default()));
        self.amount(group.base, place, "base_amount")?;
        self.amount(group.tax, place, "tax_amount")?;
        let Some(shown) = place.get(format!("display_base_amount{}", self.suffix)) else {
            return Ok(());
        };
        // A base that is not shown is written as false or null.
        let is_shown = !(shown.is_null() || shown.as_bool() == Some(false));
        if let (Some(base), true) = (group.shown_base, is_shown) {
            return self.amount(base, place, "display_base_amount");
        }
        let text = |is_shown: bool| format!("a base is shown: {is_shown}");
        self.outcomes.push(same(text(group.shown_base.is_some()), text(is_shown)));
        Ok(())
    }

    fn line(&mut self, line: &LineDetail<'_>, rounding: Rounding, place: &Value) -> Result<()> {
        self.amount(line.net.rounded, place, "total_excluded")?;
        self.amount(line.put_back, place, "delta_total_excluded")?;
        self.amount(line.gross_alone(rounding)?, place, "total_included")?;
        let taxes = list(&place["taxes_data"]);
        self.outcomes.push(count("taxes", line.taxes.len(), taxes.len()));
        for (tax, place) in line.taxes.iter().zip(taxes) {
            self.amount(tax.base.rounded, place, "base_amount")?;
            self.amount(tax.amount.rounded, place, "tax_amount")?;
        }
        Ok(())
    }
}
