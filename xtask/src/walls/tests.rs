//! Each rule on a few lines of code.

use super::*;

/// Checks a file and compares `line rule` (the start of it) with what is expected.
fn check(path: &str, text: &str, expect: &[&str]) {
    let found = check_file(path, text);
    let found = found.iter().map(|violation| {
        let line = violation.place.strip_prefix(path).unwrap().trim_start_matches(':');
        format!("{line} {}", violation.rule).trim().to_owned()
    });
    let found = found.collect::<Vec<_>>();
    let same = found.len() == expect.len()
        && found.iter().zip(expect).all(|(found, expect)| found.starts_with(expect));
    assert!(same, "{path}: found {found:?}, expected {expect:?}");
}

#[test]
fn only_platform_and_db_touch_the_browser() {
    let code = "use web_sys::Window;\n";
    check("web/src/pages/sell.rs", code, &["1 `web_sys`"]);
    check("web/src/platform.rs", code, &[]);
    check("web/src/platform/clock.rs", code, &[]);
    check("web/src/db/tx.rs", code, &[]);
    check("web/src/dbx.rs", code, &["1 `web_sys`"]);
    check("web/src/state.rs", "let x = gloo_net::http();\n", &["1 `gloo_`"]);
    check("web/src/state.rs", "use idb::Factory;\n", &["1 `idb`"]);
    check("web/src/state.rs", "use leptos::{ev, web_sys};\n", &["1 `web_sys`"]);
    check("web/src/state.rs", "// not web_sys\nlet t = \"web_sys\";\n", &[]);
}

#[test]
fn the_layers_of_web() {
    check("web/src/ui/button.rs", "use crate::state::Cart;\n", &["1 `crate::state`"]);
    check("web/src/ui.rs", "fn f() { crate::db::open() }\n", &["1 `crate::db`"]);
    check("web/src/ui.rs", "use crate::{\n    ui::x,\n    sync,\n};\n", &["1 `crate::sync`"]);
    check("web/src/state/cart.rs", "use crate::pages::Sell;\n", &["1 `state` may not use `pages`"]);
    check("web/src/state/cart.rs", "use crate::ui::Button;\n", &["1 `crate::ui`"]);
    check("web/src/pages/sell.rs", "use crate::{state, ui::Button};\n", &[]);
    check("web/src/db.rs", "use crate::state;\n", &["1 `db` may not use `state`"]);
}

#[test]
fn sql_only_in_db() {
    let code = "sqlx::query(\"SELECT 1\")\n";
    check("server/src/routes/sales.rs", code, &["1 `sqlx::query`", "1 SQL lives"]);
    check("server/src/db/sales.rs", code, &[]);
    check("server/src/db.rs", code, &[]);
    check("server/tests/api.rs", code, &[]);
    check("server/src/import.rs", "query(r#\"\n  INSERT INTO x\"#)\n", &["1 SQL lives"]);
    check("server/src/import.rs", "info!(\"updated 3 rows, SELECT them\")\n", &[]);
    check("server/src/import.rs", "use sqlx::query_as;\n", &["1 `sqlx::query`"]);
}

#[test]
fn status_codes_only_in_http() {
    check("server/src/routes/sales.rs", "Err(StatusCode::CONFLICT)\n", &["1 `StatusCode`"]);
    check("server/src/http/error.rs", "Err(StatusCode::CONFLICT)\n", &[]);
    check("server/src/jobs/mail.rs", "use crate::http::Error;\n", &["1 `crate::http`"]);
}

#[test]
fn core_is_pure() {
    check("core/src/money.rs", "fn f(x: f64) {}\n", &["1 `f64`"]);
    check("core/src/money.rs", "/// no f64 here\nlet f64_like = 1;\n", &[]);
    check("core/src/money.rs", "use std::{fmt, time::Duration};\n", &["1 `std::time`"]);
    check("core/src/sync.rs", "pub async fn push() {}\n", &["1 `async`"]);
    check("core/src/money.rs", "#[cfg(test)]\nmod tests {\n  fn f() -> f64 { 1.0 }\n}\n", &[]);
    check("core/src/money/tests.rs", "fn f() -> f64 { 1.0 }\n", &[]);
    check("core/src/money.rs", "#[cfg(test)]\nmod tests;\n\nfn f(x: f32) {}\n", &["4 `f32`"]);
}

#[test]
fn the_layers_of_core() {
    check("core/src/money.rs", "use crate::tax::Rate;\n", &["1 `money` may not use `tax`"]);
    check("core/src/tax/group.rs", "use crate::money::Money;\n", &[]);
    check("core/src/sale.rs", "use crate::shift::ShiftId;\n", &[]);
    check("core/src/lib.rs", "pub use crate::sync::Push;\n", &[]);
}

#[test]
fn names_sizes_and_paths() {
    check("core/src/money/mod.rs", "", &["modules are"]);
    check("core/src/money.rs", &"\n".repeat(601), &["602 lines"]);
    check("core/src/money/tests.rs", &"\n".repeat(601), &[]);
    check("server/src/main.rs", "include!(\"x.rs\");\n", &["1 `include!`"]);
    check("server/src/main.rs", "include_str!(\"x.txt\");\n", &[]);
    let home = format!("let x = \"/{}/me/x\";\n", "home");
    check("server/src/main.rs", &home, &["1 no path"]);
    check("deploy/a.yml", &home, &["1 no path"]);
}

#[test]
fn strings_comments_and_lifetimes_are_told_apart() {
    let text = "let a = '\"'; let b = '{'; // f64\nlet c = r#\"\"f64\"#; /* f64 /* f64 */ f64 */ fn g<'a>(x: &'a f64) {}\n";
    check("core/src/money.rs", text, &["2 `f64`"]);
    check("core/src/money.rs", "let x = \"a \\\" f64\"; let y = b\"f64\";\n", &[]);
    check("core/src/money.rs", "let x = '\\'';\nlet y: f64 = 1;\n", &["2 `f64`"]);
}
