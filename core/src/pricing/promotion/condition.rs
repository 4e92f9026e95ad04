//! When a promotion holds.

use serde::{Deserialize, Serialize};

use super::selector::Selector;
use crate::ids::{CustomerGroupId, StoreId};
use crate::money::Minor;
use crate::pricing::context::{Context, LocalMinute, OrderType};

/// What has to hold for a promotion; an empty list or a missing bound asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Conditions {
    /// The customer is in one of these groups.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub customer_groups: Vec<CustomerGroupId>,
    /// The sale is in one of these stores.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stores: Vec<StoreId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub order_types: Vec<OrderType>,
    /// The first minute of the validity, in the local time of the store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<LocalMinute>,
    /// The first minute after the validity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<LocalMinute>,
    /// Holds in any of these windows; none: always.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub weekly: Vec<WeekWindow>,
    /// All of these are reached.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub at_least: Vec<Threshold>,
}

impl Conditions {
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns whether everything holds that does not depend on the cart.
    pub(in crate::pricing) fn hold(&self, context: &Context) -> bool {
        let in_group = self.customer_groups.is_empty()
            || self.customer_groups.iter().any(|group| context.customer_groups.contains(group));
        let in_store =
            self.stores.is_empty() || context.store.is_some_and(|at| self.stores.contains(&at));
        let in_type = self.order_types.is_empty()
            || context.order_type.is_some_and(|kind| self.order_types.contains(&kind));
        in_group && in_store && in_type && self.hold_at(context.local_time)
    }

    fn hold_at(&self, now: Option<LocalMinute>) -> bool {
        if self.valid_from.is_none() && self.valid_until.is_none() && self.weekly.is_empty() {
            return true;
        }
        let Some(now) = now else { return false };
        self.valid_from.is_none_or(|from| now >= from)
            && self.valid_until.is_none_or(|until| now < until)
            && (self.weekly.is_empty() || self.weekly.iter().any(|window| window.contains(now)))
    }

    /// Returns whether all windows are of days and minutes that there are.
    pub(in crate::pricing) fn has_valid_times(&self) -> bool {
        let valid = |window: &WeekWindow| {
            let days = window.days.iter().all(|day| *day < 7);
            days && window.from_minute <= 1439 && window.to_minute <= 1440
        };
        self.weekly.iter().all(valid)
    }
}

/// A window of the week in local minutes, `[from, to)`.
///
/// A window whose end is not after its start crosses midnight and belongs to the day on which it
/// begins: Friday 22:00 to 02:00 holds on Saturday at 01:59. Equal ends are a whole day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeekWindow {
    /// Days on which it begins: 0 is Monday, 6 is Sunday. None: every day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<u8>,
    /// Minute of the day, 0 to 1439.
    pub from_minute: u16,
    /// Minute of the day, 0 to 1440.
    pub to_minute: u16,
}

impl WeekWindow {
    /// Returns whether a local minute is inside of the window.
    #[must_use]
    pub fn contains(&self, at: LocalMinute) -> bool {
        let (minute, today) = (at.minute_of_day(), at.weekday());
        let on = |day: u8| self.days.is_empty() || self.days.contains(&day);
        if self.from_minute < self.to_minute {
            return on(today) && (self.from_minute..self.to_minute).contains(&minute);
        }
        let yesterday = if today == 0 { 6 } else { today - 1 };
        (on(today) && minute >= self.from_minute) || (on(yesterday) && minute < self.to_minute)
    }
}

/// A least amount or number of units of selected lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Threshold {
    #[serde(skip_serializing_if = "Selector::is_all")]
    pub of: Selector,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Minor>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units: Option<u32>,
    pub measure: Measure,
    pub scope: Scope,
}

/// Which amount a threshold looks at.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// What the promotions before this one have left.
    #[default]
    Left,
    /// The amount before promotions.
    Original,
}

/// Whether lines are added up for a threshold.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// All selected lines together.
    #[default]
    Together,
    /// One line alone has to reach it.
    AnyLine,
}
