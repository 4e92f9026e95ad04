//! A price book made ready for speed: promotions in order, found by what triggers them.

mod atoms;
mod benefit;
mod index;
mod lists;
mod selector;
mod ties;

use std::collections::BTreeMap;

use crate::ids::{PromotionId, TaxId};
use crate::limits::PROMOTIONS_MAX;
use crate::money::{MoneyError, Ratio, Rounding};
use crate::tax::{Tax, net_share};

use super::book::PriceBook;
use super::context::Context;
use super::promotion::{
    Combine, Conditions, EqualPrices, LimitedUnits, ManualDiscounts, Measure, PercentOf,
    PercentRounds, Promotion, PromotionSettings, Scope, Spread, Stacking, UsedUp,
};
use super::taxes::PlainTaxes;

pub(super) use atoms::{AtomKind, Atoms};
pub(super) use benefit::{BuyGetDeal, Deal, OffBy, TierStep, minor};
pub(super) use index::Index;
pub(super) use lists::{Found, Lists, Open};
pub(super) use selector::Sel;
pub(super) use ties::Ties;

/// A price book whose promotions are compiled. Make it once and price many carts by it.
#[derive(Clone, Debug)]
pub struct CompiledBook {
    book: PriceBook,
    pub(super) compiled: Compiled,
}

/// The promotions of a book, compiled.
#[derive(Clone, Debug)]
pub(super) struct Compiled {
    pub(super) promotions: Vec<Ready>,
    pub(super) atoms: Atoms,
    /// For each atom the promotions that it triggers, as `starts` into `triggered`.
    starts: Vec<usize>,
    triggered: Vec<usize>,
    /// Promotions that any line triggers, as a bit set.
    always: Vec<u64>,
    settings: PromotionSettings,
    pub(super) rounding: Rounding,
    pub(super) taxes: PlainTaxes,
    /// The book's taxes and whether they are in its prices, where discounts are spread by them.
    spread_by: Option<(Vec<Tax>, bool)>,
    /// Whether any promotion is [`Stacking::Alone`].
    pub(super) has_alone: bool,
    /// The places of the promotions, sorted by id.
    places: Vec<(PromotionId, usize)>,
    pub(super) lists: Lists,
    /// Promotions that do not pass their check.
    pub(super) left_out: Vec<PromotionId>,
}

/// A promotion, ready to be applied.
#[derive(Clone, Debug)]
pub(super) struct Ready {
    pub(super) id: PromotionId,
    pub(super) name: String,
    pub(super) coupon: Option<String>,
    conditions: Option<Box<Conditions>>,
    pub(super) thresholds: Vec<Least>,
    pub(super) deal: Deal,
    pub(super) stacking: Stacking,
    pub(super) max_amount: Option<i64>,
}

/// A threshold, ready to be looked at.
#[derive(Clone, Debug)]
pub(super) struct Least {
    pub(super) of: Sel,
    pub(super) amount: i64,
    pub(super) units: i64,
    pub(super) measure: Measure,
    pub(super) scope: Scope,
}

impl CompiledBook {
    /// Compiles a price book. A promotion that does not pass its check, or is one too many, is
    /// left out; the pricing says so in a notice.
    #[must_use]
    pub fn new(book: PriceBook) -> Self {
        Self { compiled: Compiled::new(&book), book }
    }

    /// Returns the book it was made of.
    #[must_use]
    pub const fn book(&self) -> &PriceBook {
        &self.book
    }
}

impl Compiled {
    pub(super) fn new(book: &PriceBook) -> Self {
        let mut order: Vec<&Promotion> = book.promotions.iter().collect();
        crate::order::sort_by_key(&mut order, |promotion| (promotion.priority, promotion.id));
        let mut atoms = Atoms::default();
        let (mut promotions, mut left_out) = (Vec::new(), Vec::new());
        for promotion in order {
            let fits = promotions.len() < PROMOTIONS_MAX;
            match Ready::new(promotion, &mut atoms).filter(|_| fits) {
                Some(ready) => promotions.push(ready),
                None => left_out.push(promotion.id),
            }
        }
        atoms.seal();
        let mut by_atom = vec![Vec::new(); atoms.len()];
        let mut always = vec![0_u64; promotions.len().div_ceil(64)];
        let mut group_starts = BTreeMap::new();
        for (number, promotion) in promotions.iter().enumerate() {
            // A group is settled where its first promotion stands, so any of it triggers that one.
            let start = match promotion.stacking {
                Stacking::BestOf(group) => *group_starts.entry(group).or_insert(number),
                _ => number,
            };
            for number in [Some(number), (start != number).then_some(start)].into_iter().flatten() {
                match promotion.deal.trigger().atoms() {
                    Some(triggers) => {
                        for atom in triggers {
                            if let Some(list) = by_atom.get_mut(*atom) {
                                list.push(number);
                            }
                        }
                    }
                    None => set_bit(&mut always, number),
                }
            }
        }
        let (mut starts, mut triggered) = (vec![0], Vec::new());
        for list in by_atom {
            triggered.extend(list);
            starts.push(triggered.len());
        }
        let settings = book.promotion_settings;
        let mut places: Vec<_> =
            promotions.iter().enumerate().map(|(at, ready): (_, &Ready)| (ready.id, at)).collect();
        crate::order::sort(&mut places);
        let has_alone = promotions.iter().any(|ready| ready.stacking == Stacking::Alone);
        Self {
            promotions,
            atoms,
            starts,
            triggered,
            always,
            settings,
            rounding: book.rounding,
            taxes: PlainTaxes::new(book),
            spread_by: (settings.spread == Spread::NetAndTaxes)
                .then(|| (book.taxes.clone(), book.prices_include_tax)),
            has_alone,
            places,
            lists: Lists::new(book),
            left_out,
        }
    }

