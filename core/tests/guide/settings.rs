//! One cart under each answer of a setting.

use titan_core::ids::ItemId;
use titan_core::pricing::Promotion;
use titan_core::pricing::promotion::{
    Benefit, BuyGet, Choose, EqualPrices, LimitedUnits, ManualDiscounts, Off, PercentOf,
    PercentRounds, Pick, Selector, Spread, UsedUp,
};

use super::example::{Example, Goods, all, minor, percent, promotion};

const MUG: [Goods; 1] = [("Mug", 11, 1_000, "1")];

pub(crate) fn examples() -> Vec<Example> {
    let mut list = by_hand();
    list.extend(percentages());
    list.extend(spreads());
    list.extend(units());
    list
}

fn by_hand() -> Vec<Example> {
    let ten = || vec![promotion(1, "Ten off", all(percent(10)))];
    let example = |title, rule, manual| {
        Example::new(title, rule, &MUG, ten()).by_hand(1, 100).with(|all| all.manual = manual)
    };
    vec![
        example(
            "A discount by hand comes first",
            "`manual` says how a line's own discount and promotions go together. The usual way:",
            ManualDiscounts::BeforePromotions,
        )
        .comes_to("10.00 less 1.00 is 9.00, less 10 % of that is 8.10.", &[810]),
        example(
            "A discount by hand comes last",
            "`after_promotions`:",
            ManualDiscounts::AfterPromotions,
        )
        .comes_to("10.00 less 10 % is 9.00, less 1.00 is 8.00.", &[800]),
        example(
            "A discount by hand instead of promotions",
            "`instead_of_promotions`: the line takes part in none.",
            ManualDiscounts::InsteadOfPromotions,
        )
        .comes_to("Only the 1.00 by hand.", &[900]),
    ]
}

fn percentages() -> Vec<Example> {
    let two = || {
        let (twenty, ten) = (percent(20), Off::PercentOfSum(10.into()));
        vec![promotion(1, "Season", all(twenty)), promotion(2, "Members", all(ten))]
    };
    let half = || vec![promotion(1, "Half price", all(percent(50)))];
    let odd: [Goods; 1] = [("Lamp", 11, 8_333, "1")];
    vec![
        Example::new(
            "Percentages of the original price",
            "`percent_of` says what percentages are of: usually of what is left, here `original`.",
            &MUG,
            two(),
        )
        .with(|settings| settings.percent_of = PercentOf::Original)
        .comes_to("20 % and 10 % of 10.00 are 2.00 and 1.00.", &[700]),
        Example::new(
            "Percentages of the original price for goods, of what is left for the order",
            "`original_of_lines`: as above, but a percentage of the sum is of what is left.",
            &MUG,
            two(),
        )
        .with(|settings| settings.percent_of = PercentOf::OriginalOfLines)
        .comes_to("20 % of 10.00 is 2.00, and 10 % of 8.00 is 0.80.", &[720]),
        Example::new(
            "The discount is rounded",
            "`percent_rounds` says who gets half a cent. The usual way:",
            &odd,
            half(),
        )
        .comes_to("Half of 83.33 is 41.665: 41.67 come off, 41.66 are paid.", &[4166]),
        Example::new("The price is rounded", "`price`:", &odd, half())
            .with(|settings| settings.percent_rounds = PercentRounds::Price)
            .comes_to("41.665 are 41.67 to pay, so 41.66 come off.", &[4167]),
    ]
}

