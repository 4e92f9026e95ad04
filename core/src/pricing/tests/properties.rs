//! What holds for every cart and every set of promotions.

use super::promotions::{Goods, basket, with};
use super::*;
use crate::ids::TagId;
use crate::pricing::promotion::{
    Benefit, BuyGet, Choose, Combine, Conditions, EqualPrices, LimitedUnits, ManualDiscounts,
    Measure, Off, PercentOf, PercentRounds, Pick, Scope, Selector, SetPart, Sets, Spread, Stacking,
    Threshold, Tier, TierBy, Tiers, UsedUp,
};

fn any_off() -> impl Strategy<Value = Off> {
    let percent = || (0_i64..=1_000_000).prop_map(|e4| Decimal::new(e4, 4));
    let amount = || (0_i64..3_000).prop_map(|units| Minor::new(units).unwrap());
    prop_oneof![
        percent().prop_map(Off::Percent),
        percent().prop_map(Off::PercentPerUnit),
        percent().prop_map(Off::PercentOfSum),
        amount().prop_map(Off::PerUnit),
        amount().prop_map(Off::PerLine),
        (amount(), amount()).prop_map(|(first, each)| Off::FirstThenEach { first, each }),
        amount().prop_map(Off::Amount),
        amount().prop_map(Off::UnitPrice),
        amount().prop_map(Off::Total),
    ]
}

fn any_selector() -> impl Strategy<Value = Selector> {
    let price = prop::option::of((0_i64..2_000).prop_map(|units| Minor::new(units).unwrap()));
    let simple = prop_oneof![
        2 => Just(Selector::all()),
        3 => (1_u32..4).prop_map(|id| Selector::category(CategoryId(id))),
        1 => (1_u32..6).prop_map(|id| Selector::item(ItemId(id))),
        1 => (0_u32..3).prop_map(|id| Selector::tag(TagId(id))),
    ];
    let except = prop::option::weighted(0.2, 1_u32..6);
    (simple, prop::bool::weighted(0.1), prop::option::weighted(0.1, price), except).prop_map(
        |(selector, undiscounted, price, except)| Selector {
            undiscounted,
            price_from: price.flatten(),
            except_items: except.map(ItemId).into_iter().collect(),
            ..selector
        },
    )
}

fn any_choose() -> impl Strategy<Value = Choose> {
    prop::sample::select(vec![Choose::Cheapest, Choose::Dearest, Choose::InOrder])
}

prop_compose! {
    fn any_buy_get()(
        (buy, get, same) in (any_selector(), any_selector(), any::<bool>()),
        (buy_units, get_units) in (1_u32..4, 1_u32..3),
        off in any_off(),
        choose in any_choose(),
        buy_choose in prop::option::weighted(0.3, any_choose()),
        (reuse, partial) in any::<(bool, bool)>(),
        times_max in prop::option::weighted(0.3, 1_u32..3),
        units_max in prop::option::weighted(0.3, 1_u32..3),
    ) -> Benefit {
        let get = if same { buy.clone() } else { get };
        Benefit::BuyGet(BuyGet {
            buy, buy_units, get, get_units, off, choose, buy_choose, times_max, reuse, partial, units_max,
        })
    }
}

