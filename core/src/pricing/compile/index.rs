//! Which lines of a cart have which atoms.

use crate::cart::Cart;

use super::super::scratch::HotLine;
use super::{AtomKind, Atoms};

/// Lines by atom, as one flat list with a start for each atom.
#[derive(Clone, Debug, Default)]
pub(in crate::pricing) struct Index {
    /// By the number of an atom its place among those present and one, or 0. Only what was
    /// present is put back, so that a large book costs a small cart nothing.
    places: Vec<usize>,
    /// By place.
    starts: Vec<usize>,
    members: Vec<usize>,
    all: Vec<usize>,
    present: Vec<usize>,
    /// Place and line.
    pairs: Vec<(usize, usize)>,
}

impl Index {
    /// Takes in the lines, which are in the order of their ids; lists come out in that order.
    pub(in crate::pricing) fn fill(&mut self, atoms: &Atoms, cart: &Cart, lines: &[HotLine]) {
        for atom in self.present.drain(..) {
            if let Some(place) = self.places.get_mut(atom) {
                *place = 0;
            }
        }
        self.places.resize(self.places.len().max(atoms.len()), 0);
        self.pairs.clear();
        self.all.clear();
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| !line.apart) {
            self.all.push(at);
            let Some(item) = cart.lines.get(line.position).map(|line| &line.item) else { continue };
            let tags = item.tags.iter().map(|tag| (AtomKind::Tag, tag.0));
            let parent = item.parent.iter().map(|parent| (AtomKind::Item, parent.0));
            let keys = [(AtomKind::Item, item.id.0), (AtomKind::Category, item.category.0)];
            for (kind, id) in keys.into_iter().chain(parent).chain(tags) {
                if let Some(atom) = atoms.find(kind, id) {
                    self.add(atom, at);
                }
            }
        }
        self.gather();
    }

    fn add(&mut self, atom: usize, line: usize) {
        let Some(place) = self.places.get_mut(atom) else { return };
        if *place == 0 {
            self.present.push(atom);
            *place = self.present.len();
        }
        let place = *place - 1;
        // A tag that is given twice counts once.
        if self.pairs.iter().rev().take_while(|pair| pair.1 == line).all(|pair| pair.0 != place) {
            self.pairs.push((place, line));
        }
    }

    fn gather(&mut self) {
        self.starts.clear();
        self.starts.resize(self.present.len().saturating_add(2), 0);
        for (place, _) in &self.pairs {
            // Counted two places on, so that the running sum leaves each start where it belongs.
            if let Some(count) = self.starts.get_mut(place.saturating_add(2)) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut self.starts {
            sum += *start;
            *start = sum;
        }
        self.members.clear();
        self.members.resize(self.pairs.len(), 0);
        for (place, line) in &self.pairs {
            let Some(next) = self.starts.get_mut(place.saturating_add(1)) else { continue };
            if let Some(member) = self.members.get_mut(*next) {
                *member = *line;
            }
            *next += 1;
        }
    }

    /// Returns the lines with an atom.
    pub(in crate::pricing) fn members(&self, atom: usize) -> &[usize] {
        let place = self.places.get(atom).and_then(|place| place.checked_sub(1));
        let Some(place) = place else { return &[] };
        let bound = |at: usize| self.starts.get(at).copied().unwrap_or(0);
        self.members.get(bound(place)..bound(place.saturating_add(1))).unwrap_or_default()
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
