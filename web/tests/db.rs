//! The database in a real browser: upgrades, durability, fencing, and all or nothing.

use std::cell::Cell;
use std::rc::Rc;

use titan_core::cart::Cart;
use titan_core::hash::Hash256;
use titan_core::ids::{CartId, RegisterId};
use titan_core::journal::{SealedEntry, genesis};
use titan_core::money::{Currency, Minor};
use titan_core::pricing::Context;
use titan_core::sync::wire::Anchor;
use titan_core::time::Timestamp;
use titan_web::db::carts::{Exchange, KeptCart, ParkedCart};
use titan_web::db::journal::{Commit, Summary};
use titan_web::db::meta::{JournalHead, Shift, Throttle};
use titan_web::db::tx::{Mode, seq_key};
use titan_web::db::{Db, DbError, Version};
use titan_web::platform::random;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

async fn fresh() -> Db {
    let name = format!("test-{}", random::uuid_v7());
    Db::open(&name, || {}).await.unwrap()
}

fn register() -> RegisterId {
    "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b".parse().unwrap()
}

fn start() -> JournalHead {
    JournalHead { seq: 0, hash: genesis(register()) }
}

fn sealed(seq: u64) -> SealedEntry {
    let bytes = format!("{{\"seq\":{seq},\"text\":\"\\\"é\\\"\"}}");
    let hash = Hash256::of(&[bytes.as_bytes()]);
    SealedEntry { seq, bytes, hash, signature: "s".into() }
}

fn kept() -> KeptCart {
    let id = CartId::new(random::uuid_v7());
    let cart = Cart::new(id, Currency::from_code("EUR").unwrap());
    KeptCart { cart, offers: Vec::new(), context: Context::default() }
}

/// A database whose journal has begun, with this page as its writer.
async fn begun() -> (Db, u64) {
    let db = fresh().await;
    let head = serde_json::to_string(&start()).unwrap();
    db.transact(&["meta"], Mode::Durable, async |tx| {
        tx.put("meta", &"head".into(), &JsValue::from_str(&head))
    })
    .await
    .unwrap();
    let fence = db.raise_fence().await.unwrap();
    (db, fence)
}

async fn commit(
    db: &Db,
    fence: u64,
    before: JournalHead,
    entry: &SealedEntry,
) -> Result<JournalHead, DbError> {
    let receipt_no = format!("R1-{:06}", entry.seq);
    commit_paper(db, fence, before, entry, receipt_no, (entry.seq, 0)).await
}

/// Commits an entry with its paper, after which `numbers` of receipts and reports are given out.
async fn commit_paper(
    db: &Db,
    fence: u64,
    before: JournalHead,
    entry: &SealedEntry,
    receipt_no: String,
    (receipts, reports): (u64, u64),
) -> Result<JournalHead, DbError> {
    let summary = Summary {
        kind: "sale".into(),
        at: Timestamp(1_700_000_000_000),
        total: Minor::new(4260).unwrap(),
        receipt_no,
    };
    let shift: Option<&Shift> = None;
    db.commit_entry(&Commit {
        sealed: entry,
        summary,
        fence,
        before,
        receipts,
        reports,
        shift,
        paper: "T\u{1f}Shop",
        ends_cart: true,
    })
    .await
}

#[wasm_bindgen_test]
async fn a_new_database_has_every_store_and_stays_when_opened_again() {
    let name = format!("test-{}", random::uuid_v7());
    let db = Db::open_version(&name, Version::V1, || {}).await.unwrap();
    db.put_throttle(Throttle { failures: 2, not_before: Timestamp(5) }).await.unwrap();
    db.close();
    let db = Db::open(&name, || {}).await.unwrap();
    assert_eq!(db.start().await.unwrap().throttle.failures, 2);
    let all = ["meta", "keys", "entries", "outbox", "catalog", "carts"];
    db.transact(&all, Mode::Read, async |_| Ok(())).await.unwrap();
}

#[wasm_bindgen_test]
async fn what_must_not_be_lost_is_strictly_durable() {
    let db = fresh().await;
    let told = |mode| {
        let db = db.clone();
        async move { db.transact(&["meta"], mode, async |tx| Ok(tx.durability())).await.unwrap() }
    };
    assert_eq!(told(Mode::Durable).await, "strict");
    assert_eq!(told(Mode::Write).await, "relaxed");
}

