//! Which goods a promotion is about, and when it holds.

use titan_core::ids::{CustomerGroupId, ItemId, StoreId};
use titan_core::pricing::promotion::{Conditions, Measure, Scope, Selector, Threshold, WeekWindow};
use titan_core::pricing::{CouponUse, LocalMinute, OrderType, Promotion};
use uuid::Uuid;

use super::example::{Example, Goods, LAST_CHANCE, all, minor, percent, promotion, some};

const BREAKFAST: [Goods; 3] =
    [("Juice", 1, 300, "1"), ("Bread", 11, 250, "1"), ("Cheese", 19, 2000, "0.300")];
const TWO: [Goods; 2] = [("Juice", 1, 800, "1"), ("Bread", 11, 250, "1")];

fn half(of: Selector) -> Vec<Promotion> {
    vec![promotion(1, "Half price", some(of, percent(50)))]
}

fn ten(conditions: Conditions) -> Vec<Promotion> {
    vec![Promotion { conditions, ..promotion(1, "Ten off", all(percent(10))) }]
}

fn at_least(threshold: Threshold) -> Vec<Promotion> {
    ten(Conditions { at_least: vec![threshold], ..Conditions::default() })
}

pub(crate) fn examples() -> Vec<Example> {
    let mut list = goods();
    list.extend(thresholds());
    list.extend(who_where_and_when());
    list.extend(coupons());
    list
}

fn goods() -> Vec<Example> {
    vec![
        Example::new(
            "Goods with a tag",
            "Brand, season, label: a tag of the goods. Here the cheese is on its way out.",
            &BREAKFAST,
            half(Selector::tag(LAST_CHANCE)),
        )
        .comes_to("0.300 kg at 20.00 are 6.00, and half of it is 3.00.", &[300, 250, 300]),
        Example::new(
            "Goods in a range of prices",
            "`price_from` and `price_to` look at the unit price; both ends are in.",
            &BREAKFAST,
            half(Selector { price_from: Some(minor(300)), ..Selector::all() }),
        )
        .comes_to("Juice costs 3.00 a piece and cheese 20.00 a kilogram.", &[150, 250, 300]),
        Example::new(
            "Only whole pieces",
            "`whole_only` leaves out whatever is weighed or measured.",
            &BREAKFAST,
            half(Selector { whole_only: true, ..Selector::all() }),
        )
        .comes_to("Half of 3.00 and half of 2.50.", &[150, 125, 600]),
        Example::new(
            "Only what is not discounted yet",
            "`undiscounted` leaves out lines with a discount by hand or by an earlier promotion.",
            &TWO,
            vec![
                promotion(1, "Juice week", some(Selector::item(ItemId(1)), percent(50))),
                promotion(
                    2,
                    "Ten off the rest",
                    some(Selector { undiscounted: true, ..Selector::all() }, percent(10)),
                ),
            ],
        )
        .comes_to("The juice has its discount; the bread gets 10 % of 2.50.", &[400, 225]),
    ]
}

fn thresholds() -> Vec<Example> {
    let amount = |cents| Threshold { amount: Some(minor(cents)), ..Threshold::default() };
    vec![
        Example::new(
            "From an amount on",
            "What is left on the selected goods together has to reach it.",
            &TWO,
            at_least(amount(1000)),
        )
        .comes_to("10.50 is at least 10.00: 10 % of each.", &[720, 225]),
        Example::new(
            "From so many units on",
            "Units of the selected goods together.",
            &TWO,
            at_least(Threshold { units: Some(3), ..Threshold::default() }),
        )
        .comes_to("Two units are not three.", &[800, 250]),
        Example::new(
            "Reached by one line alone",
            "With `any_line` no lines are added up.",
            &TWO,
            at_least(Threshold { scope: Scope::AnyLine, ..amount(1000) }),
        )
        .comes_to("Neither 8.00 nor 2.50 reaches 10.00.", &[800, 250]),
        Example::new(
            "Reached before other promotions",
            "With `original` an earlier promotion does not take the threshold away.",
            &TWO,
            [
                vec![promotion(2, "One off", some(Selector::item(ItemId(1)), percent(25)))],
                at_least(Threshold { measure: Measure::Original, ..amount(1000) })
                    .into_iter()
                    .map(|ten| Promotion { priority: 1, ..ten })
                    .collect(),
            ]
            .concat(),
        )
        .comes_to(
            "25 % off the juice leaves 6.00, together 8.50. It was 10.50, so 10 % of 6.00 and of 2.50 come off.",
            &[540, 225],
        ),
    ]
}

fn who_where_and_when() -> Vec<Example> {
    let store = StoreId::new(Uuid::from_u128(1));
    let friday = WeekWindow { days: vec![4], from_minute: 22 * 60, to_minute: 2 * 60 };
    let night = Conditions { weekly: vec![friday], ..Conditions::default() };
    // 1970-01-02 was a Friday.
    let saturday_night = 2 * 1440 + 119;
    vec![
        Example::new(
            "For some customers",
            "The customer is in one of the groups.",
            &TWO,
            ten(Conditions { customer_groups: vec![CustomerGroupId(7)], ..Conditions::default() }),
        )
        .when(|context| context.customer_groups = vec![CustomerGroupId(7)])
        .comes_to("The customer is in group 7.", &[720, 225]),
        Example::new(
            "In some stores, or for some kinds of order",
            "All that is asked for has to hold.",
            &TWO,
            ten(Conditions {
                stores: vec![store],
                order_types: vec![OrderType::TakeAway],
                ..Conditions::default()
            }),
        )
        .when(|context| {
            context.store = Some(store);
            context.order_type = Some(OrderType::EatIn);
        })
        .comes_to("The store is right, but the order is eaten in.", &[800, 250]),
        Example::new(
            "At some hours of the week",
            "Windows are in the store's own time, from the first minute to the last that is not in it. One that ends \
             before it begins goes on after midnight and belongs to the day of its beginning.",
            &TWO,
            ten(night),
        )
        .when(|context| context.local_time = Some(LocalMinute(saturday_night)))
        .comes_to("It is Saturday 01:59, which is still Friday night.", &[720, 225]),
        Example::new(
            "From one day to another",
            "`valid_from` is the first minute and `valid_until` the first minute after.",
            &TWO,
            ten(Conditions {
                valid_from: Some(LocalMinute(1440)),
                valid_until: Some(LocalMinute(2 * 1440)),
                ..Conditions::default()
            }),
        )
        .when(|context| context.local_time = Some(LocalMinute(2 * 1440)))
        .comes_to("The first minute after it is too late.", &[800, 250]),
    ]
}

fn coupons() -> Vec<Example> {
    let coupon = || {
        let save = promotion(1, "Voucher", all(percent(10)));
        vec![Promotion { coupon: Some("SAVE10".to_owned()), ..save }]
    };
    let entered = |code: &str, remaining| vec![CouponUse { code: code.to_owned(), remaining }];
    vec![
        Example::new(
            "With a coupon",
            "The code has to be entered; upper and lower case are the same.",
            &TWO,
            coupon(),
        )
        .when(|context| context.coupons = entered("save10", None))
        .comes_to("10 % of each line.", &[720, 225]),
        Example::new(
            "With a coupon that is used up",
            "Uses are counted by the server; a register that has none left takes nothing off.",
            &TWO,
            coupon(),
        )
        .when(|context| context.coupons = entered("SAVE10", Some(0)))
        .comes_to("No use is left.", &[800, 250]),
    ]
}
