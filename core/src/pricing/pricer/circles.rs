//! Which lines are tied to which.

use std::sync::Arc;

use crate::cart::Cart;
use crate::ids::LineId;

use super::super::compile::{Atoms, Ties};

/// Lines that promotions tie together. A circle only ever grows until the whole cart is priced
/// again: one that is too large prices more than it must, and comes to the same.
#[derive(Debug)]
pub(super) struct Circles {
    ties: Arc<Ties>,
    /// The circle of each line that is tied, sorted by line.
    of_line: Vec<(LineId, usize)>,
    /// The circle of each tying promotion that has met a line, sorted.
    of_promotion: Vec<(usize, usize)>,
    /// Members of each circle, sorted; a circle that was merged into another is empty.
    members: Vec<Vec<LineId>>,
    tied: Vec<usize>,
}

impl Circles {
    pub(super) fn new(ties: Arc<Ties>, cart: &Cart, atoms: &Atoms) -> Self {
        let mut circles = Self {
            ties,
            of_line: Vec::new(),
            of_promotion: Vec::new(),
            members: Vec::new(),
            tied: Vec::new(),
        };
        for line in &cart.lines {
            circles.take_in(line.id, &line.item, atoms);
        }
        circles
    }

    /// Returns the place of the first promotion that no circle answers for.
    pub(super) fn end(&self) -> usize {
        self.ties.end
    }

    /// Takes a change of a line in and returns the lines to price again, sorted; they are all in
    /// the cart.
    pub(super) fn change(&mut self, cart: &Cart, line: LineId, atoms: &Atoms) -> Vec<LineId> {
        let known = self.of_line.binary_search_by_key(&line, |entry| entry.0);
        let at = cart.lines.binary_search_by_key(&line, |line| line.id);
        let found = at.ok().and_then(|at| cart.lines.get(at));
        match (found, known) {
            (Some(found), Err(_)) => self.take_in(line, &found.item, atoms),
            (None, Ok(at)) => {
                let circle = self.of_line.remove(at).1;
                if let Some(members) = self.members.get_mut(circle) {
                    members.retain(|member| *member != line);
                    return members.clone();
                }
            }
            _ => {}
        }
        let own = self.of_line.binary_search_by_key(&line, |entry| entry.0).ok();
        let circle = own.and_then(|at| self.of_line.get(at)).map(|entry| entry.1);
        match circle.and_then(|circle| self.members.get(circle)) {
            Some(members) => members.clone(),
            None => found.map(|line| line.id).into_iter().collect(),
        }
    }

    fn take_in(&mut self, line: LineId, item: &crate::cart::LineItem, atoms: &Atoms) {
        let mut tied = std::mem::take(&mut self.tied);
        self.ties.of(item, atoms, &mut tied);
        let mut circle: Option<usize> = None;
        for promotion in &tied {
            match self.of_promotion.binary_search_by_key(promotion, |entry| entry.0) {
                Ok(at) => {
                    let other = self.of_promotion.get(at).map_or(0, |entry| entry.1);
                    circle = Some(circle.map_or(other, |own| self.merge(own, other)));
                }
                Err(at) => {
                    let own = circle.unwrap_or_else(|| {
                        self.members.push(Vec::new());
                        self.members.len() - 1
                    });
                    self.of_promotion.insert(at, (*promotion, own));
                    circle = Some(own);
                }
            }
        }
        self.tied = tied;
        let Some(circle) = circle else { return };
        if let Err(at) = self.of_line.binary_search_by_key(&line, |entry| entry.0) {
            self.of_line.insert(at, (line, circle));
        }
        if let Some(members) = self.members.get_mut(circle)
            && let Err(at) = members.binary_search(&line)
        {
            members.insert(at, line);
        }
    }

    /// Merges two circles and returns the one that stays.
    fn merge(&mut self, own: usize, other: usize) -> usize {
        if own == other {
            return own;
        }
        let moved = self.members.get_mut(other).map(std::mem::take).unwrap_or_default();
        if let Some(members) = self.members.get_mut(own) {
            members.extend(moved);
            crate::order::sort(members);
        }
        let lines = self.of_line.iter_mut().map(|entry| &mut entry.1);
        for circle in lines.chain(self.of_promotion.iter_mut().map(|entry| &mut entry.1)) {
            if *circle == other {
                *circle = own;
            }
        }
        own
    }
}
