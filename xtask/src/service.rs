//! Programs that run beside this one until told to stop: Postgres, Redis, the server.

use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rustix::process::{Signal, kill_process};

use crate::{process, signals};

/// How often a waiting loop looks.
pub(crate) const TICK: Duration = Duration::from_millis(25);

/// A running service; leaving scope stops it.
pub(crate) struct Service {
    name: &'static str,
    child: Child,
    stop_signal: Signal,
    patience: Duration,
}

/// How a service is to be stopped.
#[derive(Clone, Copy)]
pub(crate) struct Stop {
    pub(crate) signal: Signal,
    /// How long it may take before it is killed.
    pub(crate) patience: Duration,
}

impl Service {
    /// Starts the service in a process group of its own: Ctrl-C on the terminal must not reach it before its
    /// owner decides on the order.
    ///
    /// The command comes from [`dying_with_us`], so that the service also ends when this process is killed.
    pub(crate) fn start(name: &'static str, command: &mut Command, stop: Stop) -> Result<Self> {
        signals::check()?;
        let child = command
            .process_group(0)
            .spawn()
            .with_context(|| format!("cannot start {}", process::name(command)))?;
        Ok(Self { name, child, stop_signal: stop.signal, patience: stop.patience })
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// How it ended, or `None` while it runs.
    pub(crate) fn ended(&mut self) -> Result<Option<ExitStatus>> {
        self.child.try_wait().with_context(|| format!("cannot watch {}", self.name))
    }

    /// Asks it to stop and waits; kills it when it takes too long.
    pub(crate) fn stop(&mut self) -> Result<()> {
        if self.ended()?.is_some() {
            return Ok(());
        }
        if let Some(pid) = signals::pid_of(self.child.id()) {
            kill_process(pid, self.stop_signal)
                .with_context(|| format!("cannot stop {}", self.name))?;
        }
        let begun = Instant::now();
        while self.ended()?.is_none() {
            if begun.elapsed() > self.patience {
                eprintln!("    {} does not stop: killing it", self.name);
                self.child.kill()?;
                self.child.wait()?;
                break;
            }
            thread::sleep(TICK);
        }
        Ok(())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        if let Err(error) = self.stop() {
            eprintln!("    {error:#}");
        }
    }
}

/// A command that the kernel ends with `signal` when this process dies.
///
/// `setpriv` (util-linux) asks the kernel for that and then becomes the program; where there is no `setpriv`,
/// the program starts directly and only an orderly end of this process stops it.
pub(crate) fn dying_with_us(program: &std::path::Path, signal: &str) -> Command {
    match process::find("setpriv") {
        Some(setpriv) => {
            let mut command = Command::new(setpriv);
            command.args(["--pdeathsig", signal]).arg("--").arg(program);
            command
        }
        None => Command::new(program),
    }
}

/// Calls `ready` until it says yes, the time is over, the service ends or a signal comes.
pub(crate) fn wait_until(
    what: &str,
    limit: Duration,
    mut ready: impl FnMut() -> Result<bool>,
) -> Result<()> {
    let begun = Instant::now();
    while !ready()? {
        signals::check()?;
        if begun.elapsed() > limit {
            anyhow::bail!("{what}: not ready after {}", crate::progress::seconds(limit));
        }
        thread::sleep(TICK);
    }
    Ok(())
}
