//! Promotions on carts by hand, with the figures worked out beside them.

use super::*;
use crate::ids::{CustomerGroupId, TagId};
use crate::pricing::promotion::{
    Benefit, BuyGet, Choose, Combine, Conditions, ManualDiscounts, Measure, Off, PercentOf, Pick,
    Scope, Selector, SetPart, Sets, Stacking, Threshold, Tier, TierBy, Tiers, WeekWindow,
};

/// Item, category, price in minor units, quantity.
pub(super) type Goods = (u32, u32, i64, u32);

fn minor(units: i64) -> Minor {
    Minor::new(units).unwrap()
}

pub(super) fn basket(goods: &[Goods]) -> Cart {
    let mut cart = Cart::new(CartId::new(Uuid::nil()), Currency::from_code("EUR").unwrap());
    for (id, category, price, quantity) in goods {
        let item = LineItem {
            id: ItemId(*id),
            sku: format!("S{id}"),
            name: format!("Item {id}"),
            category: CategoryId(*category),
            price: UnitPrice::from_minor(*price).unwrap(),
            unit: Unit::Each,
            taxes: Vec::new(),
            tags: vec![TagId(*id % 3)],
            ..LineItem::default()
        };
        let quantity = Quantity::new(Decimal::from(*quantity)).unwrap();
        cart.run(Command::Add { item, quantity }).unwrap();
    }
    cart
}

pub(super) fn promotion(id: u32, benefit: Benefit) -> Promotion {
    Promotion {
        id: PromotionId(id),
        name: format!("Promotion {id}"),
        coupon: None,
        conditions: Conditions::default(),
        benefit,
        priority: 0,
        stacking: Stacking::Stack,
        max_amount: None,
    }
}

pub(super) fn discount(of: Selector, off: Off) -> Benefit {
    Benefit::Discount { of, off, line_units_max: None }
}

pub(super) fn off_percent(text: &str) -> Off {
    Off::Percent(text.parse().unwrap())
}

fn category(id: u32) -> Selector {
    Selector::category(CategoryId(id))
}

pub(super) fn with(promotions: Vec<Promotion>) -> PriceBook {
    PriceBook { promotions, ..book(true, TaxRounding::PerLine) }
}

/// Prices, checks that the explanation adds up, and returns what is left of each line.
#[track_caller]
pub(super) fn left(cart: &Cart, book: &PriceBook, context: &Context) -> Vec<i64> {
    let mut why = Explanation::default();
    let priced = price_with_traced(cart, book, context, &mut why).unwrap();
    for line in &priced.lines {
        assert_eq!(why.total_of(line.line).unwrap(), line.total, "{why:?}");
    }
    priced.lines.iter().map(|line| line.total.get()).collect()
}

#[track_caller]
fn check(goods: &[Goods], promotions: Vec<Promotion>, expect: &[i64]) {
    assert_eq!(left(&basket(goods), &with(promotions), &Context::default()), expect);
}

#[test]
fn what_comes_off_each_line() {
    let goods = [(1, 1, 106, 3), (2, 1, 206, 1), (3, 2, 500, 1)];
    let one = |off| vec![promotion(1, discount(category(1), off))];
    // 3.18 less 10 % = 0.318 -> 0.32; 2.06 less 0.21.
    check(&goods, one(off_percent("10")), &[286, 185, 500]);
    // Each 1.06 less 0.11.
    check(&goods, one(Off::PercentPerUnit(Decimal::TEN)), &[285, 185, 500]);
    // 10 % of 5.24 = 0.52, over 318 : 206 = 0.3156 and 0.2044: 0.32 and 0.20.
    check(&goods, one(Off::PercentOfSum(Decimal::TEN)), &[286, 186, 500]);
    check(&goods, one(Off::PerUnit(minor(50))), &[168, 156, 500]);
    check(&goods, one(Off::PerLine(minor(50))), &[268, 156, 500]);
    check(&goods, one(Off::PerUnit(minor(150))), &[0, 56, 500]);
    // 0.20 off the first, 0.05 off each further: 0.30 and 0.20.
    let off = Off::FirstThenEach { first: minor(20), each: minor(5) };
    check(&goods, one(off), &[288, 186, 500]);
    // 1.00 over 318 : 206 = 60.7 and 39.3.
    check(&goods, one(Off::Amount(minor(100))), &[257, 167, 500]);
    check(&goods, one(Off::UnitPrice(minor(100))), &[300, 100, 500]);
    // 5.24 for 4.00: 1.24 over 318 : 206 = 75.25 and 48.75.
    check(&goods, one(Off::Total(minor(400))), &[243, 157, 500]);
    check(&goods, one(Off::Total(minor(600))), &[318, 206, 500]);
    let benefit =
        Benefit::Discount { of: category(1), off: off_percent("50"), line_units_max: Some(1) };
    check(&goods, vec![promotion(1, benefit)], &[265, 103, 500]);
}

