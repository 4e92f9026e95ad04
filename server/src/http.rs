//! Everything that knows status codes and headers.

mod caller;
mod conditional;
mod error;
mod json;
mod listen;
mod protocol;
mod query;
mod rate_limit;
mod ready;
mod security;
mod static_files;
mod track;
mod turn;

pub mod openapi;

pub use caller::{Caller, Known, KnownRegisters};
pub use conditional::{Accepted, Conditional, accepted_encoding};
pub use error::ApiError;
pub use json::{Answer, Json};
pub use listen::listen;
pub use protocol::require_protocol;
pub use query::Query;
pub use rate_limit::{ClientIp, RateLimits, Rule};
pub use ready::Readiness;
pub use security::{Policy, secure};
pub use static_files::serve as serve_static;
pub use track::{answer_panic, limit_time, track};
pub use turn::{Pushes, Turn};
