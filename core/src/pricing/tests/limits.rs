//! Both sides of the limits of promotions.

use super::promotions::{basket, discount, off_percent, promotion, with};
use super::*;
use crate::limits::{
    BEST_PROMOTIONS_MAX, PROMOTION_LIST_MAX, PROMOTION_UNITS_MAX, PROMOTIONS_MAX, TEXT_CHARS_MAX,
};
use crate::pricing::promotion::{
    Benefit, Choose, Combine, Conditions, Off, Pick, Selector, Tier, TierBy, Tiers, WeekWindow,
};

fn ids(most: usize) -> std::ops::Range<u32> {
    0..u32::try_from(most).unwrap()
}

#[test]
fn the_search_is_exact_up_to_its_limit_and_says_when_it_stops() {
    let cart = basket(&[(1, 1, 1000, 1)]);
    let price_of = |count: usize| {
        let one = |id| promotion(id, discount(Selector::all(), off_percent("1")));
        let mut book = with(ids(count).map(one).collect());
        book.promotion_settings.combine = Combine::BestForCustomer;
        price(&cart, &book).unwrap()
    };
    assert_eq!(price_of(BEST_PROMOTIONS_MAX).notices, []);
    let promotions = u32::try_from(BEST_PROMOTIONS_MAX + 1).unwrap();
    let beyond = price_of(BEST_PROMOTIONS_MAX + 1);
    assert_eq!(beyond.notices, [Notice::SearchStopped { promotions }]);
    assert_eq!(beyond.promotions.len(), BEST_PROMOTIONS_MAX + 1);
}

#[test]
fn the_search_says_so_when_it_has_looked_at_too_many_combinations() {
    // What is picked may change with what others take, so no branch can be left early.
    let cart = basket(&[(1, 1, 1000, 1), (2, 1, 2000, 1)]);
    let pick = |id| {
        let (of, off) = (Selector::all(), off_percent("1"));
        let (choose, units) = (Choose::Cheapest, 1);
        let pick = Pick { of, choose, units, full_groups: false, off, reuse: true };
        promotion(id, Benefit::Pick(pick))
    };
    let mut book = with(ids(BEST_PROMOTIONS_MAX).map(pick).collect());
    book.promotion_settings.combine = Combine::BestForCustomer;
    let priced = price(&cart, &book).unwrap();
    let promotions = u32::try_from(BEST_PROMOTIONS_MAX).unwrap();
    assert_eq!(priced.notices, [Notice::SearchStopped { promotions }]);
    // A good combination was taken all the same: all of them, which here is the best.
    assert_eq!(priced.promotions.len(), BEST_PROMOTIONS_MAX);
}

#[test]
fn promotions_beyond_the_limit_are_left_out_with_a_notice() {
    let cart = basket(&[(1, 1, 1000, 1)]);
    let none = |id| promotion(id, discount(Selector::item(ItemId(9)), off_percent("1")));
    let mut book = with(ids(PROMOTIONS_MAX).map(none).collect());
    assert_eq!(price(&cart, &book).unwrap().notices, []);
    let last = u32::try_from(PROMOTIONS_MAX).unwrap();
    book.promotions.push(none(last));
    let left_out = Notice::PromotionLeftOut { promotion: PromotionId(last) };
    assert_eq!(price(&cart, &book).unwrap().notices, [left_out]);
}

#[test]
fn what_a_promotion_may_be() {
    let good = promotion(1, discount(Selector::all(), off_percent("100")));
    assert_eq!(good.check(), Ok(()));
    let field = |promotion: &Promotion| promotion.check().map_err(|error| error.field());
    let check = |benefit: Benefit, expect: Result<(), &'static str>| {
        assert_eq!(field(&promotion(1, benefit)), expect);
    };
    for bad in ["100.0001", "-1", "1.00001"] {
        check(discount(Selector::all(), off_percent(bad)), Err("benefit.off"));
    }
    let minus = Off::Amount(Minor::new(-1).unwrap());
    check(discount(Selector::all(), minus), Err("benefit.off"));
    let pick = |units| {
        let (of, off) = (Selector::all(), off_percent("1"));
        Benefit::Pick(Pick {
            of,
            choose: Choose::Cheapest,
            units,
            full_groups: false,
            off,
            reuse: false,
        })
    };
    check(pick(PROMOTION_UNITS_MAX), Ok(()));
    check(pick(PROMOTION_UNITS_MAX + 1), Err("benefit.units"));
    check(pick(0), Err("benefit.units"));
    let tiers = |count: usize| {
        let tier = |from| Tier { from, off: off_percent("1") };
        let tiers = (0..i64::try_from(count).unwrap()).map(tier).collect();
        Benefit::Tiers(Tiers { measure: Selector::all(), by: TierBy::Units, of: None, tiers })
    };
    check(tiers(PROMOTION_LIST_MAX), Ok(()));
    check(tiers(PROMOTION_LIST_MAX + 1), Err("benefit.tiers"));
    check(tiers(0), Err("benefit.tiers"));

    let window = |days, from_minute, to_minute| Promotion {
        conditions: Conditions {
            weekly: vec![WeekWindow { days, from_minute, to_minute }],
            ..Conditions::default()
        },
        ..good.clone()
    };
    assert_eq!(field(&window(vec![6], 1439, 1440)), Ok(()));
    for bad in [window(vec![7], 0, 60), window(Vec::new(), 1440, 0), window(Vec::new(), 0, 1441)] {
        assert_eq!(field(&bad), Err("conditions.weekly"));
    }
    let named = |length| Promotion { name: "x".repeat(length), ..good.clone() };
    assert_eq!(field(&named(TEXT_CHARS_MAX)), Ok(()));
    assert_eq!(field(&named(TEXT_CHARS_MAX + 1)), Err("name"));
    assert_eq!(field(&named(0)), Err("name"));
    let negative = Promotion { max_amount: Some(Minor::new(-1).unwrap()), ..good.clone() };
    assert_eq!(field(&negative), Err("max_amount"));

    // What does not pass is left out and said.
    let book = with(vec![named(0)]);
    let priced = price(&basket(&[(1, 1, 1000, 1)]), &book).unwrap();
    assert_eq!(priced.total.get(), 1000);
    assert_eq!(priced.notices, [Notice::PromotionLeftOut { promotion: PromotionId(1) }]);
}