#[test]
fn what_comes_off_chosen_units() {
    let goods = [(1, 1, 320, 5), (2, 1, 500, 2)];
    let pick = |choose, units, full_groups| {
        let off = off_percent("90");
        let of = category(1);
        vec![promotion(
            1,
            Benefit::Pick(Pick { of, choose, units, full_groups, off, reuse: false }),
        )]
    };
    // 90 % of 3.20 = 2.88.
    check(&goods, pick(Choose::Cheapest, 1, false), &[1312, 1000]);
    check(&goods, pick(Choose::Dearest, 3, false), &[1312, 100]);
    // Two full groups of three out of seven: five at 3.20 and one at 5.00.
    check(&goods, pick(Choose::InOrder, 3, true), &[160, 550]);
}

fn buy_get(buy: (Selector, u32), get: (Selector, u32)) -> BuyGet {
    BuyGet {
        buy: buy.0,
        buy_units: buy.1,
        get: get.0,
        get_units: get.1,
        off: off_percent("100"),
        choose: Choose::Cheapest,
        buy_choose: None,
        times_max: None,
        reuse: false,
        partial: false,
        units_max: None,
    }
}

#[test]
fn buy_some_get_some() {
    let deal = buy_get((category(1), 2), (category(1), 1));
    let one = |deal: &BuyGet| vec![promotion(1, Benefit::BuyGet(deal.clone()))];
    check(&[(1, 1, 100, 2)], one(&deal), &[200]);
    check(&[(1, 1, 100, 7), (2, 1, 90, 1)], one(&deal), &[600, 0]);
    let once = BuyGet { times_max: Some(1), ..deal.clone() };
    check(&[(1, 1, 100, 7)], one(&once), &[600]);
    let capped = BuyGet { units_max: Some(1), ..deal };
    check(&[(1, 1, 100, 7)], one(&capped), &[600]);
    // Two bought, one of two rewarded, or none.
    let two = buy_get((category(1), 2), (category(1), 2));
    check(&[(1, 1, 100, 3)], one(&two), &[300]);
    check(&[(1, 1, 100, 3)], one(&BuyGet { partial: true, ..two }), &[200]);
    // Two of one set make one of another free, the cheapest first.
    let other = buy_get((category(1), 2), (category(2), 1));
    check(&[(1, 1, 100, 4), (2, 2, 70, 1), (3, 2, 60, 3)], one(&other), &[400, 70, 60]);
    // The sets overlap: bought are rather those that cannot be rewarded.
    let overlap = buy_get((Selector::all(), 1), (category(2), 1));
    check(&[(1, 1, 100, 1), (2, 2, 70, 1)], one(&overlap), &[100, 0]);
    check(&[(1, 2, 100, 1), (2, 2, 70, 1)], one(&overlap), &[100, 0]);
}

#[test]
fn units_count_for_one_promotion() {
    let deal = buy_get((category(1), 1), (category(1), 1));
    let twice = |reuse| {
        let of = |id| promotion(id, Benefit::BuyGet(BuyGet { reuse, ..deal.clone() }));
        vec![of(1), of(2)]
    };
    check(&[(1, 1, 100, 2)], twice(false), &[100]);
    // Counted again: half of what is left of both.
    check(&[(1, 1, 100, 2)], twice(true), &[50]);
}

