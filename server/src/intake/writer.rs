//! Group commit: pushes of different registers that arrive together share one transaction.
//!
//! A push waits in a lane. Whoever gets one of the lane's turns takes along what waits there, so
//! that the more arrives the more shares a commit, and a push that is alone waits for nobody.
//! Long pushes have a lane of their own: a sale that was just made is not behind a thousand
//! registers that were away.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use titan_core::ids::OrgId;
use tokio::sync::{Semaphore, oneshot};

use super::{Push, Taken, store};
use crate::db::{Db, DbError};

/// A push with more entries is a long one.
const SHORT_ENTRIES: usize = 16;
/// Entries that share a transaction, unless a single push has more.
const GROUP_ENTRIES: usize = 512;
/// Transactions of a lane at the same time.
const TURNS: usize = 2;

type Answer = Result<Taken, Arc<DbError>>;

struct Waiting {
    org: OrgId,
    push: Push,
    answer: oneshot::Sender<Answer>,
}

/// A line of pushes.
struct Lane {
    waiting: Mutex<VecDeque<Waiting>>,
    turns: Semaphore,
}

impl Default for Lane {
    fn default() -> Self {
        Self { waiting: Mutex::default(), turns: Semaphore::new(TURNS) }
    }
}

/// Writes pushes; see the module.
#[derive(Default)]
pub struct Writer {
    short: Lane,
    long: Lane,
}

impl Writer {
    /// Stores a push and returns what became of it, once that is durable.
    ///
    /// # Errors
    /// [`DbError`]; nothing of the push is stored then.
    pub async fn store(&self, db: &Db, org: OrgId, push: Push) -> Answer {
        let lane = if push.entries.len() > SHORT_ENTRIES { &self.long } else { &self.short };
        let (sender, mut answer) = oneshot::channel();
        lane.lock().push_back(Waiting { org, push, answer: sender });
        loop {
            tokio::select! {
                biased;
                answer = &mut answer => return answer.unwrap_or_else(|_| Err(given_up())),
                turn = lane.turns.acquire() => {
                    let _turn = turn.map_err(|_| given_up())?;
                    let group = lane.next_group();
                    if !group.is_empty() {
                        // Who leads may be given up by its caller; the others may not.
                        let writing = tokio::spawn(write(db.clone(), group));
                        writing.await.map_err(|_| given_up())?;
                    }
                }
            }
        }
    }
}

impl Lane {
    fn lock(&self) -> std::sync::MutexGuard<'_, VecDeque<Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes pushes of one organisation from the front of the line, each of another register.
    fn next_group(&self) -> Vec<Waiting> {
        let mut waiting = self.lock();
        let Some(org) = waiting.front().map(|first| first.org) else { return Vec::new() };
        let (mut group, mut entries) = (Vec::new(), 0);
        let mut registers = HashSet::new();
        let mut at = 0;
        while let Some(next) = waiting.get(at) {
            let more = entries + next.push.entries.len();
            let fits = group.is_empty() || more <= GROUP_ENTRIES;
            if !fits {
                break;
            }
            if next.org != org || !registers.insert(next.push.register) {
                at += 1;
                continue;
            }
            entries = more;
            group.extend(waiting.remove(at));
        }
        group
    }
}

async fn write(db: Db, group: Vec<Waiting>) {
    let Some(org) = group.first().map(|first| first.org) else { return };
    let (pushes, answers): (Vec<Push>, Vec<_>) =
        group.into_iter().map(|one| (one.push, one.answer)).unzip();
    let again = (pushes.len() > 1).then(|| pushes.clone());
    match (commit(&db, org, pushes).await, again) {
        (Ok(taken), _) => {
            for (answer, taken) in answers.into_iter().zip(taken) {
                let _ = answer.send(Ok(taken));
            }
        }
        // What one of them brings may be refused; that is not to hold up the others.
        (Err(DbError::Refused(_)), Some(pushes)) => {
            for (answer, push) in answers.into_iter().zip(pushes) {
                let alone = commit(&db, org, vec![push]).await;
                let alone = alone.and_then(|taken| taken.into_iter().next().ok_or_else(lost));
                let _ = answer.send(alone.map_err(Arc::new));
            }
        }
        (Err(error), _) => {
            let error = Arc::new(error);
            for answer in answers {
                let _ = answer.send(Err(error.clone()));
            }
        }
    }
}

async fn commit(db: &Db, org: OrgId, pushes: Vec<Push>) -> Result<Vec<Taken>, DbError> {
    let mut tx = db.org(org).await?;
    let taken = store(&mut tx, org, pushes).await?;
    tx.commit().await?;
    Ok(taken)
}

fn lost() -> DbError {
    DbError::corrupt("a group of pushes", "one has no answer")
}

fn given_up() -> Arc<DbError> {
    Arc::new(DbError::corrupt("a group of pushes", "its writing was given up"))
}
