//! Payment screens of Odoo with cash rounding, step by step.

use anyhow::{Context as _, Result};
use rust_decimal::Decimal;
use serde_json::Value;
use titan_core::ids::TaxId;
use titan_core::money::{Minor, Ratio, Rounding};
use titan_core::tax::{Tax, TaxRounding, TaxRules, TaxSettings, TaxedAmount, tax_lines};
use titan_core::tender::{Balance, CashRules, Payment, PaymentRules, RoundedPayments, TenderKind};

use crate::case::{Case, decimal_places, json, written};
use crate::harness::{File, Outcome, Verdict, all, not_supported, run, same, same_number};

pub(crate) const FILES: [File; 1] =
    [File { path: "odoo/pos_cash_rounding.json", run: |text, _| run(json(text), check) }];

/// A payment screen: the total, what is paid so far, and the settings.
struct Screen {
    decimals: u32,
    net: Minor,
    total: Minor,
    rules: PaymentRules,
    payments: Vec<Payment>,
}

fn check(case: &Case) -> Verdict {
    let decimals = decimal_places(&case.number("currency_rounding")?);
    let Some(rules) = rules(case.get("cash_rounding"), decimals)? else {
        return not_supported("a way of cash rounding that no country has");
    };
    let Some((net, tax)) = totals(case, decimals)? else {
        return not_supported("taxes other than percentages: see the files of taxes");
    };
    let mut screen = Screen { decimals, net, total: net.plus(tax)?, rules, payments: Vec::new() };
    let mut outcomes = Vec::new();
    for step in case.list("steps")? {
        let step = Case::new(String::new(), step.clone());
        if !screen.act(&step)? {
            return not_supported("a step that the payment screen does not have");
        }
        let Some(expected) = step.get("expect").and_then(Value::as_object) else { continue };
        for (field, expected) in expected {
            match screen.shown(field)? {
                Some(got) => outcomes.push(compare(field, &got, &written(expected)?)),
                None => return not_supported("a figure that the payment screen does not show"),
            }
        }
    }
    Ok(all(outcomes))
}

fn compare(field: &str, got: &str, expected: &str) -> Outcome {
    let outcome = if expected.parse::<Ratio>().is_ok() {
        same_number(got, expected)
    } else {
        same(got, expected)
    };
    match outcome {
        Outcome::Fail { got, expected } => {
            Outcome::Fail { got: format!("{field} {got}"), expected: format!("{field} {expected}") }
        }
        other => other,
    }
}

fn rules(setting: Option<&Value>, decimals: u32) -> Result<Option<PaymentRules>> {
    let Some(setting) = setting else { return Ok(Some(PaymentRules::exact())) };
    let setting = Case::new(String::new(), setting.clone());
    let rounding = match setting.text("method")? {
        "HALF-UP" => Rounding::HalfUp,
        "HALF-DOWN" => Rounding::HalfDown,
        "UP" => Rounding::Up,
        "DOWN" => Rounding::Down,
        _ => return Ok(None),
    };
    let step = minor(&setting.number("increment")?, decimals)?;
    let payments = applied_to(setting.text("apply_to")?);
    let cash = CashRules { step, rounding };
    Ok(payments.map(|payments| PaymentRules { cash, change: rounding, payments }))
}

fn applied_to(word: &str) -> Option<RoundedPayments> {
    match word {
        "cash_only" => Some(RoundedPayments::CashOnly),
        "all_methods" => Some(RoundedPayments::AllMethods),
        _ => None,
    }
}

/// Net and tax of the lines; `None` for a kind of tax that the file is not about.
fn totals(case: &Case, decimals: u32) -> Result<Option<(Minor, Minor)>> {
    let mut lines = Vec::new();
    for line in case.list("lines")? {
        let line = Case::new(String::new(), line.clone());
        let price = exact(&line.number("price_unit")?, decimals)?;
        let amount = price.times(line.number("quantity")?.parse()?)?;
        let amount = Minor::from_wide(amount.round(Rounding::HalfUp)?)?;
        let Some(taxes) = taxes(line.list("taxes")?)? else { return Ok(None) };
        lines.push((amount, taxes));
    }
    let amounts: Vec<TaxedAmount<'_>> = lines
        .iter()
        .map(|(amount, taxes)| TaxedAmount {
            amount: *amount,
            quantity: Decimal::ONE,
            taxes: taxes.iter().collect(),
        })
        .collect();
    let settings = TaxSettings {
        prices_include_tax: false,
        rounding: Rounding::HalfUp,
        place: TaxRounding::PerLine,
    };
    let taxed = tax_lines(&amounts, settings)?;
    let net = Minor::sum(taxed.iter().map(|line| line.net))?;
    let gross = Minor::sum(taxed.iter().map(|line| line.gross))?;
    Ok(Some((net, gross.minus(net)?)))
}

