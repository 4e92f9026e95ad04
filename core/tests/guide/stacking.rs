//! Several promotions on one cart.

use titan_core::pricing::Promotion;
use titan_core::pricing::promotion::{Benefit, Choose, Combine, Off, Pick, Selector, Stacking};

use super::example::{Example, Goods, all, minor, percent, promotion};

const BAG: [Goods; 1] = [("Bag", 11, 10_000, "1")];

fn off(id: u32, name: &str, rate: i64, priority: i32, stacking: Stacking) -> Promotion {
    Promotion { priority, stacking, ..promotion(id, name, all(percent(rate))) }
}

fn cheapest(id: u32, reuse: bool) -> Promotion {
    let (of, choose, off) = (Selector::all(), Choose::Cheapest, percent(50));
    let pick = Pick { of, choose, units: 1, full_groups: false, off, reuse };
    promotion(id, "Cheapest half price", Benefit::Pick(pick))
}

pub(crate) fn examples() -> Vec<Example> {
    let mut list = in_order();
    list.extend(limits());
    list
}

fn in_order() -> Vec<Example> {
    use Stacking::{Alone, BestOf, Last, Stack};
    vec![
        Example::new(
            "One after the other",
            "`stack` is the usual way: each works on what the earlier have left.",
            &BAG,
            vec![off(1, "Season", 20, 0, Stack), off(2, "Members", 10, 0, Stack)],
        )
        .comes_to("100.00 less 20 % is 80.00, less 10 % of that is 72.00.", &[7200]),
        Example::new(
            "By priority",
            "The lower number comes first, whatever the ids say.",
            &BAG,
            vec![
                promotion(1, "Five off", all(Off::Amount(minor(500)))),
                off(2, "Members", 10, -1, Stack),
            ],
        )
        .comes_to("10 % of 100.00 first, then 5.00: 85.00. The other way round it were 85.50.", &[8500]),
        Example::new(
            "The last one",
            "When a `last` takes something off, nothing of a later priority does.",
            &BAG,
            vec![off(1, "Season", 20, 0, Last), off(2, "Members", 10, 1, Stack)],
        )
        .comes_to("20 % come off, and that is the end.", &[8000]),
        Example::new(
            "The only one",
            "When an `alone` takes something off, it is the only one, whatever its priority.",
            &BAG,
            vec![off(1, "Season", 20, 0, Stack), off(2, "Clearance", 50, 9, Alone)],
        )
        .comes_to("50 % come off, and nothing else.", &[5000]),
        Example::new(
            "The best of a group",
            "Of a group only the one that takes the most off here, where the group's first stands in the book.",
            &BAG,
            vec![
                off(1, "Season", 20, 0, BestOf(1)),
                off(2, "Clearance", 30, 2, BestOf(1)),
                off(3, "Members", 10, 1, Stack),
            ],
        )
        .comes_to("The group is settled first: 30 % beat 20 %. Then 10 % of 70.00.", &[6300]),
        Example::new(
            "The best for the customer",
            "`best_for_customer` tries every combination that may go together and takes the one that leaves the least \
             to pay; of equal ones the one that uses the earlier promotions. Up to 16 promotions that could take \
             something off are tried exactly; with more it goes by priority and says so.",
            &BAG,
            vec![
                off(1, "Clearance", 30, 0, Last),
                off(2, "Season", 20, 1, Stack),
                off(3, "Members", 15, 2, Stack),
            ],
        )
        .with(|settings| settings.combine = Combine::BestForCustomer)
        .comes_to(
            "By priority, clearance would come first and be the last: 70.00. Without it, 20 % and 15 % leave \
             68.00.",
            &[6800],
        ),
    ]
}

fn limits() -> Vec<Example> {
    vec![
        Example::new(
            "At most so much",
            "`max_amount` is the most that a promotion takes off a sale; it is shared as the discount was.",
            &[("Bag", 11, 10_000, "1"), ("Belt", 12, 5_000, "1")],
            vec![Promotion {
                max_amount: Some(minor(1_000)),
                ..off(1, "Season", 20, 0, Stacking::Stack)
            }],
        )
        .comes_to("20 % were 20.00 and 10.00. Of 10.00 the bag gets 6.67 and the belt 3.33.", &[9333, 4667]),
        Example::new(
            "Not below a minimum price",
            "What a line cannot give, the others give.",
            &[("Book", 11, 1_000, "2"), ("Card", 12, 1_000, "1")],
            vec![promotion(1, "Six off", all(Off::Amount(minor(600))))],
        )
        .not_below(0, 900)
        .comes_to(
            "6.00 over 20.00 and 10.00 are 4.00 and 2.00. A book costs at least 9.00, so the books give 2.00 and the \
             card the rest.",
            &[1800, 600],
        ),
        Example::new(
            "Units count once",
            "A unit that one deal has counted is not there for the next.",
            &[("Mug", 11, 800, "1"), ("Plate", 12, 1_000, "1")],
            vec![cheapest(1, false), cheapest(2, false)],
        )
        .comes_to("The first takes the mug, so the second takes the plate.", &[400, 500]),
        Example::new(
            "Units that count again",
            "`reuse` takes units that other deals have counted.",
            &[("Mug", 11, 800, "1"), ("Plate", 12, 1_000, "1")],
            vec![cheapest(1, true), cheapest(2, true)],
        )
        .comes_to("Both take the mug: half of 8.00, and half of the 4.00 that are left.", &[200, 1000]),
    ]
}
