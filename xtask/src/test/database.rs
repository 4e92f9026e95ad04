//! Tests of the server, against a real Postgres and a real Redis that live as long as the step.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result};
use rustix::process::Signal;

use super::counts::{self, Counts};
use crate::postgres::{Cluster, Speed};
use crate::service::{self, Service, Stop};
use crate::setup::{self, Tool};
use crate::temp::TempDir;
use crate::{net, process};

pub(super) fn server() -> Result<Counts> {
    setup::ensure(&[Tool::Postgres, Tool::Redis])?;
    // Declared first, so that it goes last: the services live in it.
    let home = TempDir::new("test")?;
    let database = Cluster::at(&home.path().join("postgres"))?.start(Speed::Throwaway)?;
    let (_redis, redis_url) = redis(home.path())?;
    let mut command = process::cargo(&["test", "--no-fail-fast", "--package", "titan-server"])?;
    // Tests of their own database each, cloned from a template: the superuser makes them.
    command.env("TITAN_TEST_DATABASE_URL", database.url("postgres"));
    command.env("TITAN_TEST_REDIS_URL", redis_url);
    counts::run(&mut command, counts::cargo)
}

/// A Redis that keeps nothing.
fn redis(home: &Path) -> Result<(Service, String)> {
    let port = net::free_port()?;
    let program = process::find("redis-server").context("no redis-server on the PATH")?;
    let mut command = service::dying_with_us(&program, "TERM");
    command.current_dir(home).stdin(Stdio::null()).stdout(Stdio::null());
    command.args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]);
    command.args(["--port", &port.to_string()]);
    let stop = Stop { signal: Signal::TERM, patience: Duration::from_secs(5) };
    let mut redis = Service::start("Redis", &mut command, stop)?;
    service::wait_until("Redis", Duration::from_secs(10), || {
        if let Some(status) = redis.ended()? {
            anyhow::bail!("Redis ended at once ({status})");
        }
        Ok(std::net::TcpStream::connect(("127.0.0.1", port)).is_ok())
    })?;
    Ok((redis, format!("redis://127.0.0.1:{port}")))
}
