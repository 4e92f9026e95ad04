//! Taxes in the fields of Odoo's cases.

use anyhow::{Result, bail};
use rust_decimal::Decimal;
use serde_json::Value;
use titan_core::ids::TaxId;
use titan_core::tax::{Tax, TaxGroup, TaxKind, TaxRounding, TaxRules};

use super::figures::{NotSupported, decimal, list};

/// Names of taxes and of their groups with the numbers they get, in the order of appearance.
#[derive(Default)]
pub(crate) struct Names {
    taxes: Vec<String>,
    groups: Vec<String>,
    /// The heading above a group, by the number of the group.
    pub(crate) headings: Vec<(TaxGroup, String)>,
    /// Taxes that are left out of the case.
    pub(crate) excluded: Vec<String>,
}

impl Names {
    pub(crate) fn tax(&mut self, name: &str) -> TaxId {
        TaxId(number(&mut self.taxes, name))
    }

    /// Groups named with a number (`G2`) are in the order of it, the others in that of appearance.
    pub(crate) fn group(&mut self, name: &str) -> TaxGroup {
        if !self.has_group(name) {
            self.groups.push(name.to_owned());
        }
        self.number_of(name)
    }

    fn number_of(&self, name: &str) -> TaxGroup {
        let digits = name.trim_start_matches(|letter: char| !letter.is_ascii_digit());
        let appearance = self.groups.iter().position(|other| other == name).unwrap_or(0);
        let appearance = u32::try_from(appearance).unwrap_or(u32::MAX / 2);
        TaxGroup(digits.parse().unwrap_or(appearance.saturating_add(1_000_000)))
    }

    pub(crate) fn group_name(&self, group: TaxGroup) -> Option<&str> {
        self.groups.iter().find(|name| self.number_of(name) == group).map(String::as_str)
    }

    /// How many taxes have been read.
    pub(crate) fn count(&self) -> usize {
        self.taxes.len()
    }

    pub(crate) fn has_group(&self, name: &str) -> bool {
        self.groups.iter().any(|other| other == name)
    }

    /// Reads the taxes of a line; rates are in percent, amounts in the unit of the case.
    pub(crate) fn taxes(&mut self, taxes: &Value) -> Result<Vec<Tax>> {
        let mut read = Vec::new();
        for tax in list(taxes) {
            let name = tax["tax"].as_str().or_else(|| tax["name"].as_str()).unwrap_or_default();
            if !self.excluded.iter().any(|excluded| excluded == name) {
                read.push(self.read(tax, name)?);
            }
        }
        Ok(read)
    }

    fn read(&mut self, tax: &Value, name: &str) -> Result<Tax> {
        let rate = || decimal(&tax["amount"]);
        let kind = match tax["amount_type"].as_str().unwrap_or_default() {
            "percent" => TaxKind::Percent { rate: rate()? },
            "fixed" => TaxKind::Fixed { amount: rate()? },
            "division" => TaxKind::Division { rate: rate()? },
            "group" => TaxKind::Group { taxes: self.taxes(&tax["children"])? },
            "code" => declared(tax["formula"].as_str().unwrap_or_default())?,
            other => bail!(NotSupported(format!("taxes of the kind {other:?}"))),
        };
        let flag = |name: &str, default| tax[name].as_bool().unwrap_or(default);
        // The group of a tax that names none is the first.
        let group = self.group(tax["tax_group"].as_str().unwrap_or("G1"));
        if let Some(heading) = tax["tax_group_preceding_subtotal"].as_str() {
            self.headings.push((group, heading.to_owned()));
        }
        let rules = TaxRules {
            included: Some(flag("price_include", false)),
            affects_later: flag("include_base_amount", false),
            affected_by_earlier: flag("is_base_affected", true),
            sequence: i32::try_from(tax["sequence"].as_i64().unwrap_or(1))?,
            group,
            reverse_charge: is_reverse_charge(&tax["repartition_factors_percent"])?,
        };
        Ok(Tax::new(self.tax(name), name, name, kind).with_rules(rules))
    }
}

fn number(names: &mut Vec<String>, name: &str) -> u32 {
    let index = names.iter().position(|other| other == name).unwrap_or_else(|| {
        names.push(name.to_owned());
        names.len() - 1
    });
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// A tax and its negative are a reverse charge; other factors split one tax over several accounts
/// of a ledger.
fn is_reverse_charge(factors: &Value) -> Result<bool> {
    let factors = list(factors).iter().map(decimal).collect::<Result<Vec<_>, _>>()?;
    let hundred = Decimal::ONE_HUNDRED;
    match factors.as_slice() {
        [] => Ok(false),
        [one] if *one == hundred => Ok(false),
        [one, back] if *one == hundred && *back == -hundred => Ok(true),
        _ => bail!(NotSupported("one tax split over several accounts of a ledger".to_owned())),
    }
}

/// Reads `max(quantity * price_unit * RATE, quantity * AMOUNT)`, the one formula of which a till
/// has a kind of tax of its own: a share of the price with a minimum for each unit.
fn declared(formula: &str) -> Result<TaxKind> {
    let other = || {
        NotSupported(
            "a formula over volume or unit of the goods: a till has the amount per unit".to_owned(),
        )
    };
    let inside = formula.trim().strip_prefix("max(").and_then(|rest| rest.strip_suffix(')'));
    let (one, two) = inside.and_then(|inside| inside.split_once(',')).ok_or_else(other)?;
    let factors = |product: &str| {
        let (names, numbers): (Vec<String>, Vec<String>) = product
            .split('*')
            .map(|factor| factor.trim().to_owned())
            .partition(|factor| factor.starts_with(char::is_alphabetic));
        match numbers.as_slice() {
            [number] => Decimal::from_str_exact(number).ok().map(|number| (names, number)),
            _ => None,
        }
    };
    let (mut one, mut two) = (factors(one).ok_or_else(other)?, factors(two).ok_or_else(other)?);
    one.0.sort();
    two.0.sort();
    if one.0.len() < two.0.len() {
        std::mem::swap(&mut one, &mut two);
    }
    if one.0 != ["price_unit", "quantity"] || two.0 != ["quantity"] {
        bail!(other());
    }
    Ok(TaxKind::AtLeast { rate: one.1 * Decimal::ONE_HUNDRED, minimum: two.1 })
}

pub(crate) fn rounding_method(method: &Value) -> Result<TaxRounding> {
    match method.as_str() {
        Some("round_per_line") => Ok(TaxRounding::PerLine),
        Some("round_globally") => Ok(TaxRounding::PerDocument),
        _ => bail!("no rounding method {method}"),
    }
}
