//! Random promotions and settings.

use titan_core::ids::{CategoryId, CustomerGroupId, ItemId, PromotionId, StoreId, TagId};
use titan_core::pricing::promotion::{
    Benefit, BuyGet, Choose, Combine, Conditions, EqualPrices, LimitedUnits, ManualDiscounts,
    Measure, Off, PercentOf, PercentRounds, Pick, Scope, Selector, SetPart, Sets, Spread, Stacking,
    Threshold, Tier, TierBy, Tiers, UsedUp, WeekWindow,
};
use titan_core::pricing::{LocalMinute, OrderType, Promotion, PromotionSettings};

use super::dice::Dice;
use super::{NAMES, minor};

pub(super) fn settings(dice: &mut Dice) -> PromotionSettings {
    let usual = PromotionSettings::default();
    PromotionSettings {
        combine: if dice.chance(25) { Combine::BestForCustomer } else { usual.combine },
        manual: dice.one_of(&[
            ManualDiscounts::BeforePromotions,
            ManualDiscounts::AfterPromotions,
            ManualDiscounts::InsteadOfPromotions,
        ]),
        percent_of: dice.one_of(&[
            PercentOf::Left,
            PercentOf::Left,
            PercentOf::Original,
            PercentOf::OriginalOfLines,
        ]),
        spread: dice.one_of(&[Spread::Lines, Spread::Lines, Spread::TaxSets, Spread::NetAndTaxes]),
        limited_units: if dice.chance(30) { LimitedUnits::SameFirst } else { usual.limited_units },
        percent_rounds: if dice.chance(30) { PercentRounds::Price } else { usual.percent_rounds },
        equal_prices: if dice.chance(30) { EqualPrices::LastLine } else { usual.equal_prices },
        used_up: if dice.chance(30) { UsedUp::Rewarded } else { usual.used_up },
    }
}

pub(super) fn promotion(id: PromotionId, dice: &mut Dice) -> Promotion {
    let benefit = match dice.below(8) {
        0 | 1 => Benefit::Discount {
            of: selector(dice),
            off: off(dice),
            line_units_max: few(dice, 20, 4),
        },
        2 => pick(dice),
        3 | 4 => buy_get(dice),
        5 | 6 => sets(dice),
        _ => tiers(dice),
    };
    Promotion {
        id,
        name: format!("Promotion {}", id.0),
        coupon: dice.chance(20).then(|| dice.one_of(&["save", "LESS"]).to_owned()),
        conditions: if dice.chance(25) { conditions(dice) } else { Conditions::default() },
        benefit,
        priority: i32::try_from(dice.below(3)).unwrap_or(0) - 1,
        stacking: match dice.below(12) {
            0 => Stacking::Last,
            1 => Stacking::Alone,
            2 | 3 => Stacking::BestOf(1),
            4 => Stacking::BestOf(2),
            _ => Stacking::Stack,
        },
        max_amount: dice.chance(15).then(|| minor(dice.below(600))),
    }
}

fn few(dice: &mut Dice, percent: u32, most: u32) -> Option<u32> {
    dice.chance(percent).then(|| 1 + dice.below(most))
}

fn pick(dice: &mut Dice) -> Benefit {
    Benefit::Pick(Pick {
        of: selector(dice),
        choose: choose(dice),
        units: 1 + dice.below(4),
        full_groups: dice.chance(40),
        off: off(dice),
        reuse: dice.chance(25),
    })
}

fn buy_get(dice: &mut Dice) -> Benefit {
    let buy = selector(dice);
    let get = if dice.chance(50) { buy.clone() } else { selector(dice) };
    Benefit::BuyGet(BuyGet {
        buy,
        buy_units: 1 + dice.below(3),
        get,
        get_units: 1 + dice.below(2),
        off: off(dice),
        choose: choose(dice),
        buy_choose: dice.chance(40).then(|| choose(dice)),
        times_max: few(dice, 30, 3),
        reuse: dice.chance(25),
        partial: dice.chance(40),
        units_max: few(dice, 30, 4),
    })
}

fn sets(dice: &mut Dice) -> Benefit {
    let part = |dice: &mut Dice| SetPart { of: selector(dice), units: 1 + dice.below(3) };
    Benefit::Sets(Sets {
        parts: (0..1 + dice.below(3)).map(|_| part(dice)).collect(),
        off: off(dice),
        choose: choose(dice),
        times_max: few(dice, 30, 3),
        reuse: dice.chance(25),
    })
}