#[wasm_bindgen_test]
async fn work_that_fails_leaves_nothing() {
    let db = fresh().await;
    let outcome: Result<(), DbError> = db
        .transact(&["meta", "outbox"], Mode::Durable, async |tx| {
            tx.put("meta", &"head".into(), &JsValue::from_str("{}"))?;
            tx.put("outbox", &seq_key(1), &JsValue::from(1))?;
            // A request that is waited for shows that the writes above were carried out.
            assert!(tx.get("outbox", &seq_key(1)).await?.is_some());
            Err(DbError::Full)
        })
        .await;
    assert_eq!(outcome, Err(DbError::Full));
    assert_eq!(db.outbox().await.unwrap(), Vec::<u64>::new());
    assert_eq!(db.head().await.unwrap(), None);
}

#[wasm_bindgen_test]
async fn an_entry_comes_with_all_that_belongs_to_it() {
    let (db, fence) = begun().await;
    db.keep_cart(fence, &kept()).await.unwrap();
    let head = commit(&db, fence, start(), &sealed(1)).await.unwrap();
    assert_eq!(head, JournalHead { seq: 1, hash: sealed(1).hash });
    assert_eq!(db.head().await.unwrap(), Some(head));
    assert_eq!(db.outbox().await.unwrap(), vec![1]);
    assert_eq!(db.kept_cart().await.unwrap(), None, "the cart became the sale");
    let listed = db.list(1, 9).await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].summary.receipt_no, "R1-000001");
    assert_eq!(listed[0].summary.total.get(), 4260);
    let stored = db.batch(1, 9).await.unwrap();
    assert_eq!(serde_json::from_str::<SealedEntry>(&stored[0]).unwrap(), sealed(1));
    assert_eq!(db.entry_text(1, "paper").await.unwrap().as_deref(), Some("T\u{1f}Shop"));
    assert_eq!(db.start().await.unwrap().receipts, Some(1));
}

#[wasm_bindgen_test]
async fn a_page_that_was_taken_over_writes_nothing() {
    let (db, fence) = begun().await;
    let kept = kept();
    db.keep_cart(fence, &kept).await.unwrap();
    let newer = db.raise_fence().await.unwrap();
    assert!(newer > fence);
    assert_eq!(commit(&db, fence, start(), &sealed(1)).await, Err(DbError::Fenced));
    assert_eq!(db.keep_cart(fence, &kept).await, Err(DbError::Fenced));
    assert_eq!(db.outbox().await.unwrap(), Vec::<u64>::new());
    assert_eq!(db.kept_cart().await.unwrap(), Some(kept), "the cart stays");
    commit(&db, newer, start(), &sealed(1)).await.unwrap();
}

#[wasm_bindgen_test]
async fn an_entry_on_an_old_head_is_refused() {
    let (db, fence) = begun().await;
    let head = commit(&db, fence, start(), &sealed(1)).await.unwrap();
    assert_eq!(commit(&db, fence, start(), &sealed(1)).await, Err(DbError::Fenced));
    commit(&db, fence, head, &sealed(2)).await.unwrap();
    assert_eq!(db.outbox().await.unwrap(), vec![1, 2]);
}

#[wasm_bindgen_test]
async fn only_what_the_server_has_leaves_the_outbox() {
    let (db, fence) = begun().await;
    let mut head = start();
    for seq in 1..=3 {
        head = commit(&db, fence, head, &sealed(seq)).await.unwrap();
    }
    let anchor = |seq, hash| Anchor {
        register: register(),
        seq,
        hash,
        server_time: Timestamp(0),
        mac: String::new(),
    };
    let other = Hash256::of(&[b"another entry"]);
    assert_eq!(db.acknowledge(&anchor(2, other)).await, Ok(false), "not the entry that is here");
    assert_eq!(db.outbox().await.unwrap(), vec![1, 2, 3]);
    assert_eq!(db.acknowledge(&anchor(2, sealed(2).hash)).await, Ok(true));
    assert_eq!(db.outbox().await.unwrap(), vec![3]);
    assert_eq!(db.start().await.unwrap().acked.unwrap().seq, 2);
    assert_eq!(db.batch(1, 3).await.unwrap().len(), 3, "the journal itself stays");
}

