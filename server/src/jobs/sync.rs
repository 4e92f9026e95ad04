//! sync-worker: projects journals, one register at a time, in order. Several may run at once.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use titan_core::hash::Hash256;
use titan_core::ids::{SaleId, ShiftId};
use titan_core::journal::{Act, Entry};
use tokio::sync::{Notify, watch};

use super::project::{Bought, Context, Projected, project};
use crate::app::App;
use crate::auth::DeviceKey;
use crate::db::listen::Topic;
use crate::db::projection::rows::{AttentionRow, Rows};
use crate::db::projection::{self, Claim};
use crate::db::{DbError, Tx, books};
use crate::telemetry::metrics;

const BATCH: i64 = 500;
/// How long sales are gathered before they are projected.
const GATHER: Duration = Duration::from_millis(50);
/// How often the backlog is measured while there is one.
const MEASURE: Duration = Duration::from_secs(1);
const POLL: Duration = Duration::from_secs(2);
const BACKOFF_MAX: Duration = Duration::from_secs(15);

/// Projects until `stopped`, through every outage of the database.
pub async fn run(app: App, mut stopped: watch::Receiver<bool>) {
    let mut backoff = Duration::from_millis(250);
    tracing::info!("the sync worker runs");
    let watched = stopped.clone();
    let waker = Notify::new();
    while !*watched.borrow() {
        let round = async {
            let mut hints = app.db.listen(&[Topic::Journal]).await?;
            loop {
                drain(&app, &watched).await?;
                backoff = Duration::from_millis(250);
                tokio::select! {
                    hint = hints.next() => drop(hint?),
                    () = waker.notified() => {}
                    () = tokio::time::sleep(POLL) => {}
                }
                // Sales that come one by one are projected some at a time.
                tokio::time::sleep(GATHER).await;
            }
        };
        let ended: Result<(), DbError> = tokio::select! {
            ended = round => ended,
            () = app.bus.relay(&[Topic::Journal], |_, _| waker.notify_one()) => break,
            _ = stopped.wait_for(|stopped| *stopped) => break,
        };
        if let Err(error) = ended {
            let wait_ms = u64::try_from(backoff.as_millis()).unwrap_or(u64::MAX);
            tracing::warn!(
                reason = error.causes(),
                wait_ms,
                "projection interrupted; trying again"
            );
            tokio::select! {
                () = tokio::time::sleep(backoff) => {}
                _ = stopped.wait_for(|stopped| *stopped) => break,
            }
            backoff = (backoff * 2).min(BACKOFF_MAX);
        }
    }
    tracing::info!("the sync worker stopped");
}

/// Projects everything that waits.
async fn drain(app: &App, stopped: &watch::Receiver<bool>) -> Result<(), DbError> {
    let mut measured = Instant::now();
    loop {
        // While one waits for the database, the other reads and prices.
        let (one, other) = tokio::join!(step(app), step(app));
        let done = !(one? | other?) || *stopped.borrow();
        if done || measured.elapsed() > MEASURE {
            let backlog = app.db.backlog().await?;
            let lag_ms = u64::try_from(backlog.lag_ms).unwrap_or(0);
            metrics::projection(backlog.entries, Duration::from_millis(lag_ms));
            measured = Instant::now();
        }
        if done {
            return Ok(());
        }
    }
}

/// Projects the next entries of one register; returns whether there were any.
///
/// # Errors
/// [`DbError`]; nothing of the step is written then.
pub async fn step(app: &App) -> Result<bool, DbError> {
    let mut tx = app.db.worker().await?;
    let Some(claim) = projection::claim(&mut tx).await? else { return Ok(false) };
    let Some(batch) = project_next(&mut tx, &claim).await? else { return Ok(false) };
    projection::advance(&mut tx, &claim, batch.last).await?;
    tx.commit().await?;

    metrics::sales(batch.repriced.len());
    for result in batch.repriced {
        metrics::repriced(result, 1);
    }
    let (register, entries, last) = (claim.register, batch.entries, batch.last);
    tracing::debug!(%register, entries, last, "projected");
    Ok(true)
}

/// What a batch of entries came to.
pub(super) struct Batch {
    pub(super) entries: usize,
    /// Number of the last entry.
    pub(super) last: u64,
    /// What pricing again came to, for each sale.
    repriced: Vec<&'static str>,
}

/// Projects the entries that follow what a claim has projected; `None` when there are none.
pub(super) async fn project_next(tx: &mut Tx, claim: &Claim) -> Result<Option<Batch>, DbError> {
    let entries = projection::next_entries(tx, claim, BATCH).await?;
    let Some(last) = entries.last().map(|entry| entry.seq) else { return Ok(None) };
    let read: Vec<_> = entries.iter().map(|it| serde_json::from_slice(&it.bytes)).collect();
    let context = context(tx, claim, &read).await?;
    let pairs = entries.iter().zip(&read);
    let projected: Vec<Projected> =
        pairs.map(|(received, entry)| project(claim, received, entry, &context)).collect();
    write(tx, claim, &projected).await?;
    let seqs: Vec<i64> = entries.iter().filter_map(|it| i64::try_from(it.seq).ok()).collect();
    projection::checks::mark(tx, claim, &seqs).await?;
    let sales = projected.iter().flat_map(|one| &one.rows.sales);
    let repriced = sales.map(|sale| sale.reprice).collect();
    Ok(Some(Batch { entries: entries.len(), last, repriced }))
}

