//! Price lists by hand, with the figures worked out beside them, and what holds for all of them.

use serde_json::json;

use super::promotions::{Goods, basket, discount, off_percent, promotion, with};
use super::*;
use crate::cart::LinePack;
use crate::ids::{CustomerGroupId, LineId, PackId, PriceListId, StoreId, TagId};
use crate::pricing::list::{Adjustment, BreaksBy, ChooseList, ListPrice, PriceOf};
use crate::pricing::promotion::{Selector, Threshold};

/// A list from its JSON, for group 2 unless it says otherwise.
fn list(id: u32, rules: serde_json::Value) -> PriceList {
    let mut list = json!({
        "id": id, "name": format!("List {id}"), "conditions": {"customer_groups": [2]},
    });
    list["rules"] = rules;
    serde_json::from_value(list).unwrap()
}

fn by(lists: Vec<PriceList>) -> PriceBook {
    PriceBook { price_lists: lists, ..book(true, TaxRounding::PerLine) }
}

fn member() -> Context {
    Context { customer_groups: vec![CustomerGroupId(2)], ..Context::default() }
}

/// Prices for the group, checks that the explanation adds up, and returns the lines' values.
#[track_caller]
fn values(cart: &Cart, book: &PriceBook, context: &Context) -> Vec<i64> {
    let mut why = Explanation::default();
    let priced = price_with_traced(cart, book, context, &mut why).unwrap();
    for line in &priced.lines {
        assert_eq!(why.total_of(line.line).unwrap(), line.total, "{why:?}");
    }
    priced.lines.iter().map(|line| line.value.get()).collect()
}

#[track_caller]
fn check(goods: &[Goods], rules: serde_json::Value, expect: &[i64]) {
    let book = by(vec![list(1, rules)]);
    assert_eq!(values(&basket(goods), &book, &member()), expect);
}

#[test]
fn the_narrowest_goods_and_the_largest_reached_quantity_decide() {
    // Item 1 (category 1, tag 1) costs 1.00, item 2 (category 1, tag 2) 2.00, item 4 (category 1,
    // tag 1) 4.00, item 9 (category 7, tag 0) 9.00.
    let rules = json!([
        {"of": "all", "price": {"adjusted": {"percent": "-10"}}},
        {"of": {"category": 1}, "price": {"fixed": "150"}},
        {"of": {"tag": 1}, "price": {"fixed": "90"}},
        {"of": {"item": 1}, "from": "10", "price": {"fixed": "70"}},
        {"of": {"item": 1}, "from": "3", "price": {"fixed": "80"}},
    ]);
    let goods = |quantity| [(1, 1, 100, quantity), (2, 1, 200, 1), (4, 1, 400, 2), (9, 7, 900, 1)];
    // 2 of item 1 reach no break of the item, so its tag decides: 2 x 0.90. Item 9: 9.00 - 10 %.
    check(&goods(2), rules.clone(), &[180, 150, 180, 810]);
    check(&goods(3), rules.clone(), &[240, 150, 180, 810]);
    check(&goods(9), rules.clone(), &[720, 150, 180, 810]);
    check(&goods(10), rules, &[700, 150, 180, 810]);
}

#[test]
fn a_price_changed_by_percent_is_rounded_once_and_never_below_zero() {
    let adjusted = |price: serde_json::Value| json!([{"of": "all", "price": {"adjusted": price}}]);
    // 1.99 less 12.5 % = 1.74125 -> 1.74; three cost 5.22 and not round(5.22375).
    check(&[(1, 1, 199, 3)], adjusted(json!({"percent": "-12.5"})), &[522]);
    // Down to ten-thousandths of a cent it is 174.125: three cost 5.22375 -> 5.22; eight 13.93.
    let fine = json!({"percent": "-12.5", "round_to": "0.0001"});
    check(&[(1, 1, 199, 8)], adjusted(fine), &[1393]);
    // 12.30 and 20 % are 14.76, to full euros 15.00, less one cent 14.99.
    let ends_in_99 = json!({"percent": "20", "round_to": "100", "plus": "-1"});
    check(&[(1, 1, 1230, 1)], adjusted(ends_in_99), &[1499]);
    check(&[(1, 1, 30, 1)], adjusted(json!({"percent": "-50", "plus": "-20"})), &[0]);
}