    /// Returns the place of a promotion.
    pub(super) fn number_of(&self, id: PromotionId) -> Option<usize> {
        let at = self.places.binary_search_by_key(&id, |entry| entry.0).ok()?;
        self.places.get(at).map(|entry| entry.1)
    }

    /// Whether percentages are taken of the amount before promotions, off sums or off lines.
    pub(super) fn percent_of_original(&self, of_sum: bool) -> bool {
        match self.settings.percent_of {
            PercentOf::Left => false,
            PercentOf::Original => true,
            PercentOf::OriginalOfLines => !of_sum,
        }
    }

    /// Returns the part of a price with these taxes that is not tax, where amounts are spread so.
    /// A tax that is not in the book is refused when the taxes are reckoned.
    pub(super) fn net_share(&self, taxes: &[TaxId]) -> Result<Ratio, MoneyError> {
        let Some((all, included)) = &self.spread_by else { return Ok(Ratio::ONE) };
        let find = |id: &TaxId| all.iter().find(|tax| tax.id == *id);
        net_share(&taxes.iter().filter_map(find).collect::<Vec<_>>(), *included)
    }

    pub(super) fn rounds_the_price(&self) -> bool {
        self.settings.percent_rounds == PercentRounds::Price
    }

    pub(super) fn same_units_first(&self) -> bool {
        self.settings.limited_units == LimitedUnits::SameFirst
    }

    pub(super) fn spread(&self) -> Spread {
        self.settings.spread
    }

    pub(super) fn equal_prices(&self) -> EqualPrices {
        self.settings.equal_prices
    }

    /// Whether only rewarded units are used up.
    pub(super) fn bought_stay(&self) -> bool {
        self.settings.used_up == UsedUp::Rewarded
    }

    pub(super) fn searches_the_best(&self) -> bool {
        self.settings.combine == Combine::BestForCustomer
    }

    pub(super) fn manual(&self) -> ManualDiscounts {
        self.settings.manual
    }

    /// Writes the promotions that the lines of a cart trigger into a bit set.
    pub(super) fn candidates(&self, index: &Index, bits: &mut Vec<u64>) {
        bits.clear();
        bits.extend_from_slice(&self.always);
        for atom in index.present() {
            let from = self.starts.get(*atom).copied().unwrap_or(0);
            let to = atom.checked_add(1).and_then(|next| self.starts.get(next)).copied();
            for number in self.triggered.get(from..to.unwrap_or(from)).unwrap_or_default() {
                set_bit(bits, *number);
            }
        }
    }
}

fn set_bit(bits: &mut [u64], number: usize) {
    if let Some(word) = bits.get_mut(number / 64) {
        *word |= 1 << (number % 64);
    }
}

impl Ready {
    fn new(promotion: &Promotion, atoms: &mut Atoms) -> Option<Self> {
        promotion.check().ok()?;
        let conditions = &promotion.conditions;
        let thresholds = conditions.at_least.iter().map(|threshold| Least {
            of: Sel::new(&threshold.of, atoms),
            amount: threshold.amount.map_or(0, crate::money::Minor::get),
            units: threshold.units.map_or(0, i64::from),
            measure: threshold.measure,
            scope: threshold.scope,
        });
        let thresholds = thresholds.collect();
        let mut outside = conditions.clone();
        outside.at_least.clear();
        Some(Self {
            id: promotion.id,
            name: promotion.name.clone(),
            coupon: promotion.coupon.clone(),
            conditions: (outside != Conditions::default()).then(|| Box::new(outside)),
            thresholds,
            deal: Deal::new(&promotion.benefit, atoms)?,
            stacking: promotion.stacking,
            max_amount: promotion.max_amount.map(crate::money::Minor::get),
        })
    }

    /// Returns whether everything holds that does not depend on the cart.
    pub(super) fn is_open(&self, context: &Context) -> bool {
        if let Some(code) = &self.coupon {
            let usable = |coupon: &&super::context::CouponUse| coupon.remaining != Some(0);
            let mut coupons = context.coupons.iter().filter(usable);
            if !coupons.any(|coupon| same_code(&coupon.code, code)) {
                return false;
            }
        }
        self.conditions.as_ref().is_none_or(|asked| asked.hold(context))
    }
}

/// Compares coupon codes without regard to ASCII case and outer blanks.
pub(super) fn same_code(one: &str, other: &str) -> bool {
    one.trim().eq_ignore_ascii_case(other.trim())
}
