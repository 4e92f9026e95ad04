//! Taking in a cart that was made outside.

use std::collections::BTreeSet;

use super::{Cart, CartError};
use crate::ids::LineId;
use crate::limits::{CART_LINES_MAX, TEXT_CHARS_MAX};

/// What is wrong with a cart, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CartFault {
    /// The field inside of the cart: `lines[3].quantity`.
    pub field: String,
    pub error: CartError,
}

impl Cart {
    /// Takes in a cart that was made outside: holds it to what the commands of a cart hold to,
    /// and sees to it that its next line gets a number of its own.
    ///
    /// # Errors
    /// [`CartFault`] for the first thing that no command would have made.
    pub fn admit(mut self) -> Result<Self, CartFault> {
        let fault = |field: String, error| CartFault { field, error };
        if self.lines.len() > CART_LINES_MAX {
            return Err(fault("lines".to_owned(), CartError::TooManyLines));
        }
        if let Some(discount) = &self.discount {
            discount.check().map_err(|error| fault("discount".to_owned(), error))?;
        }
        let mut seen = BTreeSet::new();
        for (at, line) in self.lines.iter().enumerate() {
            let place = |field: &str| format!("lines[{at}].{field}");
            if !seen.insert(line.id) {
                return Err(fault(place("id"), CartError::SameLine(line.id)));
            }
            if let Err(error) = line.quantity.check_unit(line.item.counted_in()) {
                return Err(fault(place("quantity"), error.into()));
            }
            line.item.check().map_err(|error| fault(place("item"), error))?;
            if line.note.chars().count() > TEXT_CHARS_MAX {
                return Err(fault(place("note"), CartError::NoteTooLong));
            }
            let discount = line.discount.as_ref().map_or(Ok(()), super::Discount::check);
            discount.map_err(|error| fault(place("discount"), error))?;
        }
        let after = seen.last().map_or(1, |last| last.0.saturating_add(1));
        self.next_line = self.next_line.max(LineId(after));
        Ok(self)
    }
}
