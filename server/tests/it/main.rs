//! Tests of the server over real HTTP, against a real Postgres (and Redis), with real keys.

mod auth;
mod bad_input;
mod catalog;
mod changes;
mod cli;
mod enrol;
mod import;
mod migrate;
mod operations;
mod projection;
mod push;
mod redis;
mod static_files;
mod support;
mod tenancy;
mod workers;
