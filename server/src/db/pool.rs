//! The pool, and transactions that can only see what they are for.

use std::time::Duration;

use sqlx::postgres::{PgConnection, PgPoolOptions};
use sqlx::{Executor, PgPool, Postgres, Transaction};
use titan_core::ids::OrgId;

use super::DbError;
use crate::config::Database;

/// A transaction under one of the two roles.
pub type Tx = Transaction<'static, Postgres>;

const ACQUIRE_LIMIT: Duration = Duration::from_secs(5);
const IDLE_LIMIT: Duration = Duration::from_secs(300);

/// The database as the server uses it. Every connection enters `titan_app`, which sees nothing
/// until a transaction names its organisation.
#[derive(Clone, Debug)]
pub struct Db {
    pool: PgPool,
    database: Database,
}

impl Db {
    /// Makes the pool; connections are made when they are needed, so that a server can start
    /// before its database.
    #[must_use]
    pub fn new(database: &Database) -> Self {
        Self::with_pool_max(database, database.pool_max)
    }

    /// As [`Db::new`], with another number of connections.
    #[must_use]
    pub fn with_pool_max(database: &Database, pool_max: u32) -> Self {
        let pool = PgPoolOptions::new()
            .max_connections(pool_max)
            .acquire_timeout(ACQUIRE_LIMIT)
            .idle_timeout(IDLE_LIMIT)
            .after_connect(|connection, _| Box::pin(enter_app(connection)))
            .connect_lazy_with(database.options.clone());
        Self { pool, database: database.clone() }
    }

    /// Begins a transaction that sees one organisation.
    ///
    /// # Errors
    /// [`DbError`] when the database cannot be reached.
    pub async fn org(&self, org: OrgId) -> Result<Tx, DbError> {
        let mut tx = self.pool.begin().await?;
        set_org(&mut tx, org).await?;
        Ok(tx)
    }

    /// Begins a transaction of a worker, which sees every organisation.
    ///
    /// # Errors
    /// [`DbError`] when the database cannot be reached.
    pub async fn worker(&self) -> Result<Tx, DbError> {
        let mut tx = self.pool.begin().await?;
        tx.execute("SET LOCAL ROLE titan_worker").await?;
        Ok(tx)
    }

    /// Makes a pool of the connecting user itself, who owns the tables.
    #[must_use]
    pub fn owner(&self, pool_max: u32) -> PgPool {
        PgPoolOptions::new()
            .max_connections(pool_max)
            .acquire_timeout(ACQUIRE_LIMIT)
            .connect_lazy_with(self.database.options.clone())
    }

    pub(super) const fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// Returns how many connections are in use and how many are idle.
    #[must_use]
    pub fn connections(&self) -> (u32, u32) {
        let idle = u32::try_from(self.pool.num_idle()).unwrap_or(u32::MAX);
        (self.pool.size().saturating_sub(idle), idle)
    }

    /// Closes every connection after its transaction.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

async fn enter_app(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    connection.execute("SET ROLE titan_app; SET statement_timeout = '20s'").await.map(drop)
}

/// Names the organisation for the rest of the transaction.
pub(super) async fn set_org(tx: &mut Tx, org: OrgId) -> Result<(), DbError> {
    sqlx::query("SELECT set_config('titan.org', $1, true)")
        .bind(org.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
