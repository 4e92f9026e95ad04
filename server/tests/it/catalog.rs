use std::io::Read as _;

use titan_core::catalog::snapshot::Snapshot;
use titan_server::db::snapshots;

use crate::support::TestApp;

const PATH: &str = "/api/v1/catalog/snapshot";

#[tokio::test]
async fn the_snapshot_is_the_catalogue_in_every_encoding() {
    let app = TestApp::new().await;
    let till = app.till().await;
    let raw = till.get(&app, PATH).await;
    assert_eq!(raw.status, 200);
    assert_eq!(raw.header("content-type"), "application/octet-stream");
    assert_eq!(raw.header("vary"), "accept-encoding");
    let snapshot = Snapshot::open(raw.body.clone()).unwrap();
    snapshot.verify().unwrap();
    assert_eq!(snapshot.len(), 306);
    let bananas = snapshot.find_code("11047");
    assert_eq!(snapshot.name(bananas[0]), Some("Bananas"));

    let br = till.get_with(&app, PATH, ("accept-encoding", "gzip, br")).await;
    assert_eq!(br.header("content-encoding"), "br");
    let mut plain = Vec::new();
    brotli::Decompressor::new(br.body.as_slice(), 4096).read_to_end(&mut plain).unwrap();
    assert_eq!(plain, raw.body);
    let gz = till.get_with(&app, PATH, ("accept-encoding", "gzip")).await;
    assert_eq!(gz.header("content-encoding"), "gzip");
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(gz.body.as_slice()).read_to_end(&mut plain).unwrap();
    assert_eq!(plain, raw.body);
    assert!(br.body.len() < raw.body.len() && gz.body.len() < raw.body.len());
}

#[tokio::test]
async fn who_has_the_snapshot_does_not_get_it_again() {
    let app = TestApp::new().await;
    let till = app.till().await;
    let first = till.get(&app, PATH).await;
    let etag = first.header("etag").to_owned();
    let again = till.get_with(&app, PATH, ("if-none-match", &etag)).await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(again.header("etag"), etag);
    let other = till.get_with(&app, PATH, ("if-none-match", "\"other\"")).await;
    assert_eq!(other.status, 200);
}

#[tokio::test]
async fn the_shop_has_a_version_too() {
    let app = TestApp::new().await;
    let till = app.till().await;
    let first = till.get(&app, "/api/v1/config").await;
    let etag = first.header("etag").to_owned();
    assert_eq!(first.ok::<titan_core::shop::ShopConfig>(), till.config);
    let again = till.get_with(&app, "/api/v1/config", ("if-none-match", &etag)).await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    app.execute("UPDATE staff SET active = false WHERE role = 'manager'").await;
    let changed = till.get_with(&app, "/api/v1/config", ("if-none-match", &etag)).await;
    assert_eq!(changed.ok::<titan_core::shop::ShopConfig>().staff.len(), 3);
}

#[tokio::test]
async fn a_snapshot_is_built_once_and_only_two_are_kept() {
    let app = TestApp::new().await;
    let till = app.till().await;
    app.execute("DELETE FROM catalog_snapshots").await;
    let asked = futures::future::join_all((0..6).map(|_| till.get(&app, PATH))).await;
    assert!(asked.iter().all(|answer| answer.status == 200));
    assert_eq!(app.count("catalog_snapshots").await, 1);
    for _ in 0..3 {
        let need = titan_server::catalog::Need::Fresh;
        titan_server::catalog::ensure(&app.app.db, app.org, need).await.unwrap();
    }
    assert_eq!(app.count("catalog_snapshots").await, 2);
}

#[tokio::test]
async fn a_snapshot_that_came_with_a_restored_backup_is_replaced() {
    let app = TestApp::new().await;
    let till = app.till().await;
    till.get(&app, PATH).await;
    // In the old cluster, transactions had larger numbers.
    app.execute("UPDATE catalog_snapshots SET cursor_xid = '9000000000'").await;
    let answer = till.get(&app, PATH).await;
    let cursor = Snapshot::open(answer.body).unwrap().cursor().to_owned();
    let changes = till.get(&app, &format!("/api/v1/changes?cursor={cursor}")).await;
    assert_eq!(changes.json()["reset"], false, "it does not send the register round in circles");
    let changes = till.get(&app, "/api/v1/changes?cursor=9000000000-0").await;
    assert_eq!(changes.json()["reset"], true);
}

#[tokio::test]
async fn waiting_for_a_build_may_take_longer_than_a_statement() {
    let app = TestApp::new().await;
    let mut builder = app.app.db.org(app.org).await.unwrap();
    snapshots::lock(&mut builder, app.org).await.unwrap();
    let db = app.app.db.clone();
    let org = app.org;
    let waiting = tokio::spawn(async move {
        let mut tx = db.org(org).await.unwrap();
        // Far less than the build takes.
        sqlx::query("SET LOCAL statement_timeout = '50ms'").execute(&mut *tx).await.unwrap();
        snapshots::lock(&mut tx, org).await.map_err(|error| error.causes())
    });
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    assert!(!waiting.is_finished());
    builder.commit().await.unwrap();
    assert_eq!(waiting.await.unwrap(), Ok(()));
}
