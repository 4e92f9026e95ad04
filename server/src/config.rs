//! Settings from the environment. Each wrong value is refused with its name, what is wrong with
//! it and what is allowed; secrets are never repeated.

mod parse;
mod secret;
mod settings;
#[cfg(test)]
mod tests;

use std::fmt;
use std::path::PathBuf;

use sqlx::postgres::PgConnectOptions;

use parse::Reader;
pub use secret::Secret;
pub use settings::{SETTINGS, Setting};

/// How log lines look.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum LogFormat {
    Pretty,
    Json,
}

/// Everything that the environment decides.
#[derive(Clone, Debug)]
pub struct Config {
    pub database: Option<Database>,
    pub redis_url: Option<Secret>,
    pub jwt_secret: Option<Secret>,
    pub jwt_expiry_seconds: u64,
    pub log_filter: String,
    pub log_format: LogFormat,
    pub telemetry: Option<String>,
    pub sync: bool,
    pub host: std::net::IpAddr,
    pub port: u16,
    pub static_dir: PathBuf,
}

/// Where the database is and how many connections it may cost.
#[derive(Clone)]
pub struct Database {
    pub options: PgConnectOptions,
    pub pool_max: u32,
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database").field("pool_max", &self.pool_max).finish_non_exhaustive()
    }
}

/// The environment is refused; one line for each setting at fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct ConfigError(pub Vec<Refusal>);

/// What is wrong with one setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub name: &'static str,
    pub problem: String,
    pub allowed: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, problem, allowed } = self;
        write!(f, "{name}: {problem}; allowed: {allowed}")
    }
}

impl Config {
    /// Reads the process's environment.
    ///
    /// # Errors
    /// [`ConfigError`] names every setting that is wrong.
    pub fn from_env() -> Result<Self, ConfigError> {
        let lookup = |name: &str| match std::env::var(name) {
            Ok(value) => Some(value),
            Err(std::env::VarError::NotPresent) => None,
            Err(std::env::VarError::NotUnicode(text)) => Some(text.to_string_lossy().into_owned()),
        };
        Self::read(lookup, cfg!(debug_assertions))
    }

    /// Reads settings from `lookup`; an empty value counts as none. While `developing`, a short
    /// secret will do.
    ///
    /// # Errors
    /// [`ConfigError`] names every setting that is wrong.
    pub fn read(
        lookup: impl Fn(&str) -> Option<String>,
        developing: bool,
    ) -> Result<Self, ConfigError> {
        let mut reader = Reader::new(&lookup, developing);
        let config = Self {
            database: reader.database(),
            redis_url: reader.redis_url(),
            jwt_secret: reader.jwt_secret(),
            jwt_expiry_seconds: reader.number("JWT_EXPIRY_SECONDS", 60, 604_800),
            log_filter: reader.log_filter(),
            log_format: reader.log_format(),
            telemetry: reader.telemetry(),
            sync: reader.flag("ENABLE_SYNC"),
            host: reader.host(),
            port: reader.number("PORT", 1, 65_535),
            static_dir: PathBuf::from(reader.text("STATIC_DIR")),
        };
        reader.finish(config)
    }

    /// Returns the database settings.
    ///
    /// # Errors
    /// [`ConfigError`] when DATABASE_URL is not set.
    pub fn require_database(&self) -> Result<&Database, ConfigError> {
        self.database.as_ref().ok_or_else(|| missing("DATABASE_URL", parse::DATABASE_ALLOWED))
    }

    /// Returns the secret that tokens are signed with.
    ///
    /// # Errors
    /// [`ConfigError`] when JWT_SECRET is not set.
    pub fn require_jwt_secret(&self) -> Result<&Secret, ConfigError> {
        self.jwt_secret.as_ref().ok_or_else(|| missing("JWT_SECRET", parse::SECRET_ALLOWED))
    }
}

fn missing(name: &'static str, allowed: &str) -> ConfigError {
    let problem = "it is not set and has no default".to_owned();
    ConfigError(vec![Refusal { name, problem, allowed: allowed.to_owned() }])
}
