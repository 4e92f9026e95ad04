//! The server of Titan POS: it serves the app, takes the journals of the registers into Postgres,
//! projects them into sales and stock, and gives out catalogue and settings.
//!
//! Who may use whom: `routes -> {http, intake, auth, db, core}`, `intake -> {auth, db, core}`,
//! `jobs -> {db, core}`. Only `db` knows SQL, only `http` knows status codes. `cli` puts them
//! together.

pub mod app;
pub mod auth;
pub mod bus;
pub mod catalog;
pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
pub mod events;
pub mod http;
pub mod import;
pub mod intake;
pub mod jobs;
pub mod router;
pub mod routes;
pub mod seed;
pub mod telemetry;
