//! Importing a catalogue from CSV: good rows go in, bad ones are reported with line and reason,
//! and the whole file in one transaction.

mod extras;
pub mod mapping;
pub mod row;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::io::Read;

use titan_core::ids::OrgId;

use crate::db::import::{ImportRow, Merged, begin, merge, stage};
use crate::db::listen::{self, Topic};
use crate::db::{Db, DbError, queue, shop};
use mapping::{Mapping, MappingError};
use row::{Checker, RowError};

const BATCH: usize = 5_000;

/// Nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    Mapping(#[from] MappingError),
    #[error("the file cannot be read as CSV: {0}")]
    Csv(#[from] csv::Error),
    #[error("the organisation has no store whose currency prices could be in")]
    NoStore,
}

/// What an import came to.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    pub read: i64,
    pub added: i64,
    pub changed: i64,
    pub unchanged: i64,
    pub rejected: i64,
}

/// What an import tells while it runs.
#[derive(Debug)]
pub enum Progress<'a> {
    /// So many rows have been read.
    Read(i64),
    /// A row is refused.
    Rejected(&'a RowError),
}

/// Imports a CSV stream and returns the open transaction with the summary: committing it is the
/// caller's decision, dropping it leaves everything as it was.
///
/// # Errors
/// [`ImportError`]; nothing is changed then.
pub async fn run(
    db: &Db,
    org: OrgId,
    file: impl Read + Send,
    mapping: &Mapping,
    tell: &mut (dyn FnMut(Progress<'_>) + Send),
) -> Result<(crate::db::Tx, Summary), ImportError> {
    let mut tx = db.org(org).await?;
    begin(&mut tx, org).await?;
    let taxes = shop::taxes(&mut tx, org).await?;
    let currency = shop::currency(&mut tx, org).await?.ok_or(ImportError::NoStore)?;
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(file);
    let columns = mapping.resolve(reader.byte_headers()?)?;
    let checker = Checker::new(columns, &taxes, currency);

    let mut summary = Summary::default();
    let mut seen: HashMap<String, i64> = HashMap::new();
    let mut batch: Vec<ImportRow> = Vec::with_capacity(BATCH);
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record)? {
        let line = record.position().map_or(0, csv::Position::line);
        let line = i64::try_from(line).unwrap_or(i64::MAX);
        summary.read += 1;
        match checker.check(line, &record).and_then(|row| unseen(&mut seen, row)) {
            Ok(row) => batch.push(row),
            Err(error) => {
                summary.rejected += 1;
                tell(Progress::Rejected(&error));
            }
        }
        if batch.len() == BATCH {
            stage(&mut tx, &batch).await?;
            batch.clear();
            tell(Progress::Read(summary.read));
        }
    }
    stage(&mut tx, &batch).await?;
    tell(Progress::Read(summary.read));
    let Merged { added, changed, unchanged } = merge(&mut tx, org).await?;
    if added + changed > 0 {
        queue::build_snapshot(&mut tx, org).await?;
        listen::notify(&mut tx, Topic::Catalog, &org.to_string()).await?;
    }
    Ok((tx, Summary { added, changed, unchanged, ..summary }))
}

/// The first of several rows with one SKU counts.
fn unseen(seen: &mut HashMap<String, i64>, row: ImportRow) -> Result<ImportRow, RowError> {
    match seen.get(&row.sku) {
        Some(first) => {
            let reason = format!("the SKU {:?} is on line {first} already", row.sku);
            Err(RowError { line: row.line, field: "sku", reason })
        }
        None => {
            seen.insert(row.sku.clone(), row.line);
            Ok(row)
        }
    }
}
