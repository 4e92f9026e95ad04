use titan_core::ids::{ShiftId, StoreId};
use titan_core::journal::Act;
use titan_core::money::Minor;
use titan_core::sale::Sale;
use uuid::Uuid;

use crate::support::{TestApp, Till, sale};

/// A till with an open shift.
async fn open(app: &TestApp) -> (Till, Vec<titan_core::journal::SealedEntry>) {
    let mut till = app.till().await;
    let shift = till.open_shift();
    (till, vec![shift])
}

/// The codes that the office should look at, in order.
async fn attention(app: &TestApp) -> String {
    app.scalar("SELECT coalesce(string_agg(seq || ' ' || code, ', ' ORDER BY seq, code), '') FROM attention")
        .await
}

fn minor(value: i64) -> Minor {
    Minor::new(value).unwrap()
}

#[tokio::test]
async fn a_sale_reaches_every_table_to_the_cent() {
    let app = TestApp::new().await;
    let (mut till, mut entries) = open(&app).await;
    // 3 x 1.19 and 2 x 2.38, 19 % inside: 8.33 gross, tax 0.57 + 0.76, net 7.00.
    let sold = sale(&till, &[(1, 119, "3"), (2, 238, "2")]);
    entries.push(till.sell(sold));
    till.pushed(&app, &entries).await;
    app.project().await;

    let row: String = app
        .scalar(
            "SELECT concat_ws('|', receipt_no, business_date, value, discount, net, tax, total,
                    change, lines, currency, reprice, closed_at AT TIME ZONE 'UTC') FROM sales",
        )
        .await;
    assert_eq!(row, "R1-000001|2026-11-23|833|0|700|133|833|0|2|EUR|equal|2026-11-24 09:00:01");
    let lines: String = app
        .scalar(
            "SELECT string_agg(concat_ws('|', line, item_id, sku, unit, trim_scale(quantity),
                    trim_scale(unit_price), total), ', ' ORDER BY line) FROM sale_lines",
        )
        .await;
    assert_eq!(lines, "1|1|S1|each|3|119|357, 2|2|S2|each|2|238|476");
    let payment: String =
        app.scalar("SELECT concat_ws('|', position, kind, amount) FROM sale_payments").await;
    assert_eq!(payment, "1|cash|833");
    let tax: String =
        app.scalar("SELECT concat_ws('|', tax_id, net, amount) FROM sale_taxes").await;
    assert_eq!(tax, "1|700|133");
    let stock: String = app
        .scalar(
            "SELECT string_agg(item_id || ' ' || trim_scale(delta), ', ' ORDER BY item_id)
             FROM stock_movements",
        )
        .await;
    assert_eq!(stock, "1 -3, 2 -2");
    let day: String =
        app.scalar("SELECT concat_ws('|', business_date, sales, tax, total) FROM day_totals").await;
    assert_eq!(day, "2026-11-23|1|133|833");
    assert_eq!(attention(&app).await, "");
}

#[tokio::test]
async fn projecting_again_and_side_by_side_counts_once() {
    let app = TestApp::new().await;
    let (mut till, mut entries) = open(&app).await;
    for _ in 0..30 {
        let sold = sale(&till, &[(1, 100, "1")]);
        entries.push(till.sell(sold));
    }
    till.pushed(&app, &entries).await;
    tokio::join!(app.project(), app.project(), app.project());
    app.execute("UPDATE projections SET projected_seq = 0").await;
    app.project().await;
    assert_eq!(app.count("sales").await, 30);
    let total: String = app.scalar("SELECT concat_ws('|', sales, total) FROM day_totals").await;
    assert_eq!(total, "30|3000");
    assert_eq!(app.app.db.backlog().await.unwrap().entries, 0);
}

#[tokio::test]
async fn a_price_that_differs_is_kept_with_the_reason() {
    let app = TestApp::new().await;
    let (mut till, mut entries) = open(&app).await;
    let mut cheap = sale(&till, &[(1, 119, "1")]);
    // Consistent in itself, but not what the cart comes to: one cent less.
    for amount in [&mut cheap.priced.total, &mut cheap.priced.net, &mut cheap.settlement.due] {
        *amount = amount.minus(minor(1)).unwrap();
    }
    cheap.priced.lines[0].total = cheap.priced.total;
    cheap.priced.lines[0].net = cheap.priced.net;
    cheap.settlement.tenders[0].amount = cheap.priced.total;
    assert_eq!(cheap.problems(), []);
    entries.push(till.sell(cheap));
    till.pushed(&app, &entries).await;
    app.project().await;
    let row: String = app
        .scalar("SELECT concat_ws('|', total, reprice, reprice_total, reprice_reason) FROM sales")
        .await;
    assert_eq!(row, "118|different|119|the server comes to 119 minor units");
    assert_eq!(attention(&app).await, "2 sale.repriced");
}

