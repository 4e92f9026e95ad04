//! The metrics, each named once.

use std::sync::OnceLock;
use std::time::Duration;

use metrics::{
    Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram,
};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

pub const HTTP_REQUESTS: &str = "titan_http_requests_total";
pub const HTTP_SECONDS: &str = "titan_http_request_duration_seconds";
pub const JOURNAL_ENTRIES: &str = "titan_journal_entries_total";
pub const PROJECTION_BACKLOG: &str = "titan_projection_backlog";
pub const PROJECTION_LAG: &str = "titan_projection_lag_seconds";
pub const SALES: &str = "titan_sales_total";
pub const REPRICE: &str = "titan_reprice_total";
pub const POOL: &str = "titan_db_pool_connections";
pub const JOBS: &str = "titan_jobs_total";

/// Every metric with what it means.
pub const METRICS: [(&str, &str); 9] = [
    (HTTP_REQUESTS, "Requests by method, route and status"),
    (HTTP_SECONDS, "How long requests took"),
    (JOURNAL_ENTRIES, "Pushed entries by result: accepted, duplicate, quarantined"),
    (PROJECTION_BACKLOG, "Journal entries that wait to be projected"),
    (PROJECTION_LAG, "Age of the oldest journal entry that waits to be projected"),
    (SALES, "Sales projected"),
    (REPRICE, "Sales priced again by result: equal, different, unpriced"),
    (POOL, "Database connections by state: used, idle"),
    (JOBS, "Background jobs by name and result: done, failed"),
];

const BUCKETS: [f64; 12] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

static HANDLE: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// Starts to count; again and again harmless. Counters begin at zero, so that the first event
/// is an increase.
pub fn init() {
    HANDLE.get_or_init(|| {
        let builder = PrometheusBuilder::new().set_buckets(&BUCKETS).ok()?;
        let handle = builder.install_recorder().ok()?;
        for (name, help) in METRICS {
            match name {
                HTTP_SECONDS => describe_histogram!(name, Unit::Seconds, help),
                PROJECTION_BACKLOG | PROJECTION_LAG | POOL => describe_gauge!(name, help),
                _ => describe_counter!(name, help),
            }
        }
        for result in ["accepted", "duplicate", "quarantined"] {
            entries(result, 0);
        }
        for result in ["equal", "different", "unpriced"] {
            repriced(result, 0);
        }
        for job in ["build_snapshot", "cleanup"] {
            for result in ["done", "failed"] {
                counter!(JOBS, "job" => job, "result" => result).increment(0);
            }
        }
        sales(0);
        projection(0, Duration::ZERO);
        Some(handle)
    });
}

/// Returns everything in the text form of Prometheus.
#[must_use]
pub fn render() -> String {
    let handle = HANDLE.get().and_then(Option::as_ref);
    handle
        .map(|handle| {
            handle.run_upkeep();
            handle.render()
        })
        .unwrap_or_default()
}

pub fn request(method: &str, route: &str, status: u16, took: Duration) {
    let labels = [
        ("method", method.to_owned()),
        ("route", route.to_owned()),
        ("status", status.to_string()),
    ];
    counter!(HTTP_REQUESTS, &labels).increment(1);
    histogram!(HTTP_SECONDS, &labels[..2]).record(took.as_secs_f64());
}

pub fn entries(result: &'static str, count: usize) {
    counter!(JOURNAL_ENTRIES, "result" => result).increment(wide(count));
}

pub fn sales(count: usize) {
    counter!(SALES).increment(wide(count));
}

pub fn repriced(result: &'static str, count: usize) {
    counter!(REPRICE, "result" => result).increment(wide(count));
}

pub fn projection(backlog: i64, lag: Duration) {
    gauge!(PROJECTION_BACKLOG).set(u32::try_from(backlog).map_or(f64::MAX, f64::from));
    gauge!(PROJECTION_LAG).set(lag.as_secs_f64());
}

pub fn pool(used: u32, idle: u32) {
    gauge!(POOL, "state" => "used").set(f64::from(used));
    gauge!(POOL, "state" => "idle").set(f64::from(idle));
}

pub fn job(job: &'static str, done: bool) {
    let result = if done { "done" } else { "failed" };
    counter!(JOBS, "job" => job, "result" => result).increment(1);
}

fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
