//! What a promotion takes off.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::selector::{Selector, is_false};
use crate::money::Minor;

/// What a promotion takes off, and of which lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Benefit {
    /// Something off every selected line, or off all of them together.
    Discount {
        #[serde(default, skip_serializing_if = "Selector::is_all")]
        of: Selector,
        off: Off,
        /// The most units of one line that get it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        line_units_max: Option<u32>,
    },
    /// Something off some units: the cheapest, the dearest, full groups of six.
    Pick(Pick),
    /// Buy some units, get something off others.
    BuyGet(BuyGet),
    /// Some units of each of several sets together: three for 5.00, a meal deal, a bundle.
    Sets(Sets),
    /// The more is bought, the more is taken off.
    Tiers(Tiers),
}

/// How much is taken off. Never more than is left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Off {
    /// Percent of each line, rounded for each line: 10 % of 1.06 and 2.06 is 0.11 + 0.21.
    Percent(Decimal),
    /// Percent of each unit, rounded for each unit: 10 % of 3 x 1.06 is 3 x 0.11.
    PercentPerUnit(Decimal),
    /// Percent of the sum, rounded once and spread: 10 % of 1.06 + 2.06 is 0.31.
    PercentOfSum(Decimal),
    /// An amount off each unit.
    PerUnit(Minor),
    /// An amount off each line.
    PerLine(Minor),
    /// An amount off the first unit and another off each further one.
    FirstThenEach { first: Minor, each: Minor },
    /// An amount off all together, spread by what is left.
    Amount(Minor),
    /// What a unit costs instead; for measured goods a kilogram, litre or metre.
    UnitPrice(Minor),
    /// What all together cost instead, spread by what is left.
    Total(Minor),
}

/// Which units are taken first. Prices are unit prices before discounts; ties go by line id.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choose {
    #[default]
    Cheapest,
    Dearest,
    /// By line id.
    InOrder,
}

/// Something off chosen units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pick {
    #[serde(default, skip_serializing_if = "Selector::is_all")]
    pub of: Selector,
    #[serde(default)]
    pub choose: Choose,
    /// How many units; with `full_groups`, the size of a group of which as many as there are
    /// get it: size 3 and 7 units are 6 units.
    pub units: u32,
    #[serde(default, skip_serializing_if = "is_false")]
    pub full_groups: bool,
    pub off: Off,
    /// Whether units that another promotion has counted may be counted again.
    #[serde(default, skip_serializing_if = "is_false")]
    pub reuse: bool,
}

/// Buy x, get y: for every `buy_units` of `buy`, something off `get_units` of `get`.
///
/// Bought units are taken first, rather those that cannot be rewarded and then by `buy_choose`;
/// the rewarded by `choose`. A unit is never both, and each repetition needs units of its own.
/// Where both are the same selection, taken from other ends, they are one row of units: rewarded
/// is from its beginning, bought from its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuyGet {
    #[serde(default, skip_serializing_if = "Selector::is_all")]
    pub buy: Selector,
    pub buy_units: u32,
    #[serde(default, skip_serializing_if = "Selector::is_all")]
    pub get: Selector,
    pub get_units: u32,
    pub off: Off,
    #[serde(default)]
    pub choose: Choose,
    /// None: from the other end than `choose`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buy_choose: Option<Choose>,
    /// How many times on a sale; none: as often as the units suffice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times_max: Option<u32>,
    /// Whether units that another promotion has counted may be counted again.
    #[serde(default, skip_serializing_if = "is_false")]
    pub reuse: bool,
    /// Whether fewer than `get_units` are rewarded when there are no more.
    #[serde(default, skip_serializing_if = "is_false")]
    pub partial: bool,
    /// The most units that are rewarded on a sale; the last repetition may reward fewer for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub units_max: Option<u32>,
}

/// Some units of each of several sets, together for less. A unit counts for one set only; sets
/// take their units in the order given, by `choose`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sets {
    pub parts: Vec<SetPart>,
    /// Off the units of one set of parts together: `total` is the price of the meal deal.
    pub off: Off,
    #[serde(default)]
    pub choose: Choose,
    /// How many times on a sale; none: as often as the units suffice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times_max: Option<u32>,
    /// Whether units that another promotion has counted may be counted again.
    #[serde(default, skip_serializing_if = "is_false")]
    pub reuse: bool,
}

/// One set of a mix and match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetPart {
    #[serde(default, skip_serializing_if = "Selector::is_all")]
    pub of: Selector,
    pub units: u32,
}

/// Steps of a discount; the highest step that is reached counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tiers {
    /// What is measured.
    #[serde(default, skip_serializing_if = "Selector::is_all")]
    pub measure: Selector,
    pub by: TierBy,
    /// What gets the discount; none: what is measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Selector>,
    /// In rising order of `from`.
    pub tiers: Vec<Tier>,
}

/// What decides the tier.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TierBy {
    /// Units of all measured lines together.
    #[default]
    Units,
    /// What is left on the measured lines together, in minor units.
    Amount,
}

/// One step: reached at `from` units or minor units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tier {
    pub from: i64,
    pub off: Off,
}
