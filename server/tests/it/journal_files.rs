//! `import journal`: what a register saved as a file reaches the journal as a push does.

use std::path::PathBuf;

use serde_json::{Value, json};
use titan_core::ids::RegisterId;
use titan_core::journal::{Act, Head, SealedEntry, file};

use crate::support::command::{finding, stderr, stdout, titan_over};
use crate::support::{TestApp, Till, sale};

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(TestApp::temp())
    }

    fn put(&self, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join("titan-R1.jsonl");
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn save(&self, entries: &[SealedEntry]) -> PathBuf {
        self.put(file::write(entries).unwrap())
    }
}

fn import(app: &TestApp, path: &std::path::Path) -> std::process::Output {
    titan_over(app, &["import", "journal", path.to_str().unwrap()])
}

fn numbers(summary: &str) -> Value {
    let all: Value = serde_json::from_str(summary).unwrap();
    let names = ["accepted", "duplicates", "forked", "quarantined", "unplaced", "head"];
    Value::Array(names.iter().map(|name| all[name].clone()).collect())
}

#[tokio::test]
async fn a_saved_journal_is_taken_once() {
    let app = TestApp::new().await;
    let folder = Folder::new();
    let mut till = app.till().await;
    let mut entries = vec![till.open_shift()];
    let sold = sale(&till, &[(1, 119, "2")]);
    entries.push(till.sell(sold));
    entries.extend(till.entries(600));
    till.pushed(&app, &entries[..1]).await;
    let path = folder.save(&entries);
    let tried = titan_over(&app, &["import", "journal", "--dry-run", path.to_str().unwrap()]);
    assert_eq!(numbers(&stdout(&tried)), json!([601, 1, 0, 0, 0, 602]));
    assert_eq!(app.count("journal").await, 1);
    assert_eq!(numbers(&stdout(&import(&app, &path))), json!([601, 1, 0, 0, 0, 602]));
    assert_eq!(numbers(&stdout(&import(&app, &path))), json!([0, 602, 0, 0, 0, 602]));
    // The register itself finds everything there when its network is back.
    assert_eq!(till.pushed(&app, &entries[..500]).await, (602, vec![]));
    app.project().await;
    assert_eq!(app.count("sales").await, 1);
}

#[tokio::test]
async fn what_contradicts_the_journal_is_kept_apart_and_counted() {
    let app = TestApp::new().await;
    let folder = Folder::new();
    let mut till = app.till().await;
    let mut entries = till.entries(2);
    till.pushed(&app, &entries).await;
    till.head = Head { seq: 1, hash: entries[0].hash, ..till.head };
    entries[1] = till.record(Act::StaffSignedOut);
    let summary = finding(&import(&app, &folder.save(&entries)));
    assert_eq!(numbers(&summary), json!([0, 1, 1, 0, 0, 2]));
    assert!(summary.contains("journal.fork"), "{summary}");

    let mut till = app.till().await;
    let mut entries = till.entries(5);
    for entry in &mut entries[2..] {
        entry.signature = "forged".to_owned();
    }
    let summary = finding(&import(&app, &folder.save(&entries)));
    assert_eq!(numbers(&summary), json!([2, 0, 0, 1, 2, 2]));
    assert!(summary.contains("journal.signature"), "{summary}");
    assert_eq!(app.count("journal").await, 4);
    assert_eq!(app.count("journal_quarantine").await, 2);
}

#[tokio::test]
async fn a_gap_is_named_and_nothing_is_taken_over_it() {
    let app = TestApp::new().await;
    let folder = Folder::new();
    let mut till = app.till().await;
    let entries = till.entries(6);
    till.pushed(&app, &entries[..2]).await;
    let output = import(&app, &folder.save(&entries[3..]));
    assert_eq!(numbers(&finding(&output)), json!([0, 0, 0, 0, 3, 2]));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("import.gap: entry 3 of this register is missing"), "{said}");
    assert_eq!(app.count("journal").await, 2);
}

#[tokio::test]
async fn a_file_that_is_none_changes_nothing_and_says_where() {
    let app = TestApp::new().await;
    let folder = Folder::new();
    let mut till = app.till().await;
    let entries = till.entries(3);
    let text = file::write(&entries).unwrap();
    let refused = |bytes: &[u8]| stderr(&import(&app, &folder.put(bytes)));
    let cut = refused(&text.as_bytes()[..text.len() - 40]);
    assert!(cut.contains("error: file.cut_off: ") || cut.contains("file.not_an_entry"), "{cut}");
    assert!(cut.contains("line 3, byte "), "{cut}");
    assert!(refused(b"").contains("file.empty"));
    assert!(refused(b"{}").contains("file.not_an_entry"));
    assert!(refused(&[0xff, 0xfe]).contains("file.not_text"));
    let missing = stderr(&titan_over(&app, &["import", "journal", "/nowhere/at/all"]));
    assert!(missing.contains("cannot be read"), "{missing}");
    let other = Till::enrol(&app, "R2").await.entries(1);
    let mixed = [&entries[..], &other[..]].concat();
    let several = stderr(&import(&app, &folder.save(&mixed)));
    assert!(several.contains("import.several_registers: line 4 of "), "{several}");
    assert_eq!(app.count("journal").await, 0);
    assert_eq!(app.count("journal_quarantine").await, 0);

    let stranger = RegisterId::new(uuid::Uuid::now_v7());
    till.head = Head::genesis(stranger);
    let strange = till.record_with(Act::StaffSignedIn, |entry| entry.register = stranger);
    let unknown = stderr(&import(&app, &folder.save(&[strange])));
    assert!(unknown.contains("import.unknown_register"), "{unknown}");
    // What an editor made of the file is no reason to lose sales.
    let edited = format!("\u{feff}{}", text.trim_end().replace('\n', "\r\n"));
    let summary = stdout(&import(&app, &folder.put(edited)));
    assert_eq!(numbers(&summary), json!([3, 0, 0, 0, 0, 3]));
}

#[tokio::test]
async fn a_revoked_register_can_still_hand_in_what_it_signed() {
    let app = TestApp::new().await;
    let folder = Folder::new();
    let mut till = app.till().await;
    let entries = till.entries(2);
    app.execute("UPDATE registers SET revoked_at = now()").await;
    assert_eq!(till.push(&app, &entries).await.error().1, "auth.revoked");
    let output = import(&app, &folder.save(&entries));
    assert_eq!(numbers(&stdout(&output)), json!([2, 0, 0, 0, 0, 2]));
}
