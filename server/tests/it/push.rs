use serde_json::json;
use titan_core::hash::Hash256;
use titan_core::journal::Act;
use titan_core::sync::wire::PushAnswer;

use crate::support::{TestApp, Till};

#[tokio::test]
async fn entries_are_kept_byte_for_byte() {
    let app = TestApp::new().await;
    let mut till = app.till().await;
    let shift = till.open_shift();
    assert_eq!(till.pushed(&app, std::slice::from_ref(&shift)).await, (1, vec![]));
    let bytes: Vec<u8> = app.scalar("SELECT bytes FROM journal").await;
    assert_eq!(bytes, shift.bytes.as_bytes());
    let hash: Vec<u8> = app.scalar("SELECT hash FROM journal").await;
    assert_eq!(hash, shift.hash.bytes());
    let head: PushAnswer = till.get(&app, "/api/v1/journal/head").await.ok();
    assert_eq!((head.anchor.seq, head.anchor.hash), (1, shift.hash));
}

#[tokio::test]
async fn a_fresh_register_has_the_genesis_head() {
    let app = TestApp::new().await;
    let till = app.till().await;
    let head: PushAnswer = till.get(&app, "/api/v1/journal/head").await.ok();
    assert_eq!((head.anchor.seq, head.anchor.hash), (0, till.head.hash));
    assert_eq!(till.pushed(&app, &[]).await, (0, vec![]));
}

#[tokio::test]
async fn pushing_again_changes_nothing() {
    let app = TestApp::new().await;
    let mut till = app.till().await;
    let entries = till.entries(5);
    for _ in 0..3 {
        assert_eq!(till.pushed(&app, &entries).await, (5, vec![]));
    }
    // The answer to the first three was lost: the register sends all of them again, and more.
    let more = [entries.clone(), till.entries(2)].concat();
    assert_eq!(till.pushed(&app, &more).await, (7, vec![]));
    assert_eq!(app.count("journal").await, 7);
    assert_eq!(app.count("journal_quarantine").await, 0);
}

#[tokio::test]
async fn the_same_batch_at_once_is_stored_once() {
    let app = TestApp::new().await;
    let mut till = app.till().await;
    let entries = till.entries(50);
    let pushes = (0..8).map(|_| till.pushed(&app, &entries));
    for answer in futures::future::join_all(pushes).await {
        assert_eq!(answer, (50, vec![]));
    }
    assert_eq!(app.count("journal").await, 50);
}

#[tokio::test]
async fn a_gap_stores_nothing_and_tells_where_to_go_on() {
    let app = TestApp::new().await;
    let mut till = app.till().await;
    let entries = till.entries(6);
    assert_eq!(till.pushed(&app, &entries[..2]).await, (2, vec![]));
    assert_eq!(till.pushed(&app, &entries[4..]).await, (2, vec![]));
    assert_eq!(till.pushed(&app, &entries[2..]).await, (6, vec![]));
    assert_eq!(app.count("journal_quarantine").await, 0);
}

#[tokio::test]
async fn a_fork_is_kept_apart_and_named() {
    let app = TestApp::new().await;
    let mut till = app.till().await;
    let entries = till.entries(2);
    till.pushed(&app, &entries).await;
    // The device was restored from a copy and went on from entry 1.
    till.head = titan_core::journal::Head { seq: 1, hash: entries[0].hash, ..till.head };
    let other = till.record(Act::StaffSignedOut);
    let answer: PushAnswer = till.push(&app, std::slice::from_ref(&other)).await.ok();
    assert_eq!((answer.anchor.seq, answer.anchor.hash), (2, entries[1].hash));
    let why = &answer.quarantined[0];
    assert_eq!((why.seq, why.hash, why.code.as_str()), (2, other.hash, "journal.fork"));
    till.pushed(&app, std::slice::from_ref(&other)).await;
    assert_eq!(app.count("journal").await, 2);
    assert_eq!(app.count("journal_quarantine WHERE code = 'journal.fork' AND times = 2").await, 1);
    let kept: Vec<u8> = app.scalar("SELECT bytes FROM journal_quarantine").await;
    assert_eq!(kept, other.bytes.as_bytes());
}

#[tokio::test]
async fn a_copy_with_other_bytes_is_no_duplicate() {
    let app = TestApp::new().await;
    let mut till = app.till().await;
    let mut entries = till.entries(2);
    assert_eq!(till.pushed(&app, &entries).await, (2, vec![]));
    entries[1].bytes = entries[1].bytes.replace("\"fence\":1", "\"fence\":2");
    assert_eq!(till.pushed(&app, &entries).await, (2, vec!["journal.altered".to_owned()]));
}

#[tokio::test]
async fn registers_that_push_at_once_share_commits_and_mix_nothing_up() {
    let app = TestApp::new().await;
    let mut tills = Vec::new();
    for _ in 0..8 {
        let mut till = app.till().await;
        let entries = till.entries(30);
        tills.push((till, entries));
    }
    let push = async |(till, entries): &(Till, Vec<titan_core::journal::SealedEntry>)| {
        let (mut acked, mut sent) = (0, 0);
        // Short ones and a long one, each twice.
        for size in [1, 2, 20, 7] {
            for _ in 0..2 {
                (acked, _) = till.pushed(&app, &entries[sent..sent + size]).await;
            }
            sent += size;
        }
        assert_eq!(acked, 30);
    };
    futures::future::join_all(tills.iter().map(push)).await;
    assert_eq!(app.count("journal").await, 240);
    assert_eq!(app.count("journal_quarantine").await, 0);
    let wrong = "registers r LEFT JOIN LATERAL (SELECT hash FROM journal j WHERE
        j.register_id = r.register_id AND j.seq = r.head_seq) j ON true
        WHERE r.public_key IS NOT NULL AND (r.head_seq <> 30 OR j.hash <> r.head_hash)";
    assert_eq!(app.count(wrong).await, 0);
}

