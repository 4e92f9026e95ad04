//! What a command comes to on a cart.

use super::{Cart, CartError, Command, Discount, Event, Line, LineItem};
use crate::ids::LineId;
use crate::limits::CART_LINES_MAX;
use crate::quantity::{Quantity, Unit};

/// Returns the events that a command leads to on a cart.
///
/// # Errors
/// [`CartError`] when the command cannot be carried out; nothing happens then.
pub fn decide(cart: &Cart, command: Command) -> Result<Vec<Event>, CartError> {
    match command {
        Command::Add { item, quantity } => add(cart, item, quantity),
        Command::SetQuantity { line, quantity } => {
            let found = require(cart, line)?;
            let quantity = quantity.check_unit(found.item.unit)?;
            if quantity == found.quantity {
                return Ok(Vec::new());
            }
            Ok(vec![Event::QuantitySet { line, quantity }])
        }
        Command::SetLineDiscount { line, discount } => {
            check(discount.as_ref())?;
            if require(cart, line)?.discount == discount {
                return Ok(Vec::new());
            }
            Ok(vec![Event::LineDiscountSet { line, discount }])
        }
        Command::SetDiscount { discount } => {
            check(discount.as_ref())?;
            if cart.discount == discount {
                return Ok(Vec::new());
            }
            Ok(vec![Event::DiscountSet { discount }])
        }
        Command::Remove { line } => {
            require(cart, line)?;
            Ok(vec![Event::LineRemoved { line }])
        }
        Command::Clear if cart.is_empty() && cart.discount.is_none() => Ok(Vec::new()),
        Command::Clear => Ok(vec![Event::Cleared]),
    }
}

fn add(cart: &Cart, item: LineItem, quantity: Quantity) -> Result<Vec<Event>, CartError> {
    let quantity = quantity.check_unit(item.unit)?;
    if let Some(line) = cart.lines.iter().rev().find(|line| joins(line, &item)) {
        let quantity = line.quantity.plus(quantity)?;
        return Ok(vec![Event::QuantitySet { line: line.id, quantity }]);
    }
    if cart.lines.len() >= CART_LINES_MAX {
        return Err(CartError::TooManyLines);
    }
    Ok(vec![Event::LineAdded { line: cart.next_line, item, quantity }])
}

/// Pieces of the same item at the same price share a line; whatever is measured has a line for
/// each measurement, and a line with a discount is left alone.
fn joins(line: &Line, item: &LineItem) -> bool {
    item.unit == Unit::Each && line.discount.is_none() && line.item == *item
}

fn require(cart: &Cart, line: LineId) -> Result<&Line, CartError> {
    cart.line(line).ok_or(CartError::NoSuchLine(line))
}

fn check(discount: Option<&Discount>) -> Result<(), CartError> {
    discount.map_or(Ok(()), Discount::check)
}
