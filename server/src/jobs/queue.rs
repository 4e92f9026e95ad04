//! jobs-worker: jobs that were added in the transaction of what made them necessary, and those
//! that come by the clock.

use std::fmt;
use std::time::Duration;

use graphile_worker::{Cron, IntoTaskHandlerResult, TaskHandler, WorkerContext};
use serde::{Deserialize, Serialize};
use titan_core::ids::OrgId;
use tokio::sync::watch;

use crate::app::App;
use crate::catalog::{self, Need};
use crate::db::listen::Topic;
use crate::db::queue::BUILD_SNAPSHOT;
use crate::db::{Db, DbError};
use crate::telemetry::metrics;

/// Connections that the queue's library takes besides the pool.
pub const CONNECTIONS: u32 = 3;
/// How long a register may be away and still catch up change by change.
const CHANGES_DAYS: i32 = 90;
const CONCURRENCY: usize = 2;
const BACKOFF: Duration = Duration::from_secs(3);

/// What jobs work with.
#[derive(Clone)]
struct Shared(App);

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shared(..)")
    }
}

/// Makes a catalogue snapshot, if the newest one is not complete.
#[derive(Deserialize, Serialize)]
struct BuildSnapshot {
    org: OrgId,
}

impl TaskHandler for BuildSnapshot {
    const IDENTIFIER: &'static str = BUILD_SNAPSHOT;

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let app = app(&context)?;
        let built = catalog::ensure(&app.db, self.org, Need::Complete).await;
        metrics::job(BUILD_SNAPSHOT, built.is_ok());
        built.map_err(|error| error.to_string())?;
        app.bus.publish(Topic::Catalog, &self.org.to_string()).await;
        Ok::<(), String>(())
    }
}

/// Removes what has run out.
#[derive(Deserialize, Serialize)]
struct Cleanup {}

impl TaskHandler for Cleanup {
    const IDENTIFIER: &'static str = "cleanup";

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let removed = clean_up(&app(&context)?.db).await;
        metrics::job(Self::IDENTIFIER, removed.is_ok());
        let (codes, changes) = removed.map_err(|error| error.causes())?;
        tracing::info!(codes, changes, "removed old enrolment codes and changes");
        Ok::<(), String>(())
    }
}

async fn clean_up(db: &Db) -> Result<(u64, i64), DbError> {
    let codes = db.remove_old_codes().await?;
    Ok((codes, db.prune_changes(CHANGES_DAYS).await?))
}

fn app(context: &WorkerContext) -> Result<App, String> {
    let shared = context.extensions().get::<Shared>();
    shared.map(|shared| shared.0.clone()).ok_or_else(|| "the job has no app".to_owned())
}

/// Runs jobs until `stopped`, through every outage of the database.
pub async fn run(app: App, mut stopped: watch::Receiver<bool>) {
    tracing::info!("the jobs worker runs");
    while !*stopped.borrow() {
        if let Err(reason) = attempt(&app, stopped.clone()).await {
            tracing::warn!(reason, "the jobs worker was interrupted; trying again");
        }
        tokio::select! {
            () = tokio::time::sleep(BACKOFF) => {}
            _ = stopped.wait_for(|stopped| *stopped) => break,
        }
    }
    tracing::info!("the jobs worker stopped");
}

async fn attempt(app: &App, mut stopped: watch::Receiver<bool>) -> Result<(), String> {
    let pool = app.db.owner(CONNECTIONS);
    let stop = async move {
        let _ = stopped.wait_for(|stopped| *stopped).await;
    };
    let nightly = Cron::daily_at::<Cleanup>(3, 10).map_err(|error| error.to_string())?;
    let nightly = nightly.payload(Cleanup {}).map_err(|error| error.to_string())?;
    let worker = graphile_worker::WorkerOptions::default()
        .pg_pool(pool.clone())
        .concurrency(CONCURRENCY)
        .add_extension(Shared(app.clone()))
        .define_job::<BuildSnapshot>()
        .define_job::<Cleanup>()
        .with_cron(nightly)
        .listen_os_shutdown_signals(false)
        .shutdown_signal(stop)
        .init()
        .await
        .map_err(|error| error.to_string())?;
    let ended = worker.run().await.map_err(|error| error.to_string());
    pool.close().await;
    ended
}
