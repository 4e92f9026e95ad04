//! What the server tells of itself: logs, metrics and, when asked for, traces.

pub mod metrics;

use std::io::IsTerminal as _;

use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _, fmt};

use crate::config::{Config, LogFormat};

/// Sends logs to standard error in the form that the settings ask for. A second call changes
/// nothing.
pub fn init_logs(config: &Config) {
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
    let _ = tracing_subscriber::registry().with(filter).with(lines).try_init();
}