fn sets(parts: &[(Selector, u32)], total: i64, choose: Choose) -> Benefit {
    let parts = parts.iter().map(|(of, units)| SetPart { of: of.clone(), units: *units });
    Benefit::Sets(Sets {
        parts: parts.collect(),
        off: Off::Total(minor(total)),
        choose,
        times_max: None,
        reuse: false,
    })
}

#[test]
fn several_for_a_price() {
    let three = |choose| vec![promotion(1, sets(&[(category(1), 3)], 500, choose))];
    // Seven at 2.00: twice three for 5.00 and one at 2.00.
    check(&[(1, 1, 200, 7)], three(Choose::Dearest), &[1200]);
    // Dearest first: three at 4.00 for 5.00 (7.00 off); three at 1.00 keep their price.
    check(&[(1, 1, 100, 3), (2, 1, 400, 3)], three(Choose::Dearest), &[300, 500]);
    // A meal deal: one of each set for 2.50. 1.00 + 1.20 + 1.80 = 4.00, 1.50 off over
    // 100 : 120 : 180 = 37.5, 45, 67.5: the half cent goes to the earlier.
    let meal = sets(&[(category(1), 1), (category(2), 1), (category(3), 1)], 250, Choose::Dearest);
    let goods = [(1, 1, 100, 1), (2, 2, 120, 2), (3, 3, 180, 1)];
    check(&goods, vec![promotion(1, meal.clone())], &[62, 195, 113]);
    check(&goods[..2], vec![promotion(1, meal)], &[100, 240]);
}

#[test]
fn tiers_by_units_and_by_amount() {
    let tiers = |by, steps: &[(i64, &str)]| {
        let tiers =
            steps.iter().map(|(from, percent)| Tier { from: *from, off: off_percent(percent) });
        let tiers = tiers.collect();
        vec![promotion(1, Benefit::Tiers(Tiers { measure: category(1), by, of: None, tiers }))]
    };
    let by_units = tiers(TierBy::Units, &[(5, "5"), (10, "10")]);
    check(&[(1, 1, 100, 4)], by_units.clone(), &[400]);
    check(&[(1, 1, 100, 5)], by_units.clone(), &[475]);
    check(&[(1, 1, 100, 12), (2, 2, 100, 1)], by_units, &[1080, 100]);
    check(&[(1, 1, 1000, 3)], tiers(TierBy::Amount, &[(0, "10"), (3000, "20")]), &[2400]);
}

#[test]
fn selectors_take_lines_in_and_out() {
    let goods = [(1, 1, 100, 1), (2, 2, 200, 1), (3, 2, 300, 1), (4, 3, 400, 1)];
    let half = |of: Selector| vec![promotion(1, discount(of, off_percent("50")))];
    check(&goods, half(Selector::all()), &[50, 100, 150, 200]);
    check(&goods, half(Selector::item(ItemId(2))), &[100, 100, 300, 400]);
    let of = Selector { items: vec![ItemId(4)], ..category(2) };
    check(&goods, half(of), &[100, 100, 150, 200]);
    let of = Selector { except_items: vec![ItemId(3)], ..category(2) };
    check(&goods, half(of), &[100, 100, 300, 400]);
    let of =
        Selector { price_from: Some(minor(200)), price_to: Some(minor(300)), ..Selector::all() };
    check(&goods, half(of), &[100, 100, 150, 400]);
    check(&goods, half(Selector::tag(TagId(1))), &[50, 200, 300, 200]);
    let undiscounted = Selector { undiscounted: true, ..Selector::all() };
    let mut both = half(category(2));
    both.push(promotion(2, discount(undiscounted, off_percent("10"))));
    check(&goods, both, &[90, 100, 150, 360]);
}

