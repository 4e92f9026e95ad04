//! Which promotions tie lines together, so that a change of one line may move the others.

use super::super::context::Context;
use super::super::promotion::{Spread, Stacking};
use super::{AtomKind, Atoms, Compiled, Deal, Ready, Sel};
use crate::cart::LineItem;

/// The promotions that tie some lines, found by the atoms of a line.
#[derive(Clone, Debug, Default)]
pub(in crate::pricing) struct Ties {
    /// Atom and promotion, sorted.
    by_atom: Vec<(usize, usize)>,
    /// Promotions from this place on may tie all lines.
    pub(in crate::pricing) end: usize,
}

impl Ready {
    /// Returns whether what it takes off one line depends on other lines.
    fn ties(&self) -> bool {
        let by_itself = match &self.deal {
            Deal::Discount { off, .. } => !off.is_spread(),
            Deal::Pick { .. } | Deal::BuyGet(_) | Deal::Sets { .. } | Deal::Tiers { .. } => false,
        };
        !by_itself || !self.thresholds.is_empty() || self.max_amount.is_some()
    }

    fn selectors(&self) -> Vec<&Sel> {
        let mut list: Vec<&Sel> = self.thresholds.iter().map(|least| &least.of).collect();
        match &self.deal {
            Deal::Discount { of, .. } | Deal::Pick { of, .. } => list.push(of),
            Deal::BuyGet(deal) => list.extend([&deal.buy, &deal.get]),
            Deal::Sets { parts, .. } => list.extend(parts.iter().map(|part| &part.0)),
            Deal::Tiers { measure, of, .. } => {
                list.extend([Some(measure), of.as_ref()].into_iter().flatten());
            }
        }
        list
    }
}

impl Compiled {
    /// Returns the ties under a context, up to the first promotion with which one change may move
    /// every line: one of all goods together, one that stops others, or one of a group.
    pub(in crate::pricing) fn ties(&self, context: &Context) -> Ties {
        let mut ties = Ties::default();
        let is_open = |ready: &Ready| ready.is_open(context);
        let alone = |ready: &Ready| ready.stacking == Stacking::Alone && is_open(ready);
        if self.searches_the_best()
            || self.spread() != Spread::Lines
            || self.has_alone && self.promotions.iter().any(alone)
        {
            return ties;
        }
        for (number, ready) in self.promotions.iter().enumerate() {
            // A group is settled where its first stands, whether that one is open or not.
            let grouped = matches!(ready.stacking, Stacking::BestOf(_));
            if grouped || ready.stacking == Stacking::Last && is_open(ready) {
                break;
            }
            if ready.ties() && is_open(ready) {
                let atoms: Option<Vec<&[usize]>> =
                    ready.selectors().into_iter().map(Sel::atoms).collect();
                let Some(atoms) = atoms else { break };
                ties.by_atom.extend(atoms.into_iter().flatten().map(|atom| (*atom, number)));
            }
            ties.end = number + 1;
        }
        crate::order::sort(&mut ties.by_atom);
        ties.by_atom.dedup();
        ties
    }
}

impl Ties {
    /// Writes the promotions that tie goods to others, sorted.
    pub(in crate::pricing) fn of(&self, item: &LineItem, atoms: &Atoms, tied: &mut Vec<usize>) {
        tied.clear();
        let tags = item.tags.iter().map(|tag| (AtomKind::Tag, tag.0));
        let parent = item.parent.iter().map(|parent| (AtomKind::Item, parent.0));
        let keys = [(AtomKind::Item, item.id.0), (AtomKind::Category, item.category.0)];
        for (kind, id) in keys.into_iter().chain(parent).chain(tags) {
            let Some(atom) = atoms.find(kind, id) else { continue };
            let from = self.by_atom.partition_point(|entry| entry.0 < atom);
            let of_atom = self.by_atom.iter().skip(from).take_while(|entry| entry.0 == atom);
            tied.extend(of_atom.map(|entry| entry.1));
        }
        crate::order::sort(tied);
        tied.dedup();
    }
}
