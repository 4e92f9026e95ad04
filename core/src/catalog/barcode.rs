//! What a scanner sends, and what it may mean.
//!
//! [`scan::candidates`] is the door: it reads an input in every way that it can be read. The
//! modules beside it are the ways: trade item numbers, zero-suppressed UPC-E, labels of scales
//! and price stickers, and element strings of GS1.

pub mod check;
pub mod gs1;
pub mod gtin;
pub mod label;
pub mod prefix;
pub mod scan;
pub mod upc;

pub use check::has_check_digit;
pub use gtin::{Gtin, gtin14};
pub use label::{Label, Measure, MeasureKind, ScaleLabel, ScalePattern};
pub use scan::{Candidate, candidates};
pub use upc::UpcE;

/// Why a code is not what it is read as.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BarcodeError {
    /// Something else than the digits 0 to 9.
    #[error("a code of this kind has digits only")]
    NotDigits,
    /// A length that no code of the kind has.
    #[error("no code of this kind has {0} characters")]
    Length(usize),
    /// The check digit does not fit the others.
    #[error("the check digit is wrong")]
    CheckDigit,
    /// UPC-E exists in number systems 0 and 1 only.
    #[error("the number system of UPC-E is 0 or 1, not {0}")]
    NumberSystem(u8),
    /// The number needs more digits than the form asked for has.
    #[error("the number has more than {0} digits")]
    TooLong(usize),
    /// Too few zeros to leave out.
    #[error("the number has no UPC-E form")]
    NotCompressible,
}
