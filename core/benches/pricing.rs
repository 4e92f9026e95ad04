//! Times the pricing of seeded carts and prints medians in microseconds. Nothing is asserted
//! about time; that the amounts add up is.
//!
//! ```text
//! cargo bench -p titan-core --bench pricing
//! ```
//!
//! With `count LINES PROMOTIONS whole|tied|free|items RUNS` it runs one of them so many times and
//! says nothing: `cargo xtask bench pricing` counts its instructions.

#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

use std::hint::black_box;
use std::time::Instant;

use rust_decimal::Decimal;
use titan_core::cart::{Cart, Command, LineItem};
use titan_core::catalog::UnitPrice;
use titan_core::ids::{CartId, CategoryId, ItemId, PromotionId, TagId, TaxId};
use titan_core::money::{Currency, Minor};
use titan_core::pricing::promotion::{
    Benefit, BuyGet, Choose, Conditions, Off, Selector, Stacking,
};
use titan_core::pricing::{
    CompiledBook, Context, PriceBook, PricedCart, Pricer, Promotion, Scratch,
};
use titan_core::quantity::{Quantity, Unit};
use titan_core::tax::Tax;
use uuid::Uuid;

const SIZES: [(u32, u32); 4] = [(10, 10), (50, 50), (200, 100), (1000, 500)];

/// Mulberry32: small, seeded, the same everywhere.
struct Rng(u32);

impl Rng {
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_add(0x6D2B_79F5);
        let mut t = self.0;
        t = (t ^ (t >> 15)).wrapping_mul(t | 1);
        t ^= t.wrapping_add((t ^ (t >> 7)).wrapping_mul(t | 61));
        t ^ (t >> 14)
    }

    /// Returns a number below `end`.
    fn below(&mut self, end: u32) -> u32 {
        let wide = u64::from(self.next()) * u64::from(end);
        u32::try_from(wide >> 32).unwrap_or(0)
    }
}

fn euro() -> Currency {
    Currency::from_code("EUR").expect("a known currency")
}

fn minor(units: u32) -> Minor {
    Minor::new(i64::from(units)).expect("a small amount")
}

fn percent(bps: u32) -> Decimal {
    Decimal::new(i64::from(bps), 2)
}

fn cart(lines: u32) -> Cart {
    let mut rng = Rng(1);
    let mut cart = Cart::new(CartId::new(Uuid::nil()), euro());
    for id in 0..lines {
        let (category, brand) = (rng.below(20), rng.below(50));
        rng.below(5000);
        let price = 50 + rng.below(20_000);
        let item = LineItem {
            id: ItemId(id),
            sku: format!("S{id}"),
            name: format!("Item {id}"),
            category: CategoryId(category),
            price: UnitPrice::from_minor(i64::from(price)).expect("a price"),
            unit: Unit::Each,
            taxes: vec![TaxId(1 + category % 3)],
            tags: vec![TagId(brand)],
            ..LineItem::default()
        };
        let quantity = Quantity::new(Decimal::from(1 + rng.below(5))).expect("a quantity");
        cart.run(Command::Add { item, quantity }).expect("room for the line");
    }
    cart
}

fn benefit(number: u32, rng: &mut Rng) -> Benefit {
    let discount = |of, off| Benefit::Discount { of, off, line_units_max: None };
    let category = |rng: &mut Rng| Selector::category(CategoryId(rng.below(20)));
    match number % 10 {
        0..6 => {
            let of = category(rng);
            discount(of, Off::Percent(percent(100 + rng.below(900))))
        }
        6..8 => {
            let of = Selector::tag(TagId(rng.below(50)));
            discount(of, Off::PerUnit(minor(5 + rng.below(100))))
        }
        8 => {
            let of = category(rng);
            Benefit::BuyGet(BuyGet {
                buy: of.clone(),
                buy_units: 2,
                get: of,
                get_units: 1,
                off: Off::Percent(Decimal::ONE_HUNDRED),
                choose: Choose::Cheapest,
                buy_choose: None,
                times_max: None,
                reuse: true,
                partial: false,
                units_max: None,
            })
        }
        _ => {
            let (bps, cents) = (50 + rng.below(200), 100 + rng.below(400));
            let whole = number % 20 == 9;
            let off =
                if whole { Off::PercentOfSum(percent(bps)) } else { Off::Amount(minor(cents)) };
            discount(Selector::all(), off)
        }
    }
}

fn book(promotions: u32) -> PriceBook {
    let mut rng = Rng(2);
    let tax =
        |id, bps| Tax::percent(TaxId(id), format!("t{id}"), format!("Tax {id}"), percent(bps));
    let mut book = PriceBook::new(euro(), false, vec![tax(1, 550), tax(2, 1000), tax(3, 2000)]);
    for number in 0..promotions {
        book.promotions.push(Promotion {
            id: PromotionId(number),
            name: format!("Promotion {number}"),
            coupon: None,
            conditions: Conditions::default(),
            benefit: benefit(number, &mut rng),
            priority: 0,
            stacking: Stacking::Stack,
            max_amount: None,
        });
    }
    book
}

/// Returns the median of the time of one run, in nanoseconds.
fn median_ns(mut run: impl FnMut()) -> u128 {
    for _ in 0..20 {
        run();
    }
    let started = Instant::now();
    let mut samples = Vec::new();
    while samples.len() < 50 || (started.elapsed().as_millis() < 1000 && samples.len() < 100_000) {
        let start = Instant::now();
        run();
        samples.push(start.elapsed().as_nanos());
    }
    samples.sort_unstable();
    samples[samples.len() / 2]
}