#[test]
fn thresholds_look_at_what_is_left_or_at_the_original() {
    // 2 x 8.00 less 10 %; at 3 units 50 % comes first and leaves 12.00, which still is 10.00.
    let at_least = |amount, units, measure, scope| Conditions {
        at_least: vec![Threshold { of: Selector::all(), amount, units, measure, scope }],
        ..Conditions::default()
    };
    let two = |measure| {
        let first = promotion(1, discount(Selector::all(), off_percent("50")));
        let second = promotion(2, discount(Selector::all(), off_percent("10")));
        let by_units = at_least(None, Some(3), measure, Scope::AnyLine);
        let by_amount = at_least(Some(minor(1000)), None, measure, Scope::Together);
        let second = Promotion { conditions: by_amount, ..second };
        vec![Promotion { conditions: by_units, ..first }, second]
    };
    check(&[(1, 1, 800, 2)], two(Measure::Left), &[1440]);
    check(&[(1, 1, 800, 3)], two(Measure::Left), &[1080]);
    check(&[(1, 1, 500, 3)], two(Measure::Left), &[750]);
    check(&[(1, 1, 500, 3)], two(Measure::Original), &[675]);
}

#[test]
fn stacking_and_priority() {
    let percent = |id, percent, priority, stacking| Promotion {
        priority,
        stacking,
        ..promotion(id, discount(Selector::all(), off_percent(percent)))
    };
    let (stack, last, alone) = (Stacking::Stack, Stacking::Last, Stacking::Alone);
    let goods = [(1, 1, 1000, 1)];
    check(&goods, vec![percent(1, "20", 0, stack), percent(2, "10", 0, stack)], &[720]);
    check(&goods, vec![percent(1, "20", 0, last), percent(2, "10", 1, stack)], &[800]);
    check(&goods, vec![percent(1, "20", 0, last), percent(2, "10", -1, stack)], &[720]);
    check(&goods, vec![percent(1, "20", 0, stack), percent(2, "10", 1, alone)], &[900]);
    let best = Stacking::BestOf(1);
    let group = vec![
        percent(1, "20", 0, best),
        percent(2, "30", 0, best),
        percent(3, "10", 1, stack),
        percent(4, "25", 2, best),
    ];
    check(&goods, group, &[630]);
    let mut original = with(vec![percent(1, "20", 0, stack), percent(2, "10", 0, stack)]);
    original.promotion_settings.percent_of = PercentOf::Original;
    assert_eq!(left(&basket(&goods), &original, &Context::default()), [700]);
    let capped = Promotion { max_amount: Some(minor(100)), ..percent(1, "20", 0, stack) };
    check(&[(1, 1, 1000, 1), (2, 1, 500, 1)], vec![capped], &[933, 467]);
}

#[test]
fn no_promotion_goes_below_the_minimum_price() {
    // Two at 10.00, not below 9.00 each; one at 10.00.
    let mut cart = basket(&[(1, 1, 1000, 2), (2, 1, 1000, 1)]);
    cart.lines[0].item.minimum_price = Some(UnitPrice::from_minor(900).unwrap());
    let check = |off: Off, expect: [i64; 2]| {
        let book = with(vec![promotion(1, discount(Selector::all(), off))]);
        assert_eq!(left(&cart, &book, &Context::default()), expect);
    };
    check(off_percent("50"), [1800, 500]);
    // 6.00 over 20.00 and 10.00 is 4.00 and 2.00: the first gives 2.00, the second the rest.
    check(Off::Amount(minor(600)), [1800, 600]);
    check(Off::PercentOfSum(Decimal::TEN), [1800, 900]);
    check(Off::Total(Minor::ZERO), [1800, 0]);
}

