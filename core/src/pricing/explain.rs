//! The reason for every cent.

use serde::{Deserialize, Serialize};

use super::list::Listed;
use crate::cart::{Discount, InCombo, Overridden};
use crate::catalog::Picked;
use crate::ids::{LineId, PromotionId, TaxId};
use crate::money::{Minor, MoneyError, Rounding};

/// Why an amount is what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "rule", content = "by", rename_all = "snake_case")]
pub enum Rule {
    /// The item's own unit price times quantity.
    UnitPrice,
    /// The unit price of a price list times quantity.
    PriceList(Listed),
    /// The price that was typed for a unit times quantity.
    TypedPrice,
    /// The price that was set by hand times quantity, and what it was before.
    Overridden(Overridden),
    /// The share of a part in the price of its combo times quantity.
    Combo(InCombo),
    /// What a modifier adds.
    Modifier(Picked),
    /// The discount on the line.
    LineDiscount(Discount),
    /// What a promotion takes off the line.
    Promotion(PromotionStep),
    /// The line's share of the discount on the cart.
    CartDiscount(Discount),
    /// A tax that is inside the amounts above and adds nothing to them.
    IncludedTax(TaxId),
    /// A tax that comes on top.
    AddedTax(TaxId),
}

impl Rule {
    /// Returns whether the step's amount is part of the sum of the line.
    #[must_use]
    pub const fn counts(&self) -> bool {
        !matches!(self, Self::IncludedTax(_))
    }
}

/// A promotion at work on a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromotionStep {
    pub promotion: PromotionId,
    pub name: String,
    /// Which promotion of the sale it was, counted from 1 in the order of application.
    pub order: u32,
    /// Units of the line that it is for.
    pub units: u32,
    /// How the amount was rounded, at most once.
    pub rounding: Rounding,
}

/// One step on the way to a line's total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub line: LineId,
    #[serde(flatten)]
    pub rule: Rule,
    pub amount: Minor,
}

/// Takes the steps of a pricing as they are made.
pub trait Trace {
    /// Takes one step of a line.
    fn step(&mut self, line: LineId, rule: Rule, amount: Minor);

    /// Returns whether steps are wanted at all; when not, none are made.
    fn listens(&self) -> bool {
        true
    }
}

/// Takes no notice.
#[derive(Copy, Clone, Debug)]
pub struct NoTrace;

impl Trace for NoTrace {
    fn step(&mut self, _line: LineId, _rule: Rule, _amount: Minor) {}

    fn listens(&self) -> bool {
        false
    }
}

/// Keeps every step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Explanation {
    pub steps: Vec<Step>,
}

impl Explanation {
    /// Adds up the steps of a line; equals the line's total.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn total_of(&self, line: LineId) -> Result<Minor, MoneyError> {
        let steps = self.steps.iter().filter(|step| step.line == line && step.rule.counts());
        Minor::sum(steps.map(|step| step.amount))
    }
}

impl Trace for Explanation {
    fn step(&mut self, line: LineId, rule: Rule, amount: Minor) {
        self.steps.push(Step { line, rule, amount });
    }
}
