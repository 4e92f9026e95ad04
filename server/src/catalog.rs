//! Making catalogue snapshots.

use std::io::Write as _;
use std::time::Instant;

use titan_core::catalog::{Item, SnapshotError, snapshot};
use titan_core::hash::Hash256;
use titan_core::ids::OrgId;

use crate::db::changes::{self, Cursor};
use crate::db::snapshots::{self, File, Meta};
use crate::db::{Db, DbError, items};

/// Between size and time: level 6 halves what level 2 leaves, level 9 costs ten times as much.
const BROTLI_QUALITY: u32 = 6;
const BROTLI_WINDOW: u32 = 22;

/// A snapshot cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
    #[error("the snapshot cannot be compressed")]
    Compression(#[from] std::io::Error),
    #[error("the work was interrupted")]
    Interrupted,
}

/// When a snapshot is good enough not to make another.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// Registers can start from it; the change feed has the rest.
    Current,
    /// It holds every change.
    Complete,
    /// Never.
    Fresh,
}

/// Returns a snapshot that is good enough, after making it where there is none. Builds of one
/// organisation go one after the other, so that the last one stored is the newest.
///
/// # Errors
/// [`BuildError`]; nothing is stored then.
pub async fn ensure(db: &Db, org: OrgId, need: Need) -> Result<Meta, BuildError> {
    let begun = Instant::now();
    let mut tx = db.org(org).await?;
    snapshots::lock(&mut tx, org).await?;
    let known = match need {
        Need::Current => snapshots::current(&mut tx, org).await?,
        Need::Complete => snapshots::complete(&mut tx, org).await?,
        Need::Fresh => None,
    };
    if let Some(meta) = known {
        return Ok(meta);
    }
    // The place in the feed first: what is committed in between is in both, which does no harm.
    let cursor = changes::horizon(&mut tx).await?;
    let items = items::all(&mut tx, org).await?;
    let work = tokio::task::spawn_blocking(move || make(items, cursor));
    let file = work.await.map_err(|_| BuildError::Interrupted)??;
    let meta = snapshots::store(&mut tx, org, &file).await?;
    tx.commit().await.map_err(DbError::from)?;
    tracing::info!(
        %org,
        version = meta.version,
        items = file.items,
        raw_bytes = file.raw.len(),
        br_bytes = file.br.len(),
        duration_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
        "built a catalogue snapshot"
    );
    Ok(meta)
}

fn make(items: Vec<Item>, cursor: Cursor) -> Result<File, BuildError> {
    let snapshot = snapshot::build(items, &cursor.to_string())?;
    let raw = snapshot.bytes().to_vec();
    let etag = Hash256::of(&[&raw]).to_string();
    let mut br = Vec::new();
    brotli::CompressorWriter::new(&mut br, 65_536, BROTLI_QUALITY, BROTLI_WINDOW)
        .write_all(&raw)?;
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    gz.write_all(&raw)?;
    Ok(File { etag, cursor, items: snapshot.len(), gz: gz.finish()?, br, raw })
}
