//! Hints to registers over a stream.

use std::time::Duration;

use titan_server::events::{self, STREAMS_MAX};

use crate::import::import;
use crate::support::{TestApp, TestOptions, Till, redis_url};

const GOODS: &str = "sku,name,category,price_minor,unit,tax\n";

async fn open(app: &TestApp, till: &Till) -> reqwest::Response {
    let request = app.request(reqwest::Method::GET, "/api/v1/events").bearer_auth(&till.token);
    request.send().await.unwrap()
}

/// Reads on until an event of this name has come, or the stream is over.
async fn until(stream: &mut reqwest::Response, name: &str) -> bool {
    let wanted = format!("event: {name}\n");
    let mut text = String::new();
    let read = async {
        while let Some(chunk) = stream.chunk().await.unwrap() {
            text.push_str(std::str::from_utf8(&chunk).unwrap());
            if text.contains(&wanted) {
                return true;
            }
        }
        false
    };
    tokio::time::timeout(Duration::from_secs(10), read).await.expect("nothing came")
}

fn listen(app: &TestApp) -> tokio::task::JoinHandle<()> {
    tokio::spawn(events::run(app.app.clone(), app.stopped()))
}

#[tokio::test]
async fn a_register_is_told_what_changed() {
    let app = TestApp::new().await;
    let till = app.till().await;
    let hub = listen(&app);
    let mut stream = open(&app, &till).await;
    assert_eq!(stream.status(), 200);
    let header = |name: &str| stream.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "text/event-stream");
    assert_eq!(header("x-accel-buffering"), "no");
    assert!(header("cache-control").contains("no-"), "{}", header("cache-control"));
    assert!(until(&mut stream, "ready").await);
    // The hub tells everybody once when it begins to listen.
    assert!(until(&mut stream, "register").await);
    import(&app, &format!("{GOODS}T-1,Tea,Pantry,250,each,reduced\n")).await;
    assert!(until(&mut stream, "catalog").await);
    crate::support::command::stdout(&crate::support::command::titan_over(
        &app,
        &["staff", "create", "Eve"],
    ));
    assert!(until(&mut stream, "config").await);
    crate::support::command::stdout(&crate::support::command::titan_over(
        &app,
        &["register", "revoke", "R1"],
    ));
    assert!(until(&mut stream, "register").await);
    assert_eq!(open(&app, &till).await.status(), 403);
    assert!(!hub.is_finished());
}

#[tokio::test]
async fn redis_carries_the_hints_where_it_is_set_up() {
    let env = vec![("REDIS_URL", redis_url())];
    let app = TestApp::with(TestOptions { env, ..TestOptions::default() }).await;
    let till = app.till().await;
    let hub = listen(&app);
    let mut stream = open(&app, &till).await;
    assert!(until(&mut stream, "register").await);
    // Only Redis has this one; Postgres was not told.
    let bus = app.app.bus.clone();
    let org = app.org.to_string();
    let tell = tokio::spawn(async move {
        loop {
            bus.publish(titan_server::db::listen::Topic::Config, &org).await;
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    });
    assert!(until(&mut stream, "config").await);
    tell.abort();
    assert!(!hub.is_finished());
}

#[tokio::test]
async fn streams_are_for_registers_and_so_many_for_each() {
    let app = TestApp::new().await;
    let till = app.till().await;
    assert_eq!(app.get("/api/v1/events").await.error(), (401, "auth.missing".into()));
    let mut streams = Vec::new();
    for _ in 0..STREAMS_MAX {
        let stream = open(&app, &till).await;
        assert_eq!(stream.status(), 200);
        streams.push(stream);
    }
    let more = open(&app, &till).await;
    assert_eq!(more.status(), 429);
    assert_eq!(more.headers()["retry-after"], "30");
    let other = Till::enrol(&app, "R2").await;
    assert_eq!(open(&app, &other).await.status(), 200);
    drop(streams);
    crate::support::eventually("the closed streams are noticed", async || {
        open(&app, &till).await.status() == 200
    })
    .await;
}

#[tokio::test]
async fn streams_end_when_the_server_stops() {
    let app = TestApp::new().await;
    let till = app.till().await;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let hub = tokio::spawn(events::run(app.app.clone(), stopped));
    let mut stream = open(&app, &till).await;
    assert!(until(&mut stream, "ready").await);
    stop.send(true).unwrap();
    assert!(!until(&mut stream, "never").await, "the stream is over");
    hub.await.unwrap();
}
