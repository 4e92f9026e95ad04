//! News between processes through Postgres: hints that something may have changed.

use sqlx::postgres::PgListener;

use super::{Db, DbError, Tx};

/// What a hint is about.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Entries were added to a journal.
    Journal,
    /// The catalogue of an organisation changed.
    Catalog,
    /// Settings or staff of an organisation changed.
    Config,
    /// The state of a register changed.
    Register,
}

impl Topic {
    /// The name of its channel, in Postgres and in Redis.
    #[must_use]
    pub const fn channel(self) -> &'static str {
        match self {
            Self::Journal => "titan_journal",
            Self::Catalog => "titan_catalog",
            Self::Config => "titan_config",
            Self::Register => "titan_register",
        }
    }

    /// Returns the topic of a channel.
    #[must_use]
    pub fn of(channel: &str) -> Option<Self> {
        let all = [Self::Journal, Self::Catalog, Self::Config, Self::Register];
        all.into_iter().find(|topic| topic.channel() == channel)
    }
}

/// Tells the others, when the transaction commits.
///
/// # Errors
/// [`DbError`].
pub async fn notify(tx: &mut Tx, topic: Topic, payload: &str) -> Result<(), DbError> {
    sqlx::query("SELECT pg_notify($1, $2)")
        .bind(topic.channel())
        .bind(payload)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Tells the others several things of one topic, when the transaction commits.
///
/// # Errors
/// [`DbError`].
pub async fn notify_all(tx: &mut Tx, topic: Topic, payloads: &[String]) -> Result<(), DbError> {
    sqlx::query("SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload")
        .bind(topic.channel())
        .bind(payloads)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// A connection that waits for hints.
pub struct Listener(PgListener);

impl Db {
    /// Starts to listen for topics, over a connection of its own: the pool may be small.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn listen(&self, topics: &[Topic]) -> Result<Listener, DbError> {
        let mut listener = PgListener::connect_with(&self.owner(1)).await?;
        listener.listen_all(topics.iter().map(|topic| topic.channel())).await?;
        Ok(Listener(listener))
    }
}

impl Listener {
    /// Waits for the next hint.
    ///
    /// # Errors
    /// [`DbError`] when the connection is lost.
    pub async fn next(&mut self) -> Result<(Topic, String), DbError> {
        loop {
            let hint = self.0.try_recv().await?;
            let hint = hint.ok_or(DbError::Unavailable(sqlx::Error::PoolClosed))?;
            if let Some(topic) = Topic::of(hint.channel()) {
                return Ok((topic, hint.payload().to_owned()));
            }
        }
    }
}
