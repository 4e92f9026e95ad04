//! Hints to registers over a stream that stays open. A hint only says that pulling is worth it
//! now: who misses one, or has no stream, pulls by the clock and loses nothing but seconds.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use titan_core::ids::{OrgId, RegisterId};
use tokio::sync::{broadcast, watch};
use tokio::time::Instant;

use crate::app::App;
use crate::db::DbError;
use crate::db::listen::Topic;

/// Streams that one register may hold open: its pages, and one that nobody has noticed the end of.
pub const STREAMS_MAX: usize = 4;
/// After this long a stream ends, and whoever holds it shows its token again.
pub const STREAM_LIFE: Duration = Duration::from_secs(15 * 60);
const NEWS_KEPT: usize = 256;
const RECONNECT: Duration = Duration::from_secs(1);

/// What a register is told; the word is the name of the event.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Hint {
    /// The stream begins: what happened before is for a pull to find out.
    Ready,
    /// The catalogue changed.
    Catalog,
    /// The shop's settings or its staff changed.
    Config,
    /// The register may have been revoked.
    Register,
}

impl Hint {
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Catalog => "catalog",
            Self::Config => "config",
            Self::Register => "register",
        }
    }
}

/// A hint and whom it is for.
#[derive(Clone, Debug)]
struct News {
    hint: Hint,
    /// Everybody, when neither is named.
    org: Option<OrgId>,
    register: Option<RegisterId>,
}

impl News {
    /// Reads what came over a channel; what is out of form is nobody's.
    fn read(topic: Topic, payload: &str) -> Option<Self> {
        let id: uuid::Uuid = payload.parse().ok()?;
        let org = Some(OrgId::new(id));
        match topic {
            Topic::Catalog => Some(Self { hint: Hint::Catalog, org, register: None }),
            Topic::Config => Some(Self { hint: Hint::Config, org, register: None }),
            Topic::Register => {
                let register = Some(RegisterId::new(id));
                Some(Self { hint: Hint::Register, org: None, register })
            }
            Topic::Journal => None,
        }
    }

    fn is_for(&self, org: OrgId, register: RegisterId) -> bool {
        self.org.is_none_or(|it| it == org) && self.register.is_none_or(|it| it == register)
    }
}

/// The streams of a process.
pub struct Events {
    news: broadcast::Sender<News>,
    open: Arc<Mutex<HashMap<RegisterId, usize>>>,
    closed: watch::Sender<bool>,
}

impl Default for Events {
    fn default() -> Self {
        let news = broadcast::Sender::new(NEWS_KEPT);
        Self { news, open: Arc::default(), closed: watch::Sender::new(false) }
    }
}

/// A stream of one register; it counts until it is dropped.
pub struct Stream {
    org: OrgId,
    register: RegisterId,
    news: broadcast::Receiver<News>,
    closed: watch::Receiver<bool>,
    open: Arc<Mutex<HashMap<RegisterId, usize>>>,
    ends: Instant,
    /// What is to be told before anything else.
    first: Vec<Hint>,
}

impl Events {
    /// Opens a stream; `None` when the register has enough of them.
    #[must_use]
    pub fn open(&self, org: OrgId, register: RegisterId) -> Option<Stream> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(register).or_default();
        if *count >= STREAMS_MAX {
            return None;
        }
        *count += 1;
        drop(open);
        Some(Stream {
            org,
            register,
            news: self.news.subscribe(),
            closed: self.closed.subscribe(),
            open: self.open.clone(),
            ends: Instant::now() + STREAM_LIFE,
            first: vec![Hint::Ready],
        })
    }

    /// Tells the streams that a channel had news.
    fn tell(&self, topic: Topic, payload: &str) {
        if let Some(news) = News::read(topic, payload) {
            let _ = self.news.send(news);
        }
    }

    /// Tells everybody that they may have missed something.
    fn tell_all(&self) {
        for hint in [Hint::Catalog, Hint::Config, Hint::Register] {
            let _ = self.news.send(News { hint, org: None, register: None });
        }
    }
}

