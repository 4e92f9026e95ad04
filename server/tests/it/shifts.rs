//! Shifts from float to Z report, and acts that have to be seen.

use titan_core::ids::{CartId, ShiftId, StaffId};
use titan_core::journal::{
    Act, Approval, CartCleared, DrawerOpened, ReceiptReprinted, SealedEntry, fold_shift,
};
use titan_core::money::Minor;
use titan_core::shift::{CashCount, CashMove, CashMoved, Pieces, ShiftClosed};
use titan_core::shop::Permission;
use uuid::Uuid;

use crate::support::{TestApp, Till, sale};

fn minor(units: i64) -> Minor {
    Minor::new(units).unwrap()
}

fn moved(till: &mut Till, kind: CashMove, units: i64) -> SealedEntry {
    till.record(Act::CashMoved(CashMoved { kind, amount: minor(units), reason: "why".into() }))
}

/// Closes the till's shift with what its own entries come to.
fn close(
    till: &mut Till,
    entries: &[SealedEntry],
    last_z: u64,
    counted: i64,
    change: impl FnOnce(&mut ShiftClosed),
) -> SealedEntry {
    let entries: Vec<_> = entries.iter().map(|sealed| sealed.entry().unwrap()).collect();
    let totals = fold_shift(till.shift, &entries).unwrap();
    let count = CashCount {
        pieces: vec![Pieces { value: minor(100), count: 1 }],
        loose: minor(counted - 100),
    };
    let day = "2026-11-23".parse().unwrap();
    let mut closed = ShiftClosed::close(day, last_z, totals, count).unwrap();
    change(&mut closed);
    till.record(Act::ShiftClosed(Box::new(closed)))
}

async fn attention(app: &TestApp) -> String {
    app.scalar("SELECT coalesce(string_agg(seq || ' ' || code, ', ' ORDER BY seq, code), '') FROM attention")
        .await
}

#[tokio::test]
async fn a_shift_is_closed_with_what_is_in_the_drawer() {
    let app = TestApp::new().await;
    let mut till = app.till().await;
    let mut entries = vec![till.open_shift()];
    let sold = sale(&till, &[(1, 119, "3")]);
    entries.push(till.sell(sold));
    entries.push(moved(&mut till, CashMove::PaidIn, 2_000));
    entries.push(moved(&mut till, CashMove::PaidOut, 350));
    entries.push(moved(&mut till, CashMove::Drop, 5_000));
    // 100.00 + 3.57 + 20.00 - 3.50 - 50.00 = 70.07; 70.00 were counted.
    entries.push(close(&mut till, &entries, 0, 7_000, |closed| closed.note = "7 cents".into()));
    till.pushed(&app, &entries).await;
    app.project().await;

    let closed: String = app
        .scalar(
            "SELECT concat_ws('|', z, business_date, expected, counted, difference, note,
                    count->>'loose', totals->>'paid_in') FROM shift_closes",
        )
        .await;
    assert_eq!(closed, "1|2026-11-23|7007|7000|-7|7 cents|6900|2000");
    let moves: String = app
        .scalar(
            "SELECT string_agg(concat_ws('|', kind, amount, business_date), ', ' ORDER BY seq)
             FROM cash_moves",
        )
        .await;
    let day = "2026-11-23";
    assert_eq!(moves, format!("paid_in|2000|{day}, paid_out|-350|{day}, drop|-5000|{day}"));
    assert_eq!(attention(&app).await, "");
}

#[tokio::test]
async fn reports_that_do_not_fit_are_marked() {
    let app = TestApp::new().await;
    let mut till = app.till().await;
    let mut entries = vec![till.open_shift()];
    // More is expected than the journal has, and the figures agree with each other.
    entries.push(close(&mut till, &entries, 0, 10_000, |closed| {
        closed.totals.paid_in = minor(500);
        closed.expected = minor(10_500);
        closed.difference = minor(-500);
    }));
    // The next number is 2, and a closed shift takes nothing more.
    entries.push(moved(&mut till, CashMove::Drop, 100));
    till.shift = ShiftId::new(Uuid::now_v7());
    let opened = till.open_shift();
    entries.push(opened.clone());
    entries.push(close(&mut till, &[opened], 6, 10_000, |_| {}));
    // Its own figures do not add up.
    till.shift = ShiftId::new(Uuid::now_v7());
    let opened = till.open_shift();
    entries.push(opened.clone());
    entries.push(close(&mut till, &[opened], 2, 10_000, |closed| closed.difference = minor(1)));
    till.pushed(&app, &entries).await;
    app.project().await;
    let marks = "2 shift.expected, 3 shift.closed, 5 shift.z_number, 7 shift.sums";
    assert_eq!(attention(&app).await, marks);
    assert_eq!(app.count("shift_closes").await, 3, "all are kept");
}

#[tokio::test]
async fn acts_without_figures_can_be_seen() {
    let app = TestApp::new().await;
    let mut till = app.till().await;
    let cart = CartId::new(Uuid::now_v7());
    let reprint =
        ReceiptReprinted { register: till.register(), seq: 2, receipt_no: "R1-000001".into() };
    let acts = [
        Act::DrawerOpened(DrawerOpened { reason: "change".into() }),
        Act::ReceiptReprinted(reprint),
        Act::CartCleared(CartCleared { cart, lines: 2, total: minor(500), reason: "left".into() }),
        Act::Approval(Approval {
            by: StaffId::new(Uuid::now_v7()),
            what: Permission::VoidSale,
            cart: Some(cart),
            of: titan_core::hash::Hash256::of(&[b"cart"]),
            reason: String::new(),
        }),
    ];
    let mut entries = vec![till.open_shift()];
    entries.extend(acts.map(|act| till.record(act)));
    till.pushed(&app, &entries).await;
    app.project().await;
    let seen: String = app
        .scalar(
            "SELECT string_agg(concat_ws('|', seq, kind, detail->>'reason', detail->>'what'), ', '
                    ORDER BY seq) FROM audit",
        )
        .await;
    assert_eq!(
        seen,
        "2|drawer_opened|change, 3|receipt_reprinted, 4|cart_cleared|left, 5|approval|void_sale"
    );
    assert_eq!(attention(&app).await, "");
}
