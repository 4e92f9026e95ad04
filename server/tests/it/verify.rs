//! `verify`: over the database and over files.

use titan_core::journal::{Act, Head, Proof, SealedEntry, file};

use crate::support::command::{finding, stderr, stdout, titan, titan_over};
use crate::support::{TestApp, Till, key_text};

fn proof(register: &Till, sealed: &SealedEntry) -> String {
    Proof { register: register.register(), seq: sealed.seq, hash: sealed.hash }.to_string()
}

/// Changes a stored journal as only somebody with the database's own powers can.
async fn tamper(app: &TestApp, statement: &str) {
    app.execute(&format!("SET session_replication_role = replica; {statement}")).await;
}

#[tokio::test]
async fn a_whole_journal_is_whole() {
    let app = TestApp::new().await;
    let mut till = app.till().await;
    let entries = till.entries(3);
    till.pushed(&app, &entries).await;
    let whole = stdout(&titan_over(&app, &["verify"]));
    assert!(whole.contains("whole, 3 entries"), "{whole}");
    let receipt = proof(&till, &entries[1]);
    assert!(titan_over(&app, &["verify", "--proof", &receipt]).status.success());
    let stranger =
        receipt.replacen(&till.register().to_string(), &uuid::Uuid::nil().to_string(), 1);
    let error = stderr(&titan_over(&app, &["verify", "--proof", &stranger]));
    assert!(error.contains("verify.unknown_register"), "{error}");
}

#[tokio::test]
async fn the_altered_byte_of_a_stored_entry_is_named() {
    let app = TestApp::new().await;
    let mut till = app.till().await;
    let entries = till.entries(3);
    till.pushed(&app, &entries).await;
    let at = entries[1].bytes.find("\"fence\":1").unwrap() + "\"fence\":".len();
    tamper(&app, &format!("UPDATE journal SET bytes = set_byte(bytes, {at}, 57) WHERE seq = 2"))
        .await;
    let found = finding(&titan_over(&app, &["verify"]));
    assert!(found.contains(&format!("journal.altered entry 2 was altered: its bytes do not match its hash; byte {at} of the entry was '1'")), "{found}");
}

#[tokio::test]
async fn gaps_cut_tails_and_forks_of_the_database_are_named() {
    let app = TestApp::new().await;
    let mut till = app.till().await;
    let entries = till.entries(4);
    till.pushed(&app, &entries).await;
    let receipt = proof(&till, &entries[3]);
    tamper(&app, "DELETE FROM journal WHERE seq = 4").await;
    let found = finding(&titan_over(&app, &["verify"]));
    assert!(found.contains("journal.cut_tail the journal ends at entry 3"), "{found}");
    // Who also moves the head back is found out by a receipt that a customer holds.
    let hash = entries[2].hash;
    tamper(
        &app,
        &format!("UPDATE registers SET head_seq = 3, head_hash = '\\x{hash}' WHERE head_seq = 4"),
    )
    .await;
    assert!(titan_over(&app, &["verify"]).status.success());
    let found = finding(&titan_over(&app, &["verify", "--proof", &receipt]));
    assert!(found.contains("journal.cut_tail"), "{found}");
    let forked = proof(&till, &SealedEntry { hash: entries[0].hash, ..entries[2].clone() });
    let found = finding(&titan_over(&app, &["verify", "--proof", &forked]));
    assert!(found.contains("journal.fork"), "{found}");
    tamper(&app, "DELETE FROM journal WHERE seq = 2").await;
    let found = finding(&titan_over(&app, &["verify"]));
    assert!(found.contains("journal.gap entry 2 is missing: the next one is 3"), "{found}");
}

#[tokio::test]
async fn what_was_kept_apart_is_not_passed_over() {
    let app = TestApp::new().await;
    let mut till = app.till().await;
    let entries = till.entries(2);
    till.pushed(&app, &entries).await;
    till.head = Head { seq: 1, hash: entries[0].hash, ..till.head };
    let other = till.record(Act::StaffSignedOut);
    till.pushed(&app, std::slice::from_ref(&other)).await;
    let found = finding(&titan_over(&app, &["verify"]));
    assert!(
        found.contains("1 entries kept apart, the first with the number 2: journal.fork"),
        "{found}"
    );
    app.execute("UPDATE journal_quarantine SET resolved_at = now()").await;
    assert!(titan_over(&app, &["verify"]).status.success());
}

#[tokio::test]
async fn a_file_is_verified_without_a_database_and_against_one() {
    let app = TestApp::new().await;
    let mut till = app.till().await;
    let entries = till.entries(3);
    till.pushed(&app, &entries[..2]).await;
    let dir = TestApp::temp();
    let path = dir.path().join("journal.jsonl");
    let path = path.to_str().unwrap();
    let key = key_text(&till.key);
    let text = file::write(&entries).unwrap();
    let offline = |text: &str, more: &[&str]| {
        std::fs::write(path, text).unwrap();
        titan(&[&["verify", path, "--public-key", &key], more].concat(), &[])
    };
    assert!(stdout(&offline(&text, &[])).contains("whole, entries 1 to 3"));
    let at = text.rfind("staff_signed_in").unwrap();
    let altered = text[..at].to_owned() + "stuff" + &text[at + 5..];
    let found = finding(&offline(&altered, &[]));
    let place = format!(
        "journal.altered line 3, byte {}: entry 3 was altered: this byte was 'a' and is 'u'",
        at + 2
    );
    assert!(found.contains(&place), "{found}");
    let receipt = proof(&till, &entries[2]);
    let cut = file::write(&entries[..2]).unwrap();
    let found = finding(&offline(&cut, &["--proof", &receipt]));
    assert!(found.contains("journal.cut_tail"), "{found}");

    let stored = stdout(&titan_over(&app, &["verify", path]));
    assert!(stored.contains("2 of 2 entries are stored there, the same"), "{stored}");
    till.head = Head { seq: 1, hash: entries[0].hash, ..till.head };
    let forked = [entries[0].clone(), till.record(Act::StaffSignedOut)];
    std::fs::write(path, file::write(&forked).unwrap()).unwrap();
    let found = finding(&titan_over(&app, &["verify", path]));
    assert!(found.contains("database: journal.fork"), "{found}");
}
