//! A combo as the lines that it becomes: its price spread over its parts.

use super::LineItem;
use super::line::InCombo;
use crate::catalog::{Item, UnitPrice};
use crate::ids::LineId;
use crate::money::allocate::allocate;
use crate::money::{Minor, MoneyError};
use crate::quantity::Unit;

/// The parts of one combo, each with its share of the price. A part is then sold, taxed and
/// given back like any other line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComboLines {
    lines: Vec<LineItem>,
}

/// A choice of parts is refused; `part` counts from 0.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ComboError {
    #[error("the item is not a combo")]
    NotACombo,
    #[error("part {part} of the combo is missing, or there is one too many")]
    Parts { part: usize },
    #[error("part {part} of the combo cannot be this")]
    Choice { part: usize },
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl ComboError {
    /// Returns the stable code of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotACombo => "combo.not_a_combo",
            Self::Parts { .. } => "combo.parts",
            Self::Choice { .. } => "combo.choice",
            Self::Money(_) => "combo.price",
        }
    }
}

impl ComboLines {
    /// Spreads the price of a combo over what was chosen for its parts, in their order, by
    /// largest remainder on what the parts cost alone. Modifiers of a part come on top.
    ///
    /// # Errors
    /// [`ComboError`] names the part to choose again.
    pub fn new(combo: &Item, chosen: Vec<LineItem>) -> Result<Self, ComboError> {
        let parts = combo.extras().combo.as_ref().ok_or(ComboError::NotACombo)?;
        if parts.parts.len() != chosen.len() {
            return Err(ComboError::Parts { part: parts.parts.len().min(chosen.len()) });
        }
        let mut price = minor(combo.price())?;
        let mut weights = Vec::with_capacity(chosen.len());
        for ((part, item), number) in parts.parts.iter().zip(&chosen).zip(0..) {
            let is_it = |id| id == item.id || Some(id) == item.parent;
            let choice = part.choices.iter().find(|choice| is_it(choice.item));
            let choice = choice.filter(|_| item.counted_in() == Unit::Each && item.combo.is_none());
            let choice = choice.ok_or(ComboError::Choice { part: number })?;
            price = price.plus(minor(choice.extra)?)?;
            weights.push(weight(item.price)?);
        }
        let whole = unit_price(price)?;
        let shares = allocate(price, &weights)?;
        let line = |(item, share): (LineItem, Minor)| {
            let combo = InCombo {
                first: LineId(0),
                item: combo.id(),
                name: combo.name().to_owned(),
                price: whole,
            };
            Ok(LineItem {
                price: unit_price(share)?,
                open_price: None,
                overridden: None,
                combo: Some(Box::new(combo)),
                ..item
            })
        };
        let lines = chosen.into_iter().zip(shares).map(line).collect::<Result<_, ComboError>>()?;
        Ok(Self { lines })
    }

    pub(super) fn into_lines(self) -> Vec<LineItem> {
        self.lines
    }
}

impl LineItem {
    /// Returns the part as that of the combo that begins with a line.
    pub(super) fn of_combo(mut self, first: LineId) -> Self {
        if let Some(combo) = &mut self.combo {
            combo.first = first;
        }
        self
    }
}

/// The whole minor units of a price of a combo, which has no smaller ones.
fn minor(price: UnitPrice) -> Result<Minor, MoneyError> {
    let whole = price.value().trunc().mantissa();
    Minor::from_wide(whole)
}

fn unit_price(amount: Minor) -> Result<UnitPrice, MoneyError> {
    UnitPrice::from_minor(amount.get()).map_err(|_| MoneyError::Overflow)
}

/// A price in ten-thousandths of a minor unit.
fn weight(price: UnitPrice) -> Result<i64, MoneyError> {
    let mut value = price.value();
    value.rescale(crate::limits::UNIT_PRICE_SCALE_MAX);
    i64::try_from(value.mantissa()).map_err(|_| MoneyError::Overflow)
}
