//! The driver of the register's sync machine: it carries the machine's effects to the server and back.

pub mod api;
mod driver;
pub mod enrol;
mod hints;
mod pull;

pub use driver::{Driver, Event, Setup};
pub use pull::fetch_config;
