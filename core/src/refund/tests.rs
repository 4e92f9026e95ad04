mod properties;

use uuid::Uuid;

use super::*;
use crate::cart::{Command, Discount, DiscountValue};
use crate::ids::CartId;
use crate::money::Minor;
use crate::pricing::PriceBook;
use crate::sale::{Closing, Repriced};
use crate::tender::{CashRules, Offer, TenderKind};

pub(crate) fn minor(units: i64) -> Minor {
    Minor::new(units).unwrap()
}

/// Prices hold 19 %; `promotions` are JSON.
fn book(promotions: &str) -> PriceBook {
    let taxes = r#"[{"id":1,"code":"standard","name":"VAT","kind":{"percent":{"rate":"19"}}}]"#;
    let json = format!(
        r#"{{"currency":"EUR","prices_include_tax":true,"taxes":{taxes},"promotions":{promotions}}}"#
    );
    serde_json::from_str(&json).unwrap()
}

const THREE_FOR_25: &str = r#"[{"id":1,"name":"3 for 25","benefit":
    {"sets":{"parts":[{"units":3}],"off":{"total":2500}}}}]"#;
const TENTH_OFF: &str = r#"[{"id":2,"name":"10 %","benefit":
    {"discount":{"off":{"percent":"10"}}}}]"#;
const BUY_2_GET_1: &str = r#"[{"id":3,"name":"2 + 1","benefit":
    {"buy_get":{"buy_units":2,"get_units":1,"off":{"percent":"100"}}}}]"#;

/// Sells goods `(price, quantity)`, pieces for whole numbers.
fn sell(goods: &[(i64, &str)], off: Option<DiscountValue>, book: &PriceBook) -> Sale {
    let mut cart = Cart::new(CartId::new(Uuid::from_u128(1)), book.currency);
    for ((price, quantity), id) in goods.iter().zip(1..) {
        let unit = if quantity.contains('.') { "kilogram" } else { "each" };
        let item = serde_json::json!({"id": id, "sku": format!("S{id}"), "name": format!("G{id}"),
            "category": 1, "price": price.to_string(), "unit": unit, "taxes": [1]});
        let item = serde_json::from_value(item).unwrap();
        cart.run(Command::Add { item, quantity: quantity.parse().unwrap() }).unwrap();
    }
    let discount = off.map(|value| Discount { value, reason: String::new() });
    cart.run(Command::SetDiscount { discount }).unwrap();
    let total = crate::pricing::price(&cart, book).unwrap().total;
    let offers = if total.is_zero() { vec![] } else { vec![card(total.get())] };
    let closing = Closing {
        id: SaleId::new(Uuid::from_u128(2)),
        receipt_no: "R1-000001".into(),
        closed_at: Timestamp(0),
        offers,
        cash: CashRules::exact(),
    };
    Sale::close(cart, book, closing).unwrap()
}

fn card(units: i64) -> Offer {
    Offer { kind: TenderKind::Card, amount: minor(units), reference: None }
}

fn closing(offers: Vec<Offer>) -> ReturnClosing {
    ReturnClosing {
        id: SaleId::new(Uuid::from_u128(3)),
        receipt_no: "R1-000002".into(),
        closed_at: Timestamp(1),
        offers,
        cash: CashRules::exact(),
        void: false,
        reason: String::new(),
        approval: None,
    }
}

fn origin(sale: &Sale) -> Option<Origin> {
    let register = RegisterId::new(Uuid::from_u128(7));
    let receipt_no = sale.receipt_no.clone();
    Some(Origin { sale: sale.id, receipt_no, register, seq: 2 })
}

fn takes(lines: &[(u32, &str)]) -> Vec<Take> {
    let take = |(line, quantity): &(u32, &str)| Take {
        line: LineId(*line),
        quantity: quantity.parse().unwrap(),
        restock: Restock::Restock,
    };
    lines.iter().map(take).collect()
}

/// A row of returns of one sale.
struct Desk<'a> {
    sale: &'a Sale,
    book: &'a PriceBook,
    broken: BrokenPromotions,
    before: Vec<Return>,
}

impl<'a> Desk<'a> {
    fn new(sale: &'a Sale, book: &'a PriceBook, broken: BrokenPromotions) -> Self {
        Self { sale, book, broken, before: Vec::new() }
    }

