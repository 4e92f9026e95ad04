//! Where the binaries are and where a cluster may live.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use super::user::User;
use crate::process;

/// Used for root when the wanted folder cannot be reached by the user `postgres`.
const SYSTEM_STATE: &str = "/var/lib/titan-pos";

/// The folder with `initdb`, `postgres` and `pg_ctl`; the newest version where there are several.
pub(crate) fn binaries() -> Result<PathBuf> {
    if let Some(dir) = newest_debian_version() {
        return Ok(dir);
    }
    let program = process::find("initdb").and_then(|path| fs::canonicalize(path).ok());
    let dir = program.as_deref().and_then(Path::parent).map(Path::to_path_buf);
    dir.context("no Postgres binaries here: `cargo xtask setup` installs them")
}

/// Debian keeps one folder per version, off the `PATH`.
fn newest_debian_version() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    let number = |path: &Path| path.file_name()?.to_str()?.parse::<u32>().ok();
    versions
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.join("bin/initdb").is_file())
        .max_by_key(|path| number(path))
        .map(|path| path.join("bin"))
}

/// The absolute folder for a cluster that was asked for in `dir`.
///
/// As root, Postgres runs as another user, who cannot get into `/root`: then the cluster moves to
/// `/var/lib/titan-pos/<hash of dir>`.
pub(super) fn resolve(dir: &Path, user: Option<&User>) -> Result<PathBuf> {
    let dir = std::path::absolute(dir)?;
    match user {
        Some(user) if !reachable(&dir, user) => {
            let name = Sha256::digest(dir.to_string_lossy().as_bytes());
            Ok(Path::new(SYSTEM_STATE).join(crate::temp::hex(&name[..8])))
        }
        _ => Ok(dir),
    }
}

/// Whether the user may pass through every existing folder above `dir`.
fn reachable(dir: &Path, user: &User) -> bool {
    dir.ancestors().skip(1).filter_map(|above| fs::metadata(above).ok()).all(|meta| {
        let bit = match (meta.uid() == user.uid, meta.gid() == user.gid) {
            (true, _) => 0o100,
            (false, true) => 0o010,
            (false, false) => 0o001,
        };
        meta.mode() & bit != 0
    })
}

/// Creates a folder; the missing ones above it are made so that others may pass through them.
pub(super) fn create_reachable(dir: &Path) -> Result<()> {
    let missing = dir.ancestors().skip(1).take_while(|above| !above.exists());
    let missing = missing.map(Path::to_path_buf).collect::<Vec<_>>();
    fs::create_dir_all(dir).with_context(|| format!("cannot create {}", dir.display()))?;
    missing.iter().try_for_each(|above| crate::temp::set_mode(above, 0o711))
}

/// Writes a file that only its owner may read.
pub(crate) fn write_private(path: &Path, text: &str) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).mode(0o600);
    let mut file =
        options.open(path).with_context(|| format!("cannot create {}", path.display()))?;
    writeln!(file, "{text}")?;
    Ok(())
}