impl Stream {
    /// Waits for the next hint; `None` when the stream is over.
    pub async fn next(&mut self) -> Option<Hint> {
        if let Some(hint) = self.first.pop() {
            return Some(hint);
        }
        loop {
            let news = tokio::select! {
                news = self.news.recv() => news,
                _ = self.closed.wait_for(|closed| *closed) => return None,
                () = tokio::time::sleep_until(self.ends) => return None,
            };
            match news {
                Ok(news) if news.is_for(self.org, self.register) => return Some(news.hint),
                Ok(_) => {}
                // Too slow for all that happened: it may have been anything.
                Err(broadcast::error::RecvError::Lagged(_)) => {
                    self.first = vec![Hint::Config, Hint::Register];
                    return Some(Hint::Catalog);
                }
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.register) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.register);
            }
        }
    }
}

/// Passes on what comes over Postgres and Redis until `stopped`, then ends all streams.
pub async fn run(app: App, mut stopped: watch::Receiver<bool>) {
    const TOPICS: [Topic; 3] = [Topic::Catalog, Topic::Config, Topic::Register];
    let events = &app.events;
    let through_postgres = async {
        loop {
            if let Err(error) = follow(&app, &TOPICS).await {
                tracing::warn!(reason = error.causes(), "no hints for registers; trying again");
            }
            tokio::time::sleep(RECONNECT).await;
        }
    };
    let through_redis = app.bus.relay(&TOPICS, |topic, payload| events.tell(topic, payload));
    tokio::select! {
        () = through_postgres => {}
        () = through_redis => {}
        _ = stopped.wait_for(|stopped| *stopped) => {}
    }
    events.closed.send_replace(true);
}

async fn follow(app: &App, topics: &[Topic]) -> Result<(), DbError> {
    let mut hints = app.db.listen(topics).await?;
    // Nobody listened until now.
    app.events.tell_all();
    loop {
        let (topic, payload) = hints.next().await?;
        app.events.tell(topic, &payload);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(number: u128) -> (OrgId, RegisterId) {
        (OrgId::new(uuid::Uuid::from_u128(number)), RegisterId::new(uuid::Uuid::from_u128(number)))
    }

    #[tokio::test]
    async fn hints_reach_those_they_are_for() {
        let events = Events::default();
        let (org, register) = ids(1);
        let mut own = events.open(org, register).unwrap();
        let mut other = events.open(ids(2).0, ids(2).1).unwrap();
        assert_eq!(own.next().await, Some(Hint::Ready));
        assert_eq!(other.next().await, Some(Hint::Ready));
        events.tell(Topic::Catalog, &org.to_string());
        events.tell(Topic::Catalog, "nonsense");
        events.tell(Topic::Register, &ids(2).1.to_string());
        assert_eq!(own.next().await, Some(Hint::Catalog));
        assert_eq!(other.next().await, Some(Hint::Register));
        events.closed.send_replace(true);
        assert_eq!(own.next().await, None);
    }

    #[tokio::test]
    async fn a_register_has_so_many_streams_and_no_more() {
        let events = Events::default();
        let (org, register) = ids(1);
        let open: Vec<_> = (0..STREAMS_MAX).map(|_| events.open(org, register).unwrap()).collect();
        assert!(events.open(org, register).is_none());
        assert!(events.open(org, ids(2).1).is_some());
        drop(open);
        assert!(events.open(org, register).is_some());
        assert!(events.open.lock().unwrap().is_empty(), "what is over is forgotten");
    }

    #[tokio::test(start_paused = true)]
    async fn a_stream_lives_for_a_while_and_no_longer() {
        let events = Events::default();
        let (org, register) = ids(1);
        let begun = Instant::now();
        let mut stream = events.open(org, register).unwrap();
        assert_eq!(stream.next().await, Some(Hint::Ready));
        assert_eq!(stream.next().await, None);
        assert!((STREAM_LIFE..STREAM_LIFE * 2).contains(&begun.elapsed()));
    }

    #[tokio::test]
    async fn who_is_too_slow_is_told_of_everything() {
        let events = Events::default();
        let (org, register) = ids(1);
        let mut slow = events.open(org, register).unwrap();
        assert_eq!(slow.next().await, Some(Hint::Ready));
        for _ in 0..NEWS_KEPT + 2 {
            events.tell(Topic::Config, &org.to_string());
        }
        let mut told = Vec::new();
        for _ in 0..3 {
            told.extend(slow.next().await.map(Hint::word));
        }
        told.sort_unstable();
        assert_eq!(told, ["catalog", "config", "register"]);
    }
}
