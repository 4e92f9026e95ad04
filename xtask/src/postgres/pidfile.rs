//! `postmaster.pid`: who runs in a data folder, and whether that is still true.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// What the file says.
pub(super) struct PidFile {
    pub(super) pid: u32,
    status: String,
}

impl PidFile {
    pub(super) fn is_ready(&self) -> bool {
        self.status == "ready"
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.status == "stopping"
    }

    /// The process id is in the first line, the status in the eighth.
    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let pid = lines.next()?.trim().parse().ok()?;
        let status = lines.nth(6).unwrap_or_default().trim().to_owned();
        Some(Self { pid, status })
    }
}

pub(super) fn read(data: &Path) -> Option<PidFile> {
    PidFile::parse(&fs::read_to_string(data.join("postmaster.pid")).ok()?)
}

/// The file, if the process it names is alive and really is the Postgres of this folder.
pub(super) fn running(data: &Path) -> Option<PidFile> {
    read(data).filter(|file| works_in(data, &file.pid.to_string()))
}

/// Removes what a dead Postgres left: its pid file and the locks beside its socket.
///
/// Postgres itself only looks whether the process number is in use, and would refuse to start when it belongs to
/// another program by now (after a restart of the machine) or to a zombie nobody has waited for.
pub(super) fn remove_stale(data: &Path, socket_dir: &Path) -> Result<()> {
    if !Path::new("/proc/self").exists() || anyone_in(data) {
        return Ok(());
    }
    let sockets = fs::read_dir(socket_dir).into_iter().flatten().flatten();
    let sockets = sockets.map(|entry| entry.path());
    for path in sockets.chain([data.join("postmaster.pid")]).filter(|path| path.exists()) {
        fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
    }
    Ok(())
}

/// Whether any process (the postmaster or one of its children) works in this folder.
pub(super) fn anyone_in(data: &Path) -> bool {
    let Ok(processes) = fs::read_dir("/proc") else { return false };
    processes.flatten().any(|entry| works_in(data, &entry.file_name().to_string_lossy()))
}

/// Every Postgres process has the data folder as its current folder.
fn works_in(data: &Path, pid: &str) -> bool {
    let Ok(data) = fs::canonicalize(data) else { return false };
    if !Path::new("/proc/self").exists() {
        // No /proc (macOS): believe the file, as Postgres itself does.
        return true;
    }
    fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|cwd| cwd == data)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_number_and_the_status() {
        let text = "4711\n/data\n1700000000\n5433\n/run\n127.0.0.1\n  123 456\nready   \n";
        let file = PidFile::parse(text).unwrap();
        assert_eq!((file.pid, file.is_ready()), (4711, true));
        assert!(!PidFile::parse("4711\n/data\n").unwrap().is_ready());
        assert!(PidFile::parse("").is_none());
    }
}
