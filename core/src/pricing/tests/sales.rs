//! A sale is priced again as it was sold.

use super::promotions::{basket, discount, off_percent, promotion, with};
use super::*;
use crate::ids::SaleId;
use crate::pricing::promotion::Selector;
use crate::sale::{Closing, Repriced, Sale};
use crate::tender::{CashRules, Offer, TenderKind};
use crate::time::Timestamp;

#[test]
fn a_sale_keeps_the_coupon_it_was_priced_with() {
    let coupon = Some("SAVE10".to_owned());
    let save = Promotion { coupon, ..promotion(1, discount(Selector::all(), off_percent("10"))) };
    let book = with(vec![save]);
    let context = Context {
        coupons: vec![CouponUse { code: "SAVE10".to_owned(), remaining: Some(1) }],
        ..Context::default()
    };
    let cart = basket(&[(1, 1, 1000, 1)]);
    let offer = Offer { kind: TenderKind::Cash, amount: Minor::new(900).unwrap(), reference: None };
    let closing = Closing {
        id: SaleId::new(Uuid::nil()),
        receipt_no: "R1-000001".to_owned(),
        closed_at: Timestamp(0),
        offers: vec![offer],
        cash: CashRules::exact(),
    };
    let sale = Sale::close_in(context, cart, &book, closing).unwrap();
    assert_eq!(sale.priced.total.get(), 900);
    assert_eq!(sale.reprice(&book), Repriced::Equal);
    let written = serde_json::to_string(&sale).unwrap();
    assert_eq!(serde_json::from_str::<Sale>(&written).unwrap(), sale);
}
