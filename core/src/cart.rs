//! The cart: commands are decided into events, events are applied to the state.
//!
//! `decide(&Cart, Command) -> Result<Vec<Event>, CartError>` checks and never changes;
//! `Cart::apply(&Event)` changes and never fails for an event that was decided on that cart.

mod admit;
mod combo;
mod decide;
mod line;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::catalog::{Picked, PriceLimits, UnitPrice};
use crate::ids::{CartId, LineId};
use crate::money::Currency;
use crate::quantity::{Quantity, QuantityError};

pub use admit::CartFault;
pub use combo::{ComboError, ComboLines};
pub use decide::decide;
pub use line::{Discount, DiscountValue, InCombo, Line, LineItem, LinePack, Overridden};

/// What a customer is about to buy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cart {
    pub id: CartId,
    pub currency: Currency,
    /// In the order in which they were added, which is the order of their ids.
    pub lines: Vec<Line>,
    pub discount: Option<Discount>,
    /// What the next line is called. [`Self::admit`] finds it out where it is not given.
    #[serde(default)]
    next_line: LineId,
}

/// What a cashier wants to happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Adds a quantity of an item, to a line that already sells just that or as a new line.
    Add { item: LineItem, quantity: Quantity },
    /// Adds combos, a line for each part.
    AddCombo { combo: ComboLines, quantity: Quantity },
    /// Sets the quantity of a line; of a part of a combo that of all its parts.
    SetQuantity { line: LineId, quantity: Quantity },
    /// Sets what is added to each unit of a line.
    SetModifiers { line: LineId, modifiers: Vec<Picked> },
    /// Sets the price of a line whose price is typed.
    SetPrice { line: LineId, price: UnitPrice },
    /// Sets the price of a line by hand, with the reason; none gives its own price back.
    OverridePrice { line: LineId, price: Option<UnitPrice>, reason: String },
    /// Sets the note of a line; an empty one takes it away.
    SetNote { line: LineId, note: String },
    /// Sets or takes away the discount of a line.
    SetLineDiscount { line: LineId, discount: Option<Discount> },
    /// Sets or takes away the discount of the whole cart.
    SetDiscount { discount: Option<Discount> },
    /// Takes a line out; of a combo all its parts.
    Remove { line: LineId },
    /// Takes everything out.
    Clear,
}

/// What happened to a cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    LineAdded {
        line: LineId,
        item: LineItem,
        quantity: Quantity,
    },
    QuantitySet {
        line: LineId,
        quantity: Quantity,
    },
    ModifiersSet {
        line: LineId,
        modifiers: Vec<Picked>,
    },
    PriceSet {
        line: LineId,
        price: UnitPrice,
    },
    /// `overridden` is what the price was before anybody changed it; none: it is that again.
    PriceOverridden {
        line: LineId,
        price: UnitPrice,
        overridden: Option<Box<Overridden>>,
    },
    NoteSet {
        line: LineId,
        note: String,
    },
    LineDiscountSet {
        line: LineId,
        discount: Option<Discount>,
    },
    DiscountSet {
        discount: Option<Discount>,
    },
    LineRemoved {
        line: LineId,
    },
    Cleared,
}

/// A command is refused; the cart stays as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CartError {
    #[error("there is no such line in the cart")]
    NoSuchLine(LineId),
    #[error("there is another line {0} in the cart")]
    SameLine(LineId),
    #[error("a cart holds at most {} lines", crate::limits::CART_LINES_MAX)]
    TooManyLines,
    #[error(transparent)]
    Quantity(#[from] QuantityError),
    #[error("the price is too large")]
    Price,
    #[error("the price of this item is not typed")]
    PriceFixed,
    #[error("the price of a part of a combo is that of the combo")]
    PriceOfCombo,
    #[error("the price is not within its limits")]
    OpenPrice(PriceLimits),
    #[error("a line has at most {} modifiers", crate::limits::LINE_MODIFIERS_MAX)]
    TooManyModifiers,
    #[error("one of the variants has to be chosen")]
    ChooseVariant,
    #[error("the parts of the combo have to be chosen")]
    ChooseParts,
    #[error("a note has at most {} characters", crate::limits::TEXT_CHARS_MAX)]
    NoteTooLong,
    #[error("a discount is from 0 to 100 percent, with at most 4 decimal places")]
    Percent,
    #[error("a discount cannot be negative")]
    NegativeDiscount,
    #[error("a reason has at most {} characters", crate::limits::TEXT_CHARS_MAX)]
    ReasonTooLong,
}

impl CartError {
    /// Returns the stable code of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoSuchLine(_) => "cart.no_such_line",
            Self::SameLine(_) => "cart.same_line",
            Self::TooManyLines => "cart.too_many_lines",
            Self::Quantity(_) => "cart.quantity",
            Self::Price => "cart.price",
            Self::PriceOfCombo => "cart.price_of_combo",
            Self::PriceFixed => "cart.price_fixed",
            Self::OpenPrice(_) => "cart.open_price",
            Self::TooManyModifiers => "cart.too_many_modifiers",
            Self::ChooseVariant => "cart.choose_variant",
            Self::ChooseParts => "cart.choose_parts",
            Self::NoteTooLong => "cart.note_too_long",
            Self::Percent => "cart.percent",
            Self::NegativeDiscount => "cart.negative_discount",
            Self::ReasonTooLong => "cart.reason_too_long",
        }
    }
}

impl Cart {
    /// Returns an empty cart.
    #[must_use]
    pub const fn new(id: CartId, currency: Currency) -> Self {
        Self { id, currency, lines: Vec::new(), discount: None, next_line: LineId(1) }
    }

    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Returns a line by its id.
    #[must_use]
    pub fn line(&self, id: LineId) -> Option<&Line> {
        self.lines.iter().find(|line| line.id == id)
    }

    /// Applies an event. An event about a line that is not there changes nothing.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::LineAdded { line, item, quantity } => {
                self.next_line = LineId(line.0.saturating_add(1));
                self.lines.push(Line::new(*line, item.clone(), *quantity));
            }
            Event::QuantitySet { line, quantity } => {
                self.with_line(*line, |line| line.quantity = *quantity);
            }
            Event::ModifiersSet { line, modifiers } => {
                self.with_line(*line, |line| line.item.modifiers.clone_from(modifiers));
            }
            Event::PriceSet { line, price } => {
                self.with_line(*line, |line| line.item.price = *price);
            }
            Event::PriceOverridden { line, price, overridden } => {
                self.with_line(*line, |line| {
                    line.item.price = *price;
                    line.item.overridden.clone_from(overridden);
                });
            }
            Event::NoteSet { line, note } => {
                self.with_line(*line, |line| line.note.clone_from(note));
            }
            Event::LineDiscountSet { line, discount } => {
                self.with_line(*line, |line| line.discount.clone_from(discount));
            }
            Event::DiscountSet { discount } => self.discount.clone_from(discount),
            Event::LineRemoved { line } => self.lines.retain(|other| other.id != *line),
            Event::Cleared => {
                self.lines.clear();
                self.discount = None;
            }
        }
    }

    /// Decides a command and applies what comes of it.
    ///
    /// # Errors
    /// [`CartError`]; the cart is then unchanged.
    pub fn run(&mut self, command: Command) -> Result<Vec<Event>, CartError> {
        let events = decide(self, command)?;
        for event in &events {
            self.apply(event);
        }
        Ok(events)
    }

    fn with_line(&mut self, id: LineId, change: impl FnOnce(&mut Line)) {
        if let Some(line) = self.lines.iter_mut().find(|line| line.id == id) {
            change(line);
        }
    }
}
