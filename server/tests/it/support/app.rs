//! A server on a port of its own.

use std::path::PathBuf;
use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use titan_core::ids::OrgId;
use titan_server::app::{App, AppState};
use titan_server::auth::{Keys, code};
use titan_server::config::Config;
use titan_server::db::{Db, registers};
use titan_server::{http, jobs, router};
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::{TestDb, Till};

pub(crate) const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// How a server for a test differs from the usual.
#[derive(Clone, Default)]
pub(crate) struct TestOptions {
    pub(crate) env: Vec<(&'static str, String)>,
    pub(crate) worker: bool,
}

/// A running server with its database.
pub(crate) struct TestApp {
    pub(crate) db: TestDb,
    pub(crate) app: App,
    pub(crate) url: String,
    pub(crate) org: OrgId,
    client: reqwest::Client,
    stop: watch::Sender<bool>,
}

/// An answer that was read whole.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl TestApp {
    /// The demo shop, served.
    pub(crate) async fn new() -> Self {
        Self::with(TestOptions::default()).await
    }

    pub(crate) async fn with_env(name: &'static str, value: &str) -> Self {
        let env = vec![(name, value.to_owned())];
        Self::with(TestOptions { env, ..TestOptions::default() }).await
    }

    pub(crate) async fn with(options: TestOptions) -> Self {
        Self::over(TestDb::seeded().await, options).await
    }

    /// Serves a given database, which may be empty.
    pub(crate) async fn over(db: TestDb, options: TestOptions) -> Self {
        titan_server::telemetry::metrics::init();
        let lookup = |name: &str| {
            let given = options.env.iter().find(|(known, _)| *known == name);
            given.map(|(_, value)| value.clone())
        };
        let config = Config::read(lookup, true).unwrap();
        if let Ok(log_filter) = std::env::var("RUST_LOG") {
            drop(titan_server::telemetry::init(&Config { log_filter, ..config.clone() }));
        }
        let keys = Keys::new(SECRET, config.jwt_expiry_seconds);
        let app = AppState::new(&config, Db::new(&db.settings()), keys);
        let org = app.db.organisations().await.ok().and_then(|all| all.first().map(|it| it.0));
        let router =
            if options.worker { router::worker(app.clone()) } else { router::serve(app.clone()) };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = watch::channel(false);
        tokio::spawn(http::listen(listener, router, stopped));
        let org = org.unwrap_or(OrgId::new(uuid::Uuid::nil()));
        Self { db, app, url, org, client: reqwest::Client::new(), stop }
    }

    /// A request to a path, with the protocol header.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.url)).header("x-titan-protocol", "1")
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::GET, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        Answer::of(self.request(Method::POST, path).json(body)).await
    }

    /// Draws an enrolment code for a till.
    pub(crate) async fn enrol_code(&self, till: &str) -> String {
        let mut tx = self.app.db.org(self.org).await.unwrap();
        let tills = registers::tills(&mut tx, self.org).await.unwrap();
        let till = tills.iter().find(|known| known.code == till).unwrap();
        let drawn = code::draw();
        let digest = code::digest(&drawn);
        registers::add_enrol_code(&mut tx, self.org, till.register, &digest, 1).await.unwrap();
        tx.commit().await.unwrap();
        drawn
    }

    /// Enrols a fresh device as the till `R1`.
    pub(crate) async fn till(&self) -> Till {
        Till::enrol(self, "R1").await
    }

    /// Projects everything that waits, as sync-worker does.
    pub(crate) async fn project(&self) {
        while jobs::sync::step(&self.app).await.unwrap() {}
    }

    /// Runs a worker beside the server until the test ends.
    pub(crate) fn stopped(&self) -> watch::Receiver<bool> {
        self.stop.subscribe()
    }

    /// Counts rows, as the superuser.
    pub(crate) async fn count(&self, what: &'static str) -> i64 {
        let query = format!("SELECT count(*) FROM {what}");
        self.scalar(&query).await
    }

    /// Asks for one value, as the superuser.
    pub(crate) async fn scalar<T>(&self, query: &str) -> T
    where
        T: Send + Unpin + for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
    {
        let pool = self.db.superuser().await;
        let query = sqlx::AssertSqlSafe(query.to_owned());
        let value = sqlx::query_scalar(query).fetch_one(&pool).await.unwrap();
        pool.close().await;
        value
    }

    pub(crate) async fn execute(&self, statement: &str) {
        let pool = self.db.superuser().await;
        sqlx::raw_sql(sqlx::AssertSqlSafe(statement.to_owned())).execute(&pool).await.unwrap();
        pool.close().await;
    }

    /// Writes a file into a folder that goes with the test.
    pub(crate) fn temp() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
    }
}

impl Answer {
    pub(crate) async fn of(request: RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, body: response.bytes().await.unwrap().to_vec() }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| {
            panic!("{error}: {}", String::from_utf8_lossy(&self.body));
        })
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The status and the stable code of an error.
    pub(crate) fn error(&self) -> (u16, String) {
        let body = self.json();
        let code = body["error"]["code"].as_str().unwrap_or("no code").to_owned();
        assert!(body["error"]["message"].is_string(), "{body}");
        assert!(body["error"]["request_id"].is_string(), "{body}");
        (self.status, code)
    }

    pub(crate) fn field(&self) -> String {
        self.json()["error"]["field"].as_str().unwrap_or_default().to_owned()
    }

    /// The body of an answer that has to be a success.
    pub(crate) fn ok<T: serde::de::DeserializeOwned>(&self) -> T {
        assert_eq!(self.status, 200, "{}", String::from_utf8_lossy(&self.body));
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// Waits until something is so; fails when it is not within ten seconds.
pub(crate) async fn eventually(what: &str, mut check: impl AsyncFnMut() -> bool) {
    for _ in 0..200 {
        if check().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it did not happen: {what}");
}

/// The program itself.
pub(crate) fn program() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_titan-server"))
}
