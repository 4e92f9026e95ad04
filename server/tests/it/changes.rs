use titan_core::catalog::snapshot::Snapshot;
use titan_core::sync::wire::{Change, ChangesAnswer};
use titan_server::db::items;

use crate::import::import;
use crate::support::{TestApp, Till, eventually};

const GOODS: &str = "sku,name,category,price_minor,unit,tax\n";

async fn cursor(app: &TestApp, till: &Till) -> String {
    let answer = till.get(app, "/api/v1/catalog/snapshot").await;
    Snapshot::open(answer.body).unwrap().cursor().to_owned()
}

async fn changes(app: &TestApp, till: &Till, cursor: &str) -> ChangesAnswer {
    till.get(app, &format!("/api/v1/changes?cursor={cursor}")).await.ok()
}

fn names(answer: &ChangesAnswer) -> Vec<String> {
    let name = |change: &Change| match change {
        Change::Item { item } => item.name().to_owned(),
        Change::ItemRemoved { id } => format!("-{id}"),
    };
    answer.changes.iter().map(name).collect()
}

/// Follows the feed until `want` names have come; other databases of the cluster may hold it up
/// for a moment.
async fn follow(app: &TestApp, till: &Till, cursor: &mut String, want: usize) -> Vec<String> {
    let mut seen = Vec::new();
    for _ in 0..200 {
        let answer = changes(app, till, cursor).await;
        assert!(!answer.reset);
        seen.extend(names(&answer));
        *cursor = answer.cursor;
        if seen.len() >= want {
            return seen;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("only {seen:?} came");
}

#[tokio::test]
async fn changes_follow_the_snapshot() {
    let app = TestApp::new().await;
    let till = app.till().await;
    let mut at = cursor(&app, &till).await;
    assert_eq!(names(&changes(&app, &till, &at).await).len(), 0);
    let rows =
        format!("{GOODS}T-1,Tea,Pantry,250,each,reduced\n11047,Bananas,Fruit,199,kg,reduced\n");
    import(&app, &rows).await;
    let mut seen = follow(&app, &till, &mut at, 2).await;
    seen.sort();
    assert_eq!(seen, ["Bananas", "Tea"]);
    let mut tx = app.app.db.org(app.org).await.unwrap();
    assert!(items::remove(&mut tx, app.org, "T-1").await.unwrap());
    assert!(!items::remove(&mut tx, app.org, "T-1").await.unwrap(), "it is gone already");
    tx.commit().await.unwrap();
    let seen = follow(&app, &till, &mut at, 1).await;
    assert!(seen.len() == 1 && seen[0].starts_with('-'), "{seen:?}");
    assert!(names(&changes(&app, &till, &at).await).is_empty());
}

#[tokio::test]
async fn a_transaction_in_flight_is_not_passed_by() {
    let app = TestApp::new().await;
    let till = app.till().await;
    let mut at = cursor(&app, &till).await;
    // The first writer takes its place in the feed and lets the second commit before it.
    let pool = app.db.superuser().await;
    let mut slow = pool.begin().await.unwrap();
    sqlx::query(
        "INSERT INTO changes (org_id, kind, item_id) SELECT org_id, 'item', item_id FROM items
         WHERE sku = '11047'",
    )
    .execute(&mut *slow)
    .await
    .unwrap();
    import(&app, &format!("{GOODS}T-1,Tea,Pantry,250,each,reduced\n")).await;
    for _ in 0..5 {
        let answer = changes(&app, &till, &at).await;
        assert_eq!(names(&answer), [""; 0], "the second is not shown while the first is open");
        at = answer.cursor;
    }
    slow.commit().await.unwrap();
    assert_eq!(follow(&app, &till, &mut at, 2).await, ["Bananas", "Tea"]);
    pool.close().await;
}

#[tokio::test]
async fn a_long_feed_comes_in_pages() {
    let app = TestApp::new().await;
    let till = app.till().await;
    let at = cursor(&app, &till).await;
    let rows: String =
        (0..1500).map(|n| format!("B-{n},Thing {n},Pantry,100,each,reduced\n")).collect();
    import(&app, &format!("{GOODS}{rows}")).await;
    eventually("the changes can be seen", async || {
        !changes(&app, &till, &at).await.changes.is_empty()
    })
    .await;
    let first = changes(&app, &till, &at).await;
    assert_eq!((first.changes.len(), first.more), (1000, true));
    let second = changes(&app, &till, &first.cursor).await;
    assert_eq!((second.changes.len(), second.more), (500, false));
}

#[tokio::test]
async fn so_many_changes_that_a_snapshot_is_shorter() {
    let app = TestApp::new().await;
    let till = app.till().await;
    let at = cursor(&app, &till).await;
    let rows: String =
        (0..5000).map(|n| format!("B-{n},Thing {n},Pantry,100,each,reduced\n")).collect();
    import(&app, &format!("{GOODS}{rows}")).await;
    eventually("registers are sent to a snapshot", async || changes(&app, &till, &at).await.reset)
        .await;
    let answer = till.get(&app, "/api/v1/catalog/snapshot").await;
    let snapshot = Snapshot::open(answer.body).unwrap();
    assert_eq!(snapshot.len(), 5306);
    let after = changes(&app, &till, snapshot.cursor()).await;
    assert!(!after.reset && after.changes.is_empty());
}

#[tokio::test]
async fn cursors_that_lead_nowhere() {
    let app = TestApp::new().await;
    let till = app.till().await;
    for cursor in ["1", "a-b", "1-2-3", "-", "99999999999999999999-1"] {
        let answer = till.get(&app, &format!("/api/v1/changes?cursor={cursor}")).await;
        assert_eq!(answer.error(), (400, "request.invalid".into()), "{cursor}");
        assert_eq!(answer.field(), "cursor");
    }
    assert!(changes(&app, &till, "").await.reset, "from nothing, a snapshot is needed");
    assert!(changes(&app, &till, "9000000000000000000-1").await.reset, "of another database");
}

#[tokio::test]
async fn a_register_that_was_away_for_a_year_catches_up() {
    let app = TestApp::new().await;
    let till = app.till().await;
    let mut at = cursor(&app, &till).await;
    let start = at.clone();
    // A year of changes: every item many times over, some gone at the end.
    for round in 0..12 {
        let rows: String = (0..250)
            .map(|n| format!("Y-{n},Thing {n},Pantry,{},each,reduced\n", 100 + round))
            .collect();
        import(&app, &format!("{GOODS}{rows}")).await;
    }
    let mut tx = app.app.db.org(app.org).await.unwrap();
    for n in 0..50 {
        assert!(items::remove(&mut tx, app.org, &format!("Y-{n}")).await.unwrap());
    }
    tx.commit().await.unwrap();
    app.execute("UPDATE changes SET created_at = now() - interval '1 year'").await;
    let mut held = std::collections::BTreeMap::new();
    eventually("everything has come", async || {
        let answer = changes(&app, &till, &at).await;
        assert!(!answer.reset);
        for change in &answer.changes {
            match change {
                Change::Item { item } => held.insert(item.id(), item.price().value()),
                Change::ItemRemoved { id } => held.remove(id),
            };
        }
        at.clone_from(&answer.cursor);
        held.len() == 200 && !answer.more
    })
    .await;
    assert!(held.values().all(|price| *price == 111.into()), "{held:?}");

    // After the feed was cleaned up, who has not been here since starts from a snapshot.
    eventually("nothing else holds the feed up", async || {
        app.app.db.prune_changes(90).await.unwrap();
        app.count("changes").await == 0
    })
    .await;
    let answer = changes(&app, &till, &start).await;
    assert!(answer.reset && answer.changes.is_empty());
    eventually("the snapshot is one that the feed goes on from", async || {
        let fresh = cursor(&app, &till).await;
        !changes(&app, &till, &fresh).await.reset
    })
    .await;
    let snapshot = till.get(&app, "/api/v1/catalog/snapshot").await;
    let snapshot = Snapshot::open(snapshot.body).unwrap();
    assert_eq!(snapshot.len(), 306 + 200);
}
