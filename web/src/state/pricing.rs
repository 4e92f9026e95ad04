//! What the prices depend on beside the goods: the place, the time, the coupons.

use leptos::prelude::*;
use titan_core::pricing::{Context, CouponUse, LocalMinute, OrderType};
use titan_core::shop::ShopConfig;
use titan_core::time::Timestamp;

use super::basket::BasketError;
use super::notice::Tone;
use super::{App, Screen};
use crate::db::carts::KeptCart;
use crate::i18n::Key;
use crate::platform::{clock, intl};

const MINUTE_MS: i64 = 60_000;

impl App {
    /// Returns what a cart that begins now is priced in.
    pub(super) fn context_now(&self, shop: &ShopConfig) -> Context {
        Context {
            store: Some(shop.store.id),
            order_type: Some(OrderType::Retail),
            local_time: Some(local_minute(shop, clock::now())),
            ..Context::default()
        }
    }

    /// Puts a cart that was kept on the screen. While money lies on the table its time stands
    /// still: what the customer was told holds.
    pub(super) fn take_up(&self, kept: KeptCart) -> Result<(), BasketError> {
        let KeptCart { cart, offers, mut context } = kept;
        let shop = self.shop.get_untracked().ok_or(BasketError::NotReady)?;
        if offers.is_empty() {
            let now = self.context_now(&shop);
            context.order_type = context.order_type.or(now.order_type);
            (context.store, context.local_time) = (now.store, now.local_time);
        }
        self.basket.replace(cart, context, shop)?;
        self.payment.offers.set(offers);
        Ok(())
    }

    /// Prices by the rules and the time of now, unless the customer was told what to pay.
    pub(super) fn renew_prices(&self) {
        let told = self.screen.with_untracked(|screen| *screen == Screen::Pay)
            || !self.payment.offers.with_untracked(Vec::is_empty);
        let Some(shop) = self.shop.get_untracked().filter(|_| !told) else { return };
        let now = Some(local_minute(&shop, clock::now()));
        let renewed = self.basket.set_shop(&shop);
        let renewed = renewed.and_then(|()| self.basket.set_context(|it| it.local_time = now));
        if let Err(error) = renewed {
            self.notify(Tone::Warning, self.basket_error(&error));
        }
    }

    /// Prices again at each new minute: promotions begin and end.
    pub(super) fn keep_time(&self) {
        self.run(async |app| {
            loop {
                let left = MINUTE_MS - clock::now().0.rem_euclid(MINUTE_MS);
                clock::sleep_ms(u32::try_from(left).unwrap_or(1_000)).await;
                app.renew_prices();
            }
        });
    }

    /// Returns whether a promotion of the shop has this coupon.
    #[must_use]
    pub fn knows_coupon(&self, code: &str) -> bool {
        self.shop.with_untracked(|shop| {
            let mut all = shop.iter().flat_map(|shop| &shop.book.promotions);
            all.any(|promotion| promotion.coupon.as_deref().is_some_and(|own| same(own, code)))
        })
    }

    /// Returns whether the shop has coupons at all.
    #[must_use]
    pub fn has_coupons(&self) -> bool {
        self.shop.with_untracked(|shop| {
            let mut all = shop.iter().flat_map(|shop| &shop.book.promotions);
            all.any(|promotion| promotion.coupon.is_some())
        })
    }

    /// Takes a coupon; returns whether the shop has it. Twice the same counts once.
    pub fn add_coupon(&self, code: &str) -> bool {
        let code = code.trim();
        if !self.knows_coupon(code) {
            self.notify(Tone::Warning, self.tf(Key::UnknownCoupon, &[("code", code)]));
            return false;
        }
        self.change_context(|context| {
            if !context.coupons.iter().any(|used| same(&used.code, code)) {
                context.coupons.push(CouponUse { code: code.to_owned(), remaining: None });
            }
        });
        true
    }

    /// Gives a coupon back.
    pub fn remove_coupon(&self, code: &str) {
        self.change_context(|context| context.coupons.retain(|used| used.code != code));
    }

    /// Returns the ways of leaving the shop that make a difference here, the usual one first;
    /// none where it makes none.
    #[must_use]
    pub fn order_types(&self) -> Vec<OrderType> {
        let named: Vec<OrderType> = self.shop.with(|shop| {
            let all = shop.iter().flat_map(|shop| &shop.book.promotions);
            all.flat_map(|promotion| promotion.conditions.order_types.clone()).collect()
        });
        let all = [
            OrderType::Retail,
            OrderType::EatIn,
            OrderType::TakeAway,
            OrderType::PickUp,
            OrderType::Delivery,
        ];
        if named.is_empty() {
            return Vec::new();
        }
        all.into_iter().filter(|kind| *kind == OrderType::Retail || named.contains(kind)).collect()
    }

    /// Says how the goods leave the shop.
    pub fn set_order_type(&self, kind: OrderType) {
        self.change_context(|context| context.order_type = Some(kind));
    }

    fn change_context(&self, change: impl FnOnce(&mut Context)) {
        if !self.writes() {
            return self.notify(Tone::Warning, self.t(Key::ReadOnlyShort));
        }
        if !self.payment.offers.with_untracked(Vec::is_empty) {
            return self.notify(Tone::Warning, self.t(Key::MoneyIsDown));
        }
        match self.basket.set_context(change) {
            Ok(_) => self.keep_cart(),
            Err(error) => self.notify(Tone::Warning, self.basket_error(&error)),
        }
    }
}

/// Returns the minute that the wall clock of the shop shows.
pub(super) fn local_minute(shop: &ShopConfig, at: Timestamp) -> LocalMinute {
    LocalMinute(at.0.div_euclid(MINUTE_MS) + i64::from(offset_minutes(shop, at)))
}

/// Returns the offset of the shop's clock from UTC in minutes; where the browser does not know
/// the shop's time zone, the device's.
pub(super) fn offset_minutes(shop: &ShopConfig, at: Timestamp) -> i32 {
    let zone = intl::offset_minutes(at, &shop.store.timezone);
    zone.unwrap_or_else(|| clock::offset_minutes(at))
}

/// Codes are the same in capitals and in small letters, as in core.
fn same(one: &str, other: &str) -> bool {
    one.trim().eq_ignore_ascii_case(other.trim())
}
