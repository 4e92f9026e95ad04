//! A whole shop in one thread: registers with disks and pages, a network that loses, delays,
//! doubles and reorders, clocks that are wrong, a server that dies. Everything happens in the
//! order that a seed decides, so a seed and a commit give the same run again.
//!
//! The register's state machine, the chain of the journal and the server's decision on a batch
//! are the product's own code from `titan-core`; disks, pages and tables are models of what the
//! browser and Postgres promise: a transaction is durable as a whole or not at all.

pub mod act;
pub mod bugs;
pub mod check;
pub mod device;
pub mod page;
pub mod plan;
pub mod rng;
pub mod server;
pub mod world;

pub use bugs::Bug;
pub use world::{Outcome, run};
