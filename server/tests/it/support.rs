//! What tests stand on: a database of their own, a server, and a till that signs as WebCrypto does.

mod app;
pub(crate) mod command;
mod database;
mod sales;
mod till;

pub(crate) use app::{Answer, SECRET, TestApp, TestOptions, eventually, program};
pub(crate) use database::{TestDb, redis_url};
pub(crate) use sales::sale;
pub(crate) use till::{Till, draw_key, key_text, signature};
