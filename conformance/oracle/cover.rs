//! What was at work in the carts: a kind of promotion that never took anything off proves nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::Value;

use crate::case::{Case, Priced};

/// Carts from which on everything has to have been at work.
pub(crate) const CARTS_MIN: u64 = 2_000;

/// Benefits and what comes off; each has to have taken something off.
const KINDS: [&str; 14] = [
    "discount",
    "pick",
    "buy_get",
    "sets",
    "tiers",
    "percent",
    "percent_per_unit",
    "percent_of_sum",
    "per_unit",
    "per_line",
    "first_then_each",
    "amount",
    "unit_price",
    "total",
];

#[derive(Default)]
pub(crate) struct Cover {
    /// In how many carts each was at work.
    counts: BTreeMap<String, u64>,
}

impl Cover {
    pub(crate) fn see(&mut self, case: &Case, priced: &Priced) {
        let mut seen = BTreeSet::new();
        for total in &priced.cart.promotions {
            let own = case.book.promotions.iter().find(|own| own.id == total.promotion);
            let benefit = own.and_then(|own| serde_json::to_value(&own.benefit).ok());
            benefit.iter().for_each(|benefit| names(benefit, &mut seen));
        }
        seen.retain(|name| KINDS.contains(&name.as_str()));
        if priced.cart.promotions.len() > 1 {
            seen.insert("several promotions".to_owned());
        }
        if !case.context.coupons.is_empty() && priced.cart.notices.is_empty() {
            seen.insert("a coupon".to_owned());
        }
        if priced.cart.total > priced.cart.net {
            seen.insert("taxes".to_owned());
        }
        for name in seen {
            *self.counts.entry(name).or_default() += 1;
        }
    }

    pub(crate) fn is_whole(&self) -> bool {
        KINDS.iter().all(|kind| self.counts.contains_key(*kind))
    }
}

fn names(value: &Value, seen: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| {
            seen.insert(name.clone());
            names(value, seen);
        }),
        Value::Array(list) => list.iter().for_each(|value| names(value, seen)),
        _ => {}
    }
}

impl fmt::Display for Cover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts: Vec<String> =
            self.counts.iter().map(|(name, count)| format!("{name} {count}")).collect();
        writeln!(f, "at work in: {}", counts.join(", "))
    }
}
