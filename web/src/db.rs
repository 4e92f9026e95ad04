//! The register's database on the device: IndexedDB.
//!
//! | store | key | value |
//! |---|---|---|
//! | `meta` | name | JSON of one small record |
//! | `keys` | name | key objects that the browser does not give out |
//! | `entries` | seq | a sealed entry and what lists show of it |
//! | `entries` | text | a sealed entry of a register that this device was before, not sent |
//! | `outbox` | seq | size in bytes of an entry that the server does not have yet |
//! | `catalog` | name | the snapshot's bytes; the changes since as JSON |
//! | `carts` | name | JSON of a cart that is being filled |

pub mod carts;
pub mod catalog;
mod connection;
mod entries;
pub mod error;
pub mod journal;
pub mod keys;
mod mend;
pub mod meta;
mod schema;
pub mod tx;

pub use connection::Db;
pub use error::DbError;
pub use schema::Version;
