//! Promotions as data: who gets what, when, and how it goes together with the others.
//!
//! A promotion has [`Conditions`] that have to hold, a [`Benefit`] that takes something off, a
//! priority and a [`Stacking`]. Nothing here computes a price; see [`crate::pricing::engine`].
//!
//! **Units.** Promotions that count, count units: a piece is one unit, and whatever is measured
//! (kilograms, litres, metres) is one unit a line, however much it is; a selector with
//! `whole_only` leaves measured goods out.

pub mod benefit;
pub mod check;
pub mod condition;
pub mod selector;

use serde::{Deserialize, Serialize};

use crate::ids::PromotionId;
use crate::money::Minor;

pub use benefit::{Benefit, BuyGet, Choose, Off, Pick, SetPart, Sets, Tier, TierBy, Tiers};
pub use check::PromotionError;
pub use condition::{Conditions, Measure, Scope, Threshold, WeekWindow};
pub use selector::Selector;

/// A promotion of a price book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promotion {
    pub id: PromotionId,
    /// What the receipt prints beside the amount.
    pub name: String,
    /// The code that has to be entered; compared without regard to ASCII case. None: automatic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coupon: Option<String>,
    #[serde(default, skip_serializing_if = "Conditions::is_empty")]
    pub conditions: Conditions,
    pub benefit: Benefit,
    /// Lower numbers come first; among equal ones the lower id.
    #[serde(default)]
    pub priority: i32,
    #[serde(default, skip_serializing_if = "Stacking::is_default")]
    pub stacking: Stacking,
    /// The most that it takes off a sale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_amount: Option<Minor>,
}

/// How a promotion goes together with the others.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stacking {
    /// Together with all others, on what they have left.
    #[default]
    Stack,
    /// When it takes something off, nothing of a later priority does.
    Last,
    /// When it takes something off, it is the only one; of several, the first by priority.
    Alone,
    /// Of all promotions of the group only the one that takes the most off, reckoned where the
    /// first of them stands in the book, whether that one holds or not; of equal ones the first.
    BestOf(u32),
}

impl Stacking {
    fn is_default(&self) -> bool {
        *self == Self::Stack
    }
}

/// What shops settle differently, for all promotions of a book.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PromotionSettings {
    pub combine: Combine,
    pub manual: ManualDiscounts,
    pub percent_of: PercentOf,
    pub spread: Spread,
    pub limited_units: LimitedUnits,
    pub percent_rounds: PercentRounds,
    #[serde(skip_serializing_if = "is_usual")]
    pub equal_prices: EqualPrices,
    #[serde(skip_serializing_if = "is_usual")]
    pub used_up: UsedUp,
}

fn is_usual<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl PromotionSettings {
    pub(crate) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Which promotions are applied when several could be.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Combine {
    /// All of them, by priority, as far as their stacking allows.
    #[default]
    ByPriority,
    /// The combination that leaves the customer the least to pay.
    BestForCustomer,
}

/// How discounts given by hand and promotions go together.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ManualDiscounts {
    /// A line's own discount comes first, promotions work on what it leaves.
    #[default]
    BeforePromotions,
    /// Promotions come first, the line's own discount works on what they leave.
    AfterPromotions,
    /// A line with a discount of its own takes part in no promotion.
    InsteadOfPromotions,
}

/// What percentages of promotions are taken of.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PercentOf {
    /// Of what earlier promotions have left: 100.00 less 20 % and 10 % is 72.00.
    #[default]
    Left,
    /// Of the amount before promotions: 100.00 less 20 % and 10 % is 70.00.
    Original,
    /// Off lines and units as `original`, off the sum of several lines as `left`.
    OriginalOfLines,
}

/// What is rounded when a percentage is taken off; it decides who gets half a cent.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PercentRounds {
    /// The discount: half of 83.33 is 41.67, and 41.66 is left to pay.
    #[default]
    Discount,
    /// The price: half of 83.33 leaves 41.67 to pay.
    Price,
}

/// What some units of a line are worth after earlier discounts, where a promotion is for some of
/// its units only. Three units at 50.00, of which 30.00 was taken off by a promotion for two:
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitedUnits {
    /// The discount is on all units alike: one unit is worth 40.00.
    #[default]
    Alike,
    /// Promotions are always for the same first units: one unit is worth 50.00 less 30.00.
    SameFirst,
}

/// Which of several lines at the same price gives its units first, where a promotion takes the
/// cheapest or the dearest.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EqualPrices {
    /// The line that was rung up first.
    #[default]
    FirstLine,
    /// The line that was rung up last.
    LastLine,
}

/// Which units of a "buy and get" no later promotion may count.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UsedUp {
    /// Those that were bought and those that were rewarded.
    #[default]
    BoughtAndRewarded,
    /// Those that were rewarded: what was bought for one deal can be bought for the next.
    Rewarded,
}

/// What an amount that is taken off several lines is spread over.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spread {
    /// The lines, by what is left on them.
    #[default]
    Lines,
    /// The sets of taxes first, so that each set's share is rounded once; then their lines.
    TaxSets,
    /// The taxes that are in it first, rounded once for each set of taxes, and the rest over the
    /// lines by what they are worth without tax. Of 5.00 off 11.00 with 10 % and 12.00 with 20 %,
    /// 0.22 and 0.43 are tax; of 4.35 the lines bear 2.18 and 2.17, together 2.40 and 2.60.
    NetAndTaxes,
}
