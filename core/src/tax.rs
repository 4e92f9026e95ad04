//! Taxes on lines: included in the price or added to it, alone, in groups or on top of each other,
//! rounded per line or per document.
//!
//! [`tax_lines`] is the door for a cart. Behind it:
//! - [`plan`] puts the taxes of a line in order and into batches,
//! - [`reckon`] finds base and amount of each tax of one line, from a price, a net or a gross,
//! - [`document`] rounds the taxes of a whole document and puts the left-over cents on lines,
//! - [`totals`] sums a document up by tax group,
//! - [`part`] takes a part of a document (a discount, a down payment) and keeps its mix of taxes,
//! - [`mapping`] carries a price from one set of taxes to another,
//! - [`invoice`] totals and checks an invoice by the rules of EN 16931.

pub mod document;
pub mod invoice;
mod lines;
pub mod mapping;
mod net_first;
pub mod part;
pub mod plan;
pub mod reckon;
pub mod spread;
pub mod totals;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::ids::TaxId;
use crate::money::{Minor, MoneyError, Rounding};

pub(crate) use lines::net_share;
pub use lines::tax_lines;

/// A tax of the price book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tax {
    pub id: TaxId,
    /// Short name in imports and exports, unique in the organisation: `standard`.
    pub code: String,
    /// What a receipt prints: `VAT 19 %`.
    pub name: String,
    pub kind: TaxKind,
    /// How it stands to the price and to other taxes.
    #[serde(default, skip_serializing_if = "TaxRules::is_usual")]
    pub rules: TaxRules,
}

/// How a tax is reckoned. Rates are in percent: `19` is 19 %.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxKind {
    /// A share of the net amount.
    Percent { rate: Decimal },
    /// An amount for each unit of the quantity, in minor units: a deposit, an eco tax.
    Fixed { amount: Decimal },
    /// A share of the gross amount: included `price * r`, added `net / (1 - r) - net`.
    Division { rate: Decimal },
    /// A share of the price, but at least `minimum` minor units for each unit of the quantity.
    AtLeast { rate: Decimal, minimum: Decimal },
    /// Several taxes under one name; they stand in its place.
    Group { taxes: Vec<Tax> },
}

/// How a tax stands to the price and to the other taxes of a line.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TaxRules {
    /// Whether the price contains the tax; `None` is as the price book says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub included: Option<bool>,
    /// Its amount goes into the base of later taxes.
    #[serde(skip_serializing_if = "is_false")]
    pub affects_later: bool,
    /// Earlier taxes that affect later ones go into its base.
    #[serde(skip_serializing_if = "is_true")]
    pub affected_by_earlier: bool,
    /// The lower is reckoned first; equal ones as they are given.
    #[serde(skip_serializing_if = "is_zero")]
    pub sequence: i32,
    /// Taxes of one group are shown as one total.
    #[serde(skip_serializing_if = "TaxGroup::is_common")]
    pub group: TaxGroup,
    /// The customer owes the tax to the state himself: it is shown and taken back at once, and is
    /// never included in a price.
    #[serde(skip_serializing_if = "is_false")]
    pub reverse_charge: bool,
}

/// A heading under which totals of taxes are shown; totals are in the order of its numbers.
#[derive(
    Copy, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct TaxGroup(pub u32);

/// Where the rounding of a tax happens.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxRounding {
    /// Each tax of each line is rounded; an included tax first, the net amount is the rest.
    #[default]
    PerLine,
    /// Each tax is rounded once over the document, and the left-over cents are put on its lines,
    /// on the largest first.
    PerDocument,
    /// As per line, but with included taxes the net amount is rounded first and the tax is the
    /// rest: 52.50 with 12 % is 46.88 and 5.62, not 46.87 and 5.63.
    NetFirst,
}

/// What a line's tax is reckoned from.
#[derive(Clone, Debug)]
pub struct TaxedAmount<'a> {
    /// The amount after all discounts: with the included taxes, without the others.
    pub amount: Minor,
    /// How many units it is for; only fixed taxes ask. Its sign does not matter, they go with
    /// the sign of the amount.
    pub quantity: Decimal,
    pub taxes: Vec<&'a Tax>,
}

/// The outcome for one line: `gross = net + shares`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineTax {
    pub net: Minor,
    pub gross: Minor,
    /// One share a tax, in the order in which they were reckoned; a reverse charge has two.
    pub shares: Vec<(TaxId, Minor)>,
}

/// The settings that a reckoning of taxes follows.
#[derive(Copy, Clone, Debug)]
pub struct TaxSettings {
    pub prices_include_tax: bool,
    pub rounding: Rounding,
    pub place: TaxRounding,
}

/// Taxes cannot be reckoned.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TaxError {
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// From a gross amount there is no single way back through a tax with a minimum.
    #[error("a tax with a minimum cannot be taken out of a gross amount")]
    NoWayBack,
}

impl Tax {
    /// Returns a tax of a share of the net amount under the usual rules; `rate` is in percent.
    #[must_use]
    pub fn percent(
        id: TaxId,
        code: impl Into<String>,
        name: impl Into<String>,
        rate: Decimal,
    ) -> Self {
        Self::new(id, code, name, TaxKind::Percent { rate })
    }

    /// Returns a tax of a kind under the usual rules.
    #[must_use]
    pub fn new(id: TaxId, code: impl Into<String>, name: impl Into<String>, kind: TaxKind) -> Self {
        Self { id, code: code.into(), name: name.into(), kind, rules: TaxRules::default() }
    }

    /// Returns the tax under other rules.
    #[must_use]
    pub fn with_rules(self, rules: TaxRules) -> Self {
        Self { rules, ..self }
    }

    /// Returns whether the price contains the tax, in a book whose prices do or do not.
    #[must_use]
    pub fn is_included(&self, prices_include_tax: bool) -> bool {
        !self.rules.reverse_charge && self.rules.included.unwrap_or(prices_include_tax)
    }

    /// Returns whether a discount on the goods makes the tax smaller.
    #[must_use]
    pub const fn follows_price(&self) -> bool {
        !matches!(self.kind, TaxKind::Fixed { .. } | TaxKind::AtLeast { .. })
    }
}

impl Default for TaxRules {
    fn default() -> Self {
        Self {
            included: None,
            affects_later: false,
            affected_by_earlier: true,
            sequence: 0,
            group: TaxGroup::default(),
            reverse_charge: false,
        }
    }
}

impl TaxRules {
    fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

impl TaxGroup {
    const fn is_common(&self) -> bool {
        self.0 == 0
    }
}

// Serde hands a reference to these.
const fn is_false(value: &bool) -> bool {
    !*value
}

const fn is_true(value: &bool) -> bool {
    *value
}

const fn is_zero(value: &i32) -> bool {
    *value == 0
}

#[cfg(test)]
mod tests;
