//! A shop that is not the demo, made from the command line.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use titan_core::shop::ShopConfig;

use crate::support::command::{stderr, stdout, titan, titan_over};
use crate::support::{TestApp, TestDb, TestOptions, Till, key_text, program, sale};

/// A server over an empty, migrated database.
async fn empty() -> TestApp {
    let db = TestDb::empty().await;
    let url = db.url();
    stdout(&titan(&["migrate"], &[("DATABASE_URL", &url)]));
    TestApp::over(db, TestOptions::default()).await
}

fn run(app: &TestApp, line: &str) -> String {
    stdout(&titan_over(app, &line.split(' ').collect::<Vec<_>>()))
}

fn refused(app: &TestApp, line: &str) -> String {
    stderr(&titan_over(app, &line.split(' ').collect::<Vec<_>>()))
}

#[tokio::test]
async fn a_shop_is_set_up_and_sells() {
    let app = empty().await;
    assert!(
        refused(&app, "store create S1 Shop --timezone Europe/Paris --currency EUR")
            .contains("org create")
    );
    run(&app, "org create acme Acme");
    run(
        &app,
        "store create PARIS Paris --timezone Europe/Paris --currency EUR --address Rue --address Ville",
    );
    run(&app, "tax create tva TVA 20");
    run(&app, "register create R1 Caisse");
    let pin = run(&app, "staff create Ada --role owner");
    assert_eq!(pin.trim().split("  ").collect::<Vec<_>>()[1], "Ada");
    let code = run(&app, "enrol-code R1 --bare");

    let key = crate::support::draw_key();
    let body = json!({"code": code.trim(), "public_key": key_text(&key), "device": "a tablet"});
    let answer: Value = app.post("/api/v1/enrol", &body).await.ok();
    let config: ShopConfig = serde_json::from_value(answer["config"].clone()).unwrap();
    assert_eq!((config.organisation.name.as_str(), config.store.code.as_str()), ("Acme", "PARIS"));
    assert_eq!(config.store.address, ["Rue", "Ville"]);
    assert_eq!(config.book.taxes[0].code, "tva");
    assert_eq!(config.staff[0].name, "Ada");
    let list = run(&app, "register list");
    assert!(list.starts_with("PARIS  R1  ") && list.contains("  enrolled  0 entries"), "{list}");

    let code = run(&app, "enrol-code R1 --bare");
    let mut till = Till::enrol_with(&app, code.trim()).await;
    let entries = [till.open_shift(), {
        let sold = sale(&till, &[(1, 120, "1")]);
        till.sell(sold)
    }];
    assert_eq!(till.pushed(&app, &entries).await, (2, vec![]));
    app.project().await;
    let row: String =
        app.scalar("SELECT concat_ws('|', receipt_no, tax, total, reprice) FROM sales").await;
    assert_eq!(row, "R1-2-000001|20|120|equal");
}

#[tokio::test]
async fn what_is_there_or_out_of_form_is_refused_by_name() {
    let app = TestApp::new().await;
    let paris = "--timezone Europe/Paris --currency EUR";
    for (line, code) in [
        ("org create demo Demo", "org.exists"),
        ("org create de/mo Demo", "org.code"),
        (&format!("store create LINDEN Shop {paris}"), "store.exists"),
        ("store create S2 Shop --timezone Europe/Atlantis --currency EUR", "store.timezone"),
        ("store create S2 Shop --timezone Europe/Paris --currency XXQ", "store.currency"),
        ("store create S2 Shop --timezone Europe/Paris --currency USD", "store.currency"),
        ("tax create standard VAT 19", "tax.exists"),
        ("tax create vat VAT 190", "tax.rate"),
        ("register create R1 Till", "register.exists"),
        ("register create R1-2 Till", "register.code"),
        ("register revoke R9", "register.unknown"),
        ("staff pin Nobody", "staff.unknown"),
        ("staff remove Nobody", "staff.unknown"),
    ] {
        let said = refused(&app, line);
        assert!(said.contains(&format!("error: {code}: ")), "{line}: {said}");
    }
    // Two stores may each have a till R1; then the store has to be named.
    run(&app, &format!("store create S2 Second {paris}"));
    run(&app, "register create R1 Till --store S2");
    assert!(refused(&app, "enrol-code R1").contains("--store: LINDEN, S2"));
    assert_eq!(run(&app, "enrol-code R1 --bare --store S2").trim().len(), 14);
    assert_eq!(run(&app, "register list --store S2").lines().count(), 1);
}

#[tokio::test]
async fn staff_come_and_go() {
    let app = TestApp::new().await;
    let till = app.till().await;
    let mut child = Command::new(program())
        .args(["staff", "create", "Eve", "--pin-stdin"])
        .env_clear()
        .env("DATABASE_URL", app.db.url())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"480911\n").unwrap();
    let said = stdout(&child.wait_with_output().unwrap());
    assert!(!said.contains("480911"), "{said}");
    let members = async || {
        let config: ShopConfig = till.get(&app, "/api/v1/config").await.ok();
        config.staff.into_iter().find(|member| member.name == "Eve")
    };
    let first = members().await.unwrap();
    assert_eq!(run(&app, "staff pin Eve").trim().len(), "123456  Eve".len());
    assert_ne!(members().await.unwrap().pin, first.pin);
    run(&app, "staff remove Eve");
    assert!(members().await.is_none());
    assert!(run(&app, "staff list").contains("cashier  Eve  (removed)"));
}

#[tokio::test]
async fn a_revoked_register_enrols_as_another_one() {
    let app = TestApp::new().await;
    let mut lost = app.till().await;
    let entries = lost.entries(3);
    lost.pushed(&app, &entries[..2]).await;
    let said = run(&app, "register revoke R1");
    assert_eq!(said.trim(), "R1 is revoked; its journal reaches entry 2");
    assert_eq!(lost.push(&app, &entries).await.error().1, "auth.revoked");
    // The same tablet is found again: it becomes a new register, under no number that was used.
    let code = run(&app, "enrol-code R1 --bare");
    let mut found = Till::enrol_with(&app, code.trim()).await;
    assert_ne!(found.register(), lost.register());
    assert_eq!(found.config.register.code, "R1-2");
    let again = found.entries(2);
    assert_eq!(found.pushed(&app, &again).await, (2, vec![]));
    assert_eq!(app.count("journal").await, 4, "the journal of the first stays");
    let list = run(&app, "register list");
    assert!(list.contains("R1  ") && list.contains("  revoked  2 entries"), "{list}");
    // A till that was revoked before any device had it gives its number to nobody.
    run(&app, "register revoke R2");
    let code = run(&app, "enrol-code R2 --bare");
    assert_eq!(Till::enrol_with(&app, code.trim()).await.config.register.code, "R2-2");
}
