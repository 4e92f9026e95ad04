//! Everything that is SQL. Functions take and give types of `core` or rows of their own; the
//! rest of the server never sees a query.

mod codec;
mod error;
mod pool;

pub mod admin;
pub mod books;
pub mod changes;
pub mod days;
pub mod import;
pub mod items;
pub mod journal;
pub mod listen;
pub mod migrate;
pub mod orgs;
pub mod projection;
pub mod queue;
pub mod registers;
pub mod setup;
pub mod shop;
pub mod snapshots;

pub use error::DbError;
pub use pool::{Db, Tx};
