//! News between processes through Postgres: hints that something may have changed.

use sqlx::postgres::PgListener;

use super::{Db, DbError, Tx};

/// What a hint is about.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Entries were added to a journal.
    Journal,
    /// The catalogue changed.
    Catalog,
}

impl Topic {
    /// The name of its channel, in Postgres and in Redis.
    #[must_use]
    pub const fn channel(self) -> &'static str {
        match self {
            Self::Journal => "titan_journal",
            Self::Catalog => "titan_catalog",
        }
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

/// A connection that waits for hints.
pub struct Listener(PgListener);

impl Db {
    /// Starts to listen for a topic.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn listen(&self, topic: Topic) -> Result<Listener, DbError> {
        let mut listener = PgListener::connect_with(self.pool()).await?;
        listener.listen(topic.channel()).await?;
        Ok(Listener(listener))
    }
}

impl Listener {
    /// Waits for the next hint.
    ///
    /// # Errors
    /// [`DbError`] when the connection is lost.
    pub async fn next(&mut self) -> Result<String, DbError> {
        match self.0.try_recv().await? {
            Some(hint) => Ok(hint.payload().to_owned()),
            None => Err(DbError::Unavailable(sqlx::Error::PoolClosed)),
        }
    }
}
