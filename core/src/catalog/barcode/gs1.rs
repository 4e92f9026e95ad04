//! Element strings of GS1-128, DataBar, DataMatrix and QR codes: `01` and a GTIN, `17` and a
//! date, ... one behind the other (GS1 General Specifications, section 3 and 7.8).

mod identifiers;
mod value;

use std::fmt::Write;

use crate::limits::BARCODE_CHARS_MAX;
use identifiers::Identifier;

pub use value::{Amount, DateTime, Value};

/// The separator behind data of variable length: GS, which scanners send for FNC1.
pub const SEPARATOR: char = '\u{1d}';

/// Why a text is not made of element strings.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Gs1Error {
    /// Nothing, or more than a barcode can hold.
    #[error("an element string has 1 to {BARCODE_CHARS_MAX} characters")]
    Length,
    /// No application identifier begins here.
    #[error("no application identifier is known at {0:?}")]
    UnknownIdentifier(String),
    /// The data does not have the form that its identifier asks for.
    #[error("the data of ({0}) has another form")]
    Data(String),
    /// A human readable text does not alternate `(identifier)` and data.
    #[error("the readable form is (identifier)data(identifier)data")]
    NotReadable,
    /// The data has the right form but says nothing: no such day, a wrong check digit, ...
    #[error("the data of ({0}) has no meaning")]
    Value(String),
}

/// An application identifier and its data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    pub identifier: String,
    pub data: String,
}

/// The element strings of one code, in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elements(Vec<Element>);

impl Elements {
    /// Reads what a scanner sends. Any of `separators` ends data of variable length and is
    /// skipped elsewhere.
    ///
    /// # Errors
    /// [`Gs1Error`].
    ///
    /// # Example
    /// ```
    /// use titan_core::catalog::barcode::gs1::{Elements, SEPARATOR};
    /// let label = Elements::parse("0104006381333931310300125010A7\u{1d}17260131", &[SEPARATOR])?;
    /// assert_eq!(label.readable(), "(01)04006381333931(3103)001250(10)A7(17)260131");
    /// # Ok::<(), titan_core::catalog::barcode::gs1::Gs1Error>(())
    /// ```
    pub fn parse(text: &str, separators: &[char]) -> Result<Self, Gs1Error> {
        let mut rest = text.trim_matches(separators);
        check_length(rest)?;
        let mut elements = Vec::new();
        while !rest.is_empty() {
            let identifier = Identifier::at_start_of(rest).ok_or_else(|| unknown(rest))?;
            let after = rest.get(identifier.digits().len()..).unwrap_or_default();
            let run = after.split(separators).next().unwrap_or_default();
            let length = identifier.data_length(run);
            let data = length.and_then(|length| run.get(..length));
            let data = data.ok_or_else(|| Gs1Error::Data(identifier.digits().into()))?;
            rest = after.get(data.len()..).unwrap_or_default().trim_start_matches(separators);
            elements.push(Element { identifier: identifier.digits().into(), data: data.into() });
        }
        Ok(Self(elements))
    }

    /// Reads the text under a code, `(01)04006381333931(10)A7`; white space is skipped.
    ///
    /// # Errors
    /// [`Gs1Error`].
    pub fn parse_readable(text: &str) -> Result<Self, Gs1Error> {
        let text: String = text.split_whitespace().collect();
        check_length(&text)?;
        let mut rest = text.as_str();
        let mut elements = Vec::new();
        while !rest.is_empty() {
            let (identifier, after) = bracketed(rest).ok_or(Gs1Error::NotReadable)?;
            // A bracket in data is the next identifier only if it holds one.
            let end = after
                .match_indices('(')
                .map(|(at, _)| at)
                .find(|at| after.get(*at..).and_then(bracketed).is_some());
            let (data, next) =
                after.split_at_checked(end.unwrap_or(after.len())).unwrap_or_default();
            if identifier.data_length(data) != Some(data.len()) {
                return Err(Gs1Error::Data(identifier.digits().into()));
            }
            elements.push(Element { identifier: identifier.digits().into(), data: data.into() });
            rest = next;
        }
        Ok(Self(elements))
    }

    /// Returns the text to print under the code.
    #[must_use]
    pub fn readable(&self) -> String {
        self.0.iter().fold(String::new(), |mut text, element| {
            // Writing to a String does not fail.
            let _ = write!(text, "({}){}", element.identifier, element.data);
            text
        })
    }

    /// Returns what a scanner sends: a separator behind each element that is not of a length
    /// fixed for all time, except the last.
    #[must_use]
    pub fn encoded(&self) -> String {
        let mut text = String::new();
        for (index, element) in self.0.iter().enumerate() {
            text.push_str(&element.identifier);
            text.push_str(&element.data);
            let last = index + 1 == self.0.len();
            if !last && !identifiers::has_predefined_length(&element.identifier) {
                text.push(SEPARATOR);
            }
        }
        text
    }

    /// Returns the elements, at least one.
    #[must_use]
    pub fn elements(&self) -> &[Element] {
        &self.0
    }

    /// Returns the first element with one of these identifiers.
    #[must_use]
    pub fn find(&self, identifiers: &[&str]) -> Option<&Element> {
        self.0.iter().find(|element| identifiers.contains(&element.identifier.as_str()))
    }
}

fn check_length(text: &str) -> Result<(), Gs1Error> {
    let fits = !text.is_empty() && text.len() <= BARCODE_CHARS_MAX;
    if fits { Ok(()) } else { Err(Gs1Error::Length) }
}

fn unknown(rest: &str) -> Gs1Error {
    Gs1Error::UnknownIdentifier(rest.chars().take(4).collect())
}

/// Takes a known `(identifier)` off the front.
fn bracketed(text: &str) -> Option<(Identifier<'_>, &str)> {
    let (digits, after) = text.strip_prefix('(')?.split_once(')')?;
    let identifier = Identifier::at_start_of(digits)?;
    (identifier.digits() == digits).then_some((identifier, after))
}

#[cfg(test)]
mod tests;
