//! The best for the customer: of a group, and of all combinations.

use crate::limits::{BEST_NODES_MAX, BEST_PROMOTIONS_MAX};
use crate::money::MoneyError;

use super::super::notice::Notice;
use super::super::promotion::Stacking;
use super::super::scratch::HotLine;
use super::{Candidates, Run};

impl Run<'_> {
    /// Applies the promotion of a group that takes the most off here.
    pub(super) fn apply_best_of(
        &mut self,
        group: u32,
        candidates: Candidates<'_>,
    ) -> Result<(), MoneyError> {
        let mut best: Option<(i64, usize)> = None;
        let before = self.lines.to_vec();
        let start = self.log.len();
        for number in candidates {
            let Some(ready) = self.ready(number) else { continue };
            if ready.stacking != Stacking::BestOf(group) {
                continue;
            }
            let off = self.apply(number, ready)?;
            self.go_back(&before, start);
            if off > 0 && best.is_none_or(|(most, _)| off > most) {
                best = Some((off, number));
            }
        }
        if let Some((_, number)) = best
            && let Some(ready) = self.ready(number)
        {
            self.apply(number, ready)?;
        }
        Ok(())
    }

    fn go_back(&mut self, before: &[HotLine], start: usize) {
        self.lines.copy_from_slice(before);
        self.log.truncate(start);
    }

    /// Applies the combination of candidates that leaves the least to pay.
    ///
    /// A combination is a set of promotions that may go together, applied by priority. The
    /// search goes through the promotions in that order, with and then without each, and leaves
    /// a branch when even everything that the rest could take off would not beat the best yet.
    /// Of equally good combinations the first found wins: the one that uses the earlier
    /// promotions.
    pub(super) fn search(
        &mut self,
        candidates: &Candidates<'_>,
    ) -> Result<Vec<Notice>, MoneyError> {
        let start = self.lines.to_vec();
        let mut useful: Vec<Useful> = Vec::new();
        let all: i64 = start.iter().map(|line| line.left).sum();
        for number in candidates.clone() {
            let Some(ready) = self.ready(number) else { continue };
            let off = self.apply(number, ready)?;
            self.go_back(&start, 0);
            // What a promotion takes off alone bounds what it takes off after others, unless
            // those may lead it to dearer units or to another tier.
            let most = if ready.deal.shrinks() { off } else { all };
            if off > 0 || (most > 0 && ready.is_open(self.context)) {
                useful.push(Useful { number, stacking: ready.stacking, most });
            }
        }
        let mut notices = Vec::new();
        if useful.len() > BEST_PROMOTIONS_MAX {
            notices.push(Notice::SearchStopped { promotions: count(useful.len()) });
            self.by_priority(candidates)?;
            return Ok(notices);
        }
        let mut search = Search { best: -1, set: Vec::new(), chosen: Vec::new(), nodes: 0 };
        let rest: i64 = useful.iter().map(|promotion| promotion.most).fold(0, i64::saturating_add);
        self.descend(&useful, rest, 0, &mut search)?;
        if search.nodes > BEST_NODES_MAX {
            notices.push(Notice::SearchStopped { promotions: count(useful.len()) });
        }
        self.go_back(&start, 0);
        for number in search.set {
            if let Some(ready) = self.ready(number) {
                self.apply(number, ready)?;
            }
        }
        Ok(notices)
    }

    fn descend(
        &mut self,
        useful: &[Useful],
        rest: i64,
        off: i64,
        search: &mut Search,
    ) -> Result<(), MoneyError> {
        search.nodes = search.nodes.saturating_add(1);
        if off > search.best {
            search.best = off;
            search.set.clone_from(&search.chosen);
        }
        let left: i64 = self.lines.iter().map(|line| line.left).sum();
        let Some((first, others)) = useful.split_first() else { return Ok(()) };
        let beyond = off.saturating_add(rest.min(left)) <= search.best;
        if beyond || search.nodes > BEST_NODES_MAX {
            return Ok(());
        }
        let rest = rest.saturating_sub(first.most);
        if let (true, Some(ready)) = (first.goes_with(search, self), self.ready(first.number)) {
            let (before, start) = (self.lines.to_vec(), self.log.len());
            let more = self.apply(first.number, ready)?;
            if more > 0 {
                search.chosen.push(first.number);
                let ends = matches!(first.stacking, Stacking::Last | Stacking::Alone);
                let others = if ends { &[] } else { others };
                self.descend(others, rest, off.saturating_add(more), search)?;
                search.chosen.pop();
            }
            self.go_back(&before, start);
        }
        self.descend(others, rest, off, search)
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// A promotion that takes something off.
#[derive(Copy, Clone, Debug)]
struct Useful {
    number: usize,
    stacking: Stacking,
    /// The most that it can take off.
    most: i64,
}

impl Useful {
    /// Returns whether it may be added to what is chosen.
    fn goes_with(&self, search: &Search, run: &Run<'_>) -> bool {
        match self.stacking {
            Stacking::Stack | Stacking::Last => true,
            Stacking::Alone => search.chosen.is_empty(),
            Stacking::BestOf(_) => search
                .chosen
                .iter()
                .filter_map(|number| run.ready(*number))
                .all(|other| other.stacking != self.stacking),
        }
    }
}

/// The state of a search.
struct Search {
    best: i64,
    set: Vec<usize>,
    chosen: Vec<usize>,
    nodes: u32,
}
