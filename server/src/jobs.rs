//! Work off the request path.

pub mod project;
pub mod queue;
pub mod rebuild;
pub mod sync;