fn adds_up(priced: &PricedCart) -> bool {
    let sum = |of: fn(&titan_core::pricing::PricedLine) -> Minor| {
        Minor::sum(priced.lines.iter().map(of)).expect("a sum in range")
    };
    let taxes = Minor::sum(priced.taxes.iter().map(|tax| tax.amount)).expect("a sum in range");
    sum(|line| line.total) == priced.total
        && sum(|line| line.net) == priced.net
        && priced.net.plus(taxes) == Ok(priced.total)
}

fn micros(ns: u128) -> String {
    format!("{}.{:02}", ns / 1000, ns % 1000 / 10)
}

/// Returns the median of a change of one line and how many lines it priced again.
fn one_line_ns(cart: &Cart, book: PriceBook) -> (u128, usize) {
    let mut cart = cart.clone();
    let mut pricer = Pricer::new(CompiledBook::new(book), Context::default());
    pricer.price(&cart).expect("it can be priced");
    let line = cart.lines[cart.lines.len() / 2].id;
    let mut odd = false;
    let median = median_ns(|| {
        odd = !odd;
        let quantity = Quantity::new(Decimal::from(if odd { 7 } else { 8 })).expect("a quantity");
        let events = cart.run(Command::SetQuantity { line, quantity }).expect("a line");
        black_box(pricer.update(&cart, &events).expect("it can be priced"));
    });
    (median, pricer.touched_lines())
}

/// Leaves out the promotions of the whole order, which tie every line to every other.
fn without_order_promotions(mut book: PriceBook) -> PriceBook {
    book.promotions.retain(|promotion| promotion.id.0 % 10 != 9);
    book
}

/// Runs one scenario some times, for a counter of instructions.
fn count(scenario: &[String]) -> Option<()> {
    let [lines, promotions, what, runs] = scenario else { return None };
    let number = |text: &String| text.parse::<u32>().ok();
    let (lines, promotions, runs) = (number(lines)?, number(promotions)?, number(runs)?);
    let mut cart = cart(lines);
    let book = match what.as_str() {
        "items" => book_of_items(promotions),
        "free" => without_order_promotions(book(promotions)),
        _ => book(promotions),
    };
    let mut pricer = Pricer::new(CompiledBook::new(book), Context::default());
    pricer.price(&cart).expect("it can be priced");
    let line = cart.lines[cart.lines.len() / 2].id;
    for run in 0..runs {
        if matches!(what.as_str(), "whole" | "items") {
            black_box(pricer.price(&cart).expect("it can be priced"));
            continue;
        }
        let quantity = Quantity::new(Decimal::from(7 + run % 2)).expect("a quantity");
        let events = cart.run(Command::SetQuantity { line, quantity }).expect("a line");
        black_box(pricer.update(&cart, &events).expect("it can be priced"));
    }
    Some(())
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(("count", scenario)) =
        arguments.split_first().map(|(word, rest)| (word.as_str(), rest))
    {
        return count(scenario).expect("count LINES PROMOTIONS whole|tied|free|items RUNS");
    }
    println!(
        "lines x promotions |        net |       tax | shares | price, us | compile, us | one line \
         changed, us (lines): all tied | no order promotions"
    );
    for (lines, promotions) in SIZES {
        let (cart, book, context) = (cart(lines), book(promotions), Context::default());
        let compiled = CompiledBook::new(book.clone());
        let mut scratch = Scratch::new();
        let priced = compiled.price(&cart, &context, &mut scratch).expect("it can be priced");
        assert!(adds_up(&priced), "the lines are the total");
        let shares: usize = priced.lines.iter().map(|line| line.promotions.len()).sum();
        let tax = priced.total.minus(priced.net).expect("a small amount");
        let whole = median_ns(|| {
            let priced = compiled.price(black_box(&cart), &context, &mut scratch);
            black_box(priced.expect("it can be priced"));
        });
        let compile = median_ns(|| {
            black_box(CompiledBook::new(black_box(book.clone())));
        });
        let tied = one_line_ns(&cart, book.clone());
        let free = one_line_ns(&cart, without_order_promotions(book.clone()));
        println!(
            "{lines:>5} x {promotions:<10} | {:>10} | {:>9} | {shares:>6} | {:>9} | {:>11} | {:>9} ({}) \
             | {:>9} ({})",
            priced.net.get(),
            tax.get(),
            micros(whole),
            micros(compile),
            micros(tied.0),
            tied.1,
            micros(free.0),
            free.1,
        );
    }
    many_promotions();
}

/// Many promotions, each of one item; every other item has one.
fn book_of_items(count: u32) -> PriceBook {
    let mut book = book(0);
    for number in 0..count {
        let of = Selector::item(ItemId(number * 2 % count));
        let off = Off::Percent(percent(500));
        book.promotions.push(Promotion {
            id: PromotionId(number),
            name: format!("Promotion {number}"),
            coupon: None,
            conditions: Conditions::default(),
            benefit: Benefit::Discount { of, off, line_units_max: None },
            priority: 0,
            stacking: Stacking::Stack,
            max_amount: None,
        });
    }
    book
}

/// A small cart in a shop with many promotions: 20 lines, of which every other item has one.
fn many_promotions() {
    let cart = cart(20);
    let mut scratch = Scratch::new();
    let mut times = Vec::new();
    for count in [100, 10_000] {
        let compiled = CompiledBook::new(book_of_items(count));
        let context = Context::default();
        times.push(median_ns(|| {
            let priced = compiled.price(black_box(&cart), &context, &mut scratch);
            black_box(priced.expect("it can be priced"));
        }));
    }
    let [few, many] = times[..] else { return };
    println!("20 lines, 100 promotions: {} us; 10,000: {} us", micros(few), micros(many));
}
