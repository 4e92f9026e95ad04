//! Reads JSON in little code; what is wrong is named by its field.
//!
//! The syntax is compiled once and not for each type, and fields are answered by their number,
//! which serde compiles to a fraction of what names take. Numbers are whole: an amount with a
//! point in it is a mistake. [`read`] is for what others wrote: it refuses fields that a type does
//! not have, so that a slip of the pen is no silent default. [`read_kept`] is for what programs of
//! ours wrote, perhaps later versions: it lets their fields pass.

mod error;
mod open;
mod reader;
mod scan;
#[cfg(test)]
mod tests;

use serde::Deserialize;

pub use error::ReadError;
use reader::{Reader, Unknown};

/// Reads a document that others wrote.
///
/// ```
/// use titan_core::json::read;
/// use titan_core::pricing::Context;
///
/// let error = read::<Context>(r#"{"coupons": [{"kode": "SPRING"}]}"#).unwrap_err();
/// assert_eq!((error.code(), error.field().as_str()), ("json.unknown", "coupons[0].kode"));
/// ```
///
/// # Errors
/// [`ReadError`], with the field.
pub fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, ReadError> {
    read_all(Reader::new(text, Unknown::Refused))
}

/// Reads a document that was stored or sent by a program of ours.
///
/// # Errors
/// [`ReadError`], with the field.
pub fn read_kept<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, ReadError> {
    read_all(Reader::new(text, Unknown::Passed))
}

/// Returns the text of one member of an object, so that it can be kept as it was sent.
///
/// # Errors
/// [`ReadError`] when the text before it is no JSON, or the member is missing.
pub fn member<'a>(text: &'a str, name: &str) -> Result<&'a str, ReadError> {
    Reader::new(text, Unknown::Passed).member(name)
}

fn read_all<'a, T: Deserialize<'a>>(mut reader: Reader<'a>) -> Result<T, ReadError> {
    let value = T::deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}
