//! Pricing for others: what goes in and comes out as documents, and refusals that name the field.

use serde::{Deserialize, Serialize};

use crate::cart::{Cart, CartFault};
use crate::json::{ReadError, read};

use super::explain::Explanation;
use super::{Context, PriceBook, PriceError, PricedCart};

/// All that one pricing takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    pub cart: Cart,
    pub book: PriceBook,
    #[serde(default, skip_serializing_if = "Context::is_unknown")]
    pub context: Context,
}

/// A priced cart with the reason for every cent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explained {
    pub priced: PricedCart,
    /// Line by line, in the order in which the rules were applied. The steps of a line that
    /// count add up to its total.
    pub steps: Explanation,
}

/// What was given cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{code} {field}: {message}")]
pub struct Refusal {
    /// Stable.
    pub code: &'static str,
    /// `cart.lines[0].quantity`; empty where it is nothing in particular.
    pub field: String,
    pub message: String,
}

impl Refusal {
    /// Says what an error is about.
    pub fn new(code: &'static str, field: impl Into<String>, error: &impl ToString) -> Self {
        Self { code, field: field.into(), message: error.to_string() }
    }

    /// Puts the field into another.
    #[must_use]
    pub fn under(mut self, name: &str) -> Self {
        let dot = if self.field.is_empty() || self.field.starts_with('[') { "" } else { "." };
        self.field = format!("{name}{dot}{}", self.field);
        self
    }

    /// Says why a cart could not be priced.
    #[must_use]
    pub fn of_price(error: &PriceError, cart: &Cart) -> Self {
        let field = match error {
            PriceError::Currency { .. } => "cart.currency".to_owned(),
            PriceError::UnknownTax { line, .. } => {
                let at = cart.lines.iter().position(|other| other.id == *line);
                format!("cart.lines[{}].item.taxes", at.unwrap_or_default())
            }
            PriceError::Money(_) => "cart".to_owned(),
        };
        Self::new(error.code(), field, error)
    }
}

impl From<ReadError> for Refusal {
    fn from(error: ReadError) -> Self {
        Self { code: error.code(), field: error.field(), message: error.message().to_owned() }
    }
}

impl From<CartFault> for Refusal {
    fn from(fault: CartFault) -> Self {
        Self::new(fault.error.code(), fault.field, &fault.error)
    }
}

impl Request {
    /// Reads all that a pricing takes from one document.
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn read(text: &str) -> Result<Self, Refusal> {
        let request: Self = read(text)?;
        let cart = request.cart.admit().map_err(|fault| Refusal::from(fault).under("cart"))?;
        Ok(Self { cart, ..request })
    }
}

/// Reads a cart.
///
/// # Errors
/// [`Refusal`], whose field begins with `cart`.
pub fn read_cart(text: &str) -> Result<Cart, Refusal> {
    let cart: Cart = read(text).map_err(|error| Refusal::from(error).under("cart"))?;
    cart.admit().map_err(|fault| Refusal::from(fault).under("cart"))
}

/// Reads a price book.
///
/// # Errors
/// [`Refusal`], whose field begins with `book`.
pub fn read_book(text: &str) -> Result<PriceBook, Refusal> {
    read(text).map_err(|error| Refusal::from(error).under("book"))
}

/// Reads who buys where, when and with which coupons.
///
/// # Errors
/// [`Refusal`], whose field begins with `context`.
pub fn read_context(text: &str) -> Result<Context, Refusal> {
    read(text).map_err(|error| Refusal::from(error).under("context"))
}
