//! Deals of several units, where the oracles and core once came to different cents.

use super::promotions::{Goods, basket, discount, left, off_percent, promotion, with};
use super::*;
use crate::pricing::promotion::{
    Benefit, BuyGet, Choose, Off, PercentOf, PercentRounds, Selector, SetPart, Sets, Stacking,
};

#[track_caller]
fn check(goods: &[Goods], book: &PriceBook, expect: &[i64]) {
    assert_eq!(left(&basket(goods), book, &Context::default()), expect);
}

#[test]
fn a_group_is_settled_where_its_first_promotion_stands_also_when_that_is_for_other_goods() {
    // 50 % off and 1.00 off: 10.00 becomes 4.00 when the group comes first, else 4.50.
    let group = |id, priority, of, off| Promotion {
        priority,
        stacking: Stacking::BestOf(1),
        ..promotion(id, discount(of, off))
    };
    let book = with(vec![
        group(1, 0, Selector::item(ItemId(9)), off_percent("10")),
        Promotion {
            priority: 1,
            ..promotion(2, discount(Selector::all(), Off::Amount(Minor::new(100).unwrap())))
        },
        group(3, 2, Selector::item(ItemId(1)), off_percent("50")),
    ]);
    check(&[(1, 1, 1000, 1)], &book, &[400]);
}

fn buy_get(buy_units: u32, get_units: u32, units_max: u32) -> Benefit {
    Benefit::BuyGet(BuyGet {
        buy: Selector::all(),
        buy_units,
        get: Selector::all(),
        get_units,
        off: off_percent("100"),
        choose: Choose::Cheapest,
        buy_choose: None,
        times_max: None,
        reuse: false,
        partial: false,
        units_max: Some(units_max),
    })
}

#[test]
fn what_is_rewarded_no_more_is_not_bought_either() {
    // Two of nine are bought for the one that is free; the other six make two deals of the next.
    let book = with(vec![promotion(1, buy_get(2, 1, 1)), promotion(2, buy_get(2, 1, 9))]);
    check(&[(1, 1, 100, 9)], &book, &[600]);
}

#[test]
fn the_last_deal_needs_only_the_units_that_it_still_rewards() {
    // Buy two, get two, at most one free: three units are enough, two are not.
    let book = with(vec![promotion(1, buy_get(2, 2, 1))]);
    check(&[(1, 1, 100, 3)], &book, &[200]);
    check(&[(1, 1, 100, 2)], &book, &[200]);
    // At most three: two deals, of which the second gives one, from seven units on.
    let book = with(vec![promotion(1, buy_get(2, 2, 3))]);
    check(&[(1, 1, 100, 6)], &book, &[400]);
    check(&[(1, 1, 100, 7)], &book, &[400]);
    check(&[(1, 1, 100, 12)], &book, &[900]);
}

fn three(off: Off) -> Benefit {
    let parts = vec![SetPart { of: Selector::all(), units: 3 }];
    Benefit::Sets(Sets { parts, off, choose: Choose::Cheapest, times_max: None, reuse: false })
}

#[test]
fn a_percentage_off_sets_is_rounded_for_each_set_on_one_line_as_on_several() {
    // 10 % of 3 x 0.05 is 0.015, so 0.02, twice.
    let book = with(vec![promotion(1, three(off_percent("10")))]);
    check(&[(1, 1, 5, 6)], &book, &[26]);
    check(&[(1, 1, 5, 3), (2, 1, 5, 3)], &book, &[13, 13]);
}

#[test]
fn a_percentage_off_sets_follows_the_settings() {
    // Half of 0.15 is 0.075: a discount of 0.08, or a price of 0.08.
    let mut book = with(vec![promotion(1, three(off_percent("50")))]);
    check(&[(1, 1, 5, 3)], &book, &[7]);
    book.promotion_settings.percent_rounds = PercentRounds::Price;
    check(&[(1, 1, 5, 3)], &book, &[8]);
    // 20 % and then 10 % off 3.00: 2.16, or 2.10 where both are of the price.
    let mut book = with(vec![
        promotion(1, discount(Selector::all(), off_percent("20"))),
        promotion(2, three(off_percent("10"))),
    ]);
    check(&[(1, 1, 100, 3)], &book, &[216]);
    book.promotion_settings.percent_of = PercentOf::Original;
    check(&[(1, 1, 100, 3)], &book, &[210]);
}

#[test]
fn lines_of_one_circle_that_go_at_once_are_taken_out_once() {
    // Three for two ties the lines; taking out the second must not find the first again.
    let mut cart = basket(&[(1, 1, 100, 1), (2, 1, 200, 1), (3, 2, 300, 1)]);
    let of = Selector::category(CategoryId(1));
    let deal = Sets {
        parts: vec![SetPart { of, units: 2 }],
        off: off_percent("50"),
        choose: Choose::Cheapest,
        times_max: None,
        reuse: false,
    };
    let book = with(vec![promotion(1, Benefit::Sets(deal))]);
    let mut pricer = Pricer::new(CompiledBook::new(book.clone()), Context::default());
    assert_eq!(pricer.price(&cart).unwrap().total.get(), 450);
    let mut events = cart.run(Command::Remove { line: LineId(1) }).unwrap();
    events.extend(cart.run(Command::Remove { line: LineId(2) }).unwrap());
    assert_eq!(pricer.update(&cart, &events).unwrap(), &price(&cart, &book).unwrap());
}
