//! Whatever is bought and however it comes back.

use proptest::prelude::*;

use super::*;
use crate::pricing::PricedLine;

fn sum(lines: &[PricedLine], of: fn(&PricedLine) -> Minor) -> i64 {
    lines.iter().map(|line| of(line).get()).sum()
}

fn figures(cart: &PricedCart) -> [i64; 5] {
    let tax: i64 = cart.taxes.iter().map(|tax| tax.amount.get()).sum();
    [sum(&cart.lines, |it| it.value), cart.discount.get(), cart.net.get(), tax, cart.total.get()]
}

proptest! {
    #[test]
    fn any_order_of_returns_adds_up_to_the_sale(
        goods in prop::collection::vec((1_i64..5_000, 1_u32..6), 1..5),
        off in 0_i64..100,
        promotions in prop::sample::select(vec!["[]", THREE_FOR_25, TENTH_OFF, BUY_2_GET_1]),
        broken in prop::sample::select(vec![BrokenPromotions::Keep, BrokenPromotions::ClawBack]),
        order in prop::collection::vec((1_u32..5, 1_u32..4), 0..12),
    ) {
        let book = book(promotions);
        let texts: Vec<_> = goods.iter().map(|(price, pieces)| (*price, pieces.to_string())).collect();
        let texts: Vec<_> = texts.iter().map(|(price, pieces)| (*price, pieces.as_str())).collect();
        let sale = sell(&texts, percent(off), &book);
        let mut desk = Desk::new(&sale, &book, broken);
        let mut rest: Vec<u32> = goods.iter().map(|(_, pieces)| *pieces).collect();
        let all: Vec<_> = (1..=u32::try_from(goods.len()).unwrap()).map(|line| (line, 9)).collect();
        for (line, pieces) in order.into_iter().chain(all) {
            let at = usize::try_from(line - 1).unwrap();
            let Some(left) = rest.get_mut(at) else { continue };
            let pieces = pieces.min(*left);
            if pieces == 0 {
                let more = desk.take(&[(line, "1")]);
                prop_assert_eq!(more, Err("return.more_than_left"));
                continue;
            }
            *left -= pieces;
            let paid = desk.take(&[(line, &pieces.to_string())]).unwrap();
            prop_assert!(broken == BrokenPromotions::ClawBack || paid <= 0);
            let sum: i64 = desk.before.iter().map(|back| back.priced.total.get()).sum();
            prop_assert!(-sum <= sale.priced.total.get());
        }
        let mut back = [0; 5];
        for one in &desk.before {
            for (sum, figure) in back.iter_mut().zip(figures(&one.priced)) {
                *sum -= figure;
            }
        }
        prop_assert_eq!(back, figures(&sale.priced));
    }

    #[test]
    fn all_at_once_is_the_exact_negative(
        goods in prop::collection::vec((1_i64..5_000, 1_u32..6), 1..5),
        off in 0_i64..100,
        promotions in prop::sample::select(vec!["[]", THREE_FOR_25, TENTH_OFF, BUY_2_GET_1]),
        broken in prop::sample::select(vec![
            BrokenPromotions::Keep, BrokenPromotions::ClawBack, BrokenPromotions::Forbid,
        ]),
    ) {
        let book = book(promotions);
        let texts: Vec<_> = goods.iter().map(|(price, pieces)| (*price, pieces.to_string())).collect();
        let texts: Vec<_> = texts.iter().map(|(price, pieces)| (*price, pieces.as_str())).collect();
        let sale = sell(&texts, percent(off), &book);
        let all: Vec<(u32, &str)> = texts.iter().zip(1..).map(|((_, it), line)| (line, *it)).collect();
        let taken = give_back(Bought::from(&sale), &[], &takes(&all), broken, Some(&book)).unwrap();
        let lines: Vec<PricedLine> = sale.priced.lines.iter().map(PricedLine::negated).collect();
        prop_assert_eq!(&taken.priced.lines, &lines);
        prop_assert_eq!(figures(&taken.priced), figures(&sale.priced).map(|figure| -figure));
    }
}
