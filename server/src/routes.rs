//! The endpoints, one module a resource.

pub mod auth;
pub mod catalog;
pub mod changes;
pub mod config;
pub mod enrol;
pub mod events;
pub mod health;
pub mod journal;
