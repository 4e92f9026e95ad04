//! Whom Postgres runs as.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;
use crate::service;

/// A system user that stands in for root.
pub(super) struct User {
    pub(super) uid: u32,
    pub(super) gid: u32,
}

impl User {
    /// `None` unless this process is root: anyone else runs Postgres as themselves.
    pub(super) fn for_postgres() -> Result<Option<Self>> {
        if !rustix::process::geteuid().is_root() {
            return Ok(None);
        }
        let users = fs::read_to_string("/etc/passwd").context("cannot read /etc/passwd")?;
        let user = find(&users, "postgres");
        user.map(Some).context(
            "Postgres does not run as root and there is no user `postgres`: \
             `cargo xtask setup` installs Postgres with its user",
        )
    }

    pub(super) fn own(&self, path: &Path) -> Result<()> {
        std::os::unix::fs::chown(path, Some(self.uid), Some(self.gid))
            .with_context(|| format!("cannot give {} to Postgres", path.display()))
    }
}

/// The command line that runs `program` as this user (`None`: as ourselves).
pub(super) fn command(user: Option<&User>, program: &Path, death: Option<&str>) -> Command {
    let Some(user) = user else {
        return match death {
            Some(signal) => service::dying_with_us(program, signal),
            None => Command::new(program),
        };
    };
    let mut command = Command::new(process::find("setpriv").unwrap_or_else(|| "setpriv".into()));
    command.arg(format!("--reuid={}", user.uid)).arg(format!("--regid={}", user.gid));
    command.arg("--clear-groups");
    if let Some(signal) = death {
        command.args(["--pdeathsig", signal]);
    }
    // Root's HOME is nothing another user could read.
    command.arg("--").arg(program).env("HOME", "/");
    command
}

/// `name:password:uid:gid:...`
fn find(users: &str, name: &str) -> Option<User> {
    let fields = users.lines().map(|line| line.split(':').collect::<Vec<_>>());
    let fields = fields.into_iter().find(|fields| fields.first() == Some(&name))?;
    Some(User { uid: fields.get(2)?.parse().ok()?, gid: fields.get(3)?.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_user_by_name() {
        let users = "root:x:0:0:root:/root:/bin/sh\npostgres:x:101:104::/var/lib/postgresql:\n";
        let user = find(users, "postgres").unwrap();
        assert_eq!((user.uid, user.gid), (101, 104));
        assert!(find(users, "post").is_none());
    }
}
