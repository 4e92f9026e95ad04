//! A database for each test, cloned from one that was migrated and seeded once.

use std::str::FromStr as _;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _};
use titan_server::config::Database;
use titan_server::db::{Db, migrate};
use tokio::sync::OnceCell;

static TEMPLATE: OnceCell<String> = OnceCell::const_new();
static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A database that is dropped with the value.
pub(crate) struct TestDb {
    name: String,
    pub(crate) options: PgConnectOptions,
}

impl TestDb {
    /// The demo shop, as `seed` makes it.
    pub(crate) async fn seeded() -> Self {
        let template = TEMPLATE.get_or_init(make_template).await;
        Self::create(Some(template)).await
    }

    /// Nothing at all.
    pub(crate) async fn empty() -> Self {
        Self::create(None).await
    }

    async fn create(template: Option<&str>) -> Self {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("titan_test_{}_{number}", std::process::id());
        let from = template.unwrap_or("template0");
        run(&format!("CREATE DATABASE {name} TEMPLATE {from}")).await;
        let options = server().database(&name);
        Self { name, options }
    }

    /// As the server's settings hold it.
    pub(crate) fn settings(&self) -> Database {
        Database { options: self.options.clone(), pool_max: 10 }
    }

    /// A pool of the superuser, who sees everything.
    pub(crate) async fn superuser(&self) -> PgPool {
        let pool = PgPoolOptions::new().max_connections(2);
        pool.connect_with(self.options.clone()).await.unwrap()
    }

    /// The address of the database, for programs.
    pub(crate) fn url(&self) -> String {
        let base = base_url();
        let (head, query) =
            base.split_once('?').map_or((base.as_str(), None), |(a, b)| (a, Some(b)));
        let host =
            head.rsplit_once('/').filter(|(host, _)| host.contains("://") && !host.ends_with('/'));
        let host = host.map_or(head, |(host, _)| host);
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        format!("{host}/{}{query}", self.name)
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        let statement = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        let dropped = std::thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(run(&statement));
        });
        let _ = dropped.join();
    }
}

fn base_url() -> String {
    std::env::var("TITAN_TEST_DATABASE_URL").unwrap_or_else(|_| {
        panic!(
            "TITAN_TEST_DATABASE_URL names no Postgres for the tests; `cargo xtask test server` \
             starts one and sets it"
        )
    })
}

/// The Redis of the tests.
pub(crate) fn redis_url() -> String {
    std::env::var("TITAN_TEST_REDIS_URL").unwrap_or_else(|_| {
        panic!(
            "TITAN_TEST_REDIS_URL names no Redis for the tests; `cargo xtask test server` starts \
             one and sets it"
        )
    })
}

fn server() -> PgConnectOptions {
    PgConnectOptions::from_str(&base_url()).unwrap()
}

async fn run(statement: &str) {
    let mut connection = PgConnection::connect_with(&server()).await.unwrap();
    connection.execute(AssertSqlSafe(statement.to_owned())).await.unwrap();
    connection.close().await.unwrap();
}

async fn make_template() -> String {
    let name = format!("titan_template_{}", std::process::id());
    run(&format!("DROP DATABASE IF EXISTS {name}")).await;
    run(&format!("CREATE DATABASE {name} TEMPLATE template0")).await;
    let options = server().database(&name);
    migrate::migrate(&options).await.unwrap();
    let db = Db::new(&Database { options, pool_max: 3 });
    titan_server::seed::run(&db).await.unwrap();
    db.close().await;
    // A template nobody may be connected to: wait until the last connection is gone for good.
    run(&format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    ))
    .await;
    name
}
