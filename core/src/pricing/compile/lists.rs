//! Price lists, compiled: rules are found by searching, lists that do not hold cost nothing.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::super::book::PriceBook;
use super::super::context::Context;
use super::super::list::{Adjustment, BreaksBy, ChooseList, ListPrice, Listed, PriceList, PriceOf};
use super::super::promotion::Conditions;
use super::super::rate::divide;
use super::super::scratch::scaled;
use crate::cart::{Line, LineItem};
use crate::catalog::UnitPrice;
use crate::ids::{ItemId, PackId, PriceListId};
use crate::limits::{MINOR_MAX, PRICE_LISTS_MAX, PRICE_RULES_MAX, UNIT_PRICE_SCALE_MAX};
use crate::money::{MoneyError, Rounding};
use crate::quantity::Quantity;

const UNIT_E4: i64 = 10_000;
const UNIT_MICRO: i64 = 1_000_000;
/// 100 % in ten-thousandths of a percent.
const WHOLE: i64 = 1_000_000;

/// The price lists of a book, by priority.
#[derive(Clone, Debug, Default)]
pub(in crate::pricing) struct Lists {
    lists: Vec<List>,
    rules: Vec<Ready>,
    choose: ChooseList,
    breaks: BreaksBy,
    rounding: Rounding,
    /// Lists that do not pass their check or are too many.
    pub(in crate::pricing) left_out: Vec<PriceListId>,
}

#[derive(Clone, Debug)]
struct List {
    id: PriceListId,
    name: String,
    conditions: Conditions,
    /// Its rules, as a range of the rules of all lists.
    rules: (usize, usize),
}

/// A rule of a list. Those of one list are sorted by goods, pack and falling quantity.
#[derive(Clone, Debug)]
struct Ready {
    list: usize,
    of: PriceOf,
    pack: Option<PackId>,
    from: Option<Quantity>,
    from_micro: i64,
    price: Price,
}

#[derive(Copy, Clone, Debug)]
enum Price {
    Fixed { e4: i64 },
    Adjusted { rate: i64, step_e4: i64, plus_e4: i64 },
}

/// A price that a rule made.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(in crate::pricing) struct Found {
    /// Number of the rule.
    pub(in crate::pricing) rule: usize,
    pub(in crate::pricing) e4: i64,
}

/// The lists that hold at one pricing.
#[derive(Debug)]
pub(in crate::pricing) struct Open<'a> {
    lists: &'a Lists,
    open: Vec<usize>,
    /// Where breaks look at all lines of an item: its base units, and its packs.
    sums: BTreeMap<(ItemId, Option<PackId>), i64>,
}

impl Lists {
    pub(super) fn new(book: &PriceBook) -> Self {
        let settings = book.price_list_settings;
        let mut lists = Self {
            choose: settings.choose,
            breaks: settings.breaks,
            rounding: book.rounding,
            ..Self::default()
        };
        let mut order: Vec<&PriceList> = book.price_lists.iter().collect();
        crate::order::sort_by_key(&mut order, |list| (list.priority, list.id));
        for list in order {
            if list.currency.is_none_or(|currency| currency == book.currency)
                && lists.add(list).is_none()
            {
                lists.left_out.push(list.id);
            }
        }
        lists
    }

    /// Adds a list after the others; none where it does not pass or does not fit.
    fn add(&mut self, list: &PriceList) -> Option<()> {
        let from = self.rules.len();
        let to = from.checked_add(list.rules.len())?;
        if list.check().is_err() || self.lists.len() >= PRICE_LISTS_MAX || to > PRICE_RULES_MAX {
            return None;
        }
        let number = self.lists.len();
        let mut rules = Vec::with_capacity(list.rules.len());
        for rule in &list.rules {
            let from_micro = match rule.from {
                Some(from) => scaled(from.value(), 6).ok()?,
                None => 0,
            };
            let price = Price::new(&rule.price)?;
            let (of, pack, from) = (rule.of, rule.pack, rule.from);
            rules.push(Ready { list: number, of, pack, from, from_micro, price });
        }
        crate::order::sort_by_key(&mut rules, |rule| {
            (rule.of, rule.pack, Reverse(rule.from_micro))
        });
        self.rules.extend(rules);
        self.lists.push(List {
            id: list.id,
            name: list.name.clone(),
            conditions: list.conditions.clone(),
            rules: (from, to),
        });
        Some(())
    }