fn tiers(dice: &mut Dice) -> Benefit {
    let by = dice.either(TierBy::Units, TierBy::Amount);
    let step = if by == TierBy::Units { 3 } else { 700 };
    let mut from = 0;
    let mut tier = |dice: &mut Dice| {
        from += 1 + i64::from(dice.below(step));
        Tier { from, off: off(dice) }
    };
    Benefit::Tiers(Tiers {
        measure: selector(dice),
        by,
        of: dice.chance(40).then(|| selector(dice)),
        tiers: (0..1 + dice.below(3)).map(|_| tier(dice)).collect(),
    })
}

fn off(dice: &mut Dice) -> Off {
    let amount = |dice: &mut Dice, most| minor(dice.below(most));
    match dice.below(9) {
        0 => Off::Percent(dice.percent()),
        1 => Off::PercentPerUnit(dice.percent()),
        2 => Off::PercentOfSum(dice.percent()),
        3 => Off::PerUnit(amount(dice, 200)),
        4 => Off::PerLine(amount(dice, 300)),
        5 => Off::FirstThenEach { first: amount(dice, 100), each: amount(dice, 50) },
        6 => Off::Amount(amount(dice, 500)),
        7 => Off::UnitPrice(amount(dice, 800)),
        _ => Off::Total(amount(dice, 1_500)),
    }
}

fn choose(dice: &mut Dice) -> Choose {
    dice.one_of(&[Choose::Cheapest, Choose::Dearest, Choose::InOrder])
}

fn selector(dice: &mut Dice) -> Selector {
    let name = |dice: &mut Dice| 1 + dice.below(NAMES);
    let mut of = match dice.below(6) {
        0 | 1 => Selector::all(),
        2 => Selector { items: (1..=NAMES).map(ItemId).collect(), ..Selector::all() },
        3 => Selector::category(CategoryId(name(dice))),
        4 => Selector {
            items: vec![ItemId(name(dice))],
            categories: vec![CategoryId(name(dice))],
            ..Selector::all()
        },
        _ => Selector::tag(TagId(name(dice))),
    };
    if dice.chance(20) {
        of.except_items = vec![ItemId(name(dice))];
    }
    if dice.chance(10) {
        of.except_categories = vec![CategoryId(name(dice))];
    }
    if dice.chance(10) {
        of.except_tags = vec![TagId(name(dice))];
    }
    of.price_from = dice.chance(10).then(|| minor(dice.below(1_000)));
    of.price_to = dice.chance(10).then(|| minor(500 + dice.below(1_500)));
    of.undiscounted = dice.chance(10);
    of.whole_only = dice.chance(10);
    of
}

fn conditions(dice: &mut Dice) -> Conditions {
    let mut asked = Conditions::default();
    match dice.below(5) {
        0 => asked.customer_groups = vec![CustomerGroupId(1 + dice.below(2))],
        1 => {
            asked.stores = vec![StoreId::new(uuid::Uuid::from_u128(1 + u128::from(dice.below(2))))];
        }
        2 => asked.order_types = vec![OrderType::Retail, OrderType::EatIn],
        3 => {
            let minute = |dice: &mut Dice, most: u32| u16::try_from(dice.below(most)).unwrap_or(0);
            let days = (0..7_u8).filter(|_| dice.chance(60)).collect();
            let (from_minute, to_minute) = (minute(dice, 1440), minute(dice, 1441));
            asked.weekly = vec![WeekWindow { days, from_minute, to_minute }];
            asked.valid_from = dice.chance(30).then(|| LocalMinute(i64::from(dice.below(10_000))));
            asked.valid_until = dice.chance(30).then(|| LocalMinute(i64::from(dice.below(20_000))));
        }
        _ => {}
    }
    if dice.chance(60) {
        asked.at_least.push(Threshold {
            of: selector(dice),
            amount: dice.chance(60).then(|| minor(dice.below(2_500))),
            units: few(dice, 50, 5),
            measure: dice.either(Measure::Left, Measure::Original),
            scope: dice.either(Scope::Together, Scope::AnyLine),
        });
    }
    asked
}