#[test]
fn the_first_list_decides_or_the_lowest_price() {
    let dear = list(1, json!([{"of": {"item": 1}, "price": {"fixed": "120"}}]));
    let cheap = list(2, json!([{"of": "all", "price": {"fixed": "80"}}]));
    let mut book = by(vec![cheap, dear]);
    let cart = basket(&[(1, 1, 100, 1), (2, 1, 50, 1)]);
    // The same priority: the lower id first. For item 2 only list 2 has a rule.
    assert_eq!(values(&cart, &book, &member()), [120, 80]);
    book.price_lists[0].priority = -1;
    assert_eq!(values(&cart, &book, &member()), [80, 80]);
    book.price_list_settings.choose = ChooseList::Lowest;
    assert_eq!(values(&cart, &book, &member()), [80, 50]);
}

#[test]
fn a_list_holds_for_its_group_store_time_and_currency() {
    let rules = json!([{"of": "all", "price": {"fixed": "10"}}]);
    let cart = basket(&[(1, 1, 100, 1)]);
    let mut only = list(1, rules);
    let store = StoreId::new(Uuid::from_u128(5));
    only.conditions.stores = vec![store];
    only.conditions.valid_from = Some(LocalMinute(1_000));
    only.conditions.valid_until = Some(LocalMinute(2_000));
    let context =
        |at| Context { store: Some(store), local_time: Some(LocalMinute(at)), ..member() };
    let of =
        |list: &PriceList, context: &Context| values(&cart, &by(vec![list.clone()]), context)[0];
    assert_eq!([999, 1_000, 1_999, 2_000].map(|at| of(&only, &context(at))), [100, 10, 10, 100]);
    assert_eq!(of(&only, &Context { customer_groups: Vec::new(), ..context(1_500) }), 100);
    assert_eq!(of(&only, &Context { store: None, ..context(1_500) }), 100);
    assert_eq!(of(&only, &Context { local_time: None, ..context(1_500) }), 100);
    only.currency = Some(Currency::from_code("CHF").unwrap());
    assert_eq!(of(&only, &context(1_500)), 100);
    only.currency = Some(Currency::from_code("EUR").unwrap());
    assert_eq!(of(&only, &context(1_500)), 10);
}

fn in_boxes(priced: bool, price: i64) -> LineItem {
    LineItem {
        id: ItemId(1),
        price: UnitPrice::from_minor(price).unwrap(),
        pack: Some(Box::new(LinePack {
            id: PackId(1),
            name: "Box".to_owned(),
            contains: "10".parse().unwrap(),
            priced,
        })),
        ..LineItem::default()
    }
}

fn cart_of(items: &[(LineItem, &str)]) -> Cart {
    let mut cart = Cart::new(CartId::new(Uuid::nil()), Currency::from_code("EUR").unwrap());
    for (item, quantity) in items {
        let quantity = quantity.parse().unwrap();
        cart.run(Command::Add { item: item.clone(), quantity }).unwrap();
    }
    cart
}

#[test]
fn packs_have_rules_of_their_own_or_cost_what_they_contain() {
    // As in a shop's system that tests this: a rule without a unit is for one piece, 101 x 10 a
    // box; a rule for boxes is for one box.
    let each = json!([{"of": {"item": 1}, "price": {"fixed": "10100"}}]);
    let boxes = json!([{"of": {"item": 1}, "pack": 1, "price": {"fixed": "10100"}}]);
    let one = cart_of(&[(in_boxes(false, 120_000), "1")]);
    assert_eq!(values(&one, &by(vec![list(1, each.clone())]), &member()), [101_000]);
    assert_eq!(values(&one, &by(vec![list(1, boxes)]), &member()), [10_100]);
    // A box that has a price of its own keeps it, but goes down with the others by percent.
    let priced = cart_of(&[(in_boxes(true, 90_000), "1")]);
    assert_eq!(values(&priced, &by(vec![list(1, each)]), &member()), [90_000]);
    let percent = json!([{"of": "all", "price": {"adjusted": {"percent": "-10"}}}]);
    assert_eq!(values(&priced, &by(vec![list(1, percent)]), &member()), [81_000]);
    // Quantity breaks without a pack count pieces: two boxes are 20.
    let from_20 = json!([{"of": {"item": 1}, "from": "20", "price": {"fixed": "100"}}]);
    let book = by(vec![list(1, from_20)]);
    assert_eq!(values(&one, &book, &member()), [120_000]);
    assert_eq!(values(&cart_of(&[(in_boxes(false, 120_000), "2")]), &book, &member()), [2_000]);
}

