//! Projections are made again from the journal; days that were reported show corrections.

use serde_json::{Value, json};
use titan_core::ids::{ShiftId, StoreId};
use titan_core::journal::{Act, ShiftOpened};
use titan_core::money::Minor;
use titan_server::db::projection::rebuild::TABLES;
use titan_server::jobs;
use uuid::Uuid;

use crate::support::command::{stderr, stdout, titan_over};
use crate::support::{TestApp, Till, sale};

/// Everything that was projected, row by row.
async fn projections(app: &TestApp) -> Vec<String> {
    let mut tables = Vec::new();
    for table in TABLES {
        let rows: String = app
            .scalar(&format!(
                "SELECT coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '') FROM {table} t"
            ))
            .await;
        tables.push(format!("{table}\n{rows}"));
    }
    tables
}

fn shift(till: &mut Till, date: &str) -> titan_core::journal::SealedEntry {
    till.shift = ShiftId::new(Uuid::now_v7());
    let opened = ShiftOpened {
        business_date: date.parse().unwrap(),
        opening_float: Minor::new(5_000).unwrap(),
    };
    till.record(Act::ShiftOpened(opened))
}

fn sold(till: &mut Till, minor: i64) -> titan_core::journal::SealedEntry {
    let sold = sale(till, &[(1, minor, "1")]);
    till.sell(sold)
}

/// Pushes what was just recorded.
async fn push(app: &TestApp, entries: &[titan_core::journal::SealedEntry], till: &Till) {
    assert_eq!(till.pushed(app, entries).await.1, [""; 0]);
}

fn day(app: &TestApp, args: &[&str]) -> Value {
    let text = stdout(&titan_over(app, &[&["day"], args].concat()));
    serde_json::from_str(&text).unwrap()
}

fn sums(figures: &Value) -> Vec<(String, i64, i64)> {
    let one = |it: &Value| {
        let register = it["register"].as_str().unwrap().to_owned();
        (register, it["sales"].as_i64().unwrap(), it["total"].as_i64().unwrap())
    };
    figures.as_array().unwrap().iter().map(one).collect()
}

#[tokio::test]
async fn every_projected_table_is_known() {
    let app = TestApp::new().await;
    let written: String = app
        .scalar(
            "SELECT string_agg(table_name, ' ' ORDER BY table_name)
             FROM information_schema.role_table_grants
             WHERE grantee = 'titan_worker' AND privilege_type = 'INSERT'",
        )
        .await;
    let mut tables = TABLES;
    tables.sort_unstable();
    assert_eq!(written, tables.join(" "), "what the worker writes, a rebuild has to drop");
}

#[tokio::test]
async fn all_projections_come_out_the_same() {
    let app = TestApp::new().await;
    let (mut one, mut two) = (app.till().await, Till::enrol(&app, "R2").await);
    let mut first = vec![shift(&mut one, "2026-11-23"), sold(&mut one, 119)];
    let mut odd = sale(&one, &[(2, 238, "2")]);
    odd.priced.total = odd.priced.total.plus(Minor::new(100).unwrap()).unwrap();
    first.push(one.sell(odd));
    let twice = sale(&one, &[(3, 50, "2")]);
    first.push(one.sell(twice.clone()));
    first.push(one.record_with(Act::StaffSignedIn, |entry| {
        entry.store = StoreId::new(Uuid::now_v7());
    }));
    let second = [shift(&mut two, "2026-11-23"), two.sell(twice), sold(&mut two, 77)];
    one.pushed(&app, &first).await;
    two.pushed(&app, &second).await;
    app.project().await;
    app.execute("UPDATE attention SET resolved_at = now() WHERE code = 'sale.total'").await;
    day(&app, &["2026-11-23", "--close"]);
    push(&app, &[sold(&mut one, 1_000)], &one).await;
    app.project().await;

    let before = projections(&app).await;
    let marks: i64 = app.count("attention").await;
    assert!(marks >= 5, "{before:?}");
    let said = stdout(&titan_over(&app, &["rebuild"]));
    assert!(said.contains(&format!("R1 {}: 6 entries projected again", one.register())), "{said}");
    assert_eq!(projections(&app).await, before);
    // What somebody did to the projections is gone, what the office did to marks is not.
    app.execute(
        "DELETE FROM sales WHERE seq = 2; UPDATE day_totals SET total = 0, sales = 99;
         DELETE FROM sale_taxes; DELETE FROM attention WHERE code <> 'sale.total';
         INSERT INTO stock_movements SELECT org_id, register_id, 99, 1, store_id, 1, 5, now()
         FROM registers",
    )
    .await;
    assert_ne!(projections(&app).await, before);
    stdout(&titan_over(&app, &["rebuild", "--register", "R2"]));
    stdout(&titan_over(&app, &["rebuild", "--org", "demo"]));
    let without_times = |tables: &[String]| tables[..TABLES.len() - 1].to_vec();
    assert_eq!(without_times(&projections(&app).await), without_times(&before));
    assert_eq!(app.count("attention").await, marks);
    let unknown = stderr(&titan_over(&app, &["rebuild", "--register", "R9"]));
    assert!(unknown.contains("rebuild.unknown_register"), "{unknown}");
}

