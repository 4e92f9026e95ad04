//! titan-core for JavaScript.
//!
//! Values cross the border as JSON text that the engine's own `JSON` writes and reads; what was
//! priced stays here, and a caller fetches of it what it wants. `cargo xtask build js` makes the
//! npm package out of it, twice: whole, and with pricing alone.

mod book;
#[cfg(feature = "full")]
mod cart;
#[cfg(feature = "full")]
pub mod code;
mod convert;
#[cfg(feature = "full")]
pub mod money;
mod priced;
#[cfg(feature = "full")]
mod sale;
mod types;