/// Writes all at once; if the database refuses that, one by one, so that a single entry that
/// cannot be written is marked and the others are not held up by it.
async fn write(tx: &mut Tx, claim: &Claim, projected: &[Projected]) -> Result<(), DbError> {
    let mut all = Rows::default();
    for one in projected {
        one.rows.clone().append_to(&mut all);
    }
    match projection::write(tx, claim, &all).await {
        Err(DbError::Refused(_)) => {}
        other => return other,
    }
    for one in projected {
        match projection::write(tx, claim, &one.rows).await {
            Err(error @ DbError::Refused(_)) => {
                tracing::warn!(register = %claim.register, seq = one.seq, reason = error.causes(), "an entry cannot be projected");
                let message = "the entry cannot be written into the tables".to_owned();
                let code = "entry.unwritable".to_owned();
                let attention = vec![AttentionRow { seq: one.seq, code, message }];
                let rows = Rows { attention, ..Rows::default() };
                projection::write(tx, claim, &rows).await?;
            }
            other => other?,
        }
    }
    Ok(())
}

/// Reads what the entries refer to: shifts that were opened earlier, price books, and what was
/// bought where goods come back.
async fn context(
    tx: &mut Tx,
    claim: &Claim,
    entries: &[Result<Entry, serde_json::Error>],
) -> Result<Context, DbError> {
    let entries: Vec<&Entry> = entries.iter().flatten().collect();
    let bought = bought(tx, claim, &entries).await?;
    let mut fingerprints: Vec<Hash256> = entries.iter().flat_map(|it| books_of(&it.act)).collect();
    fingerprints.extend(bought.values().flat_map(|it| books_of(&it.act)));
    fingerprints.sort_unstable();
    fingerprints.dedup();
    let mut found = HashMap::new();
    for fingerprint in fingerprints {
        if let Some(book) = books::find(tx, claim.org, &fingerprint).await? {
            found.insert(fingerprint, book);
        }
    }
    let mut shifts: Vec<ShiftId> = entries.iter().filter_map(|entry| entry.shift).collect();
    shifts.sort_unstable();
    shifts.dedup();
    let mut dates = projection::shift_dates(tx, claim, &shifts).await?;
    // A shift may be opened in these very entries.
    let mut days = Vec::new();
    for entry in &entries {
        if let (Some(shift), Act::ShiftOpened(opened)) = (entry.shift, &entry.act) {
            dates.entry(shift).or_insert(opened.business_date);
        }
        days.push(entry.at.civil(entry.offset_minutes).0);
    }
    days.extend(dates.values());
    let reported = projection::reported_days(tx, claim, &days).await?;
    let key = claim.public_key.as_deref().and_then(DeviceKey::from_spki);
    Ok(Context { dates, books: found, key, reported, bought })
}

/// The price books that an act names.
fn books_of(act: &Act) -> Vec<Hash256> {
    match act {
        Act::Sale(sale) => vec![sale.book],
        Act::Return(back) => {
            back.book.into_iter().chain(back.sold.as_ref().map(|it| it.book)).collect()
        }
        _ => Vec::new(),
    }
}

/// What was bought where goods come back in these entries: projected before, or in these very
/// entries.
async fn bought(
    tx: &mut Tx,
    claim: &Claim,
    entries: &[&Entry],
) -> Result<HashMap<SaleId, Bought>, DbError> {
    let origin = |entry: &Entry| match &entry.act {
        Act::Return(back) => back.origin.as_ref().map(|origin| origin.sale),
        _ => None,
    };
    let id = |entry: &Entry| match &entry.act {
        Act::Sale(sale) => Some(sale.id),
        Act::Return(back) => back.sold.as_ref().map(|_| back.id),
        _ => None,
    };
    let mut all: HashMap<SaleId, Bought> = HashMap::new();
    for sale in entries.iter().copied().filter_map(origin) {
        if all.contains_key(&sale) {
            continue;
        }
        let (mut sold, mut returns) = projection::checks::bought(tx, claim, sale).await?;
        let these = || entries.iter().copied();
        sold.extend(these().filter(|entry| id(entry) == Some(sale)).cloned());
        returns.extend(these().filter(|entry| origin(entry) == Some(sale)).cloned());
        returns.sort_by_key(|entry| (entry.at, entry.register, entry.seq));
        returns.dedup_by_key(|entry| (entry.register, entry.seq));
        if let Some(entry) = sold.into_iter().next() {
            all.insert(sale, Bought { act: entry.act, returns });
        }
    }
    Ok(all)
}
