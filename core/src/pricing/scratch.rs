//! The working memory of a pricing, kept by the caller so that a pricing allocates nothing for it.

use crate::cart::{Cart, Line, LineItem};
use crate::catalog::Picked;
use crate::ids::LineId;
use crate::limits::MINOR_MAX;
use crate::money::{MoneyError, Ratio, Rounding};
use crate::quantity::Unit;

use super::compile::{Compiled, Found, Index, Open};
use super::context::Context;

/// Reusable working memory; its content means nothing between two pricings.
#[derive(Debug, Default)]
pub struct Scratch {
    /// In the order of line ids, which decides all ties.
    pub(super) lines: Vec<HotLine>,
    pub(super) index: Index,
    pub(super) work: Work,
    pub(super) log: Vec<Entry>,
    /// For each position in the cart the position in `lines`.
    pub(super) places: Vec<usize>,
}

/// What the engine knows of a line.
#[derive(Copy, Clone, Debug, Default)]
pub(super) struct HotLine {
    pub(super) id: LineId,
    /// Where the line stands in the cart.
    pub(super) position: usize,
    /// Unit price with its modifiers, in ten-thousandths of the minor unit.
    pub(super) price_e4: i64,
    /// What a price list made of it.
    pub(super) found: Option<Found>,
    /// Quantity in millionths.
    pub(super) micro: i64,
    /// Units that promotions count.
    pub(super) units: i64,
    /// Units that a promotion has counted.
    pub(super) used: i64,
    /// What is left on those units.
    pub(super) used_left: i64,
    /// Unit price times quantity, in minor units.
    pub(super) value: i64,
    /// What the promotions begin with.
    pub(super) base: i64,
    /// What is left of it.
    pub(super) left: i64,
    /// What promotions leave at least.
    pub(super) floor: i64,
    /// What the line's own discount takes off.
    pub(super) line_discount: i64,
    /// The line's share of the discount of the cart.
    pub(super) cart_discount: i64,
    pub(super) measured: bool,
    /// Has a discount by hand.
    pub(super) by_hand: bool,
    /// Takes part in no promotion.
    pub(super) apart: bool,
    /// Number of the line's set of taxes.
    pub(super) tax_set: usize,
}

/// Something that a promotion took off a line.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Position of the promotion in the compiled book.
    pub(super) promotion: usize,
    /// Position of the line in the scratch.
    pub(super) line: usize,
    pub(super) amount: i64,
    pub(super) units: i64,
}

/// Some units of a line.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) line: usize,
    pub(super) units: i64,
    /// What they are worth, or their weight.
    pub(super) base: i64,
}

/// Buffers of the engine.
#[derive(Debug, Default)]
pub(super) struct Work {
    pub(super) selected: Vec<usize>,
    pub(super) others: Vec<usize>,
    pub(super) lists: Vec<Vec<usize>>,
    pub(super) parts: Vec<Part>,
    pub(super) group: Vec<Part>,
    /// Remainder and position, for sharing.
    pub(super) remainders: Vec<(u64, usize)>,
    pub(super) shares: Vec<i64>,
    pub(super) sets: Vec<(usize, i64, i64)>,
    /// By the number of a set of taxes the part of a price that is not tax.
    pub(super) net_shares: Vec<Ratio>,
    /// Per line: units that may still be taken.
    pub(super) available: Vec<i64>,
    /// Per line: units taken and amount taken off in the running promotion.
    pub(super) taken: Vec<(i64, i64)>,
    pub(super) candidates: Vec<u64>,
    /// Lines and the units of them that the running promotion counts.
    pub(super) counted: Vec<(usize, i64)>,
    /// Whether any units have been counted.
    pub(super) any_used: bool,
}