fn any_benefit() -> impl Strategy<Value = Benefit> {
    let discount = (any_selector(), any_off(), prop::option::weighted(0.2, 1_u32..3))
        .prop_map(|(of, off, line_units_max)| Benefit::Discount { of, off, line_units_max });
    let pick = (any_selector(), any_choose(), 1_u32..4, any::<(bool, bool)>(), any_off()).prop_map(
        |(of, choose, units, (full_groups, reuse), off)| {
            Benefit::Pick(Pick { of, choose, units, full_groups, off, reuse })
        },
    );
    let part = (any_selector(), 1_u32..3).prop_map(|(of, units)| SetPart { of, units });
    let sets = (
        prop::collection::vec(part, 1..3),
        any_off(),
        any_choose(),
        any::<bool>(),
        prop::option::weighted(0.3, 1_u32..3),
    )
        .prop_map(|(parts, off, choose, reuse, times_max)| {
            Benefit::Sets(Sets { parts, off, choose, times_max, reuse })
        });
    let by = prop::sample::select(vec![TierBy::Units, TierBy::Amount]);
    let tiers = (any_selector(), by, prop::option::of(any_selector()), 0_i64..5, any_off())
        .prop_map(|(measure, by, of, from, off)| {
            let second = Tier { from: from + 3, off: Off::Percent(Decimal::ONE) };
            Benefit::Tiers(Tiers { measure, by, of, tiers: vec![Tier { from, off }, second] })
        });
    prop_oneof![4 => discount, 2 => pick, 2 => any_buy_get(), 2 => sets, 1 => tiers]
}

prop_compose! {
    fn any_promotion()(
        benefit in any_benefit(),
        priority in -1_i32..2,
        stacking in prop_oneof![
            6 => Just(Stacking::Stack),
            1 => Just(Stacking::Last),
            1 => Just(Stacking::Alone),
            2 => Just(Stacking::BestOf(1)),
        ],
        max_amount in prop::option::weighted(0.2, 0_i64..500),
        threshold in prop::option::weighted(0.2, (any_selector(), 0_i64..3_000, 0_u32..4)),
        (original, any_line) in any::<(bool, bool)>(),
    ) -> Promotion {
        let at_least = threshold.map(|(of, amount, units)| Threshold {
            of,
            amount: Some(Minor::new(amount).unwrap()),
            units: Some(units),
            measure: if original { Measure::Original } else { Measure::Left },
            scope: if any_line { Scope::AnyLine } else { Scope::Together },
        });
        Promotion {
            id: PromotionId(0),
            name: "Promotion".to_owned(),
            coupon: None,
            conditions: Conditions {
                at_least: at_least.into_iter().collect(),
                ..Conditions::default()
            },
            benefit,
            priority,
            stacking,
            max_amount: max_amount.map(|most| Minor::new(most).unwrap()),
        }
    }
}

pub(super) fn any_promotions(most: usize) -> impl Strategy<Value = Vec<Promotion>> {
    prop::collection::vec(any_promotion(), 0..=most).prop_map(|mut promotions| {
        for (promotion, id) in promotions.iter_mut().zip(1_u32..) {
            promotion.id = PromotionId(id);
        }
        promotions
    })
}

pub(super) fn any_goods(most: usize) -> impl Strategy<Value = Vec<Goods>> {
    let goods = (1_u32..6, 1_u32..4, 0_i64..2_000, 1_u32..6);
    prop::collection::vec(goods, 0..=most)
}

pub(super) fn any_settings() -> impl Strategy<Value = PromotionSettings> {
    let manual = prop::sample::select(vec![
        ManualDiscounts::BeforePromotions,
        ManualDiscounts::AfterPromotions,
        ManualDiscounts::InsteadOfPromotions,
    ]);
    let spread = prop::sample::select(vec![Spread::Lines, Spread::TaxSets, Spread::NetAndTaxes]);
    let flags = any::<[bool; 6]>();
    (manual, spread, flags).prop_map(
        |(manual, spread, [best, original, same, price, last, stay])| PromotionSettings {
            combine: if best { Combine::BestForCustomer } else { Combine::ByPriority },
            manual,
            percent_of: if original { PercentOf::Original } else { PercentOf::Left },
            spread,
            percent_rounds: if price { PercentRounds::Price } else { PercentRounds::Discount },
            limited_units: if same { LimitedUnits::SameFirst } else { LimitedUnits::Alike },
            equal_prices: if last { EqualPrices::LastLine } else { EqualPrices::FirstLine },
            used_up: if stay { UsedUp::Rewarded } else { UsedUp::BoughtAndRewarded },
        },
    )
}

