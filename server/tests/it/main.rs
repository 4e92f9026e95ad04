//! Tests of the server over real HTTP, against a real Postgres (and Redis), with real keys.

mod admin;
mod auth;
mod bad_input;
mod catalog;
mod changes;
mod cli;
mod enrol;
mod events;
mod import;
mod journal_files;
mod migrate;
mod model;
mod operations;
mod price;
mod projection;
mod protocol;
mod push;
mod rebuild;
mod redis;
mod returns;
mod shifts;
mod static_files;
mod support;
mod tenancy;
mod verify;
mod workers;
