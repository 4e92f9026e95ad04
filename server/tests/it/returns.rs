//! Goods that come back: into the tables, into stock, and against what was sold.

use titan_core::cart::Cart;
use titan_core::ids::{CartId, EntryId, SaleId};
use titan_core::journal::{Act, SealedEntry};
use titan_core::pricing::Context;
use titan_core::refund::{
    Bought, BrokenPromotions, Origin, Restock, Return, ReturnClosing, Sold, Take, TakenBack,
    give_back, take_unreceipted,
};
use titan_core::sale::Sale;
use titan_core::tender::{CashRules, Offer, TenderKind};
use uuid::Uuid;

use crate::support::{TestApp, Till, sale};

/// A sale of 3 x 1.19 and 2 x 2.38 by R1, with the place of its entry.
struct Shop {
    app: TestApp,
    till: Till,
    sale: Sale,
    origin: Origin,
}

impl Shop {
    async fn open() -> Self {
        let app = TestApp::new().await;
        let mut till = app.till().await;
        let shift = till.open_shift();
        let sale = sale(&till, &[(1, 119, "3"), (2, 238, "2")]);
        let sold = till.sell(sale.clone());
        let origin = Origin {
            sale: sale.id,
            receipt_no: sale.receipt_no.clone(),
            register: till.register(),
            seq: sold.seq,
        };
        till.pushed(&app, &[shift, sold]).await;
        Self { app, till, sale, origin }
    }

    fn take(&self, earlier: &[&Return], takes: &[(u32, &str, Restock)]) -> TakenBack {
        let take = |(line, quantity, restock): &(u32, &str, Restock)| Take {
            line: titan_core::ids::LineId(*line),
            quantity: quantity.parse().unwrap(),
            restock: *restock,
        };
        let takes: Vec<Take> = takes.iter().map(take).collect();
        let keep = BrokenPromotions::Keep;
        give_back(Bought::from(&self.sale), earlier, &takes, keep, None).unwrap()
    }

    async fn project(&self, till: &Till, entries: &[SealedEntry]) {
        assert_eq!(till.pushed(&self.app, entries).await.1, [""; 0]);
        self.app.project().await;
    }

    async fn attention(&self) -> String {
        let codes = "SELECT coalesce(string_agg(concat_ws(' ', r.code, seq, a.code), ', '
            ORDER BY r.code, seq, a.code), '')
            FROM attention a JOIN registers r USING (org_id, register_id)";
        self.app.scalar(codes).await
    }
}

fn close(till: &Till, origin: Option<&Origin>, taken: TakenBack, sold: Option<Sold>) -> Return {
    let due = taken.due(sold.as_ref()).unwrap();
    let offer = Offer { kind: TenderKind::Cash, amount: due, reference: None };
    let closing = ReturnClosing {
        id: SaleId::new(Uuid::now_v7()),
        receipt_no: format!("{}-{:06}", till.config.register.code, till.head.seq),
        closed_at: till.at,
        offers: if due.is_zero() { Vec::new() } else { vec![offer] },
        cash: CashRules::exact(),
        void: false,
        reason: "too small".into(),
        approval: origin.is_none().then(|| EntryId::new(Uuid::now_v7())),
    };
    Return::close(origin.cloned(), taken, sold, closing).unwrap()
}

fn record(till: &mut Till, back: &Return) -> SealedEntry {
    till.record(Act::Return(Box::new(back.clone())))
}

#[tokio::test]
async fn a_return_is_booked_below_zero_and_goods_go_back_into_stock() {
    let mut shop = Shop::open().await;
    // 2 x 1.19 back into stock and one 2.38 thrown away: 4.76 of 8.33, of which 0.38 + 0.38 is tax.
    let taken = shop.take(&[], &[(1, "2", Restock::Restock), (2, "1", Restock::WriteOff)]);
    let back = close(&shop.till, Some(&shop.origin), taken, None);
    let entry = record(&mut shop.till, &back);
    shop.project(&shop.till, &[entry]).await;

    let app = &shop.app;
    let row: String = app
        .scalar(
            "SELECT concat_ws('|', kind, total, net, tax, origin_seq, reason, reprice, lines)
             FROM sales WHERE seq = 3",
        )
        .await;
    assert_eq!(row, "return|-476|-400|-76|2|too small|equal|2");
    let lines: String = app
        .scalar(
            "SELECT string_agg(concat_ws('|', line, item_id, trim_scale(quantity), total, restock),
                    ', ' ORDER BY line DESC) FROM sale_lines WHERE seq = 3",
        )
        .await;
    assert_eq!(lines, "-1|1|-2|-238|restock, -2|2|-1|-238|write_off");
    let stock: String = app
        .scalar(
            "SELECT string_agg(item_id || ' ' || trim_scale(sum), ', ' ORDER BY item_id)
             FROM (SELECT item_id, sum(delta) FROM stock_movements GROUP BY item_id) s",
        )
        .await;
    assert_eq!(stock, "1 -1, 2 -2", "what is thrown away does not come back into stock");
    let paid: String =
        app.scalar("SELECT concat_ws('|', kind, amount) FROM sale_payments WHERE seq = 3").await;
    assert_eq!(paid, "cash|-476");
    let tax: String = app
        .scalar("SELECT concat_ws('|', tax_id, net, amount) FROM sale_taxes WHERE seq = 3")
        .await;
    assert_eq!(tax, "1|-400|-76");
    let day: String =
        app.scalar("SELECT concat_ws('|', sales, returns, net, tax, total) FROM day_totals").await;
    assert_eq!(day, "1|1|300|57|357");
    assert_eq!(shop.attention().await, "");
}

