use std::str::FromStr as _;

use serde_json::Value;
use sqlx::postgres::PgConnectOptions;
use titan_server::config::{Config, Database};
use titan_server::db::Db;
use titan_server::telemetry::metrics::METRICS;

use crate::support::{Answer, TestApp, TestOptions};

#[tokio::test]
async fn health_tells_version_and_age() {
    let app = TestApp::new().await;
    let body: Value = app.get("/health").await.ok();
    assert_eq!(body["status"], "healthy");
    assert_eq!(body["version"], env!("CARGO_PKG_VERSION"));
    assert!(body["uptime_seconds"].is_u64());
    let body: Value = app.get("/ready").await.ok();
    assert_eq!(body["status"], "ready");
}

#[tokio::test]
async fn without_a_database_it_lives_and_is_not_ready() {
    // A port that nobody listens on.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let options = PgConnectOptions::from_str(&format!("postgres://x@127.0.0.1:{port}/x")).unwrap();
    let db = Db::new(&Database { options, pool_max: 2 });
    let config = Config::read(|_| None, true).unwrap();
    let keys = titan_server::auth::Keys::new("secret", 60);
    let state = titan_server::app::AppState::new(&config, db, keys);
    let token = state
        .keys
        .token(
            titan_core::ids::RegisterId::new(uuid::Uuid::now_v7()),
            titan_core::ids::OrgId::new(uuid::Uuid::nil()),
            titan_core::ids::StoreId::new(uuid::Uuid::nil()),
            titan_server::clock::now(),
        )
        .unwrap()
        .token;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (_stop, stopped) = tokio::sync::watch::channel(false);
    tokio::spawn(titan_server::http::listen(listener, titan_server::router::serve(state), stopped));
    let client = reqwest::Client::new();
    assert_eq!(client.get(format!("{url}/health")).send().await.unwrap().status(), 200);
    let answer = client.get(format!("{url}/ready")).send().await.unwrap();
    assert_eq!(answer.status(), 503);
    let body: Value = answer.json().await.unwrap();
    assert!(body["reasons"][0].as_str().unwrap().starts_with("database: "), "{body}");
    let request = client.get(format!("{url}/api/v1/config")).header("x-titan-protocol", "1");
    let answer = request.bearer_auth(token).send().await.unwrap();
    assert_eq!(answer.status(), 503);
    let body: Value = answer.json().await.unwrap();
    assert_eq!(body["error"]["code"], "database.unavailable");
}

#[tokio::test]
async fn every_metric_is_there_under_its_name() {
    let app = TestApp::new().await;
    let mut till = app.till().await;
    let entries = till.entries(2);
    till.pushed(&app, &entries).await;
    app.get("/metrics").await;
    let answer = app.get("/metrics").await;
    assert!(answer.header("content-type").starts_with("text/plain; version=0.0.4"));
    let text = String::from_utf8(answer.body).unwrap();
    for (name, _) in METRICS {
        assert!(text.contains(&format!("# TYPE {name} ")), "{name}");
    }
    let lines = [
        "titan_http_requests_total{method=\"POST\",route=\"/api/v1/journal\",status=\"200\"}",
        "titan_http_request_duration_seconds_bucket{method=\"POST\",route=\"/api/v1/journal\",le=",
        "titan_journal_entries_total{result=\"accepted\"}",
        "titan_journal_entries_total{result=\"quarantined\"}",
        "titan_reprice_total{result=\"different\"}",
        "titan_db_pool_connections{state=\"idle\"}",
        "titan_jobs_total{job=\"build_snapshot\",result=\"failed\"}",
    ];
    for line in lines {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
}

#[tokio::test]
async fn the_api_describes_itself() {
    let app = TestApp::new().await;
    let document: Value = app.get("/api/openapi.json").await.ok();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            assert!(operation["summary"].is_string(), "{method} {path} has no summary");
            assert!(operation["responses"]["200"].is_object(), "{method} {path}");
        }
    }
    insta::assert_json_snapshot!("openapi", document, {".info.version" => "[version]"});
}

#[tokio::test]
async fn a_worker_tells_how_it_is_and_serves_nothing_else() {
    let options = TestOptions { worker: true, ..TestOptions::default() };
    let app = TestApp::with(options).await;
    for path in ["/health", "/ready", "/metrics"] {
        assert_eq!(app.get(path).await.status, 200, "{path}");
    }
    for path in ["/", "/api/v1/config", "/api/openapi.json", "/index.html"] {
        assert_eq!(app.get(path).await.error(), (404, "request.unknown_path".into()), "{path}");
    }
}

#[tokio::test]
async fn a_handler_that_panics_answers_like_any_error() {
    async fn panics() {
        panic!("a bug");
    }
    let router = axum::Router::new()
        .route("/", axum::routing::get(panics))
        .layer(tower_http::catch_panic::CatchPanicLayer::custom(titan_server::http::answer_panic))
        .layer(axum::middleware::from_fn(titan_server::http::track));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (_stop, stopped) = tokio::sync::watch::channel(false);
    tokio::spawn(titan_server::http::listen(listener, router, stopped));
    let answer = Answer::of(reqwest::Client::new().get(url)).await;
    assert_eq!(answer.error(), (500, "server.internal".into()));
    assert!(
        !String::from_utf8(answer.body).unwrap().contains("a bug"),
        "the reason is for the log"
    );
}