fn taxes(taxes: &[Value]) -> Result<Option<Vec<Tax>>> {
    let mut read = Vec::new();
    for (id, tax) in (1..).zip(taxes) {
        let tax = Case::new(String::new(), tax.clone());
        if tax.text("amount_type")? != "percent" {
            return Ok(None);
        }
        let rate = Decimal::from_str_exact(&tax.number("amount")?).ok().context("no rate")?;
        let rules = TaxRules {
            included: tax.get("price_include").and_then(Value::as_bool),
            // Where the file names a repartition, it is a tax and its negative.
            reverse_charge: tax.get("repartition").is_some(),
            ..TaxRules::default()
        };
        read.push(Tax::percent(TaxId(id), "", "", rate).with_rules(rules));
    }
    Ok(Some(read))
}

/// An amount in whole units as minor units, which may be finer than one.
fn exact(text: &str, decimals: u32) -> Result<Ratio> {
    Ok(text.parse::<Ratio>()?.times(Ratio::whole(10_i128.pow(decimals)))?)
}

fn minor(text: &str, decimals: u32) -> Result<Minor> {
    Ok(Minor::from_wide(exact(text, decimals)?.round(Rounding::Exact)?)?)
}

impl Screen {
    fn balance(&self) -> Result<Balance> {
        Ok(Balance::of(self.total, &self.payments, self.rules)?)
    }

    /// Does a step; `false` for one that is not known.
    fn act(&mut self, step: &Case) -> Result<bool> {
        match step.text("action")? {
            "none" => {}
            "add_payment" => {
                let is_cash = step.text("method")? == "cash";
                let kind = if is_cash { TenderKind::Cash } else { TenderKind::Card };
                let balance = self.balance()?;
                let amount = match step.number("amount")?.as_str() {
                    "auto" if is_cash => balance.next_cash,
                    "auto" => balance.next,
                    amount => minor(amount, self.decimals)?,
                };
                self.payments.push(Payment { kind, amount });
            }
            "set_payment_amount" => {
                let amount = minor(&step.number("amount")?, self.decimals)?;
                let index = step.number("payment")?.parse::<usize>()?;
                self.payments.get_mut(index).context("no such payment")?.amount = amount;
            }
            "delete_payment" => {
                let index = step.number("payment")?.parse::<usize>()?;
                anyhow::ensure!(index < self.payments.len(), "no such payment");
                self.payments.remove(index);
            }
            "delete_all_payments" => self.payments.clear(),
            "set_rounding_apply_to" => match applied_to(step.text("value")?) {
                Some(payments) => self.rules.payments = payments,
                None => return Ok(false),
            },
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// A figure of the screen; `None` for one that is not known. What is given back has the
    /// other sign than what is paid.
    fn shown(&self, field: &str) -> Result<Option<String>> {
        let balance = self.balance()?;
        let amount = match field {
            "order_total" => self.total,
            "order_total_excl_tax" => self.net,
            "amount_due" => balance.due,
            "amount_paid" => balance.paid,
            "remaining_due" => balance.remaining,
            "applied_rounding" => balance.rounding,
            "change" => balance.change.negated(),
            "can_be_validated" => return Ok(Some(balance.closed.to_string())),
            _ => match field.strip_prefix("payment_").and_then(|it| it.strip_suffix("_amount")) {
                Some(index) => {
                    let index = index.parse::<usize>()?;
                    self.payments.get(index).context("no such payment")?.amount
                }
                None => return Ok(None),
            },
        };
        Ok(Some(Decimal::new(amount.get(), self.decimals).to_string()))
    }
}