#[tokio::test]
async fn broken_and_forged_entries_are_kept_apart_and_stop_the_chain() {
    let app = TestApp::new().await;
    let check = async |spoil: fn(&mut Till) -> Vec<titan_core::journal::SealedEntry>,
                       code: &str| {
        let mut till = app.till().await;
        let entries = spoil(&mut till);
        assert_eq!(till.pushed(&app, &entries).await, (1, vec![code.to_owned()]), "{code}");
    };
    check(
        |till| {
            let mut entries = till.entries(3);
            entries[1].signature = entries[2].signature.clone();
            entries[2].signature = entries[0].signature.clone();
            entries
        },
        "journal.signature",
    )
    .await;
    check(
        |till| {
            let mut entries = till.entries(3);
            entries[1].bytes = entries[1].bytes.replace("\"fence\":1", "\"fence\":2");
            entries
        },
        "journal.altered",
    )
    .await;
    check(
        |till| {
            let first = till.entries(1);
            let other = till.record_with(Act::StaffSignedIn, |entry| {
                entry.prev = Hash256::of(&[b"elsewhere"]);
            });
            [first, vec![other]].concat()
        },
        "journal.broken_chain",
    )
    .await;
    check(
        |till| {
            let mut entries = till.entries(2);
            entries[1].bytes = "\u{0}not an entry".into();
            entries
        },
        "journal.malformed",
    )
    .await;
    assert_eq!(app.count("journal_quarantine").await, 4);
}

#[tokio::test]
async fn entries_of_another_register_are_not_taken() {
    let app = TestApp::new().await;
    let (mut one, two) = (app.till().await, Till::enrol(&app, "R2").await);
    let entries = one.entries(1);
    let answer: PushAnswer = two.push(&app, &entries).await.ok();
    assert_eq!(answer.anchor.seq, 0);
    assert_eq!(answer.quarantined[0].code, "journal.other_register");
    assert_eq!(app.count("journal").await, 0);
}

#[tokio::test]
async fn a_clock_that_is_off_is_no_reason_to_refuse() {
    let app = TestApp::new().await;
    let mut till = app.till().await;
    for at in [i64::MAX, i64::MIN, 0, -62_135_596_800_001] {
        till.record_with(Act::StaffSignedIn, |entry| entry.at.0 = at);
    }
    till.head = titan_core::journal::Head::genesis(till.register());
    let entries: Vec<_> = [i64::MAX, i64::MIN, 0]
        .into_iter()
        .map(|at| till.record_with(Act::StaffSignedIn, |entry| entry.at.0 = at))
        .collect();
    assert_eq!(till.pushed(&app, &entries).await, (3, vec![]));
}

#[tokio::test]
async fn numbers_beyond_the_database_do_no_harm() {
    let app = TestApp::new().await;
    let mut till = app.till().await;
    let mut entry = till.entries(1).remove(0);
    for seq in [0, u64::MAX] {
        entry.seq = seq;
        let answer = till.push(&app, std::slice::from_ref(&entry)).await;
        assert_eq!(answer.status, 200, "{seq}");
    }
    assert_eq!(app.count("journal").await, 0);
}

#[tokio::test]
async fn with_sync_switched_off_entries_stay_on_the_device() {
    let app = TestApp::with_env("ENABLE_SYNC", "false").await;
    let mut till = app.till().await;
    let entries = till.entries(1);
    let answer = till.push(&app, &entries).await;
    assert_eq!(answer.error(), (503, "sync.disabled".into()));
    assert_eq!(answer.header("retry-after"), "2");
    assert_eq!(app.count("journal").await, 0);
    assert_eq!(till.get(&app, "/api/v1/journal/head").await.status, 200);
}

#[tokio::test]
async fn a_crash_between_commit_and_answer_is_seen_through() {
    let app = TestApp::new().await;
    let mut till = app.till().await;
    let entries = till.entries(10);
    till.pushed(&app, &entries[..4]).await;
    // Another server over the same database: the one that answered is gone.
    let keys = titan_server::auth::Keys::new(crate::support::SECRET, 3600);
    let config = titan_server::config::Config::read(|_| None, true).unwrap();
    let db = titan_server::db::Db::new(&app.db.settings());
    let state = titan_server::app::AppState::new(&config, db, keys);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/api/v1/journal", listener.local_addr().unwrap());
    let router = titan_server::router::serve(state);
    tokio::spawn(titan_server::http::listen(listener, router, app.stopped()));
    let request = reqwest::Client::new().post(url).header("x-titan-protocol", "1");
    let request = request.bearer_auth(&till.token).json(&json!({"entries": entries}));
    let answer: PushAnswer = request.send().await.unwrap().json().await.unwrap();
    assert_eq!(answer.anchor.seq, 10);
    assert!(app.app.keys.is_anchor(&answer.anchor), "replicas vouch with the same key");
    assert_eq!(app.count("journal").await, 10);
}
