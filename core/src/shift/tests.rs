use super::*;
use crate::tender::{Offer, Settlement, TenderKind};

fn minor(units: i64) -> Minor {
    Minor::new(units).unwrap()
}

fn offer(kind: TenderKind, units: i64) -> Offer {
    Offer { kind, amount: minor(units), reference: None }
}

fn moved(kind: CashMove, units: i64) -> CashMoved {
    CashMoved { kind, amount: minor(units), reason: "why".into() }
}

#[test]
fn what_should_be_in_the_drawer() {
    let mut totals = ShiftTotals::open(minor(10_000));
    // 15.72 in coins of 0.05: 20.00 put down, 15.70 owed, 4.30 back.
    let cash = Settlement {
        due: minor(1572),
        tip: Minor::ZERO,
        cash_rounding: minor(-2),
        tenders: vec![offer(TenderKind::Cash, 2000)],
        change: minor(430),
    };
    // 30.00 and a tip of 2.00: 20.00 by card, the rest in cash.
    let mixed = Settlement {
        due: minor(3000),
        tip: minor(200),
        cash_rounding: Minor::ZERO,
        tenders: vec![offer(TenderKind::Card, 2000), offer(TenderKind::Cash, 1200)],
        change: Minor::ZERO,
    };
    let refund = Settlement {
        due: minor(-572),
        tip: Minor::ZERO,
        cash_rounding: minor(2),
        tenders: vec![offer(TenderKind::Cash, -570)],
        change: Minor::ZERO,
    };
    for settlement in [&cash, &mixed, &refund] {
        assert!(settlement.adds_up());
        totals.count_settlement(settlement).unwrap();
    }
    totals.count_moved(&moved(CashMove::PaidIn, 5000)).unwrap();
    totals.count_moved(&moved(CashMove::PaidOut, 350)).unwrap();
    totals.count_moved(&moved(CashMove::Drop, 8000)).unwrap();
    // 100.00 + (15.70 + 12.00) - 5.70 + 50.00 - 3.50 - 80.00 = 88.50.
    assert_eq!(totals.expected_cash(), Ok(minor(8850)));
    assert_eq!((totals.cash_taken, totals.cash_refunded), (minor(2770), minor(570)));
    let stayed = |kind| totals.tenders.iter().find(|it| it.kind == kind).copied().unwrap();
    let cash = TenderTotal { kind: TenderKind::Cash, count: 3, amount: minor(2200) };
    assert_eq!(stayed(TenderKind::Cash), cash);
    assert_eq!(stayed(TenderKind::Card).amount, minor(2000));
    assert_eq!(
        (totals.tips, totals.cash_rounding, totals.change),
        (minor(200), minor(0), minor(430))
    );

    let pieces = |value, count| Pieces { value: minor(value), count };
    let count = CashCount { pieces: vec![pieces(5000, 1), pieces(100, 38)], loose: minor(20) };
    let day = BusinessDate::new(2026, 11, 24).unwrap();
    let closed = ShiftClosed::close(day, 41, totals, count).unwrap();
    assert_eq!((closed.z, closed.counted, closed.difference), (42, minor(8820), minor(-30)));
    assert!(closed.adds_up());
    assert!(!ShiftClosed { counted: minor(8850), ..closed }.adds_up());
}

#[test]
fn counts_and_movements_are_checked() {
    let pieces = |value, count| Pieces { value: minor(value), count };
    let total = |pieces: Vec<Pieces>, loose| {
        let total = CashCount { pieces, loose: minor(loose) }.total();
        total.map(Minor::get).map_err(|error| error.code())
    };
    assert_eq!(total(vec![], 0), Ok(0));
    assert_eq!(total(vec![pieces(500, 2), pieces(1, 3)], 0), Ok(1003));
    assert_eq!(total(vec![pieces(500, 2), pieces(500, 1)], 0), Err("shift.pieces"));
    assert_eq!(total(vec![pieces(0, 1)], 0), Err("shift.pieces"));
    assert_eq!(total(vec![], -1), Err("shift.negative_count"));
    let most = pieces(crate::limits::MINOR_MAX, 2);
    assert_eq!(total(vec![most], 0), Err("shift.amount"));

    let check = |kind, units, reason: String| {
        let moved = CashMoved { kind, amount: minor(units), reason };
        moved.check().map_err(|error| error.code())
    };
    assert_eq!(check(CashMove::PaidOut, 1, "milk".into()), Ok(()));
    assert_eq!(check(CashMove::PaidOut, 0, "milk".into()), Err("shift.not_positive"));
    assert_eq!(check(CashMove::PaidIn, 1, " ".into()), Err("shift.no_reason"));
    assert_eq!(check(CashMove::Drop, 1, String::new()), Ok(()));
    assert_eq!(check(CashMove::Drop, 1, "x".repeat(200)), Ok(()));
    assert_eq!(check(CashMove::Drop, 1, "x".repeat(201)), Err("shift.reason_too_long"));
}
