//! Tests of the server over real HTTP, against a real Postgres (and Redis), with real keys.

mod auth;
mod bad_input;
mod catalog;
mod changes;
mod cli;
mod enrol;
mod import;
mod journal_files;
mod migrate;
mod operations;
mod projection;
mod push;
mod redis;
mod static_files;
mod support;
mod tenancy;
mod verify;
mod workers;