#[tokio::test]
async fn a_pack_that_comes_back_is_as_many_pieces_in_stock_as_went_out_with_it() {
    let mut shop = Shop::open().await;
    let mut sale = sale(&shop.till, &[(9, 1200, "3")]);
    let crate_of_20 = serde_json::json!({"id": 1, "name": "Crate of 20", "contains": "20",
        "priced": true});
    sale.cart.lines[0].item.pack = Some(serde_json::from_value(crate_of_20).unwrap());
    let sold = shop.till.sell(sale.clone());
    shop.origin = Origin { sale: sale.id, seq: sold.seq, ..shop.origin };
    shop.sale = sale;
    let taken = shop.take(&[], &[(1, "2", Restock::Restock)]);
    let back = close(&shop.till, Some(&shop.origin), taken, None);
    let entries = [sold, record(&mut shop.till, &back)];
    shop.project(&shop.till, &entries).await;
    let stock: String = shop
        .app
        .scalar(
            "SELECT string_agg(trim_scale(delta)::text, ', ' ORDER BY seq)
             FROM stock_movements WHERE item_id = 9",
        )
        .await;
    assert_eq!(stock, "-60, 40");
    let line: String = shop
        .app
        .scalar("SELECT concat_ws('|', trim_scale(quantity), total) FROM sale_lines WHERE line < 0")
        .await;
    assert_eq!(line, "-2|-2400");
    assert_eq!(shop.attention().await, "");
}

#[tokio::test]
async fn everything_back_in_steps_leaves_nothing() {
    let mut shop = Shop::open().await;
    let mut entries = Vec::new();
    let mut before: Vec<Return> = Vec::new();
    for takes in [[(1, "1"), (2, "1")], [(1, "2"), (2, "1")]] {
        let takes = takes.map(|(line, quantity)| (line, quantity, Restock::Restock));
        let taken = shop.take(&before.iter().collect::<Vec<_>>(), &takes);
        let back = close(&shop.till, Some(&shop.origin), taken, None);
        entries.push(record(&mut shop.till, &back));
        before.push(back);
    }
    // Both in one batch: the second is reckoned from the first.
    shop.project(&shop.till, &entries).await;
    let left: String = shop
        .app
        .scalar("SELECT concat_ws('|', value, discount, net, tax, total, returns) FROM day_totals")
        .await;
    assert_eq!(left, "0|0|0|0|0|2");
    let stock: String = shop.app.scalar("SELECT sum(delta)::int::text FROM stock_movements").await;
    assert_eq!(stock, "0");
    assert_eq!(shop.attention().await, "");
}

#[tokio::test]
async fn an_exchange_is_one_act_with_both() {
    let mut shop = Shop::open().await;
    let taken = shop.take(&[], &[(1, "1", Restock::Restock)]);
    let book = shop.till.config.book.clone();
    let other = sale(&shop.till, &[(3, 357, "1")]).cart;
    let sold = Sold::price(Context::default(), other, &book).unwrap();
    let back = close(&shop.till, Some(&shop.origin), taken, Some(sold));
    let entry = record(&mut shop.till, &back);
    // What went out comes back in its turn.
    let again = give_back(
        back.bought().unwrap(),
        &[],
        &[Take {
            line: titan_core::ids::LineId(1),
            quantity: "1".parse().unwrap(),
            restock: Restock::Restock,
        }],
        BrokenPromotions::Keep,
        None,
    )
    .unwrap();
    let origin = Origin {
        sale: back.id,
        receipt_no: back.receipt_no.clone(),
        register: shop.till.register(),
        seq: entry.seq,
    };
    let again = close(&shop.till, Some(&origin), again, None);
    let again = record(&mut shop.till, &again);
    shop.project(&shop.till, &[entry, again]).await;
    let rows: String = shop
        .app
        .scalar(
            "SELECT string_agg(concat_ws('|', seq, kind, total, tax, reprice), ', ' ORDER BY seq)
             FROM sales WHERE seq > 2",
        )
        .await;
    // 3.57 - 1.19 = 2.38 with 0.57 - 0.19 = 0.38 of tax; then 3.57 back.
    assert_eq!(rows, "3|exchange|238|38|equal, 4|return|-357|-57|equal");
    let day: String =
        shop.app.scalar("SELECT concat_ws('|', sales, returns, total) FROM day_totals").await;
    assert_eq!(day, "2|2|714");
    assert_eq!(shop.attention().await, "");
}

