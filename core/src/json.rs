//! Reads JSON that others wrote, strictly: what is wrong is named by its field.
//!
//! [`read`] knows from the types which fields there are and refuses any other, so a slip of the
//! pen is no silent default. Numbers are whole: an amount with a point in it is a mistake. What
//! is stored is read by `serde_json`, which lets the fields of later versions pass.

mod error;
mod open;
mod reader;
mod scan;
#[cfg(test)]
mod tests;

use serde::Deserialize;

pub use error::ReadError;
use reader::Reader;

/// Reads a document.
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
    let mut reader = Reader::new(text);
    let value = T::deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}
