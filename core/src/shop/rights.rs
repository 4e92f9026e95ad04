//! How far each role goes by itself, and what of a cart goes further.

use serde::{Deserialize, Serialize};

use super::{Permission, Role};
use crate::cart::{Cart, Discount, DiscountValue, Overridden};
use crate::catalog::UnitPrice;
use crate::ids::LineId;
use crate::money::{Minor, MoneyError};
use crate::pricing::{PricedCart, PricedLine};

/// What each role may do by itself. Beyond it somebody who may has to approve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rights {
    pub cashier: RoleRights,
    pub manager: RoleRights,
    pub owner: RoleRights,
}

/// What one role may do by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RoleRights {
    /// The most that it takes off by hand, in percent of what the goods cost; none: no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount_percent: Option<u32>,
    /// How far it moves a price by hand, in percent of it, and never below the item's least
    /// price; none: no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_percent: Option<u32>,
    /// What it has to ask for each time.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<Permission>,
}

impl Default for Rights {
    /// Where a shop says nothing, a cashier asks for every price by hand and for nothing else.
    fn default() -> Self {
        Self {
            cashier: RoleRights { price_percent: Some(0), ..RoleRights::default() },
            manager: RoleRights::default(),
            owner: RoleRights::default(),
        }
    }
}

/// Something that takes a right, and how much of it.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Need {
    pub what: Permission,
    /// The line that it is about.
    pub line: Option<LineId>,
    /// How far it goes, in percent, rounded up.
    pub percent: u32,
    /// Whether a price is below the least of its item.
    pub too_low: bool,
}

impl Need {
    /// Returns the need of an act that is allowed or not.
    #[must_use]
    pub const fn act(what: Permission) -> Self {
        Self { what, line: None, percent: 0, too_low: false }
    }

    /// Returns whether it is no more than another.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        (self.what, self.line) == (other.what, other.line)
            && self.percent <= other.percent
            && self.too_low <= other.too_low
    }
}

impl Rights {
    /// Returns whether nothing was said.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// Returns what a role may do.
    #[must_use]
    pub const fn of(&self, role: Role) -> &RoleRights {
        match role {
            Role::Cashier => &self.cashier,
            Role::Manager => &self.manager,
            Role::Owner => &self.owner,
        }
    }
}

impl RoleRights {
    /// Returns whether the role needs nobody for it.
    #[must_use]
    pub fn allow(&self, need: &Need) -> bool {
        let limit = match need.what {
            Permission::LineDiscount | Permission::CartDiscount => self.discount_percent,
            Permission::PriceOverride => self.price_percent,
            _ => None,
        };
        limit.is_none_or(|limit| need.percent <= limit && !need.too_low)
            && !self.asks.contains(&need.what)
    }
}

/// Returns what was done by hand in a cart. Taken before and after a change, the two tell
/// whether it needs somebody: what was there before was allowed already.
///
/// # Errors
/// [`MoneyError::Overflow`].
pub fn by_hand(cart: &Cart, priced: &PricedCart) -> Result<Vec<Need>, MoneyError> {
    let mut needs = Vec::new();
    let mut off_lines = Minor::ZERO;
    for (line, prices) in cart.lines.iter().zip(&priced.lines) {
        if let Some(discount) = &line.discount {
            let percent = discount_percent(discount, prices.line_discount, prices.value);
            let (what, line) = (Permission::LineDiscount, Some(line.id));
            needs.push(Need { what, line, percent, too_low: false });
            off_lines = off_lines.plus(prices.line_discount)?;
        }
        if let Some(before) = &line.item.overridden {
            let price = line.item.price;
            let too_low = line.item.minimum_price.is_some_and(|least| price < least);
            let percent = moved_percent(before, price);
            let (what, line) = (Permission::PriceOverride, Some(line.id));
            needs.push(Need { what, line, percent, too_low });
        }
    }
    if let Some(discount) = &cart.discount {
        let off = Minor::sum(priced.lines.iter().map(|line: &PricedLine| line.cart_discount))?;
        let mut percent = discount_percent(discount, off, priced.value);
        // Two discounts are not a way around the limit of one.
        if !off_lines.is_zero() {
            percent = percent.max(share_percent(off.plus(off_lines)?, priced.value));
        }
        needs.push(Need { what: Permission::CartDiscount, line: None, percent, too_low: false });
    }
    Ok(needs)
}

/// What was typed as a percentage counts as it was typed, whatever a promotion has left.
fn discount_percent(discount: &Discount, off: Minor, value: Minor) -> u32 {
    match discount.value {
        DiscountValue::Percent(percent) => whole(percent.ceil().mantissa()),
        DiscountValue::Amount(_) => share_percent(off, value),
    }
}

/// The percentage that an amount is of another, rounded up; half a minor unit is rounding.
fn share_percent(off: Minor, value: Minor) -> u32 {
    let (off, value) = (i128::from(off.get()), i128::from(value.get()));
    if off <= 0 {
        return 0;
    }
    let up = (off * 100 - 50 + value - 1).checked_div(value);
    if off >= value { 100 } else { whole(up.unwrap_or(100)) }
}

fn moved_percent(before: &Overridden, price: UnitPrice) -> u32 {
    let (from, to) = (before.price.value(), price.value());
    let moved = (to - from).abs() * rust_decimal::Decimal::ONE_HUNDRED;
    match moved.checked_div(from) {
        Some(percent) => whole(percent.ceil().mantissa()),
        None if moved.is_zero() => 0,
        None => u32::MAX,
    }
}

fn whole(percent: i128) -> u32 {
    u32::try_from(percent.max(0)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
