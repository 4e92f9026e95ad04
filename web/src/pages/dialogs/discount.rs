//! A discount on everything.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::i18n::Key;
use crate::pages::app;
use crate::pages::sell::reasons;
use crate::platform::page;
use crate::state::App;
use crate::state::selling::Typed;
use crate::ui::dynamic::{on, press, text};

#[component]
pub(super) fn CartDiscount() -> impl IntoView {
    let app = app();
    let now = app.basket.discount.get_untracked();
    let (percent, amount) = app.discount_typed(now.as_ref());
    let (percent, amount) = (RwSignal::new(percent), RwSignal::new(amount));
    let reason = RwSignal::new(now.as_ref().map(|now| now.reason.clone()).unwrap_or_default());
    page::select_soon("cart-discount-percent");
    let apply = move || {
        let (percent, amount) = (percent.get_untracked(), amount.get_untracked());
        let typed =
            if amount.is_empty() { Typed::Percent(&percent) } else { Typed::Amount(&amount) };
        app.set_cart_discount(typed, &reason.get_untracked());
    };
    view! {
        {app.has_coupons().then(|| view! { <CouponField /> })}
        <form
            class="form"
            on:submit=on(move |event: SubmitEvent| {
                event.prevent_default();
                apply();
            })
        >
            <div class="editor-row">
                {field(app, "cart-discount-percent", Key::DiscountPercent, percent, amount)}
                {field(app, "cart-discount-amount", Key::DiscountAmount, amount, percent)}
            </div>
            <div class="field">
                <label class="label" for="cart-reason">{app.t(Key::Reason)}</label>
                {reasons(app, "cart-reason", reason, move |chosen| reason.set(chosen))}
            </div>
            <div class="ways">
                <button class="button button-primary" data-testid="cart-discount-apply">
                    {app.t(Key::Apply)}
                </button>
                {now
                    .map(|_| {
                        view! {
                            <button
                                type="button"
                                class="button"
                                data-testid="cart-discount-none"
                                on:click=press(move || {
                                    app.set_cart_discount(Typed::Percent(""), "");
                                })
                            >
                                {app.t(Key::TakeDiscountAway)}
                            </button>
                        }
                    })}
            </div>
        </form>
    }
}

#[component]
fn CouponField() -> impl IntoView {
    let app = app();
    let code = RwSignal::new(String::new());
    let take = move |event: SubmitEvent| {
        event.prevent_default();
        if !code.read_untracked().trim().is_empty() && app.add_coupon(&code.get_untracked()) {
            app.close_dialog();
        }
    };
    view! {
        <form class="form" on:submit=on(take)>
            <label class="label" for="coupon-code">{app.t(Key::Coupon)}</label>
            <div class="amount-row">
                <input
                    id="coupon-code"
                    class="input"
                    data-testid="coupon-code"
                    autocomplete="off"
                    autocapitalize="characters"
                    spellcheck="false"
                    prop:value=text(move || code.get())
                    on:input=on(move |event| code.set(event_target_value(&event)))
                />
                <button class="button" data-testid="coupon-use">
                    {app.t(Key::UseCoupon)}
                </button>
            </div>
        </form>
    }
}

/// A field of two of which one is used: typing in it empties the other.
fn field(
    app: App,
    name: &'static str,
    label: Key,
    typed: RwSignal<String>,
    other: RwSignal<String>,
) -> impl IntoView {
    view! {
        <div class="field">
            <label class="label" for=name>{app.t(label)}</label>
            <input
                id=name
                class="input figure"
                data-testid=name
                inputmode="decimal"
                autocomplete="off"
                prop:value=text(move || typed.get())
                on:input=on(move |event| {
                    typed.set(event_target_value(&event));
                    other.set(String::new());
                })
            />
        </div>
    }
}
