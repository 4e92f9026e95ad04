//! A card, on a terminal of its own.

use leptos::prelude::*;

use crate::i18n::Key;
use crate::pages::app;
use crate::ui::dynamic::{flag, on, press, text};
use crate::ui::icon::{Icon, Picture};

#[component]
pub(super) fn CardPart() -> impl IntoView {
    let app = app();
    let reference = app.payment.reference;
    let left = Memo::new(move |_| app.standing().left);
    let advice = move || {
        let typed = app.payment.typed.get();
        let whole = app.money(left.get());
        let amount = if typed.is_empty() { whole } else { typed };
        app.tf(Key::CardAdvice, &[("amount", &amount)])
    };
    view! {
        <div class="means">
            <h2>{app.t(Key::Card)}</h2>
            <p class="hint">{text(advice)}</p>
            <label class="field">
                <span class="label">{app.t(Key::CardReference)}</span>
                <input
                    class="input"
                    data-testid="tender-card-reference"
                    autocomplete="off"
                    prop:value=text(move || reference.get())
                    on:input=on(move |event| reference.set(event_target_value(&event)))
                />
            </label>
            <button
                class="button button-large"
                data-testid="tender-card"
                disabled=flag(move || left.get().is_zero())
                on:click=press(move || app.pay_by_card())
            >
                <Picture icon=Icon::Check />
                {app.t(Key::CardApproved)}
            </button>
        </div>
    }
}