    /// Returns whether the price of a line may depend on other lines.
    pub(in crate::pricing) fn ties_lines(&self) -> bool {
        !self.lists.is_empty() && self.breaks != BreaksBy::Line
    }

    /// Returns the lists that hold; none where no list does.
    pub(in crate::pricing) fn open(&self, lines: &[Line], context: &Context) -> Option<Open<'_>> {
        if self.lists.is_empty() {
            return None;
        }
        let holds = |entry: &(usize, &List)| entry.1.conditions.hold(context);
        let open: Vec<usize> =
            self.lists.iter().enumerate().filter(holds).map(|(number, _)| number).collect();
        if open.is_empty() {
            return None;
        }
        let mut sums = BTreeMap::new();
        if self.breaks != BreaksBy::Line {
            for line in lines {
                let micro = scaled(line.quantity.value(), 6).unwrap_or(i64::MAX);
                let id = self.counted_as(&line.item);
                let mut add = |pack: Option<PackId>, micro: i64| {
                    let sum: &mut i64 = sums.entry((id, pack)).or_insert(0);
                    *sum = sum.saturating_add(micro);
                };
                add(None, in_base_units(&line.item, micro));
                if let Some(pack) = &line.item.pack {
                    add(Some(pack.id), micro);
                }
            }
        }
        Some(Open { lists: self, open, sums })
    }

    /// The item whose lines quantity breaks add up for a line.
    fn counted_as(&self, item: &LineItem) -> ItemId {
        match (self.breaks, item.parent) {
            (BreaksBy::Family, Some(parent)) => parent,
            _ => item.id,
        }
    }

    /// Tells why a rule was taken.
    pub(in crate::pricing) fn listed(&self, found: Found) -> Option<Box<Listed>> {
        let rule = self.rules.get(found.rule)?;
        let list = self.lists.get(rule.list)?;
        Some(Box::new(Listed {
            list: list.id,
            name: list.name.clone(),
            of: rule.of,
            pack: rule.pack,
            from: rule.from,
            price: UnitPrice::new(Decimal::new(found.e4, UNIT_PRICE_SCALE_MAX)).ok()?,
        }))
    }
}

impl Price {
    fn new(price: &ListPrice) -> Option<Self> {
        match price {
            ListPrice::Fixed(price) => Some(Self::Fixed { e4: scaled(price.value(), 4).ok()? }),
            ListPrice::Adjusted(Adjustment { percent, round_to, plus }) => Some(Self::Adjusted {
                rate: scaled(percent.normalize(), 4).ok()?.checked_add(WHOLE)?,
                step_e4: match round_to {
                    Some(step) => scaled(step.value(), 4).ok()?,
                    None => UNIT_E4,
                },
                plus_e4: scaled(plus.normalize(), 4).ok()?,
            }),
        }
    }
}