#[test]
fn discounts_by_hand_before_after_or_instead() {
    let mut cart = basket(&[(1, 1, 1000, 1), (2, 1, 1000, 1)]);
    let off = Discount { value: DiscountValue::Amount(minor(100)), reason: String::new() };
    cart.run(Command::SetLineDiscount { line: LineId(1), discount: Some(off) }).unwrap();
    let mut book = with(vec![promotion(1, discount(Selector::all(), off_percent("10")))]);
    let mut check = |manual, expect: [i64; 2]| {
        book.promotion_settings.manual = manual;
        assert_eq!(left(&cart, &book, &Context::default()), expect);
    };
    check(ManualDiscounts::BeforePromotions, [810, 900]);
    check(ManualDiscounts::AfterPromotions, [800, 900]);
    check(ManualDiscounts::InsteadOfPromotions, [900, 900]);
}

#[test]
fn coupons_groups_and_times() {
    let cart = basket(&[(1, 1, 1000, 1)]);
    let base = promotion(1, discount(Selector::all(), off_percent("10")));
    let coupon = Promotion { coupon: Some("SAVE10".to_owned()), ..base.clone() };
    let entered = |code: &str, remaining| Context {
        coupons: vec![CouponUse { code: code.to_owned(), remaining }],
        ..Context::default()
    };
    let book = with(vec![coupon]);
    assert_eq!(left(&cart, &book, &Context::default()), [1000]);
    assert_eq!(left(&cart, &book, &entered("save10 ", None)), [900]);
    let notices = |context: &Context| price_with(&cart, &book, context).unwrap().notices;
    assert_eq!(notices(&entered("SAVE10", Some(1))), []);
    let code = || "SAVE10".to_owned();
    let used_up = Notice::CouponUsedUp { code: code() };
    assert_eq!(notices(&entered("SAVE10", Some(0))), [used_up]);
    let unknown = Notice::CouponUnknown { code: "X".to_owned() };
    assert_eq!(notices(&entered("X", None)), [unknown]);

    let groups = Conditions { customer_groups: vec![CustomerGroupId(7)], ..Conditions::default() };
    let book = with(vec![Promotion { conditions: groups, ..base.clone() }]);
    let of_group =
        |id| Context { customer_groups: vec![CustomerGroupId(id)], ..Context::default() };
    assert_eq!(left(&cart, &book, &of_group(7)), [900]);
    assert_eq!(left(&cart, &book, &of_group(8)), [1000]);

    // Friday 22:00 to 02:00, from Friday 1970-01-02 on, until Friday 1970-01-09 22:30.
    let day = 1440;
    let conditions = Conditions {
        valid_from: Some(LocalMinute(day)),
        valid_until: Some(LocalMinute(8 * day + 1350)),
        weekly: vec![WeekWindow { days: vec![4], from_minute: 1320, to_minute: 120 }],
        ..Conditions::default()
    };
    let book = with(vec![Promotion { conditions, ..base }]);
    let cases = [
        (day + 1319, 1000),
        (day + 1320, 900),
        (2 * day + 119, 900),
        (2 * day + 120, 1000),
        (3 * day + 1330, 1000),
        (8 * day + 1349, 900),
        (8 * day + 1350, 1000),
        (1330, 1000),
    ];
    for (minute, expect) in cases {
        let at = Context { local_time: Some(LocalMinute(minute)), ..Context::default() };
        assert_eq!(left(&cart, &book, &at), [expect], "{minute}");
    }
}

#[test]
fn the_best_for_the_customer_is_found() {
    // Half off is worth more than 30 % with 10 % after it, and goes with nothing else.
    let percent = |id, percent, priority, stacking| Promotion {
        priority,
        stacking,
        ..promotion(id, discount(Selector::all(), off_percent(percent)))
    };
    let mut book = with(vec![
        percent(1, "30", 0, Stacking::Last),
        percent(2, "50", 2, Stacking::Alone),
        percent(3, "10", 1, Stacking::Stack),
    ]);
    let goods = [(1, 1, 1000, 1)];
    assert_eq!(left(&basket(&goods), &book, &Context::default()), [500]);
    book.promotions[1].benefit = discount(Selector::all(), off_percent("20"));
    assert_eq!(left(&basket(&goods), &book, &Context::default()), [800]);
    book.promotion_settings.combine = Combine::BestForCustomer;
    assert_eq!(left(&basket(&goods), &book, &Context::default()), [700]);
}
