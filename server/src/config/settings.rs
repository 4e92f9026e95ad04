//! The one list of settings, for reading, for `describe` and for the help text.

use serde::Serialize;

/// One variable of the environment.
#[derive(Copy, Clone, Debug, Serialize)]
pub struct Setting {
    pub name: &'static str,
    pub default: Option<&'static str>,
    pub required: bool,
    pub help: &'static str,
}

const fn setting(
    name: &'static str,
    default: Option<&'static str>,
    required: bool,
    help: &'static str,
) -> Setting {
    Setting { name, default, required, help }
}

/// Every setting that the server reads.
pub const SETTINGS: &[Setting] = &[
    setting(
        "DATABASE_URL",
        None,
        true,
        "PostgreSQL 15 or newer, as postgres://user:password@host:5432/name",
    ),
    setting("DATABASE_POOL_MAX", Some("10"), false, "Connections per process, 2 to 500"),
    setting(
        "REDIS_URL",
        None,
        false,
        "News between processes and the snapshot cache; without it Postgres carries the news",
    ),
    setting(
        "JWT_SECRET",
        None,
        true,
        "Signs tokens; at least 32 characters, the same for all processes",
    ),
    setting("JWT_EXPIRY_SECONDS", Some("3600"), false, "Life of a token, 60 to 604800"),
    setting(
        "RUST_LOG",
        Some("info,sqlx=warn"),
        false,
        "What is logged: a level, then levels per module",
    ),
    setting("LOG_FORMAT", Some("pretty"), false, "pretty or json"),
    setting("ENABLE_TELEMETRY", Some("false"), false, "Traces over OTLP: true or false"),
    setting(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        Some("http://localhost:4317"),
        false,
        "The collector, gRPC",
    ),
    setting("ENABLE_SYNC", Some("true"), false, "Whether registers may push: true or false"),
    setting("HOST", Some("127.0.0.1"), false, "IP address to listen on"),
    setting("PORT", Some("8000"), false, "TCP port to listen on, 1 to 65535"),
    setting("STATIC_DIR", Some("./dist"), false, "Folder of the built app"),
];

/// Returns the default of a setting.
pub(super) fn default_of(name: &str) -> &'static str {
    SETTINGS.iter().find(|setting| setting.name == name).and_then(|it| it.default).unwrap_or("")
}
