//! Odoo's cases of a session of a till: lines, orders, payments, and the report on the session.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail};
use rust_decimal::Decimal;
use serde_json::Value;
use titan_core::money::Ratio;
use titan_core::money::{Minor, Rounding};
use titan_core::tax::Tax;
use titan_core::tax::document::{
    BaseRounding, DocumentLine, DocumentSettings, LineDetail, reckon_document,
};

use super::figures::{NotSupported, decimal, decimal_or, field, figure, fraction, list, verdict};
use super::odoo_taxes::{Names, rounding_method};
use crate::case::Case;
use crate::harness::{Outcome, Verdict};

pub(crate) fn session(case: &Case) -> Verdict {
    verdict(try_session(case))
}

/// A line of an order with its taxes reckoned, in cents.
struct Sold {
    net: Minor,
    taxes: Vec<(String, Minor)>,
    is_refund: bool,
}

struct Order<'c> {
    case: &'c Value,
    lines: Vec<Sold>,
}

impl Sold {
    fn of(detail: &LineDetail<'_>, is_refund: bool) -> Result<Self> {
        let taxes = detail.taxes.iter();
        let taxes = taxes.map(|tax| (tax.tax.name.clone(), tax.amount.rounded)).collect();
        Ok(Self { net: detail.net_total()?, taxes, is_refund })
    }

    fn tax(&self) -> Result<Minor> {
        Ok(Minor::sum(self.taxes.iter().map(|tax| tax.1))?)
    }

    fn gross(&self) -> Result<Minor> {
        Ok(self.net.plus(self.tax()?)?)
    }
}

impl Order<'_> {
    fn gross(&self) -> Result<Minor> {
        self.lines.iter().try_fold(Minor::ZERO, |sum, line| Ok(sum.plus(line.gross()?)?))
    }

    fn name(&self) -> &str {
        self.case["order"].as_str().unwrap_or_default()
    }
}

fn of_line<'v>(line: &'v Value, product: &'v Value, name: &str) -> &'v Value {
    if line[name].is_null() { &product[name] } else { &line[name] }
}

/// Reckons an order; what comes back is a document of its own beside what is sold.
fn read_order<'c>(case: &'c Case, order: &'c Value) -> Result<Order<'c>> {
    let settings = DocumentSettings {
        prices_include_tax: false,
        rounding: Rounding::HalfUp,
        place: rounding_method(field(case, "rounding_method"))?,
        base: BaseRounding::default(),
        step: Decimal::new(1, 2),
    };
    let mut names = Names::default();
    let mut read = Vec::new();
    for line in list(&order["lines"]) {
        let product = &field(case, "products")[line["product"].as_str().unwrap_or_default()];
        let taxes = names.taxes(of_line(line, product, "taxes"))?;
        let off = decimal_or(&line["discount_percent"], Decimal::ZERO)?;
        let price = fraction(of_line(line, product, "price_unit"))?
            .times(Ratio::percent(Decimal::ONE_HUNDRED - off)?)?
            .times(Ratio::whole(100))?;
        let quantity = decimal(&line["quantity"])?;
        read.push((price, quantity, taxes));
    }
    let mut sold: Vec<Option<Sold>> = read.iter().map(|_| None).collect();
    for is_refund in [false, true] {
        let side = |quantity: Decimal| quantity.is_sign_negative() == is_refund;
        let lines: Vec<DocumentLine<'_>> = read
            .iter()
            .filter(|line| side(line.1))
            .map(|(price, quantity, taxes)| {
                let taxes: Vec<&Tax> = taxes.iter().collect();
                Ok(DocumentLine { price: *price, quantity: Ratio::try_from(*quantity)?, taxes })
            })
            .collect::<Result<_>>()?;
        let places = sold.iter_mut().zip(&read).filter(|(_, line)| side(line.1));
        for ((place, _), detail) in places.zip(reckon_document(&lines, settings)?) {
            *place = Some(Sold::of(&detail, is_refund)?);
        }
    }
    Ok(Order { case: order, lines: sold.into_iter().flatten().collect() })
}

fn try_session(case: &Case) -> Result<Vec<Outcome>> {
    let orders = list(field(case, "orders"))
        .iter()
        .map(|order| read_order(case, order))
        .collect::<Result<Vec<_>>>()?;
    let mut outcomes = Vec::new();
    let mut check = |what: &str, found: Minor, expected: &Value| -> Result<()> {
        let found = Decimal::new(found.get(), 2);
        outcomes.push(figure(what, found, decimal(expected)?, Decimal::ZERO));
        Ok(())
    };
    for order in &orders {
        for (line, wanted) in order.lines.iter().zip(list(&order.case["lines"])) {
            check_line(line, wanted, &mut check)?;
        }
    }
    let expected = field(case, "expected").as_object().context("nothing is expected")?;
    for (what, wanted) in expected {
        check_report(&orders, what, wanted, &mut check)?;
    }
    Ok(outcomes)
}

