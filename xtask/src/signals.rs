//! Ctrl-C and SIGTERM: stop what is running, leave nothing behind.
//!
//! Every worker (a compiler, a test run) is started in its own process group and registered here, so a signal
//! reaches the whole group even when it was sent to this process alone. Services (Postgres, the server) are not
//! registered: their owners stop them in the right order.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process_group};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

static INTERRUPTED: AtomicBool = AtomicBool::new(false);
static WORKERS: Mutex<BTreeSet<u32>> = Mutex::new(BTreeSet::new());

/// How long workers may take to end on SIGTERM before they are killed.
const GRACE: Duration = Duration::from_secs(10);

/// Starts listening; from now on a signal sets [`interrupted`] instead of ending the process.
pub(crate) fn install() -> Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP]).context("cannot handle signals")?;
    thread::spawn(move || {
        for _ in signals.forever() {
            INTERRUPTED.store(true, Ordering::SeqCst);
            signal_workers(Signal::TERM);
            thread::spawn(|| {
                thread::sleep(GRACE);
                signal_workers(Signal::KILL);
            });
        }
    });
    Ok(())
}

/// Whether someone asked this process to stop.
pub(crate) fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// Fails when someone asked this process to stop; called between two pieces of work.
pub(crate) fn check() -> Result<()> {
    if interrupted() { Err(anyhow::anyhow!("interrupted")) } else { Ok(()) }
}

/// A registered process group; leaving scope takes it off the list.
pub(crate) struct Worker(u32);

/// Registers the process group led by `pid`.
pub(crate) fn register(pid: u32) -> Worker {
    workers().insert(pid);
    // The signal may have come between the start of the process and its registration.
    if interrupted() {
        signal_workers(Signal::TERM);
    }
    Worker(pid)
}

impl Drop for Worker {
    fn drop(&mut self) {
        workers().remove(&self.0);
    }
}

fn signal_workers(signal: Signal) {
    for pid in workers().iter().filter_map(|&pid| pid_of(pid)) {
        // It may have ended by itself in the meantime.
        let _ = kill_process_group(pid, signal);
    }
}

fn workers() -> std::sync::MutexGuard<'static, BTreeSet<u32>> {
    WORKERS.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// The kernel's process id as rustix wants it.
pub(crate) fn pid_of(pid: u32) -> Option<Pid> {
    i32::try_from(pid).ok().and_then(Pid::from_raw)
}
