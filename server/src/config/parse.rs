//! Turning texts of the environment into settings, collecting everything that is wrong.

use std::fmt::Display;
use std::net::IpAddr;
use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;
use tracing_subscriber::EnvFilter;

use super::settings::default_of;
use super::{Config, ConfigError, Database, LogFormat, Refusal, Secret};

pub(super) const DATABASE_ALLOWED: &str = "postgres://user:password@host:port/name";
pub(super) const SECRET_ALLOWED: &str =
    "at least 32 characters, for example from `openssl rand -hex 32`";

const SECRET_CHARS_MIN: usize = 32;
/// The values of the deployment guide for development. The secret is taken only together with
/// the password, or by a debug build: neither can be an accident in production.
const DEVELOPMENT_SECRET: &str = "dev-secret-change-in-production";
const DEVELOPMENT_PASSWORD: &str = ":titan_dev_password@";

pub(super) struct Reader<'a> {
    lookup: &'a dyn Fn(&str) -> Option<String>,
    developing: bool,
    refusals: Vec<Refusal>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(lookup: &'a dyn Fn(&str) -> Option<String>, developing: bool) -> Self {
        Self { lookup, developing, refusals: Vec::new() }
    }

    pub(super) fn finish(self, config: Config) -> Result<Config, ConfigError> {
        if self.refusals.is_empty() { Ok(config) } else { Err(ConfigError(self.refusals)) }
    }

    fn given(&self, name: &str) -> Option<String> {
        (self.lookup)(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    pub(super) fn text(&self, name: &str) -> String {
        self.given(name).unwrap_or_else(|| default_of(name).to_owned())
    }

    fn refuse(
        &mut self,
        name: &'static str,
        problem: impl Into<String>,
        allowed: impl Into<String>,
    ) {
        self.refusals.push(Refusal { name, problem: problem.into(), allowed: allowed.into() });
    }

    pub(super) fn number<T>(&mut self, name: &'static str, least: T, most: T) -> T
    where
        T: FromStr + PartialOrd + Display + Copy,
    {
        let text = self.text(name);
        match text.parse::<T>() {
            Ok(value) if value >= least && value <= most => value,
            _ => {
                let problem = format!("{text:?} is not a whole number in range");
                self.refuse(name, problem, format!("{least} to {most}"));
                least
            }
        }
    }

    pub(super) fn flag(&mut self, name: &'static str) -> bool {
        let text = self.text(name).to_ascii_lowercase();
        match text.as_str() {
            "true" | "1" => true,
            "false" | "0" => false,
            _ => {
                self.refuse(name, format!("{text:?} is neither yes nor no"), "true or false");
                false
            }
        }
    }

    pub(super) fn host(&mut self) -> IpAddr {
        let text = self.text("HOST");
        text.parse().unwrap_or_else(|_| {
            let problem = format!("{text:?} is not an IP address");
            self.refuse("HOST", problem, "an address such as 127.0.0.1, 0.0.0.0 or ::");
            IpAddr::from([127, 0, 0, 1])
        })
    }

    pub(super) fn log_format(&mut self) -> LogFormat {
        match self.text("LOG_FORMAT").as_str() {
            "pretty" => LogFormat::Pretty,
            "json" => LogFormat::Json,
            other => {
                self.refuse("LOG_FORMAT", format!("{other:?} is not a format"), "pretty or json");
                LogFormat::Pretty
            }
        }
    }

    pub(super) fn log_filter(&mut self) -> String {
        let text = self.text("RUST_LOG");
        if let Err(error) = EnvFilter::try_new(&text) {
            let allowed = "a level (error, warn, info, debug, trace), then module=level";
            self.refuse("RUST_LOG", format!("{text:?} is not a filter ({error})"), allowed);
        }
        text
    }

    pub(super) fn database(&mut self) -> Option<Database> {
        let pool_max = self.number("DATABASE_POOL_MAX", 2, 500);
        let url = self.given("DATABASE_URL")?;
        let scheme = url.starts_with("postgres://") || url.starts_with("postgresql://");
        match PgConnectOptions::from_str(&url) {
            Ok(options) if scheme => {
                Some(Database { options: options.application_name("titan-server"), pool_max })
            }
            _ => {
                self.refuse("DATABASE_URL", "it is not a Postgres URL", DATABASE_ALLOWED);
                None
            }
        }
    }

    pub(super) fn redis_url(&mut self) -> Option<Secret> {
        let url = self.given("REDIS_URL")?;
        if redis::Client::open(url.as_str()).is_err() {
            let allowed = "redis://host:6379 or rediss://host:6379";
            self.refuse("REDIS_URL", "it is not a Redis URL", allowed);
            return None;
        }
        Some(Secret::new(url))
    }

    pub(super) fn jwt_secret(&mut self) -> Option<Secret> {
        let secret = self.given("JWT_SECRET")?;
        let chars = secret.chars().count();
        let developing = self.developing
            || (secret == DEVELOPMENT_SECRET
                && self.text("DATABASE_URL").contains(DEVELOPMENT_PASSWORD));
        if chars < SECRET_CHARS_MIN && !developing {
            self.refuse("JWT_SECRET", format!("it has {chars} characters"), SECRET_ALLOWED);
        }
        Some(Secret::new(secret))
    }

    pub(super) fn telemetry(&mut self) -> Option<String> {
        let name = "OTEL_EXPORTER_OTLP_ENDPOINT";
        let endpoint = self.text(name);
        if !endpoint.starts_with("http://") && !endpoint.starts_with("https://") {
            let problem = format!("{endpoint:?} is not a web address");
            self.refuse(name, problem, "http://host:4317 or https://host:4317");
        }
        self.flag("ENABLE_TELEMETRY").then_some(endpoint)
    }
}
