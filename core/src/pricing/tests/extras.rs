//! Modifiers, typed prices, combos and variants, with the figures worked out beside them.

use serde_json::json;

use super::*;
use crate::cart::{ComboLines, InCombo};
use crate::catalog::{Item, Picked};
use crate::ids::{LineId, ModifierGroupId, ModifierId};

fn item(draft: serde_json::Value) -> Item {
    let mut all = json!({"sku": "S", "category": 1, "unit": "each"});
    if let (Some(all), serde_json::Value::Object(draft)) = (all.as_object_mut(), draft) {
        all.extend(draft);
    }
    serde_json::from_value(all).unwrap()
}

fn sells(draft: serde_json::Value) -> LineItem {
    LineItem::try_from(&item(draft)).unwrap()
}

fn picked(option: u32, price: &str, units: u32) -> Picked {
    Picked {
        group: ModifierGroupId(1),
        option: ModifierId(option),
        name: format!("Option {option}"),
        price: UnitPrice::try_from(price.to_owned()).unwrap(),
        units,
    }
}

fn empty() -> Cart {
    Cart::new(CartId::new(Uuid::nil()), Currency::from_code("EUR").unwrap())
}

fn add(cart: &mut Cart, item: LineItem, quantity: &str) {
    cart.run(Command::Add { item, quantity: quantity.parse().unwrap() }).unwrap();
}

#[test]
fn modifiers_are_part_of_the_unit_price_and_have_steps_of_their_own() {
    // 3 coffees at 3.40 with oat milk 0.50 and two shots at 0.80: 3 x 5.50 = 16.50.
    let mut coffee = sells(json!({"id": 1, "name": "Coffee", "price": "340"}));
    coffee.modifiers = vec![picked(1, "50", 1), picked(2, "80", 2)];
    let mut cart = empty();
    add(&mut cart, coffee.clone(), "2");
    add(&mut cart, coffee.clone(), "1");
    add(&mut cart, LineItem { modifiers: Vec::new(), ..coffee }, "1");
    assert_eq!(cart.lines.len(), 2, "the same modifiers share a line");
    let mut why = Explanation::default();
    let priced = price_traced(&cart, &book(true, TaxRounding::PerLine), &mut why).unwrap();
    assert_eq!(priced.lines.iter().map(|line| line.value.get()).collect::<Vec<_>>(), [1650, 340]);
    let steps: Vec<i64> = why.steps.iter().map(|step| step.amount.get()).collect();
    assert_eq!(steps, [1020, 150, 480, 340]);
    assert_eq!(priced.lines[0].value_alone().get(), 1020);
}