fn spreads() -> Vec<Example> {
    let goods: [Goods; 3] =
        [("Juice", 1, 100, "1"), ("Bread", 11, 100, "1"), ("Rolls", 12, 100, "1")];
    let amount = |cents| vec![promotion(1, "Voucher", all(Off::Amount(minor(cents))))];
    let two: [Goods; 2] = [("Juice", 1, 1_100, "1"), ("Wine", 2, 1_200, "1")];
    vec![
        Example::new(
            "An amount over lines",
            "`spread` says what an amount off several lines goes over. Usually the lines, by what is left on them.",
            &goods,
            amount(100),
        )
        .taxed(&[20, 7, 7])
        .comes_to("A third of 1.00 each; the cent that is left over goes to the first line.", &[66, 67, 67]),
        Example::new(
            "An amount over sets of taxes",
            "`tax_sets`: over the goods of each set of taxes first, so that each set is rounded once; then over its lines.",
            &goods,
            amount(100),
        )
        .taxed(&[20, 7, 7])
        .with(|settings| settings.spread = Spread::TaxSets)
        .comes_to(
            "The juice has 20 %, bread and rolls have 7 %. 1.00 over 1.00 and 2.00 is 0.33 and 0.67; of the 0.67 the bread \
             gets 0.34 and the rolls 0.33.",
            &[67, 66, 67],
        ),
        Example::new(
            "An amount as net and taxes",
            "`net_and_taxes`: the taxes in it first, rounded once for each set; the rest over the lines by what they are \
             worth without tax.",
            &two,
            amount(500),
        )
        .taxed(&[10, 20])
        .with(|settings| settings.spread = Spread::NetAndTaxes)
        .comes_to(
            "5.00 over 11.00 and 12.00 is 2.3913 and 2.6087, of which 0.2174 and 0.4348 are tax: 0.22 and 0.43. The other \
             4.35 go over 10.00 and 10.00: 2.18 and 2.17. Together 2.40 and 2.60; over the lines it were 2.39 and 2.61.",
            &[860, 940],
        ),
    ]
}

fn units() -> Vec<Example> {
    let limited = || {
        let benefit = |off| Benefit::Discount { of: Selector::all(), off, line_units_max: Some(2) };
        let one =
            Benefit::Discount { of: Selector::all(), off: percent(50), line_units_max: Some(1) };
        vec![
            promotion(1, "Less 15.00 on two", benefit(Off::PerUnit(minor(1_500)))),
            promotion(2, "One half price", one),
        ]
    };
    let coats: [Goods; 1] = [("Coat", 11, 5_000, "3")];
    let cups: [Goods; 2] = [("Red cup", 11, 500, "1"), ("Blue cup", 12, 500, "1")];
    let deal = |id| promotion(id, "Two, and one free", three_for_two());
    vec![
        Example::new(
            "Some units after earlier discounts",
            "`limited_units` says what one unit is worth when others have a discount. Usually it is on all alike:",
            &coats,
            limited(),
        )
        .comes_to("30.00 come off two. 120.00 are left, so one is worth 40.00, and half of it is 20.00.", &[10_000]),
        Example::new("The same units first", "`same_first`: promotions are for the same first units.", &coats, limited())
            .with(|settings| settings.limited_units = LimitedUnits::SameFirst)
            .comes_to(
                "30.00 come off two. The first unit is worth 50.00 less the 30.00, and half of 20.00 is 10.00.",
                &[11_000],
            ),
        Example::new(
            "Equal prices: the first line",
            "`equal_prices` says which of equally priced lines gives its units first. Usually the one rung up first:",
            &cups,
            cheapest(),
        )
        .comes_to("The red cup was rung up first.", &[0, 500]),
        Example::new("Equal prices: the last line", "`last_line`:", &cups, cheapest())
            .with(|settings| settings.equal_prices = EqualPrices::LastLine)
            .comes_to("The blue cup was rung up last.", &[500, 0]),
        Example::new(
            "What was bought is used up",
            "`used_up` says which units of a deal no later deal may count. Usually bought and rewarded ones:",
            &[("Cup", 11, 500, "4")],
            vec![deal(1), deal(2)],
        )
        .comes_to("Three of four make a deal; one is left for the next, which needs three.", &[1500]),
        Example::new(
            "What was bought can be bought again",
            "`rewarded`: only what was rewarded is used up.",
            &[("Cup", 11, 500, "4")],
            vec![deal(1), deal(2)],
        )
        .with(|settings| settings.used_up = UsedUp::Rewarded)
        .comes_to("One of four is free; the other three make the next deal.", &[1000]),
    ]
}

fn cheapest() -> Vec<Promotion> {
    let (of, choose, off) = (Selector::all(), Choose::Cheapest, percent(100));
    let pick = Pick { of, choose, units: 1, full_groups: false, off, reuse: false };
    vec![promotion(1, "Cheapest free", Benefit::Pick(pick))]
}

fn three_for_two() -> Benefit {
    let of = Selector::item(ItemId(11));
    Benefit::BuyGet(BuyGet {
        buy: of.clone(),
        buy_units: 2,
        get: of,
        get_units: 1,
        off: percent(100),
        choose: Choose::Cheapest,
        buy_choose: None,
        times_max: None,
        reuse: false,
        partial: false,
        units_max: None,
    })
}
