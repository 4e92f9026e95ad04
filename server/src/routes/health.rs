//! For those who watch the process: alive, ready, metrics.

use std::time::Duration;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::db::DbError;
use crate::db::migrate::SchemaState;
use crate::http::{Answer, Readiness};
use crate::telemetry::metrics;

const PATIENCE: Duration = Duration::from_secs(2);

/// The process lives.
#[derive(Serialize, ToSchema)]
pub struct Health {
    #[schema(example = "healthy")]
    status: &'static str,
    version: &'static str,
    uptime_seconds: u64,
}

/// Tells that the process lives.
#[utoipa::path(
    get, path = "/health", tag = "operations", security((), ),
    responses((status = 200, description = "The process lives", body = Health))
)]
pub async fn get_health(State(app): State<App>) -> Answer<Health> {
    Answer(Health {
        status: "healthy",
        version: env!("CARGO_PKG_VERSION"),
        uptime_seconds: app.started.elapsed().as_secs(),
    })
}

/// Tells whether the process can do its work, and if not, why.
#[utoipa::path(
    get, path = "/ready", tag = "operations", security((), ),
    responses(
        (status = 200, description = "It can", body = Readiness),
        (status = 503, description = "It cannot; with the reasons", body = Readiness),
    )
)]
pub async fn get_ready(State(app): State<App>) -> Readiness {
    let mut reasons = Vec::new();
    let schema = tokio::time::timeout(PATIENCE, app.db.schema_state()).await;
    match schema {
        Ok(Ok(SchemaState::Current)) => {}
        Ok(Ok(SchemaState::Behind(missing))) => reasons.push(format!(
            "database: {missing} migrations are missing; run `titan-server migrate`"
        )),
        Ok(Err(error @ DbError::NotMigrated(_))) => reasons.push(format!("database: {error}")),
        Ok(Err(error)) => {
            tracing::warn!(reason = error.causes(), "not ready");
            reasons.push(format!("database: {error}"));
        }
        Err(_) => reasons.push("database: no answer in time".to_owned()),
    }
    if app.bus.ping().await == Some(false) {
        reasons.push("redis: no answer".to_owned());
    }
    Readiness::new(reasons)
}

/// Returns the metrics in the text form of Prometheus.
#[utoipa::path(
    get, path = "/metrics", tag = "operations", security((), ),
    responses((status = 200, description = "Metrics", body = String, content_type = "text/plain"))
)]
pub async fn get_metrics(State(app): State<App>) -> Response {
    let (used, idle) = app.db.connections();
    metrics::pool(used, idle);
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (kind, metrics::render()).into_response()
}
