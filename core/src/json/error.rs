//! What is wrong, and where.

use std::fmt::{self, Display, Write};

use serde::de::{self, Expected, Unexpected};

/// A document is refused.
#[derive(Clone, PartialEq, Eq)]
pub struct ReadError(Box<Fault>);

#[derive(Clone, PartialEq, Eq)]
struct Fault {
    code: &'static str,
    message: String,
    /// From the inside out: it is written while the error leaves the document.
    path: Vec<Place>,
}

#[derive(Clone, PartialEq, Eq)]
enum Place {
    Key(String),
    Element(usize),
}

impl ReadError {
    pub(super) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self(Box::new(Fault { code, message: message.into(), path: Vec::new() }))
    }

    /// Not JSON at all.
    pub(super) fn syntax(message: &str, byte: usize) -> Self {
        Self::new("json.syntax", format!("{message} at byte {byte}"))
    }

    pub(super) fn too_large() -> Self {
        Self::new("json.value", "the number is too large")
    }

    pub(super) fn unknown(field: &str, known: &[&str]) -> Self {
        let message = format!("there is no such field; there are {}", known.join(", "));
        Self::new("json.unknown", message).in_key(field)
    }

    pub(super) fn none_of(variant: &str, known: &[&str]) -> Self {
        Self::new("json.value", format!("\"{variant}\" is none of {}", known.join(", ")))
    }

    pub(super) fn missing(field: &str) -> Self {
        Self::new("json.missing", "the field is missing").in_key(field)
    }

    pub(super) fn no_content(variant: &str) -> Self {
        Self::new("json.type", format!("\"{variant}\" has to say more, in an object"))
    }

    pub(super) fn content(variant: &str) -> Self {
        Self::new("json.type", format!("\"{variant}\" stands alone, as a string"))
    }

    pub(super) fn in_key(mut self, key: &str) -> Self {
        self.0.path.push(Place::Key(key.to_owned()));
        self
    }

    pub(super) fn in_element(mut self, index: usize) -> Self {
        self.0.path.push(Place::Element(index));
        self
    }

    /// Returns the stable code: `json.syntax`, `json.depth`, `json.type`, `json.value`,
    /// `json.missing`, `json.unknown` or `json.twice`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.0.code
    }

    /// Returns where it is, as `cart.lines[0].quantity`; empty for the document itself.
    #[must_use]
    pub fn field(&self) -> String {
        let mut text = String::new();
        for place in self.0.path.iter().rev() {
            match place {
                Place::Key(key) => {
                    let dot = if text.is_empty() { "" } else { "." };
                    text.push_str(dot);
                    text.push_str(key);
                }
                Place::Element(index) => drop(write!(text, "[{index}]")),
            }
        }
        text
    }

    /// Returns what is wrong, without the place.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }
}

impl Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let field = self.field();
        let gap = if field.is_empty() { "" } else { ": " };
        write!(f, "{field}{gap}{}", self.message())
    }
}

impl fmt::Debug for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {self}", self.code())
    }
}

impl std::error::Error for ReadError {}

impl de::Error for ReadError {
    fn custom<T: Display>(message: T) -> Self {
        Self::new("json.value", message.to_string())
    }

    // The reader hands over what was asked for, so this is a value out of range.
    fn invalid_type(_found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new("json.value", format!("{expected} is expected"))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(found, expected)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::missing(field)
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::new("json.twice", "the field is given twice").in_key(field)
    }
}