/// Gives lines taxes and discounts by hand.
pub(super) fn dress(cart: &mut Cart, taxes: &[u32], hands: &[Option<i64>], whole: Option<i64>) {
    for (line, tax) in cart.lines.iter_mut().zip(taxes) {
        line.item.taxes = vec![TaxId(*tax)];
    }
    let by = |units: i64| Discount {
        value: DiscountValue::Amount(Minor::new(units).unwrap()),
        reason: String::new(),
    };
    for (line, units) in cart.lines.iter_mut().zip(hands) {
        line.discount = units.map(by);
    }
    cart.discount = whole.map(by);
}

prop_compose! {
    pub(super) fn any_dressed_cart()(
        goods in any_goods(8),
        taxes in prop::collection::vec(1_u32..5, 8),
        hands in prop::collection::vec(prop::option::weighted(0.2, 0_i64..500), 8),
        whole in prop::option::weighted(0.2, 0_i64..800),
        floors in prop::collection::vec(prop::option::weighted(0.1, 0_i64..1_500), 8),
    ) -> Cart {
        let mut cart = basket(&goods);
        dress(&mut cart, &taxes, &hands, whole);
        for (line, floor) in cart.lines.iter_mut().zip(floors) {
            let price = floor.map(|floor| UnitPrice::from_minor(floor).unwrap());
            line.item.minimum_price = price;
        }
        cart
    }
}

