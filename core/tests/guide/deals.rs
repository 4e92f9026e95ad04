//! Deals of several units.

use titan_core::ids::ItemId;
use titan_core::pricing::promotion::{
    Benefit, BuyGet, Choose, Off, Pick, Selector, SetPart, Sets, Tier, TierBy, Tiers,
};

use super::example::{DRINKS, Example, FOOD, Goods, minor, percent, promotion};

const SHIRTS: [Goods; 2] = [("Shirt", 11, 2000, "2"), ("Socks", 12, 500, "3")];

fn pick(units: u32, full_groups: bool, off: Off) -> Benefit {
    let (of, choose) = (Selector::all(), Choose::Cheapest);
    Benefit::Pick(Pick { of, choose, units, full_groups, off, reuse: false })
}

/// Buy some, get something of the same free.
fn buy_get(buy_units: u32, get_units: u32) -> BuyGet {
    BuyGet {
        buy: Selector::all(),
        buy_units,
        get: Selector::all(),
        get_units,
        off: percent(100),
        choose: Choose::Cheapest,
        buy_choose: None,
        times_max: None,
        reuse: false,
        partial: false,
        units_max: None,
    }
}

fn sets(parts: &[(Selector, u32)], off: Off) -> Sets {
    let part = |(of, units): &(Selector, u32)| SetPart { of: of.clone(), units: *units };
    let parts = parts.iter().map(part).collect();
    Sets { parts, off, choose: Choose::Cheapest, times_max: None, reuse: false }
}

fn tiers(by: TierBy, steps: &[(i64, i64)]) -> Benefit {
    let tier = |(from, rate): &(i64, i64)| Tier { from: *from, off: percent(*rate) };
    let tiers = steps.iter().map(tier).collect();
    Benefit::Tiers(Tiers { measure: Selector::all(), by, of: None, tiers })
}

pub(crate) fn examples() -> Vec<Example> {
    let mut list = units_of_a_row();
    list.extend(sets_of_several());
    list.extend(the_more_the_cheaper());
    list
}

fn units_of_a_row() -> Vec<Example> {
    let tea = [("Tea", 1, 400, "1"), ("Coffee", 2, 600, "2"), ("Cocoa", 3, 500, "1")];
    vec![
        Example::new(
            "The cheapest for less",
            "`pick` takes units by their price: the cheapest, the dearest, or in the order of the cart.",
            &SHIRTS,
            vec![promotion(1, "Cheapest free", pick(1, false, percent(100)))],
        )
        .comes_to("The cheapest of five units is a pair of socks.", &[4000, 1000]),
        Example::new(
            "Full groups",
            "With `full_groups` as many units get it as there are whole groups.",
            &[("Bottle", 1, 100, "14")],
            vec![promotion(1, "Crates of six", pick(6, true, percent(25)))],
        )
        .comes_to("14 bottles are two crates: 25 % of 12.00 is 3.00. Two bottles keep their price.", &[1100]),
        Example::new(
            "Three for two",
            "Buy two, get one of the same free, as often as the units suffice. The free ones are the cheapest.",
            &tea,
            vec![promotion(1, "Three for two", Benefit::BuyGet(buy_get(2, 1)))],
        )
        .comes_to("Four drinks are one deal, and its free unit is the tea.", &[0, 1200, 500]),
        Example::new(
            "Buy one thing, get another for less",
            "What is bought and what is rewarded are selected apart. Bought is rather what cannot be rewarded.",
            &[("Razor", 11, 1500, "1"), ("Blades", 12, 800, "2")],
            vec![promotion(
                1,
                "Blades half price",
                Benefit::BuyGet(BuyGet {
                    buy: Selector::item(ItemId(11)),
                    get: Selector::item(ItemId(12)),
                    off: percent(50),
                    ..buy_get(1, 1)
                }),
            )],
        )
        .comes_to("One razor makes one deal: one pack of blades at 4.00, the other at 8.00.", &[1500, 1200]),
        Example::new(
            "A last deal that is not whole",
            "With `partial` the last deal rewards what is there.",
            &[("Yoghurt", 11, 100, "9")],
            vec![promotion(
                1,
                "Three, and two free",
                Benefit::BuyGet(BuyGet { partial: true, ..buy_get(3, 2) }),
            )],
        )
        .comes_to(
            "Five make a deal, three bought and two free. Of the other four three are bought, and the one that is left \
             is free; without `partial` it would be paid.",
            &[600],
        ),
        Example::new(
            "At most so often",
            "`times_max` limits the deals of a sale, `units_max` the units that they reward.",
            &[("Yoghurt", 11, 100, "9")],
            vec![promotion(
                1,
                "Three for two, twice",
                Benefit::BuyGet(BuyGet { times_max: Some(2), ..buy_get(2, 1) }),
            )],
        )
        .comes_to("Nine units would be three deals; two are made.", &[700]),
    ]
}

