//! The pure domain of Titan POS.