impl Open<'_> {
    /// Returns the price of one unit of an item, of which there are `micro` millionths; none
    /// where the item's own price stands.
    pub(in crate::pricing) fn price(
        &self,
        item: &LineItem,
        own_e4: i64,
        micro: i64,
    ) -> Result<Option<Found>, MoneyError> {
        let pack = item.pack.as_ref().map(|pack| pack.id);
        let counted_as = self.lists.counted_as(item);
        let sum = |pack| self.sums.get(&(counted_as, pack)).copied();
        let counts = (
            sum(None).unwrap_or_else(|| in_base_units(item, micro)),
            pack.map_or(0, |pack| sum(Some(pack)).unwrap_or(micro)),
        );
        let mut best: Option<Found> = None;
        for list in self.open.iter().filter_map(|number| self.lists.lists.get(*number)) {
            let Some(rule) = self.rule(list, item, counts) else { continue };
            let found = Found { rule, e4: self.reckon(rule, item, own_e4)? };
            if self.lists.choose == ChooseList::First {
                return Ok(Some(found));
            }
            if found.e4 < best.map_or(own_e4, |best| best.e4) {
                best = Some(found);
            }
        }
        Ok(best)
    }

    /// Returns the rule of a list for a line: that of the narrowest goods.
    fn rule(&self, list: &List, item: &LineItem, counts: (i64, i64)) -> Option<usize> {
        let find = |of: PriceOf| self.rule_of(list, of, item, counts);
        let tags = || item.tags.iter().filter_map(|tag| Some((*tag, find(PriceOf::Tag(*tag))?)));
        let parent = || find(PriceOf::Item(item.parent?));
        find(PriceOf::Item(item.id))
            .or_else(parent)
            .or_else(|| tags().min_by_key(|entry| entry.0).map(|entry| entry.1))
            .or_else(|| find(PriceOf::Category(item.category)))
            .or_else(|| find(PriceOf::All))
    }

    fn rule_of(
        &self,
        list: &List,
        of: PriceOf,
        item: &LineItem,
        (base, packs): (i64, i64),
    ) -> Option<usize> {
        let pack = item.pack.as_ref();
        let own = pack.and_then(|pack| self.reached(list, (of, Some(pack.id)), packs));
        own.or_else(|| {
            let rule = self.reached(list, (of, None), base)?;
            let keeps = pack.is_some_and(|pack| pack.priced) && self.is_fixed(rule);
            (!keeps).then_some(rule)
        })
    }

    fn is_fixed(&self, rule: usize) -> bool {
        self.lists.rules.get(rule).is_some_and(|rule| matches!(rule.price, Price::Fixed { .. }))
    }

    /// Returns the rule for these goods with the largest quantity that is reached.
    fn reached(&self, list: &List, goods: (PriceOf, Option<PackId>), micro: i64) -> Option<usize> {
        let (from, to) = list.rules;
        let rules = self.lists.rules.get(from..to)?;
        let wanted = (goods.0, goods.1, Reverse(micro));
        let at =
            rules.partition_point(|rule| (rule.of, rule.pack, Reverse(rule.from_micro)) < wanted);
        let rule = rules.get(at)?;
        ((rule.of, rule.pack) == goods).then_some(from + at)
    }

    fn reckon(&self, rule: usize, item: &LineItem, own_e4: i64) -> Result<i64, MoneyError> {
        let rule = self.lists.rules.get(rule).ok_or(MoneyError::NoParts)?;
        let rounding = self.lists.rounding;
        let e4 = match (rule.price, &item.pack) {
            (Price::Fixed { e4 }, Some(pack)) if rule.pack.is_none() => {
                let contains = scaled(pack.contains.value(), 6)?;
                let exact = i128::from(e4) * i128::from(contains);
                divide(rounding, exact, i128::from(UNIT_MICRO))?
            }
            (Price::Fixed { e4 }, _) => e4,
            (Price::Adjusted { rate, step_e4, plus_e4 }, _) => {
                let exact = i128::from(own_e4) * i128::from(rate);
                let steps = divide(rounding, exact, i128::from(WHOLE) * i128::from(step_e4))?;
                let rounded = steps.checked_mul(step_e4).ok_or(MoneyError::Overflow)?;
                rounded.checked_add(plus_e4).ok_or(MoneyError::Overflow)?.max(0)
            }
        };
        if e4 > MINOR_MAX { Err(MoneyError::Overflow) } else { Ok(e4) }
    }
}

/// How many millionths of a base unit there are in some millionths of what a line counts.
fn in_base_units(item: &LineItem, micro: i64) -> i64 {
    let Some(pack) = &item.pack else { return micro };
    let contains = i128::from(scaled(pack.contains.value(), 6).unwrap_or(0));
    i64::try_from(i128::from(micro) * contains / i128::from(UNIT_MICRO)).unwrap_or(i64::MAX)
}
