//! Selectors, compiled to lists of numbered atoms and a filter.

use crate::money::Minor;

use super::super::promotion::Selector;
use super::super::scratch::HotLine;
use super::{AtomKind, Atoms, Index};

/// A compiled selector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::pricing) struct Sel {
    source: Source,
    filter: Option<Box<Filter>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Source {
    All,
    /// Lines with any of these atoms.
    Any(Vec<usize>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Filter {
    except: Vec<usize>,
    from_e4: i64,
    to_e4: i64,
    undiscounted: bool,
    whole_only: bool,
}

/// Selected lines: either a list of the index or one that was made in a buffer.
pub(in crate::pricing) type Chosen<'a> = &'a [usize];

impl Sel {
    /// Selects every line.
    pub(super) const ALL: Self = Self { source: Source::All, filter: None };

    pub(super) fn new(selector: &Selector, atoms: &mut Atoms) -> Self {
        let mut any: Vec<usize> = Vec::new();
        any.extend(selector.items.iter().map(|id| atoms.number(AtomKind::Item, id.0)));
        any.extend(selector.categories.iter().map(|id| atoms.number(AtomKind::Category, id.0)));
        any.extend(selector.tags.iter().map(|id| atoms.number(AtomKind::Tag, id.0)));
        crate::order::sort(&mut any);
        any.dedup();
        let mut except: Vec<usize> = Vec::new();
        except.extend(selector.except_items.iter().map(|id| atoms.number(AtomKind::Item, id.0)));
        let categories = selector.except_categories.iter();
        except.extend(categories.map(|id| atoms.number(AtomKind::Category, id.0)));
        except.extend(selector.except_tags.iter().map(|id| atoms.number(AtomKind::Tag, id.0)));
        let e4 = |price: Minor| price.get().saturating_mul(10_000);
        let filter = Filter {
            except,
            from_e4: selector.price_from.map_or(i64::MIN, e4),
            to_e4: selector.price_to.map_or(i64::MAX, e4),
            undiscounted: selector.undiscounted,
            whole_only: selector.whole_only,
        };
        Self {
            source: if any.is_empty() { Source::All } else { Source::Any(any) },
            filter: (!filter.passes_all()).then(|| Box::new(filter)),
        }
    }

    /// Returns the atoms of which a line needs one; none when every line will do.
    pub(super) fn atoms(&self) -> Option<&[usize]> {
        match &self.source {
            Source::All => None,
            Source::Any(atoms) => Some(atoms),
        }
    }

    /// Returns the selected lines in the order of their ids. `buffer` is used when they are not
    /// a list that the index has anyway.
    pub(in crate::pricing) fn lines<'a>(
        &self,
        index: &'a Index,
        lines: &[HotLine],
        buffer: &'a mut Vec<usize>,
    ) -> Chosen<'a> {
        let whole = match &self.source {
            Source::All => Some(index.all()),
            Source::Any(atoms) => match atoms.as_slice() {
                [atom] => Some(index.members(*atom)),
                _ => None,
            },
        };
        if let (Some(list), None) = (whole, &self.filter) {
            return list;
        }
        buffer.clear();
        match (&self.source, whole) {
            (_, Some(list)) => buffer.extend_from_slice(list),
            (Source::Any(atoms), None) => {
                for atom in atoms {
                    buffer.extend_from_slice(index.members(*atom));
                }
                crate::order::sort(buffer);
                buffer.dedup();
            }
            (Source::All, None) => {}
        }
        if let Some(filter) = &self.filter {
            buffer.retain(|at| lines.get(*at).is_some_and(|line| filter.passes(*at, line, index)));
        }
        buffer
    }
}

impl Filter {
    fn passes_all(&self) -> bool {
        let bounded = self.from_e4 != i64::MIN || self.to_e4 != i64::MAX;
        self.except.is_empty() && !bounded && !self.undiscounted && !self.whole_only
    }

    fn passes(&self, at: usize, line: &HotLine, index: &Index) -> bool {
        (self.from_e4..=self.to_e4).contains(&line.price_e4)
            && !(self.undiscounted && (line.by_hand || line.left < line.base))
            && !(self.whole_only && line.measured)
            && !self.except.iter().any(|atom| index.members(*atom).binary_search(&at).is_ok())
    }
}