proptest! {
    #[test]
    fn shares_sum_nothing_is_negative_and_all_is_explained(
        cart in any_dressed_cart(),
        promotions in any_promotions(6),
        settings in any_settings(),
    ) {
        let book = PriceBook { promotion_settings: settings, ..with(promotions) };
        let mut why = Explanation::default();
        let context = Context::default();
        let priced = price_with_traced(&cart, &book, &context, &mut why).unwrap();
        for line in &priced.lines {
            prop_assert_eq!(why.total_of(line.line).unwrap(), line.total);
            prop_assert!(!line.total.is_negative() && !line.net.is_negative());
            prop_assert!(line.promotions.iter().all(|share| share.amount > Minor::ZERO));
            let off = Minor::sum(line.promotions.iter().map(|share| share.amount)).unwrap();
            let left = line.value.minus(off).unwrap().minus(line.line_discount).unwrap();
            prop_assert_eq!(left.minus(line.cart_discount).unwrap(), line.total);
        }
        for total in &priced.promotions {
            let shares = priced.lines.iter().flat_map(|line| &line.promotions);
            let mine = shares.filter(|share| share.promotion == total.promotion);
            prop_assert_eq!(Minor::sum(mine.map(|share| share.amount)).unwrap(), total.amount);
        }
        prop_assert_eq!(priced.value.minus(priced.discount).unwrap(), priced.total);
        let written = serde_json::to_string(&priced).unwrap();
        prop_assert_eq!(serde_json::from_str::<PricedCart>(&written).unwrap(), priced);
        let written = serde_json::to_string(&book).unwrap();
        prop_assert_eq!(serde_json::from_str::<PriceBook>(&written).unwrap(), book);
    }

    #[test]
    fn where_lines_stand_changes_nothing(
        cart in any_dressed_cart(),
        promotions in any_promotions(6),
        settings in any_settings(),
        turn in 0_usize..8,
    ) {
        let book = PriceBook { promotion_settings: settings, ..with(promotions) };
        let priced = price(&cart, &book).unwrap();
        let mut turned = cart;
        let turn = turn % turned.lines.len().max(1);
        turned.lines.rotate_left(turn);
        turned.lines.reverse();
        let mut other = price(&turned, &book).unwrap();
        let order: Vec<_> = turned.lines.iter().map(|line| line.id).collect();
        prop_assert_eq!(other.lines.iter().map(|line| line.line).collect::<Vec<_>>(), order);
        other.lines.sort_by_key(|line| line.line);
        prop_assert_eq!(other, priced);
    }

    #[test]
    fn the_best_for_the_customer_is_the_best_of_all_combinations(
        goods in any_goods(5),
        promotions in any_promotions(6),
        settings in any_settings(),
    ) {
        let cart = basket(&goods);
        let mut book = with(Vec::new());
        let settings = PromotionSettings { combine: Combine::ByPriority, ..settings };
        book.promotion_settings = settings;
        let mut least: Option<Minor> = None;
        for chosen in 0_u32..1 << promotions.len() {
            let of_group = promotions.iter().enumerate().filter(|(at, promotion)| {
                chosen & (1 << at) != 0 && promotion.stacking == Stacking::BestOf(1)
            });
            if of_group.count() > 1 {
                continue;
            }
            let subset = promotions.iter().enumerate().filter(|(at, _)| chosen & (1 << at) != 0);
            book.promotions = subset.map(|(_, promotion)| promotion.clone()).collect();
            let total = price(&cart, &book).unwrap().total;
            least = Some(least.map_or(total, |least| least.min(total)));
        }
        book.promotions = promotions;
        book.promotion_settings.combine = Combine::BestForCustomer;
        let priced = price(&cart, &book).unwrap();
        prop_assert_eq!(priced.notices, []);
        prop_assert_eq!(Some(priced.total), least);
    }

    /// Amounts up to the largest and a million units: priced or refused, and nothing in between.
    #[test]
    fn figures_at_the_limits_are_priced_or_refused(
        mut cart in any_dressed_cart(),
        promotions in any_promotions(5),
        settings in any_settings(),
        sizes in prop::collection::vec((0_i64..=crate::limits::MINOR_MAX, 0_u32..=40, 1_u32..=1_000_000), 8),
        scale in 0_u32..=12,
    ) {
        for (line, (price, shift, units)) in cart.lines.iter_mut().zip(sizes) {
            let price = UnitPrice::from_minor((price >> shift) / 10_i64.pow(4).max(1));
            line.item.price = price.unwrap();
            line.quantity = Quantity::new(Decimal::from(units >> scale.min(19)).max(Decimal::ONE)).unwrap();
        }
        let book = PriceBook { promotion_settings: settings, ..with(promotions) };
        let mut why = Explanation::default();
        match price_with_traced(&cart, &book, &Context::default(), &mut why) {
            Ok(priced) => {
                for line in &priced.lines {
                    prop_assert_eq!(why.total_of(line.line).unwrap(), line.total);
                    prop_assert!(!line.total.is_negative() && line.total <= line.value);
                }
                prop_assert_eq!(priced.value.minus(priced.discount).unwrap(), priced.total);
            }
            Err(error) => prop_assert_eq!(error.code(), "price.amount"),
        }
    }

    /// Exceptions are the rules that tie lines together: thresholds, tiers, chosen units, deals of
    /// several units, amounts that are spread (a left-over cent may move), and the most that a
    /// promotion takes off.
    #[test]
    fn one_unit_more_leaves_others_alone_where_no_rule_ties_them(
        goods in any_goods(6),
        offs in prop::collection::vec((any_selector(), any_off()), 0..5),
    ) {
        let tied = |off: &Off| matches!(off, Off::PercentOfSum(_) | Off::Amount(_) | Off::Total(_));
        let book = with(
            offs.into_iter()
                .zip(1_u32..)
                .filter(|((_, off), _)| !tied(off))
                .map(|((of, off), id)| Promotion {
                    id: PromotionId(id),
                    name: "Promotion".to_owned(),
                    coupon: None,
                    conditions: Conditions::default(),
                    benefit: Benefit::Discount { of, off, line_units_max: None },
                    priority: 0,
                    stacking: Stacking::Stack,
                    max_amount: None,
                })
                .collect(),
        );
        let before = basket(&goods);
        prop_assume!(!before.is_empty());
        let mut after = before.clone();
        after.lines[0].quantity = after.lines[0].quantity.plus(Quantity::ONE).unwrap();
        let (one, more) = (price(&before, &book).unwrap(), price(&after, &book).unwrap());
        prop_assert_eq!(&one.lines[1..], &more.lines[1..]);
    }

    #[test]
    fn after_any_edits_a_pricer_comes_to_what_a_fresh_pricing_does(
        cart in any_dressed_cart(),
        promotions in any_promotions(8),
        settings in prop_oneof![Just(PromotionSettings::default()), any_settings()],
        (stacking, coupons, per_document) in (any::<bool>(), any::<bool>(), prop::bool::weighted(0.1)),
        edits in prop::collection::vec((0_u8..7, 0_usize..10, 1_u32..6, 1_u32..4, 0_i64..900), 1..12),
    ) {
        let mut book = PriceBook { promotion_settings: settings, ..with(promotions) };
        if per_document {
            book.tax_rounding = TaxRounding::PerDocument;
        }
        for promotion in book.promotions.iter_mut().filter(|_| !stacking) {
            promotion.stacking = Stacking::Stack;
        }
        for promotion in book.promotions.iter_mut().filter(|one| coupons && one.id.0 % 2 == 0) {
            promotion.coupon = Some("X".to_owned());
        }
        let with_coupon = Context {
            coupons: vec![CouponUse { code: "X".to_owned(), remaining: None }],
            ..Context::default()
        };
        let mut context = with_coupon.clone();
        let mut pricer = Pricer::new(CompiledBook::new(book.clone()), context.clone());
        let mut cart = cart;
        prop_assert_eq!(pricer.price(&cart).unwrap(), &price_with(&cart, &book, &context).unwrap());
        for (kind, at, units, category, amount) in edits {
            let line = cart.lines.get(at % cart.lines.len().max(1)).map(|line| line.id);
            let quantity = Quantity::new(Decimal::from(units)).unwrap();
            let by = |units| Discount {
                value: DiscountValue::Amount(Minor::new(units).unwrap()),
                reason: String::new(),
            };
            if kind == 5 {
                context = if amount < 450 { Context::default() } else { with_coupon.clone() };
                pricer.set_context(context.clone());
            }
            let command = match (kind, line) {
                (0, Some(line)) => Command::SetQuantity { line, quantity },
                (1, Some(line)) => Command::Remove { line },
                (2, Some(line)) => {
                    let discount = (amount > 200).then(|| by(amount));
                    Command::SetLineDiscount { line, discount }
                }
                (3, _) if amount < 100 => Command::SetDiscount { discount: Some(by(amount)) },
                (3, _) if amount < 400 => Command::SetDiscount { discount: None },
                _ => {
                    let goods = basket(&[(units, category, amount, units)]);
                    Command::Add { item: goods.lines[0].item.clone(), quantity }
                }
            };
            let events = cart.run(command).unwrap();
            let fresh = price_with(&cart, &book, &context).unwrap();
            prop_assert_eq!(pricer.update(&cart, &events).unwrap(), &fresh);
        }
    }

    /// A change comes with all that happened since the last pricing.
    #[test]
    fn several_events_at_once_are_taken_in(
        cart in any_dressed_cart(),
        promotions in any_promotions(6),
        edits in prop::collection::vec((any::<bool>(), 0_usize..10, 1_u32..6), 1..6),
    ) {
        let book = with(promotions);
        let context = Context::default();
        let mut pricer = Pricer::new(CompiledBook::new(book.clone()), context);
        let mut cart = cart;
        pricer.price(&cart).unwrap();
        let mut events = Vec::new();
        for (remove, at, units) in edits {
            let Some(line) = cart.lines.get(at % cart.lines.len().max(1)) else { continue };
            let (line, item) = (line.id, line.item.clone());
            let quantity = Quantity::new(Decimal::from(units)).unwrap();
            let command = match (remove, units) {
                (true, _) => Command::Remove { line },
                (_, 1..4) => Command::SetQuantity { line, quantity },
                _ => Command::Add { item: LineItem { id: ItemId(units), ..item }, quantity },
            };
            events.extend(cart.run(command).unwrap());
        }
        prop_assert_eq!(pricer.update(&cart, &events).unwrap(), &price(&cart, &book).unwrap());
    }
}
