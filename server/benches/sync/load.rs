//! Sending: batches and single sales, to the server and to its peer.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use serde_json::Value;
use tokio::sync::Mutex;
use tokio::task::JoinSet;

/// Where bodies go, and as whom.
#[derive(Clone)]
pub(crate) struct Target {
    pub(crate) url: String,
    pub(crate) token: String,
}

/// Bodies of one sender, to be sent in order.
pub(crate) type Lane = (Target, VecDeque<String>);

/// How it went.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) seconds: f64,
    pub(crate) latencies_ms: Vec<f64>,
    /// Answers that asked to wait.
    pub(crate) waits: usize,
    /// Answers of 500 and above.
    pub(crate) failures: usize,
}

impl Outcome {
    pub(crate) fn percentile(&self, share: f64) -> f64 {
        let mut sorted = self.latencies_ms.clone();
        sorted.sort_by(f64::total_cmp);
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a place in a list"
        )]
        let at = ((sorted.len() as f64 * share).ceil() as usize).saturating_sub(1);
        sorted.get(at).copied().unwrap_or(0.0)
    }
}

/// Sends all lanes, `connections` of them at a time, each body when the one before was answered.
pub(crate) async fn send(lanes: Vec<Lane>, connections: usize) -> Result<Outcome> {
    let lanes = Arc::new(Mutex::new(VecDeque::from(lanes)));
    let begun = Instant::now();
    let mut senders = JoinSet::new();
    for _ in 0..connections {
        let lanes = lanes.clone();
        senders.spawn(async move {
            let client = reqwest::Client::builder().pool_max_idle_per_host(1).build()?;
            let mut outcome = Outcome::default();
            loop {
                let Some((target, bodies)) = lanes.lock().await.pop_front() else { break };
                for body in bodies {
                    deliver(&client, &target, body, &mut outcome).await?;
                }
            }
            Ok::<_, anyhow::Error>(outcome)
        });
    }
    let mut all = Outcome::default();
    while let Some(outcome) = senders.join_next().await {
        let outcome = outcome??;
        all.latencies_ms.extend(outcome.latencies_ms);
        all.waits += outcome.waits;
        all.failures += outcome.failures;
    }
    all.seconds = begun.elapsed().as_secs_f64();
    Ok(all)
}

/// Sends one body until it was taken, as a register would.
pub(crate) async fn deliver(
    client: &reqwest::Client,
    target: &Target,
    body: String,
    outcome: &mut Outcome,
) -> Result<()> {
    loop {
        let begun = Instant::now();
        let request = client.post(&target.url).bearer_auth(&target.token).body(body.clone());
        let request = request.header("x-titan-protocol", "1");
        let answer = request.header("content-type", "application/json").send().await?;
        let status = answer.status();
        if status.is_success() {
            let answer: Value = answer.json().await?;
            let aside = answer.get("quarantined").and_then(Value::as_array).map_or(0, Vec::len);
            ensure!(aside == 0, "set aside: {answer}");
            outcome.latencies_ms.push(begun.elapsed().as_secs_f64() * 1_000.0);
            return Ok(());
        }
        if status.is_server_error() {
            outcome.failures += 1;
        }
        let wait = answer.headers().get("retry-after");
        let wait = wait.and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
        ensure!(wait.is_some(), "refused: {status} {}", answer.text().await?);
        outcome.waits += 1;
        // A register spreads its tries.
        let spread = u64::from(titan_server::auth::random::<1>()[0]) * 4;
        tokio::time::sleep(Duration::from_millis(wait.unwrap_or(1) * 500 + spread)).await;
    }
}