#[tokio::test]
async fn the_same_goods_at_two_registers_are_found_out_on_both() {
    let mut shop = Shop::open().await;
    let mut other = Till::enrol(&shop.app, "R2").await;
    let shift = other.open_shift();
    // Each register, for itself, may take two of the three back.
    let mut returns = Vec::new();
    for till in [&mut shop.till, &mut other] {
        let keep = BrokenPromotions::Keep;
        let take = Take {
            line: titan_core::ids::LineId(1),
            quantity: "2".parse().unwrap(),
            restock: Restock::Restock,
        };
        let taken = give_back(Bought::from(&shop.sale), &[], &[take], keep, None).unwrap();
        let back = close(till, Some(&shop.origin), taken, None);
        returns.push(record(till, &back));
    }
    shop.project(&other, &[shift, returns[1].clone()]).await;
    assert_eq!(shop.attention().await, "", "two of three");
    shop.project(&shop.till, &returns[..1]).await;
    let marks = shop.attention().await;
    for mark in ["R1 3 return.more_than_sold", "R2 2 return.more_than_sold"] {
        assert!(marks.contains(mark), "{mark} is not in {marks}");
    }
    assert_eq!(shop.app.count("sales").await, 3, "both are booked: the money has gone");
}

#[tokio::test]
async fn a_return_may_arrive_before_its_sale() {
    let app = TestApp::new().await;
    let mut till = app.till().await;
    let shift = till.open_shift();
    let sold = sale(&till, &[(1, 119, "3")]);
    let entry = till.sell(sold.clone());
    let origin = Origin {
        sale: sold.id,
        receipt_no: sold.receipt_no.clone(),
        register: till.register(),
        seq: entry.seq,
    };
    let mut other = Till::enrol(&app, "R2").await;
    let opened = other.open_shift();
    let shop = Shop { app, till, sale: sold, origin };
    let taken = shop.take(&[], &[(1, "1", Restock::Restock)]);
    let back = close(&other, Some(&shop.origin), taken, None);
    let back = record(&mut other, &back);
    shop.project(&other, &[opened, back]).await;
    assert_eq!(shop.attention().await, "R2 2 return.unknown_sale, R2 2 return.unpriced");
    shop.project(&shop.till, &[shift, entry]).await;
    assert_eq!(shop.attention().await, "R2 2 return.unpriced");
}

#[tokio::test]
async fn without_a_receipt_somebody_has_to_have_allowed_it() {
    let mut shop = Shop::open().await;
    let book = shop.till.config.book.clone();
    let mut cart = Cart::new(CartId::new(Uuid::now_v7()), book.currency);
    cart.lines = sale(&shop.till, &[(7, 595, "1")]).cart.lines;
    let taken = take_unreceipted(&cart, &book, Restock::Restock).unwrap();
    let allowed = close(&shop.till, None, taken.clone(), None);
    let mut alone = close(&shop.till, None, taken, None);
    alone.approval = None;
    alone.priced.total = alone.priced.lines[0].net;
    let entries = [record(&mut shop.till, &allowed), record(&mut shop.till, &alone)];
    shop.project(&shop.till, &entries).await;
    let rows: String = shop
        .app
        .scalar(
            "SELECT string_agg(concat_ws('|', kind, total, tax, reprice), ', ' ORDER BY seq)
             FROM sales WHERE seq > 2",
        )
        .await;
    assert_eq!(rows, "return|-595|-95|equal, return|-500|-95|different");
    let marks = shop.attention().await;
    let expect = "R1 4 return.repriced, R1 4 return.settlement, R1 4 return.total, \
                  R1 4 return.unapproved";
    assert_eq!(marks, expect);
}