type Checked<'f> = dyn FnMut(&str, Minor, &Value) -> Result<()> + 'f;

fn check_line(line: &Sold, wanted: &Value, check: &mut Checked<'_>) -> Result<()> {
    for (name, found) in [("expected_excl", line.net), ("expected_total", line.gross()?)] {
        if !wanted[name].is_null() {
            check(name, found, &wanted[name])?;
        }
    }
    for (name, amount) in &line.taxes {
        let wanted = &wanted["expected_taxes"][name.as_str()];
        if !wanted.is_null() {
            check(&format!("tax {name}"), *amount, wanted)?;
        }
    }
    Ok(())
}

/// Checks one figure of the report; a figure of another kind is not compared at all.
fn check_report(
    orders: &[Order<'_>],
    what: &str,
    wanted: &Value,
    check: &mut Checked<'_>,
) -> Result<()> {
    let sum = |lines: &mut dyn Iterator<Item = &Sold>, of: fn(&Sold) -> Result<Minor>| {
        lines.map(of).try_fold(Minor::ZERO, |sum, part| Ok::<_, anyhow::Error>(sum.plus(part?)?))
    };
    let all = |is_refund: bool| {
        orders.iter().flat_map(|order| &order.lines).filter(move |line| line.is_refund == is_refund)
    };
    let net: fn(&Sold) -> Result<Minor> = |line| Ok(line.net);
    let entries = || wanted.as_object().into_iter().flatten();
    match what {
        "sale_excl" => check(what, sum(&mut all(false), net)?, wanted),
        "sale_tax" => check(what, sum(&mut all(false), Sold::tax)?, wanted),
        "refund_excl" => check(what, sum(&mut all(true), net)?, wanted),
        "refund_tax" => check(what, sum(&mut all(true), Sold::tax)?, wanted),
        "paid" => check(what, paid(orders, &|_| true)?, wanted),
        "order_totals" => entries().try_for_each(|(name, wanted)| {
            check(&format!("order {name}"), paid(orders, &|order| order.name() == name)?, wanted)
        }),
        "payments" => entries().try_for_each(|(name, wanted)| {
            check(name, paid(orders, &|order| is_paid_by(order, name))?, wanted)
        }),
        "taxes_of_non_invoiced_orders" | "taxes" => {
            let totals = totals(orders, |line| {
                line.taxes.iter().map(|tax| (tax.0.clone(), tax.1)).collect()
            })?;
            check_each(&totals, wanted, check)
        }
        "sales_excl_by_tax_set_of_non_invoiced" => {
            let totals = totals(orders, |line| {
                let names: Vec<&str> = line.taxes.iter().map(|tax| tax.0.as_str()).collect();
                vec![(names.join("+"), line.net)]
            })?;
            check_each(&totals, wanted, check)
        }
        other => bail!(NotSupported(format!("a report on {other}"))),
    }
}

fn paid(orders: &[Order<'_>], is_meant: &dyn Fn(&Order<'_>) -> bool) -> Result<Minor> {
    let mut meant = orders.iter().filter(|order| is_meant(order));
    meant.try_fold(Minor::ZERO, |sum, order| Ok(sum.plus(order.gross()?)?))
}

/// A sum of payments is named by its method, or by its method and its orders:
/// `bank_orders_2_and_3`.
fn is_paid_by(order: &Order<'_>, name: &str) -> bool {
    let (method, orders) = name.split_once("_orders_").unwrap_or((name, ""));
    order.case["payment"].as_str() == Some(method)
        && (orders.is_empty() || orders.split("_and_").any(|number| number == order.name()))
}

/// Adds up what lines of orders without an invoice of their own put under names.
fn totals(
    orders: &[Order<'_>],
    of: impl Fn(&Sold) -> Vec<(String, Minor)>,
) -> Result<BTreeMap<String, Minor>> {
    let mut totals = BTreeMap::new();
    for order in orders.iter().filter(|order| order.case["invoiced"].as_bool() != Some(true)) {
        for (name, amount) in order.lines.iter().flat_map(&of) {
            let sum: &mut Minor = totals.entry(name).or_default();
            *sum = sum.plus(amount)?;
        }
    }
    Ok(totals)
}

fn check_each(
    totals: &BTreeMap<String, Minor>,
    wanted: &Value,
    check: &mut Checked<'_>,
) -> Result<()> {
    for (name, wanted) in wanted.as_object().into_iter().flatten() {
        check(name, totals.get(name).copied().unwrap_or_default(), wanted)?;
    }
    Ok(())
}
