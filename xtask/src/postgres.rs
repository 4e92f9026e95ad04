//! Private Postgres clusters from the installed binaries: one for `run`, throwaway ones for tests.
//!
//! A cluster is a folder: `pgdata/` (the data), `password` (of the superuser), `postgres.log`, `run/` (the Unix
//! socket). It listens on the loopback interface only. Postgres refuses to run as root, so for root it all
//! belongs to the system user `postgres`.

pub(crate) mod cli;
mod config;
mod create;
mod home;
mod pidfile;
mod user;

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::Signal;

use crate::service::{self, Service, Stop};
use crate::{net, process};

pub(crate) use config::Speed;
pub(crate) use home::{binaries, write_private};
use user::User;

/// The superuser of every private cluster, and the database made for the shop.
const SUPERUSER: &str = "titan";
pub(crate) const DATABASE: &str = "titan_pos";

const START_LIMIT: Duration = Duration::from_secs(60);

/// A cluster on disk, running or not.
pub(crate) struct Cluster {
    dir: PathBuf,
    binaries: PathBuf,
    /// Whom it runs as, when not as ourselves.
    user: Option<User>,
}

/// A cluster that runs as our child; leaving scope stops it.
pub(crate) struct Running {
    service: Service,
    password: String,
    port: u16,
}

impl Cluster {
    /// The cluster of this folder; nothing is touched yet.
    pub(crate) fn at(dir: &Path) -> Result<Self> {
        let user = User::for_postgres()?;
        let dir = home::resolve(dir, user.as_ref())?;
        Ok(Self { dir, binaries: binaries()?, user })
    }

    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Starts it as our child, making it first if need be.
    pub(crate) fn start(&self, speed: Speed) -> Result<Running> {
        let port = net::free_port()?;
        let password = self.prepare(port, speed)?;
        let log = self.open_log()?;
        let mut command = self.command("postgres", Some("INT"));
        command.arg("-D").arg(self.data()).stdin(Stdio::null());
        command.stdout(log.try_clone()?).stderr(log);
        // SIGINT is Postgres' fast shutdown: sessions are cut off, everything committed is kept.
        let stop = Stop { signal: Signal::INT, patience: Duration::from_secs(60) };
        let mut service = Service::start("Postgres", &mut command, stop)?;
        let id = service.id();
        service::wait_until("Postgres", START_LIMIT, || {
            if service.ended()?.is_some() {
                bail!("Postgres ended at once; its log ends with:\n{}", self.log_tail());
            }
            Ok(pidfile::read(&self.data()).is_some_and(|file| file.pid == id && file.is_ready()))
        })?;
        Ok(Running { service, password, port })
    }

    /// Starts it for itself, to outlive this process; returns its address.
    pub(crate) fn start_detached(&self, port: u16, speed: Speed) -> Result<String> {
        let password = self.prepare(port, speed)?;
        drop(self.open_log()?);
        let mut command = self.command("pg_ctl", None);
        command.args(["start", "--wait", "--silent", "--timeout=60", "-D"]).arg(self.data());
        command.arg("--log").arg(self.log());
        process::run_interactive(command.stdin(Stdio::null()).stdout(Stdio::null()))
            .with_context(|| format!("its log ends with:\n{}", self.log_tail()))?;
        Ok(url(&password, port, DATABASE))
    }

    /// Stops a detached cluster; one that does not run is fine.
    pub(crate) fn stop(&self, mode: &str) -> Result<()> {
        if pidfile::running(&self.data()).is_none() {
            return Ok(());
        }
        let mut command = self.command("pg_ctl", None);
        command.args(["stop", "--wait", "--silent", "--timeout=60", "--mode", mode, "-D"]);
        process::run(command.arg(self.data()))
    }

    /// Kills the postmaster as a power cut would, and waits until its children noticed.
    pub(crate) fn kill(&self) -> Result<()> {
        let Some(file) = pidfile::running(&self.data()) else {
            bail!("no Postgres runs in {}", self.dir.display());
        };
        if let Some(pid) = crate::signals::pid_of(file.pid) {
            rustix::process::kill_process(pid, Signal::KILL)?;
        }
        service::wait_until("the end of Postgres", Duration::from_secs(20), || {
            Ok(!pidfile::anyone_in(&self.data()))
        })
    }

    /// Makes the cluster if there is none, clears what a crash left and writes the settings of this start.
    fn prepare(&self, port: u16, speed: Speed) -> Result<String> {
        if !self.data().is_dir() {
            create::create(self, speed)?;
        }
        self.wait_for_shutdown()?;
        if let Some(file) = pidfile::running(&self.data()) {
            let dir = self.dir.display();
            bail!("Postgres already runs in {dir} (process {}); stop that first", file.pid);
        }
        pidfile::remove_stale(&self.data(), &self.socket_dir())?;
        config::write(self, port, speed)?;
        let password = fs::read_to_string(self.password_file())
            .with_context(|| format!("no password beside the cluster in {}", self.dir.display()))?;
        Ok(password.trim().to_owned())
    }

    /// A cluster whose owner was killed a moment ago is still shutting down.
    fn wait_for_shutdown(&self) -> Result<()> {
        let begun = Instant::now();
        while pidfile::running(&self.data()).is_some_and(|file| file.is_stopping()) {
            if begun.elapsed() > START_LIMIT {
                bail!("the Postgres in {} does not end its shutdown", self.dir.display());
            }
            thread::sleep(service::TICK);
        }
        Ok(())
    }

    /// A Postgres program, run as the right user; with `death`, ended by that signal when we die.
    fn command(&self, program: &str, death: Option<&str>) -> Command {
        let program = self.binaries.join(program);
        let mut command = user::command(self.user.as_ref(), &program, death);
        command.current_dir(&self.dir);
        command
    }

    fn data(&self) -> PathBuf {
        self.dir.join("pgdata")
    }

    fn socket_dir(&self) -> PathBuf {
        self.dir.join("run")
    }

    fn log(&self) -> PathBuf {
        self.dir.join("postgres.log")
    }

    fn password_file(&self) -> PathBuf {
        self.dir.join("password")
    }

    fn open_log(&self) -> Result<fs::File> {
        let log = OpenOptions::new().create(true).append(true).open(self.log())?;
        self.own(&self.log())?;
        Ok(log)
    }

    fn log_tail(&self) -> String {
        let text = fs::read_to_string(self.log()).unwrap_or_default();
        let lines = text.lines().rev().take(8).collect::<Vec<_>>();
        lines.into_iter().rev().map(|line| format!("      {line}\n")).collect()
    }

    /// Gives a file or folder to the user whom Postgres runs as.
    fn own(&self, path: &Path) -> Result<()> {
        match &self.user {
            Some(user) => user.own(path),
            None => Ok(()),
        }
    }
}

impl Running {
    /// The superuser's address of one database.
    pub(crate) fn url(&self, database: &str) -> String {
        url(&self.password, self.port, database)
    }

    /// Whether it still runs.
    pub(crate) fn is_alive(&mut self) -> bool {
        matches!(self.service.ended(), Ok(None))
    }

    pub(crate) fn stop(mut self) -> Result<()> {
        self.service.stop()
    }
}

fn url(password: &str, port: u16, database: &str) -> String {
    format!("postgres://{SUPERUSER}:{password}@127.0.0.1:{port}/{database}")
}

#[cfg(test)]
mod tests;
