use std::time::Duration;

use titan_server::bus::Bus;
use titan_server::config::Secret;
use titan_server::db::listen::Topic;
use uuid::Uuid;

use crate::support::{TestApp, redis_url};

#[tokio::test]
async fn snapshots_come_from_the_cache_that_replicas_share() {
    let app = TestApp::with_env("REDIS_URL", &redis_url()).await;
    let till = app.till().await;
    let first = till.get(&app, "/api/v1/catalog/snapshot").await;
    assert_eq!(first.status, 200);
    let version: i64 = app.scalar("SELECT max(version) FROM catalog_snapshots").await;
    let cached = app.app.bus.cached_snapshot(app.org, version, "raw").await;
    assert_eq!(cached.as_deref(), Some(first.body.as_slice()));
    // What is cached is what is sent.
    app.app.bus.cache_snapshot(app.org, version, "raw", b"from the cache").await;
    let second = till.get(&app, "/api/v1/catalog/snapshot").await;
    assert_eq!(second.body, b"from the cache");
    assert_eq!(app.get("/ready").await.status, 200);
}

#[tokio::test]
async fn hints_reach_the_others() {
    let url = Secret::new(redis_url());
    let (one, two) = (Bus::new(Some(&url)), Bus::new(Some(&url)));
    let hint = tokio::spawn(async move {
        let waker = tokio::sync::Notify::new();
        tokio::select! {
            () = two.relay(&[Topic::Catalog], |_, _| waker.notify_one()) => {}
            () = waker.notified() => {}
        }
    });
    for _ in 0..50 {
        one.publish(Topic::Catalog, &Uuid::now_v7().to_string()).await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        if hint.is_finished() {
            return;
        }
    }
    panic!("no hint came");
}

#[tokio::test]
async fn a_redis_that_is_gone_is_told_and_costs_nothing_else() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let app = TestApp::with_env("REDIS_URL", &format!("redis://127.0.0.1:{port}")).await;
    let mut till = app.till().await;
    let entries = till.entries(1);
    assert_eq!(till.pushed(&app, &entries).await, (1, vec![]));
    assert_eq!(till.get(&app, "/api/v1/catalog/snapshot").await.status, 200);
    let ready = app.get("/ready").await;
    assert_eq!(
        (ready.status, ready.json()["reasons"][0].as_str()),
        (503, Some("redis: no answer"))
    );
}
