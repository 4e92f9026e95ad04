//! Against the installed Postgres, with throwaway clusters.

use super::*;
use crate::temp::TempDir;

/// Asks the running cluster one question, over TCP with the password.
fn ask(cluster: &Cluster, url: &str, sql: &str) -> String {
    let mut command = Command::new(cluster.binaries.join("psql"));
    let answer = command.args(["-XAt", "-d", url, "-c", sql]).output().unwrap();
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    String::from_utf8(answer.stdout).unwrap().trim().to_owned()
}

#[test]
fn data_survives_a_stop_and_a_stale_pid_file() {
    let dir = TempDir::new("pg-test").unwrap();
    let cluster = Cluster::at(&dir.path().join("cluster")).unwrap();
    let running = cluster.start(Speed::Throwaway).unwrap();
    ask(&cluster, &running.url(DATABASE), "create table kept (n int)");
    let again = cluster.start(Speed::Throwaway).err().unwrap();
    assert!(again.to_string().contains("already runs"), "{again}");
    running.stop().unwrap();

    // This test's own process is alive, but it is no Postgres.
    fs::write(cluster.data().join("postmaster.pid"), std::process::id().to_string()).unwrap();
    let running = cluster.start(Speed::Throwaway).unwrap();
    assert_eq!(ask(&cluster, &running.url(DATABASE), "select count(*) from kept"), "0");
}

#[test]
fn a_killed_detached_cluster_starts_again() {
    let dir = TempDir::new("pg-test").unwrap();
    let cluster = Cluster::at(&dir.path().join("cluster")).unwrap();
    let port = net::free_port().unwrap();
    let url = cluster.start_detached(port, Speed::Throwaway).unwrap();
    ask(&cluster, &url, "create table kept (n int)");
    cluster.kill().unwrap();
    assert!(pidfile::running(&cluster.data()).is_none());

    let url = cluster.start_detached(port, Speed::Throwaway).unwrap();
    assert_eq!(ask(&cluster, &url, "show fsync"), "off");
    assert_eq!(ask(&cluster, &url, "select count(*) from kept"), "0");
    cluster.stop("fast").unwrap();
    cluster.stop("fast").unwrap();
}