#[tokio::test]
async fn registers_push_and_workers_project_while_it_is_rebuilt() {
    let app = TestApp::new().await;
    let worker = tokio::spawn(jobs::sync::run(app.app.clone(), app.stopped()));
    let mut till = app.till().await;
    let register = till.register();
    push(&app, &[shift(&mut till, "2026-11-23")], &till).await;
    let pushing = async {
        for _ in 0..20 {
            let entries = [sold(&mut till, 100), sold(&mut till, 100)];
            assert_eq!(till.pushed(&app, &entries).await.1, [""; 0]);
        }
    };
    let rebuilding = async {
        for _ in 0..10 {
            jobs::rebuild::run(&app.app.db, app.org, register).await.unwrap();
        }
    };
    tokio::join!(pushing, rebuilding);
    app.project().await;
    crate::support::eventually("all is projected", async || {
        app.app.db.backlog().await.unwrap().entries == 0
    })
    .await;
    let totals: String = app.scalar("SELECT concat_ws('|', sales, total) FROM day_totals").await;
    assert_eq!(totals, "40|4000");
    assert_eq!(app.count("sales").await, 40);
    assert!(!worker.is_finished());
}

#[tokio::test]
async fn a_late_sale_lands_in_its_own_shift_and_day() {
    let app = TestApp::new().await;
    let (mut late, mut other) = (app.till().await, Till::enrol(&app, "R2").await);
    // The one till sells on Monday and comes back on Wednesday; the other goes on.
    let waiting = [shift(&mut late, "2026-11-23"), sold(&mut late, 100), sold(&mut late, 200)];
    let monday = late.shift;
    let tuesday = [shift(&mut other, "2026-11-24"), sold(&mut other, 1_000)];
    other.pushed(&app, &tuesday).await;
    app.project().await;
    late.pushed(&app, &waiting).await;
    push(&app, &[shift(&mut late, "2026-11-25"), sold(&mut late, 50)], &late).await;
    app.project().await;
    let days: String = app
        .scalar(
            "SELECT string_agg(business_date || ' ' || sales || ' ' || total, ', '
                               ORDER BY business_date) FROM day_totals",
        )
        .await;
    assert_eq!(days, "2026-11-23 2 300, 2026-11-24 1 1000, 2026-11-25 1 50");
    let in_shift = format!("sales WHERE shift_id = '{monday}'");
    let query = format!("SELECT count(*) FROM {in_shift}");
    assert_eq!(app.scalar::<i64>(&query).await, 2);
}

#[tokio::test]
async fn a_reported_day_is_corrected_and_never_changes() {
    let app = TestApp::new().await;
    let (mut one, mut two) = (app.till().await, Till::enrol(&app, "R2").await);
    let entries = [shift(&mut one, "2026-11-23"), sold(&mut one, 500)];
    one.pushed(&app, &entries).await;
    // Pushed before the day is closed, projected after it: it is not in the report.
    app.project().await;
    push(&app, &[sold(&mut one, 30)], &one).await;
    let open = day(&app, &["2026-11-23"]);
    assert_eq!(open["reported_at"], Value::Null);
    assert_eq!(sums(&open["figures"]), [("R1".to_owned(), 1, 500)]);
    let closed = day(&app, &["2026-11-23", "--close"]);
    assert!(closed["reported_at"].as_str().unwrap().starts_with("20"), "{closed}");
    assert_eq!(closed["figures"], open["figures"]);
    assert_eq!(closed["corrections"], json!([]));

    push(&app, &[shift(&mut two, "2026-11-23"), sold(&mut two, 7)], &two).await;
    app.project().await;
    // A till that enrolled after the day was closed brings a correction as well.
    let mut three = app.till().await;
    push(&app, &[shift(&mut three, "2026-11-23"), sold(&mut three, 1)], &three).await;
    app.project().await;
    let again = day(&app, &["2026-11-23", "--close"]);
    assert_eq!(again["figures"], closed["figures"], "the report stays as it was");
    let corrections =
        [("R1".to_owned(), 1, 30), ("R1-2".to_owned(), 1, 1), ("R2".to_owned(), 1, 7)];
    assert_eq!(sums(&again["corrections"]), corrections);
    assert_eq!(app.count("attention WHERE code = 'sale.after_report'").await, 3);
    // Other days are not touched by it.
    push(&app, &[shift(&mut one, "2026-11-24"), sold(&mut one, 9)], &one).await;
    app.project().await;
    assert_eq!(app.count("attention WHERE code = 'sale.after_report'").await, 3);
    assert_eq!(day(&app, &["2026-11-24"])["corrections"], json!([]));
}