#[tokio::test]
async fn a_sale_by_an_unknown_book_is_kept_unpriced() {
    let app = TestApp::new().await;
    let (mut till, mut entries) = open(&app).await;
    till.config.book.prices_include_tax = false;
    let sold = sale(&till, &[(1, 100, "1")]);
    entries.push(till.sell(sold));
    till.pushed(&app, &entries).await;
    app.project().await;
    let row: String = app.scalar("SELECT concat_ws('|', total, reprice) FROM sales").await;
    assert_eq!(row, "119|unpriced");
    assert_eq!(attention(&app).await, "2 sale.unpriced");
}

#[tokio::test]
async fn a_sale_that_does_not_add_up_is_kept_and_marked() {
    let app = TestApp::new().await;
    let (mut till, mut entries) = open(&app).await;
    let spoil: [fn(&mut Sale); 3] = [
        |sale| sale.priced.total = sale.priced.total.plus(minor(100)).unwrap(),
        |sale| sale.priced.lines[0].net = minor(1),
        |sale| sale.settlement.change = minor(500),
    ];
    for spoil in spoil {
        let mut odd = sale(&till, &[(1, 119, "1")]);
        spoil(&mut odd);
        entries.push(till.sell(odd));
    }
    let good = sale(&till, &[(1, 119, "1")]);
    entries.push(till.sell(good));
    assert_eq!(till.pushed(&app, &entries).await, (5, vec![]), "never bounced");
    app.project().await;
    assert_eq!(app.count("sales").await, 4);
    let marks = attention(&app).await;
    for mark in ["2 sale.settlement", "2 sale.total", "3 sale.line_sum", "4 sale.settlement"] {
        assert!(marks.contains(mark), "{mark} is not in {marks}");
    }
    assert!(!marks.contains("5 "), "{marks}");
}

#[tokio::test]
async fn the_business_day_is_the_shifts_own() {
    let app = TestApp::new().await;
    let (mut till, mut entries) = open(&app).await;
    let known = sale(&till, &[(1, 100, "1")]);
    entries.push(till.sell(known));
    till.shift = ShiftId::new(Uuid::now_v7());
    let unknown = sale(&till, &[(1, 100, "1")]);
    entries.push(till.sell(unknown));
    till.pushed(&app, &entries).await;
    app.project().await;
    let days: String =
        app.scalar("SELECT string_agg(business_date::text, ', ' ORDER BY seq) FROM sales").await;
    assert_eq!(days, "2026-11-23, 2026-11-24");
    assert_eq!(attention(&app).await, "3 sale.unknown_shift");
}

#[tokio::test]
async fn one_entry_that_cannot_be_written_holds_up_no_other() {
    let app = TestApp::new().await;
    let (mut till, mut entries) = open(&app).await;
    let good = sale(&till, &[(1, 100, "1")]);
    entries.push(till.sell(good));
    // Postgres has no way to hold this character in text.
    let mut odd = sale(&till, &[(1, 100, "1")]);
    odd.receipt_no = "R1\u{0}1".into();
    entries.push(till.sell(odd));
    let mut huge = sale(&till, &[(u32::MAX, 100, "1")]);
    huge.receipt_no = "R1-9".into();
    entries.push(till.sell(huge));
    let last = sale(&till, &[(1, 100, "1")]);
    entries.push(till.sell(last));
    assert_eq!(till.pushed(&app, &entries).await, (5, vec![]));
    app.project().await;
    assert_eq!(attention(&app).await, "3 entry.unwritable, 4 entry.unwritable");
    assert_eq!(app.count("sales").await, 2);
    assert_eq!(app.app.db.backlog().await.unwrap().entries, 0);
}

#[tokio::test]
async fn what_is_odd_about_an_entry_is_marked() {
    let app = TestApp::new().await;
    let (mut till, mut entries) = open(&app).await;
    let sold = sale(&till, &[(1, 100, "1")]);
    entries.push(till.sell(sold.clone()));
    entries.push(till.sell(sold));
    entries.push(till.record_with(Act::StaffSignedIn, |entry| {
        entry.store = StoreId::new(Uuid::now_v7());
    }));
    till.pushed(&app, &entries).await;
    app.project().await;
    assert_eq!(attention(&app).await, "2 sale.repeated_id, 3 sale.repeated_id, 4 entry.other_shop");
    assert_eq!(app.count("sales").await, 2, "both are kept");
}

#[tokio::test]
async fn an_entry_that_only_a_later_signature_stands_for_is_booked_and_marked() {
    let app = TestApp::new().await;
    let (mut till, mut entries) = open(&app).await;
    let sold = sale(&till, &[(1, 119, "1")]);
    entries.push(till.sell(sold));
    entries.extend(till.entries(1));
    entries[1].signature = entries[2].signature.clone();
    assert_eq!(till.pushed(&app, &entries).await, (3, vec![]));
    app.project().await;
    assert_eq!(app.count("sales").await, 1);
    assert_eq!(attention(&app).await, "2 entry.signature");
}
