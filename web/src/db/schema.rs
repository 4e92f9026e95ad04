//! The forms that the database has had. A step that was released is never edited: a change is a new step.

mod v1;

use idb::Database;

use super::DbError;

/// The versions of the schema, in order.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// Journal, outbox, catalogue, one cart.
    V1 = 1,
}

impl Version {
    /// Every version there was.
    pub const ALL: [Self; 1] = [Self::V1];
    /// What this build works with.
    pub const LATEST: Self = Self::V1;

    /// Returns the number that IndexedDB knows the version by.
    #[must_use]
    pub const fn number(self) -> u32 {
        match self {
            Self::V1 => 1,
        }
    }

    fn step(self, database: &Database) -> Result<(), DbError> {
        match self {
            Self::V1 => v1::step(database),
        }
    }
}

/// Takes a database from the version it has (0: a new one) to `to`, step by step.
pub(super) fn upgrade(database: &Database, from: u32, to: Version) -> Result<(), DbError> {
    let steps = Version::ALL.into_iter();
    steps
        .filter(|version| version.number() > from && *version <= to)
        .try_for_each(|version| version.step(database))
}