    /// Takes goods back and returns what is owed for them, or the code of a refusal.
    fn take(&mut self, lines: &[(u32, &str)]) -> Result<i64, &'static str> {
        let earlier: Vec<&Return> = self.before.iter().collect();
        let bought = Bought::from(self.sale);
        let taken = give_back(bought, &earlier, &takes(lines), self.broken, Some(self.book))
            .map_err(|error| error.code())?;
        let due = taken.due(None).unwrap();
        let offers = if due.is_zero() { vec![] } else { vec![card(due.get())] };
        let back = Return::close(origin(self.sale), taken, None, closing(offers)).unwrap();
        assert_eq!(back.problems(), []);
        let again = back.reprice(Some((bought, &earlier)), |_| Some(self.book));
        assert_eq!(again, Repriced::Equal);
        self.before.push(back);
        Ok(due.get())
    }
}

/// Lines with their quantities, and what is owed for them or the code of a refusal.
type Round<'a> = (&'a [(u32, &'a str)], Result<i64, &'static str>);

#[track_caller]
fn check(sale: &Sale, rounds: &[Round<'_>]) {
    let book = book("[]");
    let mut desk = Desk::new(sale, &book, BrokenPromotions::Keep);
    for (lines, expect) in rounds {
        assert_eq!(desk.take(lines), *expect, "{lines:?}");
    }
}

fn amount(units: i64) -> Option<DiscountValue> {
    Some(DiscountValue::Amount(minor(units)))
}

fn percent(percent: i64) -> Option<DiscountValue> {
    Some(DiscountValue::Percent(percent.into()))
}

#[test]
fn what_was_paid_for_the_units_is_paid_back() {
    let plain = book("[]");
    // 3 x 100.00 less 10 % is 270.00: two of them are 180.00, not 200.00.
    check(
        &sell(&[(10_000, "3")], percent(10), &plain),
        &[
            (&[(1, "2")], Ok(-18_000)),
            (&[(1, "1")], Ok(-9_000)),
            (&[(1, "1")], Err("return.more_than_left")),
        ],
    );
    // 150.00 + 60.00 less 20 % is 168.00: the first is 120.00.
    check(
        &sell(&[(15_000, "1"), (6_000, "1")], percent(20), &plain),
        &[(&[(1, "1")], Ok(-12_000))],
    );
    // 6.00 + 4.00 less 10 %: 5.40, then 3.60.
    check(
        &sell(&[(600, "1"), (400, "1")], percent(10), &plain),
        &[(&[(1, "1")], Ok(-540)), (&[(2, "1")], Ok(-360))],
    );
}

#[test]
fn the_last_unit_takes_the_remainder() {
    let plain = book("[]");
    let one: &[(u32, &str)] = &[(1, "1")];
    // 3 for 10.00: 3.33, 3.33, 3.34. 3 for 5.00: 1.67, 1.67, 1.66.
    let sale = sell(&[(400, "3")], amount(200), &plain);
    check(&sale, &[(one, Ok(-333)), (one, Ok(-333)), (one, Ok(-334))]);
    let sale = sell(&[(200, "3")], amount(100), &plain);
    check(&sale, &[(one, Ok(-167)), (one, Ok(-167)), (one, Ok(-166))]);
    // 10 for 0.05: five cents are never given for five of them.
    let sale = sell(&[(1, "10")], amount(5), &plain);
    check(&sale, &[(one, Ok(-1)), (&[(1, "4")], Ok(-2)), (&[(1, "5")], Ok(-2))]);
    // 0.738 kg at 2.99 is 2.21; 0.25 kg of it is 0.748.. = 0.75.
    let sale = sell(&[(299, "0.738")], None, &plain);
    check(&sale, &[(&[(1, "0.25")], Ok(-75)), (&[(1, "0.488")], Ok(-146))]);
}

#[test]
fn taxes_follow_the_money() {
    // 270.00 hold 43.11 of tax (270 * 19 / 119 = 43.109); two thirds are 28.74, the rest 14.37.
    let book = book("[]");
    let sale = sell(&[(10_000, "3")], percent(10), &book);
    let mut desk = Desk::new(&sale, &book, BrokenPromotions::Keep);
    desk.take(&[(1, "2")]).unwrap();
    desk.take(&[(1, "1")]).unwrap();
    let tax: Vec<i64> = desk.before.iter().map(|it| it.priced.taxes[0].amount.get()).collect();
    assert_eq!(tax, [-2874, -1437]);
    let off: Vec<i64> = desk.before.iter().map(|it| it.priced.discount.get()).collect();
    assert_eq!(off, [-2000, -1000]);
}

#[test]
fn a_broken_promotion_is_kept_clawed_back_or_forbids_the_return() {
    use BrokenPromotions::{ClawBack, Forbid, Keep};
    let book = book(THREE_FOR_25);
    let sale = sell(&[(1000, "3")], None, &book);
    assert_eq!(sale.priced.total, minor(2500));
    let take = |broken, rounds: &[&str]| {
        let mut desk = Desk::new(&sale, &book, broken);
        rounds.iter().map(|quantity| desk.take(&[(1, quantity)])).collect::<Vec<_>>()
    };
    assert_eq!(take(Keep, &["1", "1", "1"]), [Ok(-833), Ok(-833), Ok(-834)]);
    // Two of them are 20.00, so 5.00 of the 25.00 go back; then one is 10.00, and so on.
    assert_eq!(take(ClawBack, &["1", "1", "1"]), [Ok(-500), Ok(-1000), Ok(-1000)]);
    assert_eq!(take(Forbid, &["1"]), [Err("return.promotion_broken")]);
    for broken in [Keep, ClawBack, Forbid] {
        assert_eq!(take(broken, &["3"]), [Ok(-2500)], "all of it breaks nothing");
    }
    // Without its book nothing can be said about a promotion; and keeping it needs no book.
    let bought = Bought::from(&sale);
    let give = |broken| give_back(bought, &[], &takes(&[(1, "1")]), broken, None);
    assert_eq!(give(ClawBack).unwrap_err().code(), "return.book_needed");
    assert!(give(Keep).is_ok());
}

#[test]
fn a_line_that_is_kept_may_cost_more_after_a_return() {
    // 2 + 1: two dear at 10.00 and a cheap one at 4.00 that was free. One dear comes back: the
    // cheap one costs 4.00 now, so 10.00 - 4.00 go back.
    let book = book(BUY_2_GET_1);
    let sale = sell(&[(1000, "2"), (400, "1")], None, &book);
    assert_eq!(sale.priced.total, minor(2000));
    let mut desk = Desk::new(&sale, &book, BrokenPromotions::ClawBack);
    assert_eq!(desk.take(&[(1, "1")]), Ok(-600));
    let back = &desk.before[0];
    let totals: Vec<_> = back.priced.lines.iter().map(|it| (it.line.0, it.total.get())).collect();
    assert_eq!(totals, [(1, -1000), (2, 400)]);
    // Everything else comes back: what is left of the 20.00.
    assert_eq!(desk.take(&[(1, "1"), (2, "1")]), Ok(-1400));
    let left = left(Bought::from(&sale), &desk.before.iter().collect::<Vec<_>>()).unwrap();
    assert!(left.iter().all(|it| it.quantity.is_zero() && it.total.is_zero()));
}

#[test]
fn a_promotion_that_still_holds_is_no_reason_to_refuse() {
    let book = book(TENTH_OFF);
    let sale = sell(&[(15, "3"), (999, "2")], percent(3), &book);
    let mut desk = Desk::new(&sale, &book, BrokenPromotions::Forbid);
    let sum = desk.take(&[(1, "1")]).unwrap() + desk.take(&[(2, "1")]).unwrap();
    let rest = desk.take(&[(1, "2"), (2, "1")]).unwrap();
    assert_eq!(sum + rest, -sale.priced.total.get());
}

#[test]
fn an_exchange_is_settled_once_either_way() {
    let book = book("[]");
    let sale = sell(&[(1000, "2")], None, &book);
    let exchange = |price: i64, offers: Vec<Offer>| {
        let lines = takes(&[(1, "1")]);
        let keep = BrokenPromotions::Keep;
        let taken = give_back(Bought::from(&sale), &[], &lines, keep, None).unwrap();
        let cart = sell(&[(price, "1")], None, &book).cart;
        let sold = Sold::price(Context::default(), cart, &book).unwrap();
        let back = Return::close(origin(&sale), taken, Some(sold), closing(offers));
        back.map(|back| {
            assert_eq!(back.problems(), []);
            let again = back.reprice(Some((Bought::from(&sale), &[])), |_| Some(&book));
            assert_eq!(again, Repriced::Equal);
            back.settlement.due.get()
        })
        .map_err(|error| error.code())
    };
    assert_eq!(exchange(1350, vec![card(350)]), Ok(350));
    assert_eq!(exchange(750, vec![card(-250)]), Ok(-250));
    assert_eq!(exchange(1000, vec![]), Ok(0));
    assert_eq!(exchange(1350, vec![]), Err("tender.short"));
    assert_eq!(exchange(750, vec![card(-1000)]), Err("tender.too_much"));
}

#[test]
fn without_a_receipt_the_price_is_given_and_no_promotion_holds() {
    let book = book(TENTH_OFF);
    let cart = sell(&[(595, "2")], None, &book).cart;
    let taken = take_unreceipted(&cart, &book, Restock::WriteOff).unwrap();
    // 11.90 hold 1.90 of tax.
    assert_eq!((taken.priced.total, taken.priced.taxes[0].amount), (minor(-1190), minor(-190)));
    let back = Return::close(None, taken, None, closing(vec![card(-1190)])).unwrap();
    assert_eq!(back.problems(), []);
    assert_eq!(back.reprice(None, |_| Some(&book)), Repriced::Equal);
    let other = PriceBook { prices_include_tax: false, ..book };
    let again = back.reprice(None, |_| Some(&other));
    assert_eq!(again, Repriced::Different { total: minor(-1416) });
    assert!(matches!(back.reprice(None, |_| None), Repriced::Unpriced { .. }));
}

#[test]
fn what_cannot_come_back_is_refused() {
    let book = book("[]");
    let sale = sell(&[(100, "3"), (299, "0.5")], None, &book);
    check(
        &sale,
        &[
            (&[], Err("return.empty")),
            (&[(9, "1")], Err("return.line")),
            (&[(1, "1"), (1, "1")], Err("return.line")),
            (&[(1, "4")], Err("return.more_than_left")),
            (&[(1, "0.5")], Err("return.quantity")),
            (&[(2, "0.501")], Err("return.more_than_left")),
            (&[(2, "0.5")], Ok(-150)),
        ],
    );
}

#[test]
fn goods_come_back_within_the_days_of_the_shop() {
    let days = |days| ReturnSettings { days, ..ReturnSettings::default() };
    let check = |settings: ReturnSettings, today: i64| {
        settings.check_days(20_000, today).map_err(|error| error.code())
    };
    assert_eq!(check(days(Some(14)), 20_014), Ok(()));
    assert_eq!(check(days(Some(14)), 20_015), Err("return.too_late"));
    assert_eq!(check(days(Some(0)), 20_000), Ok(()), "the day itself");
    assert_eq!(check(days(Some(0)), 20_001), Err("return.too_late"));
    assert_eq!(check(days(None), 99_999), Ok(()));
    // A clock that was set back makes nothing too old.
    assert_eq!(check(days(Some(0)), 19_999), Ok(()));
}

#[test]
fn packs_come_back_whole_and_round_like_pieces() {
    let book = book("[]");
    let mut cart = Cart::new(CartId::new(Uuid::from_u128(1)), book.currency);
    let item = serde_json::json!({"id": 1, "sku": "S1", "name": "Flour", "category": 1,
        "price": "500", "unit": "kilogram", "taxes": [1],
        "pack": {"id": 1, "name": "Sack of 25 kg", "contains": "25"}});
    let item = serde_json::from_value(item).unwrap();
    cart.run(Command::Add { item, quantity: "3".parse().unwrap() }).unwrap();
    let off = Discount { value: DiscountValue::Amount(minor(500)), reason: String::new() };
    cart.run(Command::SetDiscount { discount: Some(off) }).unwrap();
    let at_close = Closing {
        id: SaleId::new(Uuid::from_u128(2)),
        receipt_no: "R1-000001".into(),
        closed_at: Timestamp(0),
        offers: vec![card(1000)],
        cash: CashRules::exact(),
    };
    let sale = Sale::close(cart, &book, at_close).unwrap();
    let one: &[(u32, &str)] = &[(1, "1")];
    let part: &[(u32, &str)] = &[(1, "0.5")];
    check(
        &sale,
        &[(part, Err("return.quantity")), (one, Ok(-333)), (one, Ok(-333)), (one, Ok(-334))],
    );
}

/// What a sale of 10.00 that was paid so is paid back in: `(means, amount)`, of `due`.
#[track_caller]
fn check_paid_back(paid: &[(TenderKind, i64)], due: i64, expect: &[(TenderKind, i64)]) {
    let book = book("[]");
    let sale = sell(&[(100, "10")], None, &book);
    let offer = |(kind, units): &(TenderKind, i64)| Offer {
        kind: *kind,
        amount: minor(*units),
        reference: (*kind == TenderKind::Card).then(|| "TX".to_owned()),
    };
    let five = CashRules { step: minor(5), rounding: crate::money::Rounding::HalfUp };
    let offers = paid.iter().map(offer).collect();
    let paid = crate::tender::settle(minor(1000), offers, five).unwrap();
    let sale = Sale { settlement: paid, ..sale };
    let back = pay_back(minor(due), Some(&sale.settlement), &[], five).unwrap();
    assert_eq!(back, expect.iter().map(offer).collect::<Vec<_>>());
}

#[test]
fn what_was_paid_by_card_goes_back_to_the_card() {
    use TenderKind::{Card, Cash};
    check_paid_back(&[(Cash, 2000)], -300, &[(Cash, -300)]);
    check_paid_back(&[(Card, 1000)], -300, &[(Card, -300)]);
    check_paid_back(&[(Card, 200), (Cash, 1000)], -303, &[(Card, -200), (Cash, -105)]);
    check_paid_back(&[(Card, 200), (Cash, 1000)], -202, &[(Card, -200), (Cash, 0)]);
    check_paid_back(&[(Card, 200), (Card, 800)], -300, &[(Card, -200), (Card, -100)]);
    check_paid_back(&[(Card, 1000)], 0, &[]);
}

#[test]
fn a_card_gets_no_more_back_than_it_gave() {
    let book = book("[]");
    let sale = sell(&[(100, "10")], None, &book);
    let mut desk = Desk::new(&sale, &book, BrokenPromotions::Keep);
    desk.take(&[(1, "7")]).unwrap();
    let earlier: Vec<&Return> = desk.before.iter().collect();
    let cash = CashRules::exact();
    let back = pay_back(minor(-400), Some(&sale.settlement), &earlier, cash).unwrap();
    let amounts: Vec<_> = back.iter().map(|offer| (offer.kind, offer.amount.get())).collect();
    assert_eq!(amounts, [(TenderKind::Card, -300), (TenderKind::Cash, -100)]);
    // Two payments that nobody can tell apart count together.
    let card = |units| Offer { kind: TenderKind::Card, amount: minor(units), reference: None };
    let split = Settlement { tenders: vec![card(200), card(800)], ..sale.settlement.clone() };
    let back = pay_back(minor(-400), Some(&split), &earlier, cash).unwrap();
    assert_eq!(back.first(), Some(&card(-300)));
    // Without a receipt nobody knows how it was paid.
    let back = pay_back(minor(-400), None, &[], cash).unwrap();
    assert_eq!(back, [Offer { kind: TenderKind::Cash, amount: minor(-400), reference: None }]);
}

#[test]
fn a_spoilt_return_is_found_out() {
    let book = book("[]");
    let sale = sell(&[(1000, "2")], None, &book);
    let mut desk = Desk::new(&sale, &book, BrokenPromotions::Keep);
    desk.take(&[(1, "1")]).unwrap();
    let spoilt = |spoil: fn(&mut Return)| {
        let mut back = desk.before[0].clone();
        spoil(&mut back);
        back.problems()
    };
    let line = LineId(1);
    assert_eq!(spoilt(|it| it.lines.clear()), [ReturnProblem::Empty]);
    assert_eq!(spoilt(|it| it.lines[0].line = LineId(2)), [ReturnProblem::LinesDiffer]);
    let sum = spoilt(|it| it.priced.lines[0].net = minor(0));
    assert_eq!(sum, [ReturnProblem::LineSum { line }]);
    let total = spoilt(|it| it.priced.total = minor(-1));
    assert_eq!(total, [ReturnProblem::Total, ReturnProblem::Settlement]);
    assert_eq!(spoilt(|it| it.settlement.change = minor(1)), [ReturnProblem::Settlement]);
}
