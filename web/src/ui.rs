//! The components: properties in, callbacks out. They know no database, no network and no state.

pub mod badge;
pub mod dialog;
pub mod dynamic;
pub mod empty;
pub mod grid;
pub mod icon;
pub mod keypad;
pub mod qr;
pub mod receipt;
pub mod segments;
pub mod toast;
pub mod words;
