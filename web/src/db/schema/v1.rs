//! The first form.

use idb::{Database, ObjectStoreParams};

use crate::db::DbError;

pub(super) fn step(database: &Database) -> Result<(), DbError> {
    for store in ["meta", "keys", "entries", "outbox", "catalog", "carts"] {
        database.create_object_store(store, ObjectStoreParams::new())?;
    }
    Ok(())
}
