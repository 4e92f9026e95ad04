//! What shops settle differently: one cart, priced under each answer.

use super::promotions::{basket, discount, left, off_percent, promotion, with};
use super::*;
use crate::pricing::promotion::{
    Benefit, BuyGet, Choose, EqualPrices, Off, Pick, Selector, Spread, UsedUp,
};

fn buy_get(buy_units: u32, get_units: u32) -> Benefit {
    Benefit::BuyGet(BuyGet {
        buy: Selector::all(),
        buy_units,
        get: Selector::all(),
        get_units,
        off: off_percent("100"),
        choose: Choose::Dearest,
        buy_choose: Some(Choose::Dearest),
        times_max: Some(1),
        reuse: false,
        partial: false,
        units_max: None,
    })
}

#[test]
fn of_equal_prices_the_first_or_the_last_line_gives_its_units() {
    let cart = basket(&[(1, 1, 200, 1), (2, 1, 100, 1), (3, 1, 100, 2)]);
    let cheapest = |choose| {
        let (of, off) = (Selector::all(), off_percent("100"));
        let pick = Pick { of, choose, units: 1, full_groups: false, off, reuse: false };
        vec![promotion(1, Benefit::Pick(pick))]
    };
    let check = |choose, equal_prices, expect: [i64; 3]| {
        let mut book = with(cheapest(choose));
        book.promotion_settings.equal_prices = equal_prices;
        assert_eq!(left(&cart, &book, &Context::default()), expect);
    };
    check(Choose::Cheapest, EqualPrices::FirstLine, [200, 0, 200]);
    check(Choose::Cheapest, EqualPrices::LastLine, [200, 100, 100]);
    check(Choose::Dearest, EqualPrices::LastLine, [0, 100, 200]);
    check(Choose::InOrder, EqualPrices::LastLine, [0, 100, 200]);
}

#[test]
fn what_was_bought_for_one_deal_is_used_up_or_can_be_bought_again() {
    // Four at 1.00: the first deal buys two and gives one. One is left, or three.
    let cart = basket(&[(1, 1, 100, 4)]);
    let check = |used_up, expect: [i64; 1]| {
        let mut book = with(vec![promotion(1, buy_get(2, 1)), promotion(2, buy_get(2, 1))]);
        book.promotion_settings.used_up = used_up;
        assert_eq!(left(&cart, &book, &Context::default()), expect);
    };
    check(UsedUp::BoughtAndRewarded, [300]);
    check(UsedUp::Rewarded, [200]);
}

#[test]
fn an_amount_goes_over_lines_tax_sets_or_net_and_taxes() {
    // 11.00 with 10 % in it and 12.00 with 20 %.
    let mut cart = basket(&[(1, 1, 1100, 1), (2, 1, 1200, 1)]);
    for (line, tax) in cart.lines.iter_mut().zip([1, 2]) {
        line.item.taxes = vec![TaxId(tax)];
    }
    let rate = |id, rate: &str| Tax::percent(TaxId(id), "", "", rate.parse().unwrap());
    let mut check = |spread, amount, expect: [i64; 2]| {
        let off = Off::Amount(Minor::new(amount).unwrap());
        let mut book = with(vec![promotion(1, discount(Selector::all(), off))]);
        book.taxes = vec![rate(1, "10"), rate(2, "20")];
        book.promotion_settings.spread = spread;
        assert_eq!(left(&cart, &book, &Context::default()), expect);
        // Without taxes all three are the same.
        cart.lines.iter_mut().for_each(|line| line.item.taxes.clear());
        assert_eq!(left(&cart, &book, &Context::default()), [861, 939]);
        for (line, tax) in cart.lines.iter_mut().zip([1, 2]) {
            line.item.taxes = vec![TaxId(tax)];
        }
    };
    // 5.00 over 11 : 12 is 2.391 and 2.609.
    check(Spread::Lines, 500, [861, 939]);
    check(Spread::TaxSets, 500, [861, 939]);
    // Taxes 0.217 and 0.435 of it; the rest, 4.35, over 10.00 and 10.00.
    check(Spread::NetAndTaxes, 500, [860, 940]);
}

#[test]
fn net_and_taxes_take_no_line_below_nothing() {
    let mut cart = basket(&[(1, 1, 3, 1), (2, 1, 1, 1), (3, 1, 1, 1)]);
    for (line, tax) in cart.lines.iter_mut().zip([1, 2, 1]) {
        line.item.taxes = vec![TaxId(tax)];
    }
    for amount in 0..=6 {
        let off = Off::Amount(Minor::new(amount).unwrap());
        let mut book = with(vec![promotion(1, discount(Selector::all(), off))]);
        book.promotion_settings.spread = Spread::NetAndTaxes;
        let left = left(&cart, &book, &Context::default());
        assert_eq!(left.iter().sum::<i64>(), (5 - amount).max(0));
        assert!(left.iter().all(|amount| *amount >= 0), "{left:?}");
    }
}

#[test]
fn new_settings_are_written_only_where_they_are_used() {
    let mut settings = PromotionSettings::default();
    let older = serde_json::to_string(&settings).unwrap();
    assert_eq!(
        older,
        r#"{"combine":"by_priority","manual":"before_promotions","percent_of":"left","spread":"lines","limited_units":"alike","percent_rounds":"discount"}"#
    );
    assert_eq!(serde_json::from_str::<PromotionSettings>(&older).unwrap(), settings);
    settings.equal_prices = EqualPrices::LastLine;
    settings.used_up = UsedUp::Rewarded;
    let written = serde_json::to_string(&settings).unwrap();
    assert!(written.ends_with(r#""equal_prices":"last_line","used_up":"rewarded"}"#), "{written}");
    assert_eq!(serde_json::from_str::<PromotionSettings>(&written).unwrap(), settings);
}
