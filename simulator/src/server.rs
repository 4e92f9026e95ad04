//! The server: its tables and what its handlers do with them.

pub mod shop;

use std::collections::{BTreeMap, BTreeSet};

use titan_core::hash::Hash256;
use titan_core::ids::{RegisterId, SaleId, ShiftId};
use titan_core::journal::{Act, Entry, Head, SealedEntry};
use titan_core::refund::{Return, left};
use titan_core::sale::Sale;
use titan_core::sync::receive::receive;
use titan_core::sync::wire::PushAnswer;
use titan_core::time::Timestamp;

use crate::bugs::Bug;

/// What Postgres holds.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    pub journal: BTreeMap<RegisterId, BTreeMap<u64, SealedEntry>>,
    pub heads: BTreeMap<RegisterId, Head>,
    pub quarantine: Vec<(RegisterId, u64, String)>,
    /// Up to where each register's entries are projected.
    pub projected: BTreeMap<RegisterId, u64>,
    pub seen: BTreeSet<(RegisterId, u64)>,
    pub money: BTreeMap<RegisterId, i64>,
    /// Cash that should be in the drawer, by shift.
    pub drawers: BTreeMap<(RegisterId, ShiftId), i64>,
    /// What was sold and came back, by sale.
    pub bought: BTreeMap<SaleId, Bought>,
    /// Sales of which more came back than was sold.
    pub attention: BTreeSet<SaleId>,
    /// Sum of quantities of each item, in thousandths.
    pub stock: BTreeMap<u32, i64>,
    /// The hash that each entry had when it was first stored, for the checkers.
    pub first: BTreeMap<(RegisterId, u64), Hash256>,
    /// A projection that only lives in memory, for a planted bug.
    pub to_project: BTreeSet<(RegisterId, u64)>,
}

/// A sale with everything that came back of it, as far as both have arrived.
#[derive(Clone, Debug, Default)]
pub struct Bought {
    pub sale: Option<Box<Sale>>,
    pub returns: Vec<Return>,
}

/// Where the server dies while it handles a push.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Death {
    Never,
    /// Before its transaction is durable.
    BeforeCommit,
    /// After it, before the answer.
    AfterCommit,
}

impl Bought {
    fn more_than_sold(&self) -> bool {
        let Some(sale) = self.sale.as_deref().filter(|_| !self.returns.is_empty()) else {
            return false;
        };
        let returns: Vec<&Return> = self.returns.iter().collect();
        let left = left(sale.into(), &returns).unwrap_or_default();
        left.iter().any(|line| line.quantity.is_sign_negative() && !line.quantity.is_zero())
    }
}

impl Tables {
    /// Handles a push. `None` when the server dies before it can answer.
    pub fn push(
        &mut self,
        register: RegisterId,
        entries: Vec<SealedEntry>,
        death: Death,
        now: Timestamp,
        bug: Option<Bug>,
    ) -> Option<PushAnswer> {
        let before = (death == Death::BeforeCommit).then(|| self.clone_for(register));
        let head = self.head(register);
        let stored = self.journal.entry(register).or_default();
        let known = entries
            .iter()
            .filter_map(|sealed| Some((sealed.seq, stored.get(&sealed.seq)?.hash)))
            .collect();
        let signed = |hash: &_, signature: &str| signature == shop::signature(register, hash);
        let sent = entries.clone();
        let (received, mut next) = receive(head, &known, entries, signed);
        if !(bug == Some(Bug::BatchDropped) && received.accepted.len() % 7 == 3) {
            for (_, sealed) in &received.accepted {
                self.first.entry((register, sealed.seq)).or_insert(sealed.hash);
                stored.insert(sealed.seq, sealed.clone());
                self.to_project.insert((register, sealed.seq));
            }
        }
        if bug == Some(Bug::ForkOverwrites) {
            for (sealed, _) in &received.quarantined {
                stored.insert(sealed.seq, sealed.clone());
            }
        }
        if bug == Some(Bug::GapAccepted) {
            for sealed in sent {
                if sealed.seq <= next.seq + 1 {
                    continue;
                }
                next = Head { register, seq: sealed.seq, hash: sealed.hash };
                stored.insert(sealed.seq, sealed);
            }
        }
        if bug == Some(Bug::CountedTwice) {
            self.projected.entry(register).and_modify(|seq| {
                *seq = seq.saturating_sub(u64::try_from(received.duplicates).unwrap_or(0));
            });
        }
        self.heads.insert(register, next);
        let mut quarantined = Vec::new();
        for (sealed, why) in received.quarantined {
            self.quarantine.push((register, sealed.seq, why.code.clone()));
            quarantined.push(why);
        }
        let anchor = shop::anchor(next, now);
        let answer = PushAnswer { anchor, quarantined };
        match (death, bug) {
            (Death::BeforeCommit, Some(Bug::AnsweredBeforeCommit)) => {
                self.restore(register, before);
                Some(answer)
            }
            (Death::BeforeCommit, Some(Bug::HeadBeforeEntries)) => {
                self.restore(register, before);
                self.heads.insert(register, next);
                None
            }
            (Death::BeforeCommit, _) => {
                self.restore(register, before);
                None
            }
            (Death::AfterCommit, _) => None,
            (Death::Never, _) => Some(answer),
        }
    }

