use std::process::{Child, Command, Stdio};
use std::time::Duration;

use titan_server::jobs;

use crate::import::import;
use crate::support::{SECRET, TestApp, eventually, program, sale};

/// Cuts every connection to the database of the test, as a restart of Postgres does.
async fn cut(app: &TestApp) {
    app.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )
    .await;
}

#[tokio::test]
async fn the_sync_worker_goes_on_after_its_connections_were_cut() {
    let app = TestApp::new().await;
    let worker = tokio::spawn(jobs::sync::run(app.app.clone(), app.stopped()));
    let mut till = app.till().await;
    let first = [till.open_shift(), {
        let sold = sale(&till, &[(1, 100, "1")]);
        till.sell(sold)
    }];
    till.pushed(&app, &first).await;
    eventually("the first sale is projected", async || app.count("sales").await == 1).await;
    cut(&app).await;
    let sold = sale(&till, &[(1, 100, "1")]);
    let second = [till.sell(sold)];
    let mut answer = till.push(&app, &second).await;
    for _ in 0..20 {
        if answer.status == 200 {
            break;
        }
        assert_eq!(answer.error(), (503, "database.unavailable".into()));
        answer = till.push(&app, &second).await;
    }
    assert_eq!(answer.status, 200, "the server found new connections");
    eventually("the second sale is projected", async || app.count("sales").await == 2).await;
    assert!(!worker.is_finished());
}

#[tokio::test]
async fn an_import_asks_for_a_snapshot_and_the_jobs_worker_makes_it() {
    let app = TestApp::new().await;
    app.execute("DELETE FROM catalog_snapshots").await;
    let worker = tokio::spawn(jobs::queue::run(app.app.clone(), app.stopped()));
    import(&app, "sku,name,category,price,tax\nT-1,Tea,Pantry,2.50,reduced\n").await;
    eventually("the snapshot is made", async || newest_items(&app).await == 307).await;
    cut(&app).await;
    import(&app, "sku,name,category,price,tax\nT-2,Coffee,Pantry,2.50,reduced\n").await;
    eventually("another is made after the connections were cut", async || {
        newest_items(&app).await == 308
    })
    .await;
    assert!(!worker.is_finished());
}

async fn newest_items(app: &TestApp) -> i32 {
    let newest = "SELECT coalesce((SELECT items FROM catalog_snapshots
                  ORDER BY version DESC LIMIT 1), 0)";
    app.scalar(newest).await
}

/// The program with a port of its own.
struct Running {
    child: Child,
    port: u16,
}

impl Running {
    fn start(app: &TestApp, command: &str) -> Self {
        Self::start_with(app, command, &[])
    }

    fn start_with(app: &TestApp, command: &str, env: &[(&str, &str)]) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let child = Command::new(program())
            .arg(command)
            .env_clear()
            .env("DATABASE_URL", app.db.url())
            .env("JWT_SECRET", SECRET)
            .env("PORT", port.to_string())
            .env("LOG_FORMAT", "json")
            .envs(env.iter().copied())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        Self { child, port }
    }

    async fn is_ready(&self) -> bool {
        let url = format!("http://127.0.0.1:{}/ready", self.port);
        reqwest::get(url).await.is_ok_and(|answer| answer.status() == 200)
    }

    fn signal(&self, name: &str) {
        // The shell's own `kill`: the program of that name is not on every machine.
        let kill = format!("kill -s {name} {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test]
async fn one_process_does_it_all_and_stops_when_asked() {
    let app = TestApp::new().await;
    let mut server = Running::start(&app, "all");
    eventually("it is ready", async || server.is_ready().await).await;
    let mut health = Command::new(program());
    health.arg("health").env("PORT", server.port.to_string());
    let output = health.output().unwrap();
    assert!(output.status.success());
    assert!(String::from_utf8(output.stdout).unwrap().contains("\"healthy\""));

    let mut till = app.till().await;
    let sold = sale(&till, &[(1, 100, "1")]);
    let entries = [till.sell(sold)];
    till.pushed(&app, &entries).await;
    eventually("it projects", async || app.count("sales").await == 1).await;

    server.signal("TERM");
    let mut ended = None;
    eventually("it stops", async || {
        ended = server.child.try_wait().unwrap();
        ended.is_some()
    })
    .await;
    assert!(ended.unwrap().success());
    assert!(!health.output().unwrap().status.success(), "nobody is there any more");
    let mut log = String::new();
    std::io::Read::read_to_string(&mut server.child.stderr.take().unwrap(), &mut log).unwrap();
    for line in log.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(line["timestamp"].is_string() && line["level"].is_string(), "{line}");
    }
    assert!(log.contains("\"message\":\"stopped\""), "{log}");
}

#[tokio::test]
async fn a_server_killed_in_the_middle_of_pushes_loses_and_doubles_nothing() {
    let app = TestApp::new().await;
    let mut till = app.till().await;
    let entries = till.entries(600);
    for round in 0..3 {
        let server = Running::start(&app, "serve");
        eventually("it is ready", async || server.is_ready().await).await;
        let url = format!("http://127.0.0.1:{}/api/v1/journal", server.port);
        let client = reqwest::Client::new();
        let pushes = entries.chunks(20).map(|chunk| {
            let request =
                client.post(&url).header("x-titan-protocol", "1").bearer_auth(&till.token);
            request.json(&serde_json::json!({"entries": chunk})).send()
        });
        let kill = async {
            tokio::time::sleep(Duration::from_millis(15 * (round + 1))).await;
            server.signal("KILL");
        };
        let in_turn = async {
            for push in pushes {
                if push.await.is_err() {
                    break;
                }
            }
        };
        tokio::join!(in_turn, kill);
    }
    let stored = app.count("journal").await;
    let head: i64 = app.scalar("SELECT head_seq FROM registers WHERE public_key IS NOT NULL").await;
    assert_eq!(stored, head, "each batch is there whole or not at all");
    for chunk in entries.chunks(200) {
        till.pushed(&app, chunk).await;
    }
    assert_eq!(app.count("journal").await, 600);
    assert_eq!(app.count("journal_quarantine").await, 0);
}

#[tokio::test]
async fn traces_go_to_the_collector_when_asked_for() {
    let app = TestApp::new().await;
    let collector = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", collector.local_addr().unwrap());
    let env = [
        ("ENABLE_TELEMETRY", "true"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint.as_str()),
        ("OTEL_BSP_SCHEDULE_DELAY", "100"),
    ];
    let server = Running::start_with(&app, "serve", &env);
    eventually("it is ready", async || server.is_ready().await).await;
    let (mut connection, _) =
        tokio::time::timeout(Duration::from_secs(10), collector.accept()).await.unwrap().unwrap();
    let mut preface = [0; 14];
    tokio::io::AsyncReadExt::read_exact(&mut connection, &mut preface).await.unwrap();
    assert_eq!(&preface, b"PRI * HTTP/2.0", "it speaks gRPC");
    assert!(server.is_ready().await, "a collector that does not answer is no reason to stop");
}
