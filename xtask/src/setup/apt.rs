//! Debian packages, where this machine has them and we may install them.

use std::process::Stdio;
use std::sync::OnceLock;

use anyhow::{Result, bail};

use crate::{process, progress};

/// Installs packages with apt-get, as root or through sudo; otherwise fails with the command to type.
pub(super) fn install(packages: &[&str]) -> Result<()> {
    let by_hand = format!("apt-get install {}", packages.join(" "));
    if process::find("apt-get").is_none() {
        bail!("not found; install it with your system's packages (on Debian: `{by_hand}`)");
    }
    let root = rustix::process::geteuid().is_root();
    if !root && process::find("sudo").is_none() {
        bail!("not found; as root: `{by_hand}`");
    }
    progress::step(format_args!("apt-get install {}", packages.join(" ")), || {
        update_once(root)?;
        let mut args = vec!["install", "--yes", "--no-install-recommends", "-qq"];
        args.extend(packages);
        apt_get(root, &args)
    })
}

/// A fresh machine has no package lists, an old one has stale lists.
fn update_once(root: bool) -> Result<()> {
    static UPDATED: OnceLock<()> = OnceLock::new();
    if UPDATED.get().is_none() {
        apt_get(root, &["update", "-qq"])?;
        UPDATED.get_or_init(|| ());
    }
    Ok(())
}

fn apt_get(root: bool, args: &[&str]) -> Result<()> {
    let quiet = "DEBIAN_FRONTEND=noninteractive";
    // A line for each of hundreds of packages helps nobody; errors go to standard error.
    let silent = || Stdio::null();
    if root {
        let mut env = process::command("env")?;
        return process::run(env.args([quiet, "apt-get"]).args(args).stdout(silent()));
    }
    // sudo may ask for a password.
    let mut sudo = process::command("sudo")?;
    process::run_interactive(sudo.args([quiet, "apt-get"]).args(args).stdout(silent()))
}