#[test]
fn cents_of_modifiers_add_up_where_the_quantity_is_broken() {
    // 0.333 kg at 10.00 is 3.33; with two options at 0.05 the kilogram costs 10.10: 3.3633, 3.36.
    // One after the other: 3.33, 3.34665 -> 3.35, 3.3633 -> 3.36.
    let mut salad = sells(json!({"id": 1, "name": "Salad", "price": "1000", "unit": "kilogram"}));
    salad.modifiers = vec![picked(1, "5", 1), picked(2, "5", 1)];
    let mut cart = empty();
    add(&mut cart, salad, "0.333");
    let priced = price(&cart, &book(true, TaxRounding::PerLine)).unwrap();
    let line = &priced.lines[0];
    assert_eq!(line.value.get(), 336);
    assert_eq!(line.modifiers.iter().map(|one| one.get()).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn a_typed_price_is_kept_within_its_limits_and_no_list_moves_it() {
    let open = json!({"min": "100", "max": "5000"});
    let flowers =
        json!({"id": 1, "name": "Flowers", "price": "100", "extras": {"open_price": open}});
    let mut cart = empty();
    add(&mut cart, sells(flowers), "1");
    let line = LineId(1);
    let set = |cart: &mut Cart, minor: i64| {
        let price = UnitPrice::from_minor(minor).unwrap();
        cart.run(Command::SetPrice { line, price }).map_err(|error| error.code())
    };
    assert_eq!(set(&mut cart, 99), Err("cart.open_price"));
    assert_eq!(set(&mut cart, 5001), Err("cart.open_price"));
    assert_eq!(set(&mut cart, 5000).unwrap().len(), 1);
    assert_eq!(set(&mut cart, 5000), Ok(Vec::new()));
    let half = json!({
        "id": 1, "name": "Half", "rules": [{"of": "all", "price": {"adjusted": {"percent": "-50"}}}],
    });
    let lists = vec![serde_json::from_value(half).unwrap()];
    let book = PriceBook { price_lists: lists, ..book(true, TaxRounding::PerLine) };
    let mut why = Explanation::default();
    assert_eq!(price_traced(&cart, &book, &mut why).unwrap().total.get(), 5000);
    assert_eq!(serde_json::to_value(&why.steps[0].rule).unwrap(), json!({"rule": "typed_price"}));

    add(&mut cart, sells(json!({"id": 2, "name": "Vase", "price": "900"})), "1");
    let price = UnitPrice::default();
    let refused = cart.run(Command::SetPrice { line: LineId(2), price }).unwrap_err();
    assert_eq!(refused.code(), "cart.price_fixed");
}

/// A menu for 9.99: a burger (or one with cheese for 1.00 more), fries or salad, a drink.
fn menu() -> Item {
    item(json!({
        "id": 50, "name": "Menu", "price": "999",
        "extras": {"combo": {"parts": [
            {"name": "Burger", "choices": [{"item": 1}, {"item": 2, "extra": "100"}]},
            {"name": "Side", "choices": [{"item": 3}, {"item": 4}]},
            {"name": "Drink", "choices": [{"item": 5}]},
        ]}},
    }))
}

/// Burger 7.50 and fries 3.50 at 7 %, a drink 2.90 at 19 %.
fn parts() -> Vec<LineItem> {
    vec![
        sells(json!({"id": 1, "name": "Burger", "price": "750", "taxes": [2]})),
        sells(json!({"id": 3, "name": "Fries", "price": "350", "taxes": [2]})),
        sells(json!({"id": 5, "name": "Drink", "price": "290", "taxes": [1]})),
    ]
}

#[test]
fn the_price_of_a_combo_is_spread_over_parts_that_bear_their_own_taxes() {
    // 9.99 over 750:350:290 of 1390: 5.3902, 2.5154, 2.0842 -> 5.39, 2.52 (the largest
    // remainder), 2.08. Two menus: 10.78, 5.04, 4.16 = 19.98.
    // Taxes: 10.78 * 7/107 = 0.705 -> 0.71, 5.04 * 7/107 = 0.3297 -> 0.33, 4.16 * 19/119 = 0.66.
    let mut cart = empty();
    let combo = ComboLines::new(&menu(), parts()).unwrap();
    let two = Command::AddCombo { combo, quantity: "2".parse().unwrap() };
    let events = cart.run(two).unwrap();
    assert_eq!(events.len(), 3);
    let mut why = Explanation::default();
    let priced = price_traced(&cart, &book(true, TaxRounding::PerLine), &mut why).unwrap();
    let totals: Vec<i64> = priced.lines.iter().map(|line| line.total.get()).collect();
    assert_eq!(totals, [1078, 504, 416]);
    let taxes = priced.lines.iter().map(|line| line.taxes[0].amount.get());
    assert_eq!(taxes.collect::<Vec<_>>(), [71, 33, 66]);
    let step = json!({
        "line": 2, "rule": "combo", "amount": 504,
        "by": {"first": 1, "item": 50, "name": "Menu", "price": "999"},
    });
    assert!(serde_json::to_value(&why).unwrap().as_array().unwrap().contains(&step));
}

#[test]
fn the_lines_of_a_combo_come_and_go_together() {
    let mut cart = empty();
    let combo = || ComboLines::new(&menu(), parts()).unwrap();
    let add_one = || Command::AddCombo { combo: combo(), quantity: Quantity::ONE };
    add(&mut cart, sells(json!({"id": 1, "name": "Burger", "price": "750"})), "1");
    cart.run(add_one()).unwrap();
    cart.run(add_one()).unwrap();
    let seen = |cart: &Cart| {
        cart.lines.iter().map(|line| (line.id.0, line.quantity.to_string())).collect::<Vec<_>>()
    };
    let expect = |lines: &[(u32, &str)]| {
        lines.iter().map(|(id, quantity)| (*id, (*quantity).to_owned())).collect::<Vec<_>>()
    };
    assert_eq!(seen(&cart), expect(&[(1, "1"), (2, "2"), (3, "2"), (4, "2")]));
    let five = "5".parse().unwrap();
    cart.run(Command::SetQuantity { line: LineId(3), quantity: five }).unwrap();
    assert_eq!(seen(&cart), expect(&[(1, "1"), (2, "5"), (3, "5"), (4, "5")]));
    cart.run(Command::SetNote { line: LineId(4), note: "no ice".to_owned() }).unwrap();
    cart.run(add_one()).unwrap();
    assert_eq!(cart.lines.len(), 7, "a combo with a note is left alone");
    cart.run(Command::Remove { line: LineId(2) }).unwrap();
    assert_eq!(seen(&cart), expect(&[(1, "1"), (5, "1"), (6, "1"), (7, "1")]));
}

#[test]
fn choices_of_a_combo_are_checked() {
    let refused = |parts: Vec<LineItem>| ComboLines::new(&menu(), parts).unwrap_err().code();
    assert_eq!(refused(parts()[..2].to_vec()), "combo.parts");
    let mut wrong = parts();
    wrong.swap(0, 1);
    assert_eq!(refused(wrong), "combo.choice");
    let burger = item(json!({"id": 1, "name": "Burger", "price": "750"}));
    assert_eq!(ComboLines::new(&burger, parts()).unwrap_err().code(), "combo.not_a_combo");
    assert_eq!(LineItem::try_from(&menu()).unwrap_err().code(), "cart.choose_parts");
    // A variant of what can be chosen can be chosen; the dearer burger puts 1.00 on the price.
    let mut cheese = parts();
    cheese[0] = sells(json!({"id": 7, "name": "Cheese", "price": "850", "extras": {"parent": 2}}));
    let mut cart = empty();
    let combo = ComboLines::new(&menu(), cheese).unwrap();
    cart.run(Command::AddCombo { combo, quantity: Quantity::ONE }).unwrap();
    assert_eq!(price(&cart, &book(true, TaxRounding::PerLine)).unwrap().total.get(), 1099);
}

#[test]
fn an_item_with_variants_stands_for_all_of_them() {
    let shirt = json!({
        "id": 10, "name": "Shirt", "price": "0",
        "extras": {"family": {"attributes": ["Size"], "variants": [
            {"item": 11, "values": ["S"]}, {"item": 12, "values": ["M"]},
        ]}},
    });
    assert_eq!(LineItem::try_from(&item(shirt)).unwrap_err().code(), "cart.choose_variant");
    let variant = |id: u32| {
        sells(json!({"id": id, "name": "Shirt", "price": "2000", "extras": {"parent": 10}}))
    };
    let mut cart = empty();
    for id in [11, 12, 13] {
        add(&mut cart, variant(id), "1");
    }
    // The list has 18.00 for the shirt and 15.00 for size M; the promotion 10 % off all of them.
    let list = json!({
        "id": 1, "name": "List", "rules": [
            {"of": {"item": 10}, "price": {"fixed": "1800"}},
            {"of": {"item": 12}, "price": {"fixed": "1500"}},
        ],
    });
    let off = promotions::off_percent("10");
    let off = promotions::discount(promotion::Selector::item(ItemId(10)), off);
    let mut book = promotions::with(vec![promotions::promotion(1, off)]);
    book.price_lists = vec![serde_json::from_value(list).unwrap()];
    let priced = price(&cart, &book).unwrap();
    let totals: Vec<i64> = priced.lines.iter().map(|line| line.total.get()).collect();
    assert_eq!(totals, [1620, 1350, 1620]);
    // From three of the family on, 12.00.
    let from_3 = json!({
        "id": 1, "name": "List",
        "rules": [{"of": {"item": 10}, "from": "3", "price": {"fixed": "1200"}}],
    });
    book.promotions.clear();
    book.price_lists = vec![serde_json::from_value(from_3).unwrap()];
    assert_eq!(price(&cart, &book).unwrap().total.get(), 6000);
    book.price_list_settings.breaks = list::BreaksBy::Family;
    assert_eq!(price(&cart, &book).unwrap().total.get(), 3600);
}

#[test]
fn amounts_per_unit_are_for_the_pieces_in_a_pack() {
    // A deposit of 0.08 a bottle on a crate of 20: 19.80 and 1.60.
    let beer = json!({
        "id": 1, "name": "Beer", "price": "99", "taxes": [9],
        "extras": {"packs": [{"id": 1, "name": "Crate", "contains": "20"}]},
    });
    let beer = item(beer);
    let mut cart = empty();
    add(&mut cart, LineItem::in_packs(&beer, &beer.extras().packs[0]).unwrap(), "1");
    let mut book = book(false, TaxRounding::PerLine);
    let deposit =
        json!({"id": 9, "code": "d", "name": "Deposit", "kind": {"fixed": {"amount": "8"}}});
    book.taxes.push(serde_json::from_value(deposit).unwrap());
    let priced = price(&cart, &book).unwrap();
    assert_eq!((priced.net.get(), priced.total.get()), (1980, 2140));
    assert_eq!(cart.lines[0].base_quantity(), Decimal::from(20));
}

#[test]
fn a_sale_with_all_of_it_is_read_back_and_priced_again_the_same() {
    use crate::sale::{Closing, Repriced, Sale};
    let mut cart = empty();
    let combo = ComboLines::new(&menu(), parts()).unwrap();
    cart.run(Command::AddCombo { combo, quantity: Quantity::ONE }).unwrap();
    let mut coffee = sells(json!({"id": 8, "name": "Coffee", "price": "340", "taxes": [1]}));
    coffee.modifiers = vec![picked(1, "50", 1)];
    add(&mut cart, coffee, "12");
    cart.run(Command::SetNote { line: LineId(4), note: "hot".to_owned() }).unwrap();
    let list = json!({
        "id": 1, "name": "Many", "rules": [{"of": "all", "from": "10", "price": {"fixed": "300"}}],
    });
    let lists = vec![serde_json::from_value(list).unwrap()];
    let book = PriceBook { price_lists: lists, ..book(true, TaxRounding::PerLine) };
    let closing = json!([{"kind": "card", "amount": 999 + 12 * 350}]);
    let closing = Closing {
        id: crate::ids::SaleId::new(Uuid::nil()),
        receipt_no: "R1-000001".to_owned(),
        closed_at: crate::time::Timestamp(0),
        offers: serde_json::from_value(closing).unwrap(),
        cash: crate::tender::CashRules::exact(),
    };
    let sale = Sale::close(cart, &book, closing).unwrap();
    let text = serde_json::to_string(&sale).unwrap();
    let again: Sale = serde_json::from_str(&text).unwrap();
    assert_eq!(again, sale);
    assert_eq!(again.reprice(&book), Repriced::Equal);
    assert_eq!(serde_json::to_string(&again).unwrap(), text);
    let line = serde_json::to_value(&sale.cart.lines[3]).unwrap();
    let expect = json!({
        "id": 4, "quantity": "12", "note": "hot",
        "item": {
            "id": 8, "sku": "S", "name": "Coffee", "category": 1, "price": "340", "unit": "each",
            "taxes": [1],
            "modifiers": [{"group": 1, "option": 1, "name": "Option 1", "price": "50", "units": 1}],
        },
    });
    assert_eq!(line, expect);
}

proptest! {
    #[test]
    fn the_parts_of_a_combo_are_its_price(
        prices in prop::collection::vec(0_i64..5_000, 1..8),
        extras in prop::collection::vec(0_i64..300, 8),
        (price_minor, quantity) in (0_i64..20_000, 1_u32..50),
    ) {
        let parts: Vec<_> = prices.iter().zip(&extras).zip(1..).map(|((_, extra), id)| json!({
            "name": "Part", "choices": [{"item": 99}, {"item": id, "extra": extra.to_string()}],
        })).collect();
        let menu = item(json!({
            "id": 50, "name": "Menu", "price": price_minor.to_string(),
            "extras": {"combo": {"parts": parts}},
        }));
        let chosen = prices.iter().zip(1..).map(|(price, id)| {
            sells(json!({"id": id, "name": "Part", "price": price.to_string()}))
        });
        let chosen: Vec<LineItem> = chosen.collect();
        let combo = ComboLines::new(&menu, chosen).unwrap();
        let mut cart = empty();
        let quantity = Quantity::new(quantity.into()).unwrap();
        cart.run(Command::AddCombo { combo, quantity }).unwrap();
        let extras: i64 = extras.iter().take(prices.len()).sum();
        let priced = price(&cart, &book(true, TaxRounding::PerLine)).unwrap();
        let due = Decimal::from(price_minor + extras) * quantity.value();
        prop_assert_eq!(Decimal::from(priced.total.get()), due);
        let whole = &cart.lines[0].item.combo;
        let is_whole = |combo: &InCombo| combo.price.value() == Decimal::from(price_minor + extras);
        prop_assert!(whole.as_deref().is_some_and(is_whole));
    }

    #[test]
    fn modifiers_add_up_for_every_quantity(
        price_tenths in 0_i64..20_000,
        options in prop::collection::vec((0_i64..3_000, 1_u32..4), 0..6),
        quantity in 1_i64..20_000,
    ) {
        let own = Decimal::new(price_tenths, 1).normalize().to_string();
        let mut salad = sells(json!({"id": 1, "name": "S", "price": own, "unit": "kilogram"}));
        salad.modifiers = options.iter().zip(1..).map(|((price, units), option)| {
            picked(option, &Decimal::new(*price, 1).normalize().to_string(), *units)
        }).collect();
        let mut cart = empty();
        add(&mut cart, salad, &Decimal::new(quantity, 3).to_string());
        let mut why = Explanation::default();
        let priced = price_traced(&cart, &book(true, TaxRounding::PerLine), &mut why).unwrap();
        prop_assert_eq!(why.total_of(LineId(1)).unwrap(), priced.total);
        prop_assert!(priced.lines[0].modifiers.iter().all(|one| !one.is_negative()));
        let unit = cart.lines[0].item.modifiers.iter().fold(
            cart.lines[0].item.price.value(),
            |sum, one| sum + one.price.value() * Decimal::from(one.units),
        );
        let exact = unit * cart.lines[0].quantity.value();
        let rounded = exact.round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
        prop_assert_eq!(Decimal::from(priced.lines[0].value.get()), rounded);
    }
}
