//! What changed in the catalogue.

use std::collections::{BTreeMap, HashSet};

use axum::extract::State;
use serde::Deserialize;
use titan_core::ids::ItemId;
use titan_core::limits::PULL_CHANGES_MAX;
use titan_core::sync::wire::{Change, ChangesAnswer};

use crate::app::App;
use crate::db::changes::{self, Cursor, Kind};
use crate::db::items;
use crate::http::openapi::{ChangesAnswerDoc, Failure};
use crate::http::{Answer, ApiError, Caller, Query};

#[derive(Deserialize)]
pub struct ChangesQuery {
    #[serde(default)]
    cursor: String,
}

/// Returns the changes after a cursor, each item as it is now.
#[utoipa::path(
    get, path = "/changes", tag = "sync",
    params(("cursor" = String, Query, description = "Where to go on from; empty asks for a reset")),
    responses(
        (status = 200, description = "Changes, or the advice to fetch a snapshot", body = ChangesAnswerDoc),
        (status = 400, description = "request.invalid", body = Failure),
        (status = 401, description = "auth.missing, auth.expired, auth.invalid", body = Failure),
        (status = 403, description = "auth.revoked, auth.unknown_register", body = Failure),
        (status = 426, description = "protocol.too_old, protocol.too_new", body = Failure),
    )
)]
pub async fn list_changes(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<ChangesQuery>,
) -> Result<Answer<ChangesAnswer>, ApiError> {
    let reset = |cursor: String| {
        Ok(Answer(ChangesAnswer { changes: Vec::new(), cursor, more: false, reset: true }))
    };
    if query.cursor.is_empty() {
        return reset(query.cursor);
    }
    let cursor: Cursor = query
        .cursor
        .parse()
        .map_err(|error: changes::CursorError| ApiError::invalid("cursor", error.to_string()))?;
    let mut tx = app.db.org(caller.org).await?;
    // A cursor from ahead of time is one of another database.
    if cursor.xid > changes::horizon(&mut tx).await?.xid {
        return reset(query.cursor);
    }
    if changes::is_pruned(&mut tx, caller.org, cursor).await? {
        return reset(query.cursor);
    }
    let limit = i64::try_from(PULL_CHANGES_MAX).unwrap_or(i64::MAX);
    let mut rows = changes::after(&mut tx, caller.org, cursor, limit + 1).await?;
    if rows.iter().any(|(_, kind)| *kind == Kind::Reset) {
        return reset(query.cursor);
    }
    let more = rows.len() > PULL_CHANGES_MAX;
    rows.truncate(PULL_CHANGES_MAX);
    let cursor = rows.last().map_or(cursor, |(cursor, _)| *cursor);

    let mut seen = HashSet::new();
    let ids = rows.iter().filter_map(|(_, kind)| match kind {
        Kind::Item(id) | Kind::ItemRemoved(id) => Some(*id),
        Kind::Reset => None,
    });
    let ids: Vec<i32> = ids.filter(|id| seen.insert(*id)).collect();
    let found = items::some(&mut tx, caller.org, &ids).await?;
    let mut found: BTreeMap<u32, _> = found.into_iter().map(|item| (item.id().0, item)).collect();
    let change = |id: i32| {
        let id = u32::try_from(id).unwrap_or_default();
        match found.remove(&id) {
            Some(item) => Change::Item { item },
            None => Change::ItemRemoved { id: ItemId(id) },
        }
    };
    let changes = ids.into_iter().map(change).collect();
    Ok(Answer(ChangesAnswer { changes, cursor: cursor.to_string(), more, reset: false }))
}
