//! Making a cluster: all or nothing, so that an interrupted start is simply done again.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::{Cluster, DATABASE, SUPERUSER, Speed, config};
use crate::temp::{random_hex, set_mode};
use crate::{process, signals};

pub(super) fn create(cluster: &Cluster, speed: Speed) -> Result<()> {
    make_folders(cluster)?;
    // Beside its final place; the rename at the end makes it count.
    let fresh = cluster.dir.join("pgdata.new");
    if fresh.exists() {
        fs::remove_dir_all(&fresh)?;
    }
    initdb(cluster, &fresh, speed)?;
    let mut settings = fs::OpenOptions::new().append(true).open(fresh.join("postgresql.conf"))?;
    writeln!(settings, "include '{}'", config::FILE)?;
    fs::write(fresh.join(config::FILE), "")?;
    cluster.own(&fresh.join(config::FILE))?;
    create_database(cluster, &fresh)?;
    fs::rename(&fresh, cluster.data())
        .with_context(|| format!("cannot finish the cluster in {}", cluster.dir.display()))
}

fn make_folders(cluster: &Cluster) -> Result<()> {
    super::home::create_reachable(&cluster.dir)?;
    let socket_dir = cluster.socket_dir();
    fs::create_dir_all(&socket_dir)?;
    for dir in [&cluster.dir, &socket_dir] {
        set_mode(dir, 0o700)?;
        cluster.own(dir)?;
    }
    let password = cluster.password_file();
    if !password.exists() {
        super::home::write_private(&password, &random_hex(24)?)?;
        cluster.own(&password)?;
    }
    Ok(())
}

fn initdb(cluster: &Cluster, data: &Path, speed: Speed) -> Result<()> {
    let mut command = cluster.command("initdb", None);
    command.args(["--auth=scram-sha-256", "--encoding=UTF8", "--no-instructions"]);
    command.arg(format!("--username={SUPERUSER}"));
    // Upper and lower case beyond ASCII, and the same order of names on every machine.
    command.arg(if cfg!(target_os = "linux") { "--locale=C.UTF-8" } else { "--locale=C" });
    command.arg("--pwfile").arg(cluster.password_file()).arg("-D").arg(data);
    if speed == Speed::Throwaway {
        command.arg("--no-sync");
    }
    process::output(&mut command).map(drop)
}

/// In single-user mode, which needs neither a port nor a password.
fn create_database(cluster: &Cluster, data: &Path) -> Result<()> {
    let mut command: Command = cluster.command("postgres", None);
    command.args(["--single", "-j", "-D"]).arg(data).arg("postgres");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    signals::check()?;
    let mut child = command.spawn().context("cannot start Postgres in single-user mode")?;
    let mut stdin = child.stdin.take().context("no way to talk to Postgres")?;
    // With -j a command ends with a semicolon and an empty line.
    stdin.write_all(format!("CREATE DATABASE {DATABASE};\n\n").as_bytes())?;
    drop(stdin);
    let output = child.wait_with_output()?;
    let messages = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() || messages.contains("ERROR:") {
        bail!("cannot create the database {DATABASE}: {}", messages.trim());
    }
    Ok(())
}
