//! The long-running commands: serve, the workers, or all in one process.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context as _;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::app::{App, AppState};
use crate::auth::Keys;
use crate::config::Config;
use crate::db::Db;
use crate::events;
use crate::http;
use crate::jobs;
use crate::router;
use crate::telemetry::metrics;

/// How long requests may take to finish after the signal to stop.
const GRACE: Duration = Duration::from_secs(10);

/// What a process does.
#[derive(Copy, Clone, Debug)]
pub(super) struct Roles {
    name: &'static str,
    serve: bool,
    sync: bool,
    jobs: bool,
}

impl Roles {
    pub(super) const SERVE: Self = Self { name: "serve", serve: true, sync: false, jobs: false };
    pub(super) const SYNC: Self =
        Self { name: "sync-worker", serve: false, sync: true, jobs: false };
    pub(super) const JOBS: Self =
        Self { name: "jobs-worker", serve: false, sync: false, jobs: true };
    pub(super) const ALL: Self = Self { name: "all", serve: true, sync: true, jobs: true };
}

pub(super) async fn run(config: Config, roles: Roles) -> anyhow::Result<()> {
    metrics::init();
    let app = app(&config, roles)?;
    let address = SocketAddr::new(config.host, config.port);
    let listener = TcpListener::bind(address).await;
    let listener = listener.with_context(|| format!("cannot listen on {address} (HOST, PORT)"))?;
    let (stop, stopped) = watch::channel(false);
    let mut workers = JoinSet::new();
    if roles.sync {
        workers.spawn(jobs::sync::run(app.clone(), stopped.clone()));
    }
    if roles.serve {
        workers.spawn(events::run(app.clone(), stopped.clone()));
    }
    if roles.jobs {
        workers.spawn(jobs::queue::run(app.clone(), stopped.clone()));
    }
    let router = if roles.serve { router::serve(app.clone()) } else { router::worker(app.clone()) };
    let version = env!("CARGO_PKG_VERSION");
    tracing::info!(role = roles.name, %address, version, "listening");
    let server = tokio::spawn(http::listen(listener, router, stopped));

    signal().await?;
    tracing::info!("stopping: no new requests, finishing what is under way");
    let _ = stop.send(true);
    let finish = async {
        let _ = server.await;
        while workers.join_next().await.is_some() {}
    };
    if tokio::time::timeout(GRACE, finish).await.is_err() {
        tracing::warn!("not everything was finished in time");
    }
    let _ = tokio::time::timeout(GRACE, app.db.close()).await;
    tracing::info!("stopped");
    Ok(())
}

fn app(config: &Config, roles: Roles) -> anyhow::Result<App> {
    let database = config.require_database()?;
    // The job queue and those who listen bring connections of their own.
    let queue = if roles.jobs { jobs::queue::CONNECTIONS } else { 0 };
    let listeners = u32::from(roles.sync) + u32::from(roles.serve);
    let pool_max = database.pool_max.saturating_sub(queue + listeners).max(2);
    let db = Db::with_pool_max(database, pool_max);
    let secret = match (&config.jwt_secret, roles.serve) {
        (_, true) => config.require_jwt_secret()?.expose(),
        (Some(secret), false) => secret.expose(),
        (None, false) => "",
    };
    Ok(AppState::new(config, db, Keys::new(secret, config.jwt_expiry_seconds)))
}

async fn signal() -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).context("no signals")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("no signals")?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}
