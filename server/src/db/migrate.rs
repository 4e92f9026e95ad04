//! Bringing the schema up to date, and telling whether it is.

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, Executor, PgPool};

use super::{Db, DbError};

static MIGRATOR: Migrator = sqlx::migrate!("../migrations");
const ROLES: [&str; 2] = ["titan_app", "titan_worker"];

/// The schema cannot be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrationError {
    #[error(transparent)]
    Db(#[from] DbError),
    /// The connecting user may not create the roles.
    #[error(
        "the user {user:?} may not create the database roles that the server works under; \
         let a DBA run once:\n{statements}"
    )]
    Roles { user: String, statements: String },
    #[error("a migration failed: {0}")]
    Failed(#[from] MigrateError),
    #[error("the job queue cannot be prepared: {0}")]
    Queue(String),
}

/// How the schema stands to what this version needs.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum SchemaState {
    Current,
    /// So many migrations are missing.
    Behind(usize),
}

/// Creates roles, tables and the job queue; does nothing where all is current.
///
/// # Errors
/// [`MigrationError`] says what is missing, with the statements where a DBA has to help.
pub async fn migrate(options: &PgConnectOptions) -> Result<usize, MigrationError> {
    let pool = PgPoolOptions::new().max_connections(2).connect_with(options.clone()).await;
    let pool = pool.map_err(DbError::from)?;
    ensure_roles(&pool).await?;
    let before = applied(&pool).await.unwrap_or_default();
    MIGRATOR.run(&pool).await?;
    let grant = "GRANT SELECT ON _sqlx_migrations TO titan_app";
    pool.execute(grant).await.map_err(DbError::from)?;
    let queue = graphile_worker::WorkerOptions::default().pg_pool(pool.clone()).init().await;
    queue.map(drop).map_err(|error| MigrationError::Queue(error.to_string()))?;
    pool.close().await;
    Ok(MIGRATOR.iter().count().saturating_sub(before.len()))
}

async fn ensure_roles(pool: &PgPool) -> Result<(), MigrationError> {
    let user: String = sqlx::query_scalar("SELECT current_user::text")
        .fetch_one(pool)
        .await
        .map_err(DbError::from)?;
    let quoted = format!("\"{}\"", user.replace('"', "\"\""));
    let mut missing = Vec::new();
    for role in ROLES {
        let (exists, member): (bool, bool) = sqlx::query_as(
            "SELECT count(*) > 0, coalesce(bool_or(pg_has_role(oid, 'MEMBER')), false)
             FROM pg_roles WHERE rolname = $1",
        )
        .bind(role)
        .fetch_one(pool)
        .await
        .map_err(DbError::from)?;
        if !exists {
            missing.push(format!("CREATE ROLE {role} NOLOGIN"));
        }
        if !member {
            missing.push(format!("GRANT {role} TO {quoted}"));
        }
    }
    for statement in &missing {
        if let Err(error) = pool.execute(AssertSqlSafe(statement.clone())).await {
            let code = error.as_database_error().and_then(|it| it.code().map(|it| it.to_string()));
            match code.as_deref() {
                // Another migration made the role in the meantime.
                Some("42710" | "23505") => {}
                Some("42501") => {
                    let statements =
                        missing.iter().map(|it| format!("  {it};")).collect::<Vec<_>>();
                    return Err(MigrationError::Roles { user, statements: statements.join("\n") });
                }
                _ => return Err(DbError::from(error).into()),
            }
        }
    }
    Ok(())
}

async fn applied(pool: &PgPool) -> Result<Vec<i64>, DbError> {
    let rows = sqlx::query_scalar("SELECT version FROM _sqlx_migrations WHERE success");
    Ok(rows.fetch_all(pool).await?)
}

impl Db {
    /// Compares the schema with what this version needs.
    ///
    /// # Errors
    /// [`DbError`] when the database cannot be reached or was never migrated.
    pub async fn schema_state(&self) -> Result<SchemaState, DbError> {
        let applied = applied(self.pool()).await?;
        let missing = MIGRATOR.iter().filter(|it| !applied.contains(&it.version)).count();
        Ok(if missing == 0 { SchemaState::Current } else { SchemaState::Behind(missing) })
    }
}