#[test]
fn breaks_look_at_the_line_or_at_all_lines_of_the_item() {
    let apples = LineItem {
        id: ItemId(1),
        price: UnitPrice::from_minor(300).unwrap(),
        unit: Unit::Kilogram,
        ..LineItem::default()
    };
    let cart = cart_of(&[(apples.clone(), "1.2"), (apples, "0.8")]);
    let mut book =
        by(vec![list(1, json!([{"of": {"item": 1}, "from": "2", "price": {"fixed": "250"}}]))]);
    assert_eq!(values(&cart, &book, &member()), [360, 240]);
    book.price_list_settings.breaks = BreaksBy::Item;
    assert_eq!(values(&cart, &book, &member()), [300, 200]);
    // What was priced step by step comes to the same.
    let mut pricer = Pricer::new(CompiledBook::new(book), member());
    let mut cart = cart;
    pricer.price(&cart).unwrap();
    let events = cart.run(Command::Remove { line: LineId(2) }).unwrap();
    assert_eq!(pricer.update(&cart, &events).unwrap().lines[0].value.get(), 360);
}

#[test]
fn the_reason_names_list_rule_and_price() {
    let mut wholesale =
        list(3, json!([{"of": {"item": 1}, "from": "10", "price": {"fixed": "89"}}]));
    wholesale.name = "Wholesale".to_owned();
    let book = by(vec![wholesale]);
    let mut why = Explanation::default();
    let cart = basket(&[(1, 1, 100, 12)]);
    let priced = price_with_traced(&cart, &book, &member(), &mut why).unwrap();
    let step = json!([{
        "line": 1, "rule": "price_list", "amount": 1068,
        "by": {"list": 3, "name": "Wholesale", "of": {"item": 1}, "from": "10", "price": "89"},
    }]);
    assert_eq!(serde_json::to_value(&why).unwrap(), step);
    let (line, item) = (&priced.lines[0], &cart.lines[0].item);
    assert_eq!(line.unit_price(item).value(), Decimal::from(89));
    let compiled = CompiledBook::new(book);
    let listed = |quantity: &str| compiled.listed(item, quantity.parse().unwrap(), &member());
    assert_eq!(listed("12").unwrap(), line.listed);
    assert_eq!(listed("9").unwrap(), None);
}

#[test]
fn promotions_work_on_the_price_of_the_list_and_stop_at_the_least_price() {
    // 10 x 0.80 = 8.00, half of it off, but not below 0.50 a unit.
    let mut book = with(vec![promotion(1, discount(Selector::all(), off_percent("50")))]);
    book.price_lists = vec![list(1, json!([{"of": "all", "price": {"fixed": "80"}}]))];
    let mut cart = basket(&[(1, 1, 100, 10)]);
    let total = |cart: &Cart| price_with(cart, &book, &member()).unwrap().total.get();
    assert_eq!(total(&cart), 400);
    cart.lines[0].item.minimum_price = Some(UnitPrice::from_minor(50).unwrap());
    assert_eq!(total(&cart), 500);
}

