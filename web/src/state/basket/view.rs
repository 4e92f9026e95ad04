//! What is shown of a cart.

use leptos::prelude::*;
use titan_core::cart::{Cart, Discount, LineItem};
use titan_core::catalog::UnitPrice;
use titan_core::ids::LineId;
use titan_core::money::Minor;
use titan_core::pricing::{Context, Notice, PricedCart, PricedLine};
use titan_core::quantity::Quantity;

/// A line with a signal of its own.
#[derive(Clone)]
pub struct LineRow {
    pub id: LineId,
    pub view: ArcRwSignal<LineView>,
}

/// What a row shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineView {
    pub item: LineItem,
    /// What a unit costs, by a price list or by the item itself.
    pub price: UnitPrice,
    pub quantity: Quantity,
    pub discount: Option<Discount>,
    pub note: String,
    pub value: Minor,
    /// What the line's own discount takes off.
    pub off: Minor,
    /// The promotions that take something off, and how much.
    pub promotions: Vec<(String, Minor)>,
    /// Counts the times that it was scanned, to flash.
    pub touched: u32,
}

/// What stands under the lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub count: usize,
    pub value: Minor,
    pub discount: Minor,
    pub tax: Minor,
    pub total: Minor,
}

/// A coupon that was entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coupon {
    pub code: String,
    pub state: CouponState,
}

/// What a coupon does.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum CouponState {
    Works,
    /// Its conditions are not met yet.
    Waits,
    /// No promotion has it, any more.
    Unknown,
    UsedUp,
}

impl LineView {
    /// Returns what is paid for the line before the discount of the cart.
    #[must_use]
    pub fn left(&self) -> Minor {
        let promoted = Minor::sum(self.promotions.iter().map(|(_, amount)| *amount));
        let left = self.value.minus(self.off).and_then(|left| left.minus(promoted?));
        left.unwrap_or_default()
    }
}

/// Brings the rows up to date; returns them anew where there are others than before.
pub(super) fn rows(
    shown: &[LineRow],
    cart: &Cart,
    priced: &PricedCart,
    touched: Option<LineId>,
) -> Option<Vec<LineRow>> {
    let mut rows = Vec::with_capacity(cart.lines.len());
    for (line, prices) in cart.lines.iter().zip(&priced.lines) {
        let row = shown.iter().find(|row| row.id == line.id);
        let before = row.map_or(0, |row| row.view.with_untracked(|view| view.touched));
        let view = LineView {
            item: line.item.clone(),
            price: prices.unit_price(&line.item),
            quantity: line.quantity,
            discount: line.discount.clone(),
            note: line.note.clone(),
            value: prices.value,
            off: prices.line_discount,
            promotions: promotions(prices, priced),
            touched: before + u32::from(touched == Some(line.id)),
        };
        match row {
            Some(row) => {
                if row.view.with_untracked(|old| *old != view) {
                    row.view.set(view);
                }
                rows.push(row.clone());
            }
            None => rows.push(LineRow { id: line.id, view: ArcRwSignal::new(view) }),
        }
    }
    let same =
        rows.len() == shown.len() && rows.iter().zip(shown).all(|(new, old)| new.id == old.id);
    (!same).then_some(rows)
}

fn promotions(line: &PricedLine, priced: &PricedCart) -> Vec<(String, Minor)> {
    let named = line.promotions.iter().filter_map(|share| {
        let total = priced.promotions.iter().find(|total| total.promotion == share.promotion)?;
        Some((total.name.clone(), share.amount))
    });
    named.collect()
}

pub(super) fn coupons(context: &Context, priced: &PricedCart) -> Vec<Coupon> {
    let state = |entered: &str| {
        let said = priced.notices.iter().find_map(|notice| match notice {
            Notice::CouponUnknown { code } if code == entered => Some(CouponState::Unknown),
            Notice::CouponUsedUp { code } if code == entered => Some(CouponState::UsedUp),
            Notice::CouponWithoutEffect { code } if code == entered => Some(CouponState::Waits),
            _ => None,
        });
        said.unwrap_or(CouponState::Works)
    };
    let coupons = context.coupons.iter();
    coupons.map(|used| Coupon { code: used.code.clone(), state: state(&used.code) }).collect()
}

pub(super) fn totals(priced: &PricedCart) -> Totals {
    let tax = Minor::sum(priced.taxes.iter().map(|tax| tax.amount)).unwrap_or_default();
    Totals {
        count: priced.lines.len(),
        value: priced.value,
        discount: priced.discount,
        tax,
        total: priced.total,
    }
}
