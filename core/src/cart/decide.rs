//! What a command comes to on a cart.

use super::{Cart, CartError, ComboLines, Command, Discount, Event, Line, LineItem, Overridden};
use crate::catalog::UnitPrice;
use crate::ids::LineId;
use crate::limits::{CART_LINES_MAX, LINE_MODIFIERS_MAX, TEXT_CHARS_MAX};
use crate::quantity::{Quantity, Unit};

/// Returns the events that a command leads to on a cart.
///
/// # Errors
/// [`CartError`] when the command cannot be carried out; nothing happens then.
pub fn decide(cart: &Cart, command: Command) -> Result<Vec<Event>, CartError> {
    match command {
        Command::Add { item, quantity } => add(cart, item, quantity),
        Command::AddCombo { combo, quantity } => add_combo(cart, combo, quantity),
        Command::SetQuantity { line, quantity } => {
            let found = require(cart, line)?;
            let quantity = quantity.check_unit(found.item.counted_in())?;
            if quantity == found.quantity {
                return Ok(Vec::new());
            }
            Ok(together(cart, found).map(|line| Event::QuantitySet { line, quantity }).collect())
        }
        Command::SetModifiers { line, modifiers } => {
            if modifiers.len() > LINE_MODIFIERS_MAX {
                return Err(CartError::TooManyModifiers);
            }
            if require(cart, line)?.item.modifiers == modifiers {
                return Ok(Vec::new());
            }
            Ok(vec![Event::ModifiersSet { line, modifiers }])
        }
        Command::SetPrice { line, price } => set_price(require(cart, line)?, price),
        Command::OverridePrice { line, price, reason } => {
            override_price(require(cart, line)?, price, reason)
        }
        Command::SetNote { line, note } => {
            if note.chars().count() > TEXT_CHARS_MAX {
                return Err(CartError::NoteTooLong);
            }
            if require(cart, line)?.note == note {
                return Ok(Vec::new());
            }
            Ok(vec![Event::NoteSet { line, note }])
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
            let found = require(cart, line)?;
            Ok(together(cart, found).map(|line| Event::LineRemoved { line }).collect())
        }
        Command::Clear if cart.is_empty() && cart.discount.is_none() => Ok(Vec::new()),
        Command::Clear => Ok(vec![Event::Cleared]),
    }
}

fn add(cart: &Cart, item: LineItem, quantity: Quantity) -> Result<Vec<Event>, CartError> {
    item.check()?;
    let quantity = quantity.check_unit(item.counted_in())?;
    if let Some(line) = cart.lines.iter().rev().find(|line| joins(line, &item)) {
        let quantity = line.quantity.plus(quantity)?;
        return Ok(vec![Event::QuantitySet { line: line.id, quantity }]);
    }
    if cart.lines.len() >= CART_LINES_MAX {
        return Err(CartError::TooManyLines);
    }
    Ok(vec![Event::LineAdded { line: cart.next_line, item, quantity }])
}

/// Pieces of the same item at the same price and with the same modifiers share a line; whatever is
/// measured has a line for each measurement, and a line with a discount or a note is left alone.
fn joins(line: &Line, item: &LineItem) -> bool {
    item.counted_in() == Unit::Each && is_plain(line) && line.item == *item
}

const fn is_plain(line: &Line) -> bool {
    line.discount.is_none() && line.note.is_empty()
}

fn add_combo(cart: &Cart, combo: ComboLines, quantity: Quantity) -> Result<Vec<Event>, CartError> {
    let quantity = quantity.check_unit(Unit::Each)?;
    let parts = combo.into_lines();
    for first in cart.lines.iter().filter(|line| is_first(line)) {
        let lines: Vec<&Line> = cart.lines.iter().filter(|line| is_part(line, first.id)).collect();
        let same = lines.len() == parts.len()
            && lines
                .iter()
                .zip(&parts)
                .all(|(line, part)| is_plain(line) && line.item == part.clone().of_combo(first.id));
        if same {
            let quantity = first.quantity.plus(quantity)?;
            let lines = lines.into_iter().map(|line| line.id);
            return Ok(lines.map(|line| Event::QuantitySet { line, quantity }).collect());
        }
    }
    if cart.lines.len().saturating_add(parts.len()) > CART_LINES_MAX {
        return Err(CartError::TooManyLines);
    }
    let first = cart.next_line;
    let mut events = Vec::with_capacity(parts.len());
    for (item, line) in parts.into_iter().zip(first.0..) {
        item.check()?;
        let item = item.of_combo(first);
        events.push(Event::LineAdded { line: LineId(line), item, quantity });
    }
    Ok(events)
}

fn is_first(line: &Line) -> bool {
    is_part(line, line.id)
}

fn is_part(line: &Line, first: LineId) -> bool {
    line.item.combo.as_ref().is_some_and(|combo| combo.first == first)
}

/// The lines that go together with a line: those of its combo, or it alone.
fn together<'a>(cart: &'a Cart, line: &'a Line) -> impl Iterator<Item = LineId> + 'a {
    let first = line.item.combo.as_ref().map(|combo| combo.first);
    let with = move |other: &&Line| match first {
        Some(first) => is_part(other, first),
        None => other.id == line.id,
    };
    cart.lines.iter().filter(with).map(|line| line.id)
}

fn set_price(line: &Line, price: UnitPrice) -> Result<Vec<Event>, CartError> {
    let limits = line.item.open_price.as_deref().ok_or(CartError::PriceFixed)?;
    if !limits.allow(price) {
        return Err(CartError::OpenPrice(*limits));
    }
    if line.item.price == price {
        return Ok(Vec::new());
    }
    Ok(vec![Event::PriceSet { line: line.id, price }])
}

fn override_price(
    line: &Line,
    price: Option<UnitPrice>,
    reason: String,
) -> Result<Vec<Event>, CartError> {
    if line.item.combo.is_some() {
        return Err(CartError::PriceOfCombo);
    }
    if line.item.open_price.is_some() {
        return price.map_or(Ok(Vec::new()), |price| set_price(line, price));
    }
    if reason.chars().count() > TEXT_CHARS_MAX {
        return Err(CartError::ReasonTooLong);
    }
    let own = line.item.overridden.as_ref().map_or(line.item.price, |before| before.price);
    let price = price.unwrap_or(own);
    let overridden = (price != own).then(|| Box::new(Overridden { price: own, reason }));
    if (price, &overridden) == (line.item.price, &line.item.overridden) {
        return Ok(Vec::new());
    }
    Ok(vec![Event::PriceOverridden { line: line.id, price, overridden }])
}

fn require(cart: &Cart, line: LineId) -> Result<&Line, CartError> {
    cart.line(line).ok_or(CartError::NoSuchLine(line))
}

fn check(discount: Option<&Discount>) -> Result<(), CartError> {
    discount.map_or(Ok(()), Discount::check)
}