    /// Returns the first stored entry of a register that is not what it was at first.
    #[must_use]
    pub fn altered(&self, register: RegisterId) -> Option<u64> {
        let journal = self.journal.get(&register)?;
        let was = |seq: &u64| self.first.get(&(register, *seq)).copied();
        journal.iter().find(|(seq, sealed)| was(seq) != Some(sealed.hash)).map(|(seq, _)| *seq)
    }

    /// Returns how far a register's chain reaches here.
    #[must_use]
    pub fn head(&self, register: RegisterId) -> Head {
        self.heads.get(&register).copied().unwrap_or_else(|| Head::genesis(register))
    }

    /// Projects what is not projected yet.
    pub fn project(&mut self, bug: Option<Bug>) {
        if bug == Some(Bug::ProjectionForgotten) {
            for (register, seq) in std::mem::take(&mut self.to_project) {
                let found = self.journal.get(&register).and_then(|journal| journal.get(&seq));
                if let Some(entry) = found.and_then(|sealed| sealed.entry().ok()) {
                    self.project_entry(register, &entry, bug);
                }
            }
            return;
        }
        let registers: Vec<RegisterId> = self.journal.keys().copied().collect();
        for register in registers {
            let from = self.projected.get(&register).copied().unwrap_or(0) + 1;
            let entries: Vec<Entry> = self
                .journal
                .get(&register)
                .into_iter()
                .flat_map(|journal| journal.range(from..))
                .filter_map(|(_, sealed)| sealed.entry().ok())
                .collect();
            for entry in entries {
                self.project_entry(register, &entry, bug);
                self.projected.insert(register, entry.seq);
            }
        }
    }

    fn project_entry(&mut self, register: RegisterId, entry: &Entry, bug: Option<Bug>) {
        let new = self.seen.insert((register, entry.seq));
        if !new && bug != Some(Bug::CountedTwice) {
            return;
        }
        let act = &entry.act;
        *self.money.entry(register).or_default() += shop::money_of(act);
        let left_out = bug == Some(Bug::MovesUncounted) && matches!(act, Act::CashMoved(_));
        if let Some(shift) = entry.shift.filter(|_| !left_out) {
            *self.drawers.entry((register, shift)).or_default() += shop::cash_of(act);
        }
        let restocked = bug == Some(Bug::WriteOffRestocked);
        for (item, thousandths) in shop::stock_of(act, restocked) {
            *self.stock.entry(item).or_default() += thousandths;
        }
        self.compare(act, bug);
    }

    /// Looks whether more comes back of a sale than was sold.
    fn compare(&mut self, act: &Act, bug: Option<Bug>) {
        let id = match act {
            Act::Sale(sale) => sale.id,
            Act::Return(back) => match &back.origin {
                Some(origin) => origin.sale,
                None => return,
            },
            _ => return,
        };
        let known = self.bought.entry(id).or_default();
        match act {
            Act::Sale(sale) => known.sale = Some(sale.clone()),
            Act::Return(back) => known.returns.push((**back).clone()),
            _ => {}
        }
        if known.more_than_sold() && bug != Some(Bug::ReturnsUnmarked) {
            self.attention.insert(id);
        }
    }

    fn clone_for(&self, register: RegisterId) -> Before {
        Before {
            journal: self.journal.get(&register).cloned(),
            head: self.heads.get(&register).copied(),
            quarantine: self.quarantine.len(),
            to_project: self.to_project.clone(),
            projected: self.projected.clone(),
            first: self.first.clone(),
        }
    }

    fn restore(&mut self, register: RegisterId, before: Option<Before>) {
        let Some(before) = before else { return };
        self.journal.insert(register, before.journal.unwrap_or_default());
        match before.head {
            Some(head) => self.heads.insert(register, head),
            None => self.heads.remove(&register),
        };
        self.quarantine.truncate(before.quarantine);
        self.to_project = before.to_project;
        self.projected = before.projected;
        self.first = before.first;
    }
}

/// What a transaction that is not durable leaves behind: nothing.
struct Before {
    journal: Option<BTreeMap<u64, SealedEntry>>,
    head: Option<Head>,
    quarantine: usize,
    to_project: BTreeSet<(RegisterId, u64)>,
    projected: BTreeMap<RegisterId, u64>,
    first: BTreeMap<(RegisterId, u64), Hash256>,
}
