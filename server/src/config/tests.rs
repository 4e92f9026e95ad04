use super::*;

fn read(pairs: &[(&str, &str)]) -> Result<Config, String> {
    let lookup = |name: &str| {
        pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
    };
    Config::read(lookup, false).map_err(|error| error.to_string())
}

#[test]
fn every_default_is_allowed() {
    let config = read(&[]).unwrap();
    assert_eq!((config.port, config.jwt_expiry_seconds, config.sync), (8000, 3600, true));
    assert_eq!(config.log_format, LogFormat::Pretty);
    assert!(config.telemetry.is_none() && config.redis_url.is_none());
    assert!(config.require_database().unwrap_err().to_string().contains("DATABASE_URL"));
    assert!(config.require_jwt_secret().unwrap_err().to_string().contains("JWT_SECRET"));
}

#[test]
fn wrong_values_are_named_with_what_is_allowed() {
    let check = |name: &str, value: &str, expect: &str| {
        assert_eq!(read(&[(name, value)]).unwrap_err(), expect);
    };
    check("PORT", "0", "PORT: \"0\" is not a whole number in range; allowed: 1 to 65535");
    check("PORT", "http", "PORT: \"http\" is not a whole number in range; allowed: 1 to 65535");
    check(
        "HOST",
        "localhost",
        "HOST: \"localhost\" is not an IP address; allowed: an address such as 127.0.0.1, 0.0.0.0 or ::",
    );
    check("LOG_FORMAT", "xml", "LOG_FORMAT: \"xml\" is not a format; allowed: pretty or json");
    check(
        "ENABLE_SYNC",
        "maybe",
        "ENABLE_SYNC: \"maybe\" is neither yes nor no; allowed: true or false",
    );
    check(
        "JWT_EXPIRY_SECONDS",
        "59",
        "JWT_EXPIRY_SECONDS: \"59\" is not a whole number in range; allowed: 60 to 604800",
    );
    check(
        "DATABASE_POOL_MAX",
        "1",
        "DATABASE_POOL_MAX: \"1\" is not a whole number in range; allowed: 2 to 500",
    );
    check(
        "DATABASE_URL",
        "mysql://u:hunter2@h/d",
        "DATABASE_URL: it is not a Postgres URL; allowed: postgres://user:password@host:port/name",
    );
    check(
        "REDIS_URL",
        "http://:hunter2@h",
        "REDIS_URL: it is not a Redis URL; allowed: redis://host:6379 or rediss://host:6379",
    );
    let endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT: \"collector\" is not a web address; allowed: http://host:4317 or https://host:4317";
    check("OTEL_EXPORTER_OTLP_ENDPOINT", "collector", endpoint);
    assert!(read(&[("RUST_LOG", "titan=loud")]).unwrap_err().starts_with("RUST_LOG: "));
}

#[test]
fn all_that_is_wrong_is_told_at_once_and_secrets_are_not() {
    let url = "postgres://u:hunter2@h/d";
    let error = read(&[("PORT", "x"), ("HOST", "x"), ("DATABASE_URL", "hunter2")]).unwrap_err();
    assert_eq!(error.lines().count(), 3);
    assert!(!error.contains("hunter2"));
    let secret = "hunter2hunter2hunter2hunter2hunter2";
    let config = read(&[("DATABASE_URL", url), ("JWT_SECRET", secret)]).unwrap();
    assert!(!format!("{config:?}").contains("hunter2"));
}

#[test]
fn a_short_secret_is_for_development_only() {
    let short = ("JWT_SECRET", "dev-secret-change-in-production");
    let refused = "JWT_SECRET: it has 31 characters; allowed: at least 32 characters, for example from `openssl rand -hex 32`";
    assert_eq!(read(&[short]).unwrap_err(), refused);
    assert_eq!(read(&[short, ("DATABASE_URL", "postgres://u:other@h/d")]).unwrap_err(), refused);
    read(&[short, ("DATABASE_URL", "postgres://titan:titan_dev_password@h/d")]).unwrap();
    read(&[("JWT_SECRET", &"x".repeat(32))]).unwrap();
    Config::read(|name| (name == "JWT_SECRET").then(|| "short".to_owned()), true).unwrap();
}
