//! The register of Titan POS: a thin shell over `titan_core` that knows a browser.
//!
//! `ui` <- `pages` -> `state` -> {`db`, `sync`} -> {core, `platform`}. Only `platform` and `db` touch the browser.

pub mod app;
pub mod db;
pub mod i18n;
pub mod pages;
pub mod platform;
pub mod state;
pub mod sync;
pub mod ui;

#[cfg(test)]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
