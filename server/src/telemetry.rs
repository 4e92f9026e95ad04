//! What the server tells of itself: logs, metrics and, when asked for, traces.

pub mod metrics;
mod traces;

use std::io::IsTerminal as _;

use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _, fmt};

use crate::config::{Config, LogFormat};
pub use traces::Traces;

/// Sends logs to standard error in the form that the settings ask for, and traces to the
/// collector where there is one. A second call changes nothing. Keep the value until the end:
/// it flushes what is left.
pub fn init(config: &Config) -> Traces {
    let filter = EnvFilter::try_new(&config.log_filter).unwrap_or_default();
    // The job queue tells of every step of its own migrations.
    let quiet = "graphile_worker_migrations=warn".parse();
    let filter = quiet.map_or_else(|_| EnvFilter::default(), |quiet| filter.add_directive(quiet));
    let is_terminal = std::io::stderr().is_terminal();
    let lines = fmt::layer().with_writer(std::io::stderr).with_ansi(is_terminal);
    let lines = match config.log_format {
        LogFormat::Pretty => lines.boxed(),
        LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).boxed(),
    };
    let (traces, failure) = match config.telemetry.as_deref().map(Traces::to) {
        None => (Traces::none(), None),
        Some(Ok(traces)) => (traces, None),
        Some(Err(reason)) => (Traces::none(), Some(reason)),
    };
    let subscriber = tracing_subscriber::registry().with(lines.with_filter(filter));
    let _ = subscriber.with(traces.layer()).try_init();
    if let Some(reason) = failure {
        tracing::warn!(reason, "no traces: the exporter cannot be made");
    }
    traces
}
