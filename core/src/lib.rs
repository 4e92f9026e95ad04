//! The pure domain of Titan POS: money, tax, catalogue, pricing, cart, sale, journal and sync.
//!
//! Nothing in this crate performs IO, reads a clock, draws a random number or waits: time, ids and
//! randomness are arguments. The same code is compiled to WebAssembly for the register and
//! natively for the server, so both come to the same cents from the same inputs.
//!
//! Each module may use only the ones listed before it:
//! `ids, time, limits, hash, order, json -> money -> quantity -> tax -> catalog -> cart -> pricing -> tender ->
//! stored, loyalty -> sale, refund, shift -> shop -> journal -> receipt -> sync`.

#![forbid(unsafe_code)]
#![deny(clippy::float_arithmetic, clippy::as_conversions)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)
)]

pub mod cart;
pub mod catalog;
pub mod hash;
pub mod ids;
pub mod journal;
pub mod json;
pub mod limits;
pub mod loyalty;
pub mod money;
pub mod order;
pub mod pricing;
pub mod quantity;
pub mod receipt;
pub mod refund;
pub mod sale;
pub mod shift;
pub mod shop;
pub mod stored;
pub mod sync;
pub mod tax;
pub mod tender;
pub mod time;
