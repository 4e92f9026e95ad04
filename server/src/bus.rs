//! News between processes and a cache that they share: Redis where it is set up, Postgres alone
//! where it is not. Both carry hints only; what is true is in the tables.

use std::time::Duration;

use redis::AsyncCommands;
use redis::aio::ConnectionManager;
use titan_core::ids::OrgId;
use tokio::sync::OnceCell;

use crate::config::Secret;
use crate::db::listen::Topic;

const CACHE_SECONDS: u64 = 86_400;
const PATIENCE: Duration = Duration::from_millis(500);
const RECONNECT: Duration = Duration::from_secs(3);

/// The connection to Redis, if there is one. A Redis that does not answer costs a warning and
/// nothing else.
#[derive(Clone, Default)]
pub struct Bus {
    redis: Option<std::sync::Arc<Redis>>,
}

struct Redis {
    client: redis::Client,
    connection: OnceCell<ConnectionManager>,
}

impl Bus {
    /// Makes the bus; the connection is made when it is first needed.
    #[must_use]
    pub fn new(url: Option<&Secret>) -> Self {
        let client = url.and_then(|url| redis::Client::open(url.expose()).ok());
        let redis = client.map(|client| Redis { client, connection: OnceCell::new() });
        Self { redis: redis.map(std::sync::Arc::new) }
    }

    /// Returns whether Redis answers; `None` when none is set up.
    pub async fn ping(&self) -> Option<bool> {
        self.redis.as_ref()?;
        let answer: Option<String> =
            self.with(async |mut redis| redis::cmd("PING").query_async(&mut redis).await).await;
        Some(answer.is_some())
    }

    /// Tells other processes that something may have changed.
    pub async fn publish(&self, topic: Topic, payload: &str) {
        let _: Option<i64> =
            self.with(async |mut redis| redis.publish(topic.channel(), payload).await).await;
    }

    /// Returns cached bytes of a snapshot.
    pub async fn cached_snapshot(&self, org: OrgId, version: i64, form: &str) -> Option<Vec<u8>> {
        let key = key(org, version, form);
        self.with(async |mut redis| redis.get::<_, Option<Vec<u8>>>(key).await).await.flatten()
    }

    /// Caches bytes of a snapshot. A version never changes, so that nothing has to be dropped.
    pub async fn cache_snapshot(&self, org: OrgId, version: i64, form: &str, bytes: &[u8]) {
        let key = key(org, version, form);
        let _: Option<()> =
            self.with(async |mut redis| redis.set_ex(key, bytes, CACHE_SECONDS).await).await;
    }

    /// Hands on every hint of some topics. Does not end; reconnects when Redis was away.
    pub async fn relay(&self, topics: &[Topic], tell: impl Fn(Topic, &str)) {
        use futures::StreamExt as _;
        let Some(redis) = &self.redis else { return std::future::pending().await };
        let channels: Vec<&str> = topics.iter().map(|topic| topic.channel()).collect();
        loop {
            if let Ok(mut pubsub) = redis.client.get_async_pubsub().await
                && pubsub.subscribe(&channels).await.is_ok()
            {
                let mut hints = pubsub.on_message();
                while let Some(hint) = hints.next().await {
                    if let Some(topic) = Topic::of(hint.get_channel_name()) {
                        tell(topic, &hint.get_payload::<String>().unwrap_or_default());
                    }
                }
            }
            tokio::time::sleep(RECONNECT).await;
        }
    }

    async fn with<T>(
        &self,
        work: impl AsyncFnOnce(ConnectionManager) -> redis::RedisResult<T>,
    ) -> Option<T> {
        let redis = self.redis.as_ref()?;
        let connect = || redis.client.get_connection_manager();
        let attempt =
            async { work(redis.connection.get_or_try_init(connect).await?.clone()).await };
        match tokio::time::timeout(PATIENCE, attempt).await {
            Ok(Ok(value)) => Some(value),
            Ok(Err(error)) => {
                tracing::warn!(%error, "Redis failed; going on without it");
                None
            }
            Err(_) => {
                tracing::warn!("Redis did not answer in time; going on without it");
                None
            }
        }
    }
}

fn key(org: OrgId, version: i64, form: &str) -> String {
    format!("titan:snapshot:{org}:{version}:{form}")
}
