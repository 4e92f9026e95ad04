//! A cart to price and what it came to.

use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use titan_core::cart::Cart;
use titan_core::pricing::{Context, Notice, PriceBook, PricedCart, PricedLine, price_with};

#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) cart: Cart,
    pub(crate) book: PriceBook,
    pub(crate) context: Context,
}

/// What a peer answers with.
#[derive(Copy, Clone, PartialEq, Eq)]
pub(crate) enum Answers {
    /// The priced cart, byte by byte as core writes it.
    Bytes,
    /// The amounts, as [`Priced::cents`].
    Cents,
}

/// What core makes of a case.
pub(crate) struct Priced {
    pub(crate) cart: PricedCart,
}

impl Case {
    /// One line of JSON.
    pub(crate) fn text(&self) -> Result<String> {
        let Self { cart, book, context } = self;
        Ok(json!({ "cart": cart, "book": book, "context": context }).to_string())
    }

    pub(crate) fn read(value: &Value) -> Result<Self> {
        let field = |name: &str| value.get(name).cloned().context("a field of the case");
        Ok(Self {
            cart: serde_json::from_value(field("cart")?)?,
            book: serde_json::from_value(field("book")?)?,
            context: serde_json::from_value(field("context")?)?,
        })
    }
}

impl Priced {
    pub(crate) fn of(case: &Case) -> Result<Self> {
        Ok(Self { cart: price_with(&case.cart, &case.book, &case.context)? })
    }

    /// Returns whether an answer says the same.
    pub(crate) fn is(&self, answers: Answers, answer: &str) -> Result<bool> {
        Ok(match answers {
            Answers::Bytes => answer == serde_json::to_string(&self.cart)?,
            Answers::Cents => serde_json::from_str::<Value>(answer)? == self.cents(),
        })
    }

    /// Every amount, and what was said of coupons.
    pub(crate) fn cents(&self) -> Value {
        let cart = &self.cart;
        let promotions = cart.promotions.iter().map(|total| json!([total.promotion, total.amount]));
        let taxes = cart.taxes.iter().map(|total| json!([total.tax, total.net, total.amount]));
        json!({
            "lines": cart.lines.iter().map(line).collect::<Vec<_>>(),
            "promotions": promotions.collect::<Vec<_>>(),
            "taxes": taxes.collect::<Vec<_>>(),
            "total": cart.total,
            "notices": cart.notices.iter().map(notice).collect::<Vec<_>>(),
        })
    }
}

fn line(line: &PricedLine) -> Value {
    let off =
        line.promotions.iter().map(|share| json!([share.promotion, share.amount, share.units]));
    let taxes = line.taxes.iter().map(|share| json!([share.tax, share.amount]));
    json!([
        line.line,
        line.value,
        line.line_discount,
        off.collect::<Vec<_>>(),
        line.cart_discount,
        line.net,
        line.total,
        taxes.collect::<Vec<_>>(),
    ])
}

const fn notice(notice: &Notice) -> &'static str {
    match notice {
        Notice::CouponUnknown { .. } => "coupon_unknown",
        Notice::CouponUsedUp { .. } => "coupon_used_up",
        Notice::CouponWithoutEffect { .. } => "coupon_without_effect",
        Notice::PromotionLeftOut { .. } => "promotion_left_out",
        Notice::PriceListLeftOut { .. } => "price_list_left_out",
        Notice::SearchStopped { .. } => "search_stopped",
    }
}
