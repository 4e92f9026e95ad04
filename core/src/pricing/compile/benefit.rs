//! Benefits with whole-number rates and amounts.

use crate::money::Minor;

use super::super::promotion::{Benefit, BuyGet, Choose, Off, Pick, Sets, TierBy, Tiers};
use super::super::rate::Rate;
use super::{Atoms, Sel};

/// [`Off`] in whole numbers: rates in parts per million, amounts in minor units.
#[derive(Copy, Clone, Debug)]
pub(in crate::pricing) enum OffBy {
    Percent(Rate),
    PercentPerUnit(Rate),
    PercentOfSum(Rate),
    PerUnit(i64),
    PerLine(i64),
    FirstThenEach(i64, i64),
    Amount(i64),
    UnitPrice(i64),
    Total(i64),
}

impl OffBy {
    fn new(off: &Off) -> Option<Self> {
        Some(match off {
            Off::Percent(percent) => Self::Percent(Rate::from_percent(*percent)?),
            Off::PercentPerUnit(percent) => Self::PercentPerUnit(Rate::from_percent(*percent)?),
            Off::PercentOfSum(percent) => Self::PercentOfSum(Rate::from_percent(*percent)?),
            Off::PerUnit(amount) => Self::PerUnit(amount.get()),
            Off::PerLine(amount) => Self::PerLine(amount.get()),
            Off::FirstThenEach { first, each } => Self::FirstThenEach(first.get(), each.get()),
            Off::Amount(amount) => Self::Amount(amount.get()),
            Off::UnitPrice(price) => Self::UnitPrice(price.get()),
            Off::Total(total) => Self::Total(total.get()),
        })
    }

    /// Returns whether it is taken off several lines together and then spread.
    pub(in crate::pricing) const fn is_spread(self) -> bool {
        matches!(self, Self::PercentOfSum(_) | Self::Amount(_) | Self::Total(_))
    }

    pub(in crate::pricing) const fn is_percent(self) -> bool {
        matches!(self, Self::PercentOfSum(_) | Self::Percent(_) | Self::PercentPerUnit(_))
    }
}

/// A compiled benefit.
#[derive(Clone, Debug)]
pub(in crate::pricing) enum Deal {
    Discount { of: Sel, off: OffBy, line_units_max: Option<i64> },
    Pick { of: Sel, choose: Choose, units: i64, full_groups: bool, off: OffBy, reuse: bool },
    BuyGet(Box<BuyGetDeal>),
    Sets { parts: Vec<(Sel, i64)>, off: OffBy, choose: Choose, times_max: i64, reuse: bool },
    Tiers { measure: Sel, by: TierBy, of: Option<Sel>, steps: Vec<TierStep> },
}

#[derive(Clone, Debug)]
pub(in crate::pricing) struct BuyGetDeal {
    pub(in crate::pricing) buy: Sel,
    pub(in crate::pricing) buy_units: i64,
    pub(in crate::pricing) get: Sel,
    pub(in crate::pricing) get_units: i64,
    pub(in crate::pricing) off: OffBy,
    pub(in crate::pricing) choose: Choose,
    pub(in crate::pricing) buy_choose: Choose,
    pub(in crate::pricing) times_max: i64,
    pub(in crate::pricing) reuse: bool,
    pub(in crate::pricing) partial: bool,
    pub(in crate::pricing) units_max: i64,
}

/// A tier in whole numbers.
#[derive(Copy, Clone, Debug)]
pub(in crate::pricing) struct TierStep {
    pub(in crate::pricing) from: i64,
    pub(in crate::pricing) off: OffBy,
}

fn most(limit: Option<u32>) -> i64 {
    limit.map_or(i64::MAX, i64::from)
}

impl Deal {
    pub(super) fn new(benefit: &Benefit, atoms: &mut Atoms) -> Option<Self> {
        Some(match benefit {
            Benefit::Discount { of, off, line_units_max } => Self::Discount {
                of: Sel::new(of, atoms),
                off: OffBy::new(off)?,
                line_units_max: line_units_max.map(i64::from),
            },
            Benefit::Pick(Pick { of, choose, units, full_groups, off, reuse }) => Self::Pick {
                of: Sel::new(of, atoms),
                choose: *choose,
                units: i64::from(*units),
                full_groups: *full_groups,
                off: OffBy::new(off)?,
                reuse: *reuse,
            },
            Benefit::BuyGet(deal) => Self::BuyGet(Box::new(BuyGetDeal::new(deal, atoms)?)),
            Benefit::Sets(Sets { parts, off, choose, times_max, reuse }) => Self::Sets {
                parts: parts
                    .iter()
                    .map(|part| (Sel::new(&part.of, atoms), i64::from(part.units)))
                    .collect(),
                off: OffBy::new(off)?,
                choose: *choose,
                times_max: most(*times_max),
                reuse: *reuse,
            },
            Benefit::Tiers(Tiers { measure, by, of, tiers }) => Self::Tiers {
                measure: Sel::new(measure, atoms),
                by: *by,
                of: of.as_ref().map(|of| Sel::new(of, atoms)),
                steps: tiers
                    .iter()
                    .map(|tier| Some(TierStep { from: tier.from, off: OffBy::new(&tier.off)? }))
                    .collect::<Option<_>>()?,
            },
        })
    }

    /// Returns a selector of which at least one line is needed for anything to be taken off.
    pub(in crate::pricing) fn trigger(&self) -> &Sel {
        static ALL: Sel = Sel::ALL;
        match self {
            Self::Discount { of, .. } | Self::Pick { of, .. } => of,
            Self::BuyGet(deal) => &deal.get,
            Self::Sets { parts, .. } => parts.first().map_or(&ALL, |part| &part.0),
            Self::Tiers { measure, of, .. } => of.as_ref().unwrap_or(measure),
        }
    }
}

impl BuyGetDeal {
    fn new(deal: &BuyGet, atoms: &mut Atoms) -> Option<Self> {
        Some(Self {
            buy: Sel::new(&deal.buy, atoms),
            buy_units: i64::from(deal.buy_units),
            get: Sel::new(&deal.get, atoms),
            get_units: i64::from(deal.get_units),
            off: OffBy::new(&deal.off)?,
            choose: deal.choose,
            buy_choose: deal.buy_choose.unwrap_or(match deal.choose {
                Choose::Cheapest => Choose::Dearest,
                Choose::Dearest => Choose::Cheapest,
                Choose::InOrder => Choose::InOrder,
            }),
            times_max: most(deal.times_max),
            reuse: deal.reuse,
            partial: deal.partial,
            units_max: most(deal.units_max),
        })
    }
}

/// An amount that is never refused: what is too large is held at the largest.
pub(in crate::pricing) fn minor(amount: i64) -> Minor {
    Minor::new(amount).unwrap_or(Minor::ZERO)
}

impl Deal {
    /// Returns whether it never takes more off when less is left.
    pub(in crate::pricing) const fn shrinks(&self) -> bool {
        matches!(self, Self::Discount { .. })
    }
}
