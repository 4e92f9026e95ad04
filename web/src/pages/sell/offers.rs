//! What the prices depend on beside the goods: coupons, and how the goods leave the shop.

use leptos::prelude::*;
use titan_core::pricing::OrderType;

use crate::i18n::Key;
use crate::pages::app;
use crate::state::App;
use crate::state::basket::{Coupon, CouponState};
use crate::ui::dynamic::{part, parts, press, text, when};
use crate::ui::icon::{Icon, Picture};

/// The coupons that were entered; each can be taken back.
#[component]
pub(super) fn Coupons() -> impl IntoView {
    let app = app();
    let chips = move || parts(app.basket.coupons.get().into_iter().map(|coupon| chip(app, coupon)));
    let row = move || view! { <div class="chips">{part(chips)}</div> }.into_any();
    when(move || !app.basket.coupons.read().is_empty(), row)
}

fn chip(app: App, coupon: Coupon) -> AnyView {
    let Coupon { code, state } = coupon;
    let (word, state) = match state {
        CouponState::Works => ("works", None),
        CouponState::Waits => ("waits", Some(Key::CouponWaits)),
        CouponState::Unknown => ("gone", Some(Key::CouponGone)),
        CouponState::UsedUp => ("used-up", Some(Key::CouponUsedUp)),
    };
    let label = app.tf(Key::RemoveCoupon, &[("code", &code)]);
    let shown = match state {
        Some(key) => format!("{code} · {}", app.t(key)),
        None => code.clone(),
    };
    view! {
        <button
            class="chip"
            data-testid="coupon"
            data-code=code.clone()
            data-state=word
            title=label
            on:click=press(move || app.remove_coupon(&code))
        >
            <Picture icon=Icon::Percent />
            {shown}
            <Picture icon=Icon::Close />
        </button>
    }
    .into_any()
}

/// How the goods leave the shop, where prices depend on it.
#[component]
pub(super) fn OrderTypes() -> impl IntoView {
    let app = app();
    let option = move |kind: OrderType| {
        let (key, word) = match kind {
            OrderType::Retail => (Key::OrderRetail, "retail"),
            OrderType::EatIn => (Key::OrderEatIn, "eat-in"),
            OrderType::TakeAway => (Key::OrderTakeAway, "take-away"),
            OrderType::PickUp => (Key::OrderPickUp, "pick-up"),
            OrderType::Delivery => (Key::OrderDelivery, "delivery"),
        };
        view! {
            <button
                class="segment"
                data-testid=format!("order-{word}")
                aria-pressed=text(move || (app.basket.order_type.get() == Some(kind)).to_string())
                on:click=press(move || app.set_order_type(kind))
            >
                {app.t(key)}
            </button>
        }
        .into_any()
    };
    let group = move || {
        view! {
            <div class="segments" role="group" aria-label=app.t(Key::OrderType)>
                {parts(app.order_types().into_iter().map(option))}
            </div>
        }
        .into_any()
    };
    part(move || if app.order_types().is_empty() { ().into_any() } else { group() })
}