impl HotLine {
    pub(super) fn new(
        line: &Line,
        position: usize,
        (rounding, lists): (Rounding, Option<&Open<'_>>),
    ) -> Result<Self, MoneyError> {
        let own_e4 = scaled(line.item.price.value(), 4)?;
        let micro = scaled(line.quantity.value(), 6)?;
        let found = match lists {
            Some(lists) if follows_lists(&line.item) => lists.price(&line.item, own_e4, micro)?,
            _ => None,
        };
        let mut price_e4 = found.map_or(own_e4, |found| found.e4);
        for picked in &line.item.modifiers {
            price_e4 = price_e4.checked_add(picked_e4(picked)?).ok_or(MoneyError::Overflow)?;
        }
        let measured = line.item.counted_in() != Unit::Each;
        let units = if measured { 1 } else { (micro / 1_000_000).max(1) };
        let value = line_value(price_e4, micro, rounding)?;
        let floor = match line.item.minimum_price {
            Some(price) => line_value(scaled(price.value(), 4)?, micro, rounding)?,
            None => 0,
        };
        Ok(Self {
            id: line.id,
            position,
            price_e4,
            found,
            micro,
            units,
            value,
            base: value,
            left: value,
            floor,
            measured,
            by_hand: line.discount.is_some(),
            ..Self::default()
        })
    }
}

impl HotLine {
    /// Returns what promotions may still take off.
    pub(super) fn room(&self) -> i64 {
        self.left.saturating_sub(self.floor).max(0)
    }
}

/// A price that was typed or changed by hand and the share of a combo are not moved by lists.
const fn follows_lists(item: &LineItem) -> bool {
    item.open_price.is_none() && item.overridden.is_none() && item.combo.is_none()
}

/// What a modifier adds to a unit, in ten-thousandths of the minor unit.
pub(super) fn picked_e4(picked: &Picked) -> Result<i64, MoneyError> {
    let one = scaled(picked.price.value(), 4)?;
    one.checked_mul(i64::from(picked.units)).ok_or(MoneyError::Overflow)
}

/// `round(unit price * quantity)`, exact before the one rounding.
pub(super) fn line_value(price_e4: i64, micro: i64, rounding: Rounding) -> Result<i64, MoneyError> {
    const UNIT_E4: i64 = 10_000;
    const UNIT_MICRO: i64 = 1_000_000;
    let value = if price_e4 % UNIT_E4 == 0 && micro % UNIT_MICRO == 0 {
        (price_e4 / UNIT_E4).checked_mul(micro / UNIT_MICRO).ok_or(MoneyError::Overflow)?
    } else {
        let exact = i128::from(price_e4) * i128::from(micro);
        super::rate::divide(rounding, exact, i128::from(UNIT_E4) * i128::from(UNIT_MICRO))?
    };
    if value.abs() > MINOR_MAX { Err(MoneyError::Overflow) } else { Ok(value) }
}

/// A decimal as a whole number of `10^-digits`. Prices and quantities are never finer.
pub(super) fn scaled(value: rust_decimal::Decimal, digits: u32) -> Result<i64, MoneyError> {
    const POWERS: [i64; 7] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];
    let up = digits.checked_sub(value.scale()).and_then(|up| usize::try_from(up).ok());
    let up = up.and_then(|up| POWERS.get(up)).ok_or(MoneyError::Overflow)?;
    // Narrow numbers, which nearly all are, are spared 128 bits.
    match i64::try_from(value.mantissa()) {
        Ok(mantissa) if mantissa.unsigned_abs() < 1 << 43 => Ok(mantissa * up),
        _ => {
            let wide = value.mantissa().checked_mul(i128::from(*up)).ok_or(MoneyError::Overflow)?;
            i64::try_from(wide).map_err(|_| MoneyError::Overflow)
        }
    }
}

impl Scratch {
    /// Returns empty working memory.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the lines of a cart in, in the order of their ids.
    pub(super) fn load(
        &mut self,
        cart: &Cart,
        compiled: &Compiled,
        context: &Context,
    ) -> Result<(), MoneyError> {
        let lists = compiled.lists.open(&cart.lines, context);
        self.lines.clear();
        self.log.clear();
        let mut sum = 0_i64;
        for (position, line) in cart.lines.iter().enumerate() {
            let line = HotLine::new(line, position, (compiled.rounding, lists.as_ref()))?;
            sum = sum.checked_add(line.value.abs()).ok_or(MoneyError::Overflow)?;
            self.lines.push(line);
        }
        if sum > MINOR_MAX {
            return Err(MoneyError::Overflow);
        }
        if !self.lines.is_sorted_by_key(|line| line.id) {
            crate::order::sort_by_key(&mut self.lines, |line| line.id);
        }
        Ok(())
    }

    /// Takes some lines of a cart in, given and found by their ids in rising order.
    pub(super) fn load_some(
        &mut self,
        cart: &Cart,
        ids: &[LineId],
        compiled: &Compiled,
        context: &Context,
    ) -> Result<(), MoneyError> {
        let lists = compiled.lists.open(&cart.lines, context);
        self.lines.clear();
        self.log.clear();
        for id in ids {
            let Ok(position) = cart.lines.binary_search_by_key(id, |line| line.id) else {
                continue;
            };
            if let Some(line) = cart.lines.get(position) {
                let by = (compiled.rounding, lists.as_ref());
                self.lines.push(HotLine::new(line, position, by)?);
            }
        }
        Ok(())
    }
}
