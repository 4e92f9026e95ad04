//! `cargo xtask run`: a whole shop on this machine, from nothing to a page that sells.

mod secret;

use std::env;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use lexopt::{Arg, Parser, ValueExt};
use rustix::process::Signal;

use crate::build::{self, Profile, Quality};
use crate::postgres::{self, Cluster, Speed};
use crate::service::{self, Service, Stop};
use crate::setup::{self, Tool};
use crate::{net, paths, process, progress, signals};

const DEFAULT_PORT: u16 = 8000;
const DEFAULT_DATA: &str = ".titan/data";
const READY_LIMIT: Duration = Duration::from_secs(60);
/// How long the server may take to finish what is under way.
const STOP_PATIENCE: Duration = Duration::from_secs(30);

struct Options {
    port: u16,
    data: PathBuf,
}

pub(crate) fn command(args: Parser) -> Result<()> {
    let begun = Instant::now();
    let options = parse(args)?;
    net::require_free(options.port)?;
    let dist = build::pwa(Quality::Small)?;
    let program = build::server(Profile::Release)?;

    // Declared before the server: whatever happens, the server stops first.
    let mut database = private_database(&options.data)?;
    let url = match &database {
        Some(running) => running.url(postgres::DATABASE),
        None => env::var("DATABASE_URL").context("DATABASE_URL is not text")?,
    };
    let shop = Shop { program, dist, url, secret: secret::jwt(&options.data)?, port: options.port };
    progress::step("migrate", || process::run(shop.command(&shop.program).arg("migrate")))?;
    let seed = || process::output(shop.command(&shop.program).arg("seed"));
    let welcome = progress::step("seed the demo shop", seed)?;

    let mut server = shop.serve()?;
    println!("\n{}", welcome.trim_end());
    println!("\nTitan POS is ready at http://localhost:{}", options.port);
    println!("(after {}; Ctrl-C stops it, the data stays)\n", progress::seconds(begun.elapsed()));
    watch(&mut server, &mut database)?;
    progress::step_during_stop("stop the server", || server.stop())?;
    match database {
        Some(running) => progress::step_during_stop("stop Postgres", || running.stop()),
        None => Ok(()),
    }
}

fn parse(mut args: Parser) -> Result<Options> {
    let mut options = Options { port: DEFAULT_PORT, data: paths::root()?.join(DEFAULT_DATA) };
    while let Some(arg) = args.next()? {
        match arg {
            Arg::Long("port") => options.port = args.value()?.parse()?,
            Arg::Long("data") => options.data = std::path::absolute(args.value()?)?,
            // What it always is; accepted because people will say it.
            Arg::Long("release") => {}
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}

/// Starts the private cluster, unless the environment names a database.
fn private_database(data: &Path) -> Result<Option<postgres::Running>> {
    if env::var_os("DATABASE_URL").is_some_and(|url| !url.is_empty()) {
        progress::note("using the database of DATABASE_URL");
        return Ok(None);
    }
    setup::ensure(&[Tool::Postgres])?;
    let cluster = Cluster::at(&data.join("postgres"))?;
    let what = format!("start Postgres in {}", cluster.dir().display());
    progress::step(what, || cluster.start(Speed::Durable)).map(Some)
}

/// The server's program and what it needs to know.
struct Shop {
    program: PathBuf,
    dist: PathBuf,
    url: String,
    secret: String,
    port: u16,
}

impl Shop {
    /// Gives a command the server's settings; whatever the caller's environment says wins where that is safe.
    fn configure<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env("DATABASE_URL", &self.url).env("JWT_SECRET", &self.secret);
        command.env("PORT", self.port.to_string()).env("STATIC_DIR", &self.dist);
        command.env("HOST", host(env::var("HOST").ok().as_deref()));
        command.stdin(Stdio::null())
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        self.configure(&mut command);
        command
    }

    /// Starts `titan-server all` and waits until it is ready.
    fn serve(&self) -> Result<Service> {
        let mut command = service::dying_with_us(&self.program, "TERM");
        self.configure(&mut command).arg("all");
        let stop = Stop { signal: Signal::TERM, patience: STOP_PATIENCE };
        progress::step("start the server", || {
            let mut server = Service::start("the server", &mut command, stop)?;
            service::wait_until("the server", READY_LIMIT, || {
                if let Some(status) = server.ended()? {
                    bail!("the server ended at once ({status})");
                }
                Ok(net::http_status(self.port, "/ready").is_ok_and(|status| status == 200))
            })?;
            Ok(server)
        })
    }
}

/// The address to listen on: this machine alone, unless the caller names another; a tablet needs HTTPS in front
/// anyway. Some shells export their machine's name as HOST, which is no wish of the caller's.
fn host(wanted: Option<&str>) -> &str {
    wanted.filter(|host| host.parse::<IpAddr>().is_ok()).unwrap_or("127.0.0.1")
}

/// Returns when a signal asks for the end; fails when one of the two ends by itself.
fn watch(server: &mut Service, database: &mut Option<postgres::Running>) -> Result<()> {
    while !signals::interrupted() {
        if let Some(status) = server.ended()? {
            bail!("the server ended by itself ({status})");
        }
        if database.as_mut().is_some_and(|running| !running.is_alive()) {
            bail!("Postgres ended by itself; its log is beside its data");
        }
        thread::sleep(service::TICK);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listens_on_loopback_unless_told_an_address() {
        assert_eq!(host(None), "127.0.0.1");
        assert_eq!(host(Some("my-laptop")), "127.0.0.1");
        assert_eq!(host(Some("0.0.0.0")), "0.0.0.0");
    }
}
