//! The form of seed/demo.json, and what is told at the end.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use titan_core::catalog::{Colour, ModifierGroup};
use titan_core::shop::{Rights, Role};

use crate::db::registers::Till;
use crate::db::setup::NewStore;

#[derive(Deserialize)]
pub(super) struct Demo {
    pub(super) organisation: Named,
    pub(super) store: Store,
    pub(super) registers: Vec<Register>,
    pub(super) taxes: Vec<Tax>,
    pub(super) categories: Vec<Category>,
    pub(super) staff: Vec<Member>,
    /// SKUs.
    pub(super) favourites: Vec<String>,
    pub(super) discount_reasons: Vec<String>,
    pub(super) modifier_groups: Vec<ModifierGroup>,
    pub(super) rights: Rights,
    /// In the form of a price book; `@SKU` stands for the id of an item.
    pub(super) price_lists: Value,
    /// Core's `Extras` by SKU; `@SKU` stands for the id of an item.
    pub(super) extras: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
pub(super) struct Named {
    pub(super) name: String,
}

#[derive(Deserialize)]
pub(super) struct Store {
    name: String,
    code: String,
    address_lines: Vec<String>,
    tax_number: String,
    timezone: String,
    pub(super) currency: String,
    pub(super) prices_include_tax: bool,
    pub(super) receipt_footer: String,
}

#[derive(Deserialize)]
pub(super) struct Register {
    pub(super) name: String,
    pub(super) code: String,
}

#[derive(Deserialize)]
pub(super) struct Tax {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) rate_percent: Decimal,
}

#[derive(Deserialize)]
pub(super) struct Category {
    pub(super) name: String,
    pub(super) colour: Colour,
    pub(super) sort: i32,
}

#[derive(Clone, Deserialize)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) role: Role,
    pub(super) pin: String,
}

impl Store {
    pub(super) fn new_store(&self) -> NewStore<'_> {
        NewStore {
            code: &self.code,
            name: &self.name,
            address: &self.address_lines,
            tax_number: &self.tax_number,
            timezone: &self.timezone,
        }
    }
}

/// How to get into the demo shop.
#[derive(Clone, Debug, Serialize)]
pub struct Welcome {
    #[serde(skip)]
    pub shop: String,
    pub pins: Vec<DemoPin>,
    pub registers: Vec<DemoRegister>,
}

/// A PIN of the demo shop, which is no secret.
#[derive(Clone, Debug, Serialize)]
pub struct DemoPin {
    pub name: String,
    pub pin: String,
    pub role: Role,
}

/// A till and a code that makes one device it.
#[derive(Clone, Debug, Serialize)]
pub struct DemoRegister {
    pub code: String,
    pub name: String,
    pub enrol_code: String,
}

impl Welcome {
    pub(super) fn new(demo: &Demo) -> Self {
        let pins = demo.staff.iter().cloned();
        let pins = pins.map(|Member { name, role, pin }| DemoPin { name, pin, role }).collect();
        Self { shop: demo.store.name.clone(), pins, registers: Vec::new() }
    }

    pub(super) fn add_register(&mut self, till: Till, enrol_code: String) {
        let Till { code, name, .. } = till;
        self.registers.push(DemoRegister { code, name, enrol_code });
    }
}
