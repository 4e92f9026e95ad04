//! What a price depends on besides the cart and the book.

use serde::{Deserialize, Serialize};

use crate::ids::{CustomerGroupId, StoreId};

/// Who buys where, when and with which coupons. The default is an unknown customer at an unknown
/// time: what is bound to a group, a store, a time or a coupon does not hold then.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Context {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub customer_groups: Vec<CustomerGroupId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store: Option<StoreId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_type: Option<OrderType>,
    /// The time at which the sale is priced, in the store's own time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_time: Option<LocalMinute>,
    /// Coupons in the order in which they were entered.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub coupons: Vec<CouponUse>,
}

impl Context {
    /// Returns whether nothing is known of customer, store, time and coupons.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        *self == Self::default()
    }
}

/// A coupon that was entered. Uses are counted outside: by the server, or out of what it has
/// allotted to the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CouponUse {
    pub code: String,
    /// How many uses are left; none: no limit. With 0 it takes nothing off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remaining: Option<u32>,
}

/// How the goods leave the shop.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderType {
    Retail,
    EatIn,
    TakeAway,
    PickUp,
    Delivery,
}

/// A minute of the store's wall clock, counted from 1970-01-01 00:00 local time. At a change of
/// clocks the caller passes what the wall clock shows; core knows no time zones.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LocalMinute(pub i64);

impl LocalMinute {
    /// Returns the minute of the day, 0 to 1439.
    #[must_use]
    pub fn minute_of_day(self) -> u16 {
        u16::try_from(self.0.rem_euclid(1440)).unwrap_or(0)
    }

    /// Returns the day of the week: 0 is Monday. 1970-01-01 was a Thursday.
    #[must_use]
    pub fn weekday(self) -> u8 {
        let days = self.0.div_euclid(1440);
        u8::try_from(days.rem_euclid(7).saturating_add(3).rem_euclid(7)).unwrap_or(0)
    }
}