#[wasm_bindgen_test]
async fn a_connection_that_was_dropped_is_opened_again() {
    let db = fresh().await;
    db.close();
    assert_eq!(db.raise_fence().await, Ok(1));
}

#[wasm_bindgen_test]
async fn the_catalogue_is_kept_as_it_came() {
    let db = fresh().await;
    assert!(db.catalog().await.unwrap().is_none());
    assert!(db.overlay().await.unwrap().is_none());
    let bytes: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    db.put_snapshot(&bytes, "7-1").await.unwrap();
    let kept = db.catalog().await.unwrap().unwrap();
    assert_eq!((kept.snapshot, kept.cursor.as_str(), kept.changes.len()), (bytes, "7-1", 0));
    db.put_changes(&[], "8-0").await.unwrap();
    assert_eq!(db.overlay().await.unwrap().unwrap().1, "8-0");
}

#[wasm_bindgen_test]
async fn a_newer_page_is_let_in() {
    let name = format!("test-{}", random::uuid_v7());
    let told = Rc::new(Cell::new(false));
    let heard = told.clone();
    let _old = Db::open(&name, move || heard.set(true)).await.unwrap();
    let deleted = idb::Factory::new().unwrap().delete(&name).unwrap();
    deleted.await.unwrap();
    assert!(told.get(), "the page is told that its connection is closed");
}

#[wasm_bindgen_test]
async fn a_cart_is_parked_and_taken_up_whole() {
    let (db, fence) = begun().await;
    let parked = |name: &str, at| ParkedCart {
        name: name.to_owned(),
        parked_at: Timestamp(at),
        total: Minor::new(199).unwrap(),
        kept: kept(),
    };
    let (anna, bert) = (parked("Anna", 2), parked("Bert", 1));
    db.keep_cart(fence, &anna.kept).await.unwrap();
    for cart in [&anna, &bert] {
        let carts = Exchange { park: Some(cart.clone()), ..Exchange::default() };
        db.exchange_carts(fence, &carts).await.unwrap();
    }
    assert_eq!(db.kept_cart().await.unwrap(), None, "an empty cart is no cart");
    assert_eq!(db.parked_carts().await.unwrap(), [bert.clone(), anna.clone()]);

    let back =
        Exchange { park: None, take: Some(anna.kept.cart.id), current: Some(anna.kept.clone()) };
    db.raise_fence().await.unwrap();
    assert_eq!(db.exchange_carts(fence, &back).await, Err(DbError::Fenced));
    assert_eq!(db.parked_carts().await.unwrap().len(), 2, "nothing has moved");
    db.exchange_carts(fence + 1, &back).await.unwrap();
    assert_eq!(db.parked_carts().await.unwrap(), [bert]);
    assert_eq!(db.kept_cart().await.unwrap(), Some(anna.kept));
}

#[wasm_bindgen_test]
async fn small_records_that_were_lost_come_back_from_the_journal() {
    let (db, fence) = begun().await;
    let head = commit(&db, fence, start(), &sealed(1)).await.unwrap();
    let head = commit_paper(&db, fence, head, &sealed(2), "Z 7".into(), (1, 7)).await.unwrap();
    for spoilt in [None, Some("{"), Some("[]")] {
        db.transact(&["meta"], Mode::Durable, async |tx| {
            for record in ["head", "receipts", "reports", "fence", "acked", "shift"] {
                match spoilt {
                    Some(text) => tx.put("meta", &record.into(), &JsValue::from_str(text))?,
                    None => tx.delete("meta", &record.into())?,
                }
            }
            Ok(())
        })
        .await
        .unwrap();
        let newer = db.raise_fence().await.unwrap();
        assert!(spoilt.is_none() || newer > fence);
        let mended = db.mended(db.start().await.unwrap()).await.unwrap();
        assert_eq!((mended.head, mended.receipts), (Some(head), Some(1)));
        assert_eq!(mended.reports, Some(7), "no Z number is used a second time");
        assert_eq!(db.start().await.unwrap().reports, Some(7));
        assert_eq!(db.head().await.unwrap(), Some(head));
    }
}
