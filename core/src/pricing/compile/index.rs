//! Which lines of a cart have which atoms.

use crate::cart::Cart;

use super::super::scratch::HotLine;
use super::{AtomKind, Atoms};

/// Lines by atom, as one flat list with a start for each atom.
#[derive(Clone, Debug, Default)]
pub(in crate::pricing) struct Index {
    starts: Vec<usize>,
    members: Vec<usize>,
    all: Vec<usize>,
    present: Vec<usize>,
    pairs: Vec<(usize, usize)>,
}

impl Index {
    /// Takes in the lines, which are in the order of their ids; lists come out in that order.
    pub(in crate::pricing) fn fill(&mut self, atoms: &Atoms, cart: &Cart, lines: &[HotLine]) {
        self.pairs.clear();
        self.all.clear();
        self.present.clear();
        self.starts.clear();
        self.starts.resize(atoms.len().saturating_add(2), 0);
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| !line.apart) {
            self.all.push(at);
            let Some(item) = cart.lines.get(line.position).map(|line| &line.item) else { continue };
            let tags = item.tags.iter().map(|tag| (AtomKind::Tag, tag.0));
            let keys = [(AtomKind::Item, item.id.0), (AtomKind::Category, item.category.0)];
            for (kind, id) in keys.into_iter().chain(tags) {
                if let Some(atom) = atoms.find(kind, id) {
                    self.add(atom, at);
                }
            }
        }
        self.gather();
    }

    fn add(&mut self, atom: usize, line: usize) {
        // A tag that is given twice counts once.
        if self.pairs.iter().rev().take_while(|pair| pair.1 == line).any(|pair| pair.0 == atom) {
            return;
        }
        self.pairs.push((atom, line));
        // Counted two places on, so that the running sum leaves each start where it belongs.
        if let Some(count) = self.starts.get_mut(atom.saturating_add(2)) {
            if *count == 0 {
                self.present.push(atom);
            }
            *count += 1;
        }
    }

    fn gather(&mut self) {
        let mut sum = 0;
        for start in &mut self.starts {
            sum += *start;
            *start = sum;
        }
        self.members.clear();
        self.members.resize(self.pairs.len(), 0);
        for (atom, line) in &self.pairs {
            let Some(next) = self.starts.get_mut(atom.saturating_add(1)) else { continue };
            if let Some(member) = self.members.get_mut(*next) {
                *member = *line;
            }
            *next += 1;
        }
    }

    /// Returns the lines with an atom.
    pub(in crate::pricing) fn members(&self, atom: usize) -> &[usize] {
        let bound = |at: usize| self.starts.get(at).copied().unwrap_or(0);
        self.members.get(bound(atom)..bound(atom.saturating_add(1))).unwrap_or_default()
    }

    /// Returns the lines that take part in promotions.
    pub(in crate::pricing) fn all(&self) -> &[usize] {
        &self.all
    }

    /// Returns the atoms that lines have.
    pub(in crate::pricing) fn present(&self) -> &[usize] {
        &self.present
    }
}