fn sets_of_several() -> Vec<Example> {
    let lunch = || [(Selector::category(DRINKS), 1), (Selector::category(FOOD), 1)];
    vec![
        Example::new(
            "Three for 5.00",
            "A set of one part. What it is cheaper is shared over its units.",
            &[("Soap", 11, 199, "2"), ("Cream", 12, 249, "2")],
            vec![promotion(
                1,
                "Three for 5.00",
                Benefit::Sets(sets(&[(Selector::all(), 3)], Off::Total(minor(500)))),
            )],
        )
        .comes_to(
            "The cheapest three are two soaps and a cream: 6.47, so 1.47 comes off. Over 3.98 and \
             2.49 that is 0.9043 and 0.5657: 0.90 and 0.57. The other cream keeps its price.",
            &[308, 441],
        ),
        Example::new(
            "A meal deal",
            "One of each part together for a price. What would not get cheaper keeps its price.",
            &[("Juice", 1, 220, "2"), ("Sandwich", 11, 450, "1"), ("Wrap", 12, 480, "1")],
            vec![promotion(1, "Lunch 5.00", Benefit::Sets(sets(&lunch(), Off::Total(minor(500)))))],
        )
        .comes_to(
            "Juice and sandwich are 6.70, so 1.70 comes off: 0.5582 and 1.1418, which is 0.56 and \
             1.14. Juice and wrap are 7.00, so 2.00: 0.6286 and 1.3714, which is 0.63 and 1.37.",
            &[321, 336, 343],
        ),
        Example::new(
            "A percentage off a bundle",
            "Rounded for each set.",
            &[("Juice", 1, 219, "1"), ("Sandwich", 11, 450, "1"), ("Bread", 12, 300, "1")],
            vec![promotion(1, "Lunch less 10 %", Benefit::Sets(sets(&lunch(), percent(10))))],
        )
        .comes_to(
            "The cheapest food is the bread: 10 % of 5.19 is 0.519: 0.52. Over 2.19 and 3.00 that is \
             0.2194 and 0.3006: 0.22 and 0.30.",
            &[197, 450, 270],
        ),
    ]
}

fn the_more_the_cheaper() -> Vec<Example> {
    let by_units = [(5, 5), (10, 10)];
    vec![
        Example::new(
            "Steps by units",
            "The highest step that is reached counts.",
            &[("Pencil", 11, 100, "8"), ("Pen", 12, 200, "4")],
            vec![promotion(1, "By the dozen", tiers(TierBy::Units, &by_units))],
        )
        .comes_to("Twelve units are past ten: 10 % of 8.00 and of 8.00.", &[720, 720]),
        Example::new(
            "Steps by amount",
            "What is left on the measured goods together decides.",
            &[("Pencil", 11, 100, "8"), ("Pen", 12, 200, "4")],
            vec![promotion(
                1,
                "The more the merrier",
                tiers(TierBy::Amount, &[(1000, 5), (2000, 10)]),
            )],
        )
        .comes_to("16.00 is past 10.00, not past 20.00: 5 % of each.", &[760, 760]),
        Example::new(
            "Steps of one thing for another",
            "`of` says what gets the discount when that is not what is measured.",
            &[("Paper", 11, 500, "2"), ("Ink", 12, 3000, "1")],
            vec![promotion(
                1,
                "Ink for paper",
                Benefit::Tiers(Tiers {
                    measure: Selector::item(ItemId(11)),
                    by: TierBy::Units,
                    of: Some(Selector::item(ItemId(12))),
                    tiers: vec![Tier { from: 2, off: Off::Amount(minor(500)) }],
                }),
            )],
        )
        .comes_to("Two packs of paper reach the step: 5.00 off the ink.", &[1000, 2500]),
    ]
}