#[test]
fn a_list_that_does_not_pass_is_left_out_with_a_notice() {
    let cart = basket(&[(1, 1, 100, 1)]);
    let field = |change: fn(&mut PriceList)| {
        let mut list = list(7, json!([{"of": "all", "price": {"adjusted": {"percent": "-1"}}}]));
        change(&mut list);
        let field = list.check().unwrap_err().field();
        let notices = price_with(&cart, &by(vec![list]), &member()).unwrap().notices;
        assert_eq!(notices, [Notice::PriceListLeftOut { price_list: PriceListId(7) }]);
        field
    };
    assert_eq!(field(|list| list.name.clear()), "name");
    assert_eq!(
        field(|list| list.conditions.at_least = vec![Threshold::default()]),
        "conditions.at_least"
    );
    assert_eq!(field(|list| set(list, r#"{"percent": "-101"}"#)), "rules.price.percent");
    assert_eq!(field(|list| set(list, r#"{"percent": "1001"}"#)), "rules.price.percent");
    assert_eq!(field(|list| set(list, r#"{"percent": "0.00001"}"#)), "rules.price.percent");
    assert_eq!(field(|list| set(list, r#"{"round_to": "0"}"#)), "rules.price.round_to");
    assert_eq!(field(|list| set(list, r#"{"plus": "0.00001"}"#)), "rules.price.plus");
}

fn set(list: &mut PriceList, adjustment: &str) {
    list.rules[0].price = serde_json::from_str(&format!("{{\"adjusted\":{adjustment}}}")).unwrap();
}

fn any_rule() -> impl Strategy<Value = PriceRule> {
    let of = prop_oneof![
        (1_u32..6).prop_map(|id| PriceOf::Item(ItemId(id))),
        (0_u32..3).prop_map(|id| PriceOf::Tag(TagId(id))),
        (1_u32..4).prop_map(|id| PriceOf::Category(CategoryId(id))),
        Just(PriceOf::All),
    ];
    let fixed = (0_i64..20_000)
        .prop_map(|price| ListPrice::Fixed(UnitPrice::new(Decimal::new(price, 1)).unwrap()));
    let adjusted =
        (-1_000_000_i64..=10_000_000, prop::option::of(1_i64..2_000_000), -5_000_i64..5_000)
            .prop_map(|(percent, step, plus)| {
                let step = step.map(|step| UnitPrice::new(Decimal::new(step, 4)).unwrap());
                ListPrice::Adjusted(Adjustment {
                    percent: Decimal::new(percent, 4).normalize(),
                    round_to: step,
                    plus: Decimal::new(plus, 2).normalize(),
                })
            });
    let from = prop::option::of((1_u32..6).prop_map(|from| Quantity::new(from.into()).unwrap()));
    (of, from, prop_oneof![fixed, adjusted]).prop_map(|(of, from, price)| PriceRule {
        of,
        pack: None,
        from,
        price,
    })
}

prop_compose! {
    fn any_lists()(
        rules in prop::collection::vec(prop::collection::vec(any_rule(), 0..5), 0..4),
        priorities in prop::collection::vec(-1_i32..2, 4),
    ) -> Vec<PriceList> {
        let lists = rules.into_iter().zip(priorities).zip(1_u32..);
        lists.map(|((rules, priority), id)| PriceList { rules, priority, ..list(id, json!([])) }).collect()
    }
}

fn any_goods() -> impl Strategy<Value = Vec<Goods>> {
    prop::collection::vec((1_u32..6, 1_u32..4, 0_i64..2_000, 1_u32..8), 0..8)
}

proptest! {
    #[test]
    fn lists_keep_what_holds_for_every_cart(
        goods in any_goods(),
        lists in any_lists(),
        (lowest, by_item) in any::<(bool, bool)>(),
    ) {
        let mut book = by(lists);
        prop_assert!(book.price_lists.iter().all(|list| list.check().is_ok()));
        if lowest { book.price_list_settings.choose = ChooseList::Lowest; }
        if by_item { book.price_list_settings.breaks = BreaksBy::Item; }
        let text = serde_json::to_string(&book).unwrap();
        prop_assert_eq!(&serde_json::from_str::<PriceBook>(&text).unwrap(), &book);
        let cart = basket(&goods);
        let mut why = Explanation::default();
        let priced = price_with_traced(&cart, &book, &member(), &mut why).unwrap();
        for line in &priced.lines {
            prop_assert!(!line.value.is_negative() && !line.total.is_negative());
            prop_assert_eq!(why.total_of(line.line).unwrap(), line.total);
        }
        if lowest {
            prop_assert!(priced.total <= price(&cart, &book).unwrap().total);
        }
        let mut mirrored = cart.clone();
        mirrored.lines.reverse();
        prop_assert_eq!(price_with(&mirrored, &book, &member()).unwrap().total, priced.total);

        // Line by line it comes to the same.
        let mut pricer = Pricer::new(CompiledBook::new(book), member());
        let mut growing = basket(&[]);
        pricer.price(&growing).unwrap();
        for line in &cart.lines {
            let add = Command::Add { item: line.item.clone(), quantity: line.quantity };
            let events = growing.run(add).unwrap();
            pricer.update(&growing, &events).unwrap();
        }
        prop_assert_eq!(pricer.update(&growing, &[]).unwrap(), &priced);
    }
}

#[test]
fn a_price_changed_by_hand_is_moved_by_no_list_and_says_what_it_was() {
    let book = by(vec![list(1, json!([{"of": "all", "price": {"fixed": "50"}}]))]);
    let mut cart = basket(&[(1, 1, 100, 3), (2, 1, 200, 1)]);
    let price = Some(UnitPrice::from_minor(80).unwrap());
    let reason = "Price match".to_owned();
    cart.run(Command::OverridePrice { line: LineId(1), price, reason }).unwrap();
    assert_eq!(values(&cart, &book, &member()), [240, 50]);
    let mut why = Explanation::default();
    price_with_traced(&cart, &book, &member(), &mut why).unwrap();
    let first = serde_json::to_value(&why.steps[0]).unwrap();
    let by = json!({"price": "100", "reason": "Price match"});
    assert_eq!(first, json!({"line": 1, "rule": "overridden", "by": by, "amount": 240}));
}
