//! Notes and coins.

use leptos::prelude::*;
use titan_core::money::Minor;
use titan_core::tender::TenderKind;

use crate::i18n::Key;
use crate::pages::app;
use crate::platform::page;
use crate::state::App;
use crate::ui::dynamic::{flag, on, part, parts, press, text};
use crate::ui::keypad::{Keypad, pressed};

#[component]
pub(super) fn CashPart() -> impl IntoView {
    let app = app();
    let exact = Memo::new(move |_| app.standing().left_in_cash);
    let more = move || {
        let exact = exact.get();
        let amounts = app.quick_amounts().into_iter().filter(|amount| *amount != exact);
        parts(amounts.map(|amount| quick(app, amount)))
    };
    let words = move || match exact.get() {
        Minor::ZERO => app.t(Key::Finish).to_owned(),
        amount => app.tf(Key::Exact, &[("amount", &app.money(amount))]),
    };
    view! {
        <div class="means">
            <h2>{app.t(Key::Cash)}</h2>
            <div class="quick">
                <button
                    class="button button-primary button-large quick-exact"
                    data-testid="tender-cash-exact"
                    on:click=press(move || app.pay_exactly())
                >
                    {text(words)}
                </button>
                {part(more)}
            </div>
            <CashAmount />
        </div>
    }
}

fn quick(app: App, amount: Minor) -> AnyView {
    view! {
        <button
            class="button button-large figure"
            data-testid=format!("quick-{}", amount.get())
            on:click=press(move || app.put_down(TenderKind::Cash, amount))
        >
            {app.money(amount)}
        </button>
    }
    .into_any()
}

#[component]
fn CashAmount() -> impl IntoView {
    let app = app();
    let typed = app.payment.typed;
    page::focus_soon("cash-amount");
    let key = Callback::new(move |key| typed.update(|text| *text = pressed(text, key)));
    let enter = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            event.stop_propagation();
            if !event.repeat() {
                app.pay_typed();
            }
        }
    };
    view! {
        <div class="amount">
            <label class="label" for="cash-amount">{app.t(Key::CashAmount)}</label>
            <div class="amount-row">
                <input
                    id="cash-amount"
                    class="input input-large figure"
                    data-testid="tender-cash-amount"
                    inputmode="none"
                    autocomplete="off"
                    prop:value=text(move || typed.get())
                    on:input=on(move |event| typed.set(event_target_value(&event)))
                    on:keydown=on(enter)
                />
                <button
                    class="button button-large"
                    data-testid="tender-cash"
                    disabled=flag(move || typed.read().is_empty())
                    on:click=press(move || app.pay_typed())
                >
                    {app.t(Key::TakeCash)}
                </button>
            </div>
            <Keypad on_key=key testid="cash" back_label=app.t(Key::RubOut) point=true />
        </div>
    }
}
