//! The settings of one start, in a file that `postgresql.conf` includes.

use std::fs;

use anyhow::{Context, Result};

use super::Cluster;

/// Whether the data has to survive a crash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Speed {
    /// A shop's data: everything committed is on disk.
    Durable,
    /// Test data: survives a killed Postgres, but not a power cut.
    Throwaway,
}

/// The included file, in the data folder.
pub(super) const FILE: &str = "titan.conf";

/// A Unix socket's path may not be longer (107 bytes less the file name).
const SOCKET_DIR_MAX_BYTES: usize = 85;

pub(super) fn write(cluster: &Cluster, port: u16, speed: Speed) -> Result<()> {
    let path = cluster.data().join(FILE);
    let text = text(&cluster.socket_dir().to_string_lossy(), port, speed);
    fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    cluster.own(&path)
}

fn text(socket_dir: &str, port: u16, speed: Speed) -> String {
    // Clients use TCP; without a socket nothing is lost.
    let socket_dir = if socket_dir.len() > SOCKET_DIR_MAX_BYTES { "" } else { socket_dir };
    let mut text = format!(
        "# Written by `cargo xtask` at every start.\n\
         listen_addresses = '127.0.0.1'\n\
         port = {port}\n\
         unix_socket_directories = '{}'\n\
         max_connections = 200\n\
         timezone = 'UTC'\n\
         log_timezone = 'UTC'\n\
         log_line_prefix = '%m [%p] '\n",
        socket_dir.replace('\'', "''")
    );
    text.push_str(match speed {
        Speed::Durable => "fsync = on\nfull_page_writes = on\nsynchronous_commit = on\n",
        // Commits still reach the kernel before they are answered: tests that kill Postgres lose nothing, only
        // a power cut would.
        Speed::Throwaway => {
            "fsync = off\nfull_page_writes = off\nsynchronous_commit = on\n\
             wal_level = minimal\nmax_wal_senders = 0\ncheckpoint_timeout = 1h\n"
        }
    });
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shop_is_durable() {
        let text = text("/data/run", 5433, Speed::Durable);
        assert!(text.contains("fsync = on\n"));
        assert!(text.contains("port = 5433\n"));
        assert!(text.contains("listen_addresses = '127.0.0.1'\n"));
    }

    #[test]
    fn quotes_are_doubled_and_long_sockets_left_out() {
        assert!(text("/o'hara", 1, Speed::Throwaway).contains("= '/o''hara'"));
        let long = format!("/{}", "x".repeat(SOCKET_DIR_MAX_BYTES));
        assert!(text(&long, 1, Speed::Durable).contains("unix_socket_directories = ''"));
    }
}
