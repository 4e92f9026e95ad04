//! What comes off a line, or off several together.

use rust_decimal::Decimal;
use titan_core::ids::ItemId;
use titan_core::pricing::promotion::{Benefit, Off, Selector};

use super::example::{DRINKS, Example, Goods, all, minor, percent, promotion, some};

const FRUIT: [Goods; 2] = [("Apple", 11, 106, "3"), ("Pear", 12, 206, "1")];

pub(crate) fn examples() -> Vec<Example> {
    let ten = Decimal::TEN;
    vec![
        Example::new(
            "A percentage off each line",
            "Of what is left of the line, rounded once for each line.",
            &FRUIT,
            vec![promotion(1, "Ten off", all(percent(10)))],
        )
        .comes_to("10 % of 3.18 is 0.318: 0.32. 10 % of 2.06 is 0.206: 0.21.", &[286, 185]),
        Example::new(
            "A percentage off each unit",
            "Rounded for each unit, so that three cost three times one.",
            &FRUIT,
            vec![promotion(1, "Ten off", all(Off::PercentPerUnit(ten)))],
        )
        .comes_to("10 % of 1.06 is 0.106: 0.11, three times: 0.33. The pear as before.", &[285, 185]),
        Example::new(
            "A percentage off the sum",
            "Rounded once for all goods together, and shared by what they are worth.",
            &FRUIT,
            vec![promotion(1, "Ten off", all(Off::PercentOfSum(ten)))],
        )
        .comes_to(
            "10 % of 5.24 is 0.524: 0.52. Over 3.18 and 2.06 that is 0.3156 and 0.2044: 0.31 and \
             0.20, and the cent that is left over goes to the larger remainder, the apples.",
            &[286, 186],
        ),
        Example::new(
            "An amount off each unit",
            "Never more than the unit is worth.",
            &FRUIT,
            vec![promotion(1, "Less 1.50 each", all(Off::PerUnit(minor(150))))],
        )
        .comes_to("Three apples would be 4.50 less, and are worth 3.18. The pear is 1.50 less.", &[0, 56]),
        Example::new(
            "An amount off each line",
            "Once for each line, however many units it has.",
            &FRUIT,
            vec![promotion(1, "Less 0.50", all(Off::PerLine(minor(50))))],
        )
        .comes_to("3.18 less 0.50, and 2.06 less 0.50.", &[268, 156]),
        Example::new(
            "One amount off the first unit, another off each further one",
            "For goods that get cheaper by the piece.",
            &FRUIT,
            vec![promotion(
                1,
                "First 0.20, then 0.05",
                all(Off::FirstThenEach { first: minor(20), each: minor(5) }),
            )],
        )
        .comes_to("Apples: 0.20 + 0.05 + 0.05 = 0.30. Pear: 0.20.", &[288, 186]),
        Example::new(
            "An amount off all together",
            "Shared by what the goods are worth.",
            &FRUIT,
            vec![promotion(1, "One off", all(Off::Amount(minor(100))))],
        )
        .comes_to("1.00 over 3.18 and 2.06 is 0.6069 and 0.3931: 0.61 and 0.39.", &[257, 167]),
        Example::new(
            "Another price for a unit",
            "For weighed goods, the price of a kilogram. Where the price is lower already, nothing happens.",
            &[("Apple", 11, 106, "3"), ("Cheese", 13, 2400, "0.250")],
            vec![promotion(1, "All at 0.90", all(Off::UnitPrice(minor(90))))],
        )
        .comes_to(
            "Three apples at 0.90 are 2.70. 0.250 kg at 24.00 are 6.00; at 0.90 they are 0.225: 0.23.",
            &[270, 23],
        ),
        Example::new(
            "Another price for all together",
            "What it is less than the goods' own price is shared over them.",
            &FRUIT,
            vec![promotion(1, "Basket at 4.00", all(Off::Total(minor(400))))],
        )
        .comes_to(
            "5.24 less 4.00 is 1.24. Over 3.18 and 2.06 that is 0.7525 and 0.4875: 0.75 and 0.49.",
            &[243, 157],
        ),
        Example::new(
            "For some units of each line only",
            "`line_units_max` says how many units of one line get it.",
            &FRUIT,
            vec![promotion(
                1,
                "Half off two",
                Benefit::Discount { of: Selector::all(), off: percent(50), line_units_max: Some(2) },
            )],
        )
        .comes_to("Half of two apples, 2.12, is 1.06; half of the one pear is 1.03.", &[212, 103]),
        Example::new(
            "Off a category, but not off everything in it",
            "A selector names items, categories and tags, of which any is enough, and exceptions.",
            &[("Juice", 1, 300, "1"), ("Water", 2, 100, "1"), ("Bread", 11, 250, "1")],
            vec![promotion(
                1,
                "Drinks half price",
                some(
                    Selector { except_items: vec![ItemId(2)], ..Selector::category(DRINKS) },
                    percent(50),
                ),
            )],
        )
        .comes_to("The juice is a drink; the water is one too, but an exception; bread is none.", &[150, 100, 250]),
    ]
}
