use sqlx::{AssertSqlSafe, Row as _};
use titan_server::db::{Db, setup};

use crate::support::{TestApp, sale};

const TABLES: [&str; 24] = [
    "organisations",
    "stores",
    "registers",
    "register_peppers",
    "enrol_codes",
    "staff",
    "settings",
    "taxes",
    "categories",
    "items",
    "item_barcodes",
    "price_books",
    "changes",
    "catalog_snapshots",
    "journal",
    "journal_quarantine",
    "projections",
    "attention",
    "shifts",
    "sales",
    "sale_lines",
    "sale_payments",
    "sale_taxes",
    "stock_movements",
];

async fn rows(tx: &mut titan_server::db::Tx, table: &str) -> i64 {
    let query = AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
    sqlx::query_scalar(query).fetch_one(&mut **tx).await.unwrap()
}

/// A shop with something in every table but the quarantine.
async fn busy_shop() -> TestApp {
    let app = TestApp::new().await;
    let mut till = app.till().await;
    let mut entries = vec![till.open_shift()];
    let mut odd = sale(&till, &[(1, 100, "1")]);
    odd.settlement.change = odd.priced.total;
    entries.push(till.sell(odd));
    till.pushed(&app, &entries).await;
    app.project().await;
    till.get(&app, "/api/v1/catalog/snapshot").await;
    app.execute("INSERT INTO item_barcodes SELECT org_id, item_id, 99, '99' FROM items LIMIT 1")
        .await;
    app
}

#[tokio::test]
async fn an_organisation_sees_nothing_of_another() {
    let app = busy_shop().await;
    let (mut other, org) = app.app.db.set_up_org("other", "Another shop").await.unwrap();
    assert_ne!(org, app.org);
    for table in TABLES {
        let expect = i64::from(table == "organisations");
        assert_eq!(rows(&mut other, table).await, expect, "{table}");
    }
    let stolen = sqlx::query("UPDATE registers SET revoked_at = now()").execute(&mut *other).await;
    assert_eq!(stolen.unwrap().rows_affected(), 0);
    let planted =
        sqlx::query("INSERT INTO categories (org_id, category_id, name) VALUES ($1, 99, 'x')")
            .bind(app.org.uuid())
            .execute(&mut *other)
            .await;
    assert!(planted.unwrap_err().to_string().contains("row-level security"));
    drop(other);
    let mut own = app.app.db.org(app.org).await.unwrap();
    for table in TABLES.into_iter().filter(|table| *table != "journal_quarantine") {
        assert!(rows(&mut own, table).await > 0, "{table}");
    }
}

#[tokio::test]
async fn without_an_organisation_nothing_is_seen() {
    let app = busy_shop().await;
    let mut tx = app.app.db.org(titan_core::ids::OrgId::new(uuid::Uuid::nil())).await.unwrap();
    sqlx::query("SELECT set_config('titan.org', '', true)").execute(&mut *tx).await.unwrap();
    for table in TABLES {
        assert_eq!(rows(&mut tx, table).await, 0, "{table}");
    }
}

#[tokio::test]
async fn every_table_of_an_organisation_is_guarded() {
    let app = TestApp::new().await;
    let bare: String = app
        .scalar(
            "SELECT coalesce(string_agg(c.relname, ', '), '') FROM pg_class c
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id'
             WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
               AND (NOT c.relrowsecurity OR a.attnum <> 1)",
        )
        .await;
    assert_eq!(bare, "", "row level security, and org_id first");
    let keyless: String = app
        .scalar(
            "SELECT coalesce(string_agg(i.indexrelid::regclass::text, ', '), '')
             FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
             WHERE i.indisprimary AND c.relnamespace = 'public'::regnamespace
               AND c.relname <> '_sqlx_migrations' AND i.indkey[0] <> 1",
        )
        .await;
    assert_eq!(keyless, "", "every primary key starts with org_id");
}

#[tokio::test]
async fn the_journal_cannot_be_changed_by_anybody() {
    let app = busy_shop().await;
    let statements = ["UPDATE journal SET kind = 'x'", "DELETE FROM journal", "TRUNCATE journal"];
    for statement in statements {
        let mut tx = app.app.db.org(app.org).await.unwrap();
        let refused = sqlx::query(statement).execute(&mut *tx).await.unwrap_err();
        assert!(refused.to_string().contains("permission denied"), "{refused}");
        let mut tx = app.app.db.worker().await.unwrap();
        let refused = sqlx::query(statement).execute(&mut *tx).await.unwrap_err();
        assert!(refused.to_string().contains("permission denied"), "{refused}");
        let pool = app.db.superuser().await;
        let refused = sqlx::query(statement).execute(&pool).await.unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{refused}");
    }
}

#[tokio::test]
async fn the_worker_cannot_read_what_it_does_not_need() {
    let app = busy_shop().await;
    for table in ["register_peppers", "staff", "settings", "items"] {
        let mut tx = app.app.db.worker().await.unwrap();
        let query = AssertSqlSafe(format!("SELECT * FROM {table}"));
        let refused = sqlx::query(query).fetch_all(&mut *tx).await.unwrap_err();
        assert!(refused.to_string().contains("permission denied"), "{table}: {refused}");
    }
}

#[tokio::test]
async fn two_shops_live_side_by_side() {
    let app = TestApp::new().await;
    let db: &Db = &app.app.db;
    let (mut tx, org) = db.set_up_org("other", "Another shop").await.unwrap();
    let address = ["1 High Street".to_owned()];
    let new = setup::NewStore {
        code: "HIGH",
        name: "High Street",
        address: &address,
        tax_number: "",
        timezone: "Europe/London",
    };
    let store = setup::store(&mut tx, org, &new).await.unwrap();
    assert_eq!(setup::store(&mut tx, org, &new).await.unwrap(), store);
    setup::till(&mut tx, org, store, "R1", "Till").await.unwrap();
    tx.commit().await.unwrap();
    let pool = app.db.superuser().await;
    let codes = sqlx::query("SELECT code FROM registers ORDER BY code").fetch_all(&pool).await;
    let codes: Vec<String> = codes.unwrap().iter().map(|row| row.get(0)).collect();
    assert_eq!(codes, ["R1", "R1", "R2"]);
}
