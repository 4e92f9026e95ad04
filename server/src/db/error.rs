//! What can go wrong between the server and its database.

/// A query failed.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// No connection, or it was lost on the way. Trying again later is right.
    #[error("the database cannot be reached")]
    Unavailable(#[source] sqlx::Error),
    /// The tables or roles of this version are not there.
    #[error("the database is not migrated: run `titan-server migrate`")]
    NotMigrated(#[source] sqlx::Error),
    /// A stored value is not one that this version writes.
    #[error("the database holds {0}, which this version cannot read")]
    Corrupt(String),
    /// Any other refusal of the database.
    #[error("the database refused")]
    Refused(#[source] sqlx::Error),
}

impl DbError {
    /// Makes the error of a stored value that is out of form.
    pub(crate) fn corrupt(what: &str, reason: impl std::fmt::Display) -> Self {
        Self::Corrupt(format!("{what} ({reason})"))
    }

    /// Returns the whole chain of causes, for the log.
    #[must_use]
    pub fn causes(&self) -> String {
        match self {
            Self::Unavailable(error) | Self::NotMigrated(error) | Self::Refused(error) => {
                format!("{self}: {error}")
            }
            Self::Corrupt(_) => self.to_string(),
        }
    }
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error;
        match &error {
            Error::Io(_)
            | Error::Tls(_)
            | Error::PoolTimedOut
            | Error::PoolClosed
            | Error::WorkerCrashed
            | Error::Protocol(_) => Self::Unavailable(error),
            Error::Database(refusal) => match refusal.code().as_deref() {
                // Shutting down, starting up, too many connections, connection failures.
                Some("57P01" | "57P02" | "57P03" | "53300") => Self::Unavailable(error),
                Some(code) if code.starts_with("08") => Self::Unavailable(error),
                // No such table, function, schema.
                Some("42P01" | "42883" | "3F000") => Self::NotMigrated(error),
                // SET ROLE of a role that does not exist.
                Some("22023") if refusal.message().contains("titan_") => Self::NotMigrated(error),
                _ => Self::Refused(error),
            },
            _ => Self::Refused(error),
        }
    }
}
