//! How much of a weighed item?

use leptos::prelude::*;
use titan_core::catalog::Item;
use titan_core::quantity::Quantity;

use crate::i18n::Key;
use crate::pages::app;
use crate::platform::page;
use crate::state::notice::Tone;
use crate::ui::keypad::{Keypad, pressed};

#[component]
pub(super) fn Weigh(item: Item) -> impl IntoView {
    let app = app();
    let typed = RwSignal::new(String::new());
    let price = app.unit_price(item.price(), item.unit());
    let label = app.tf(Key::Weight, &[("unit", item.unit().sign())]);
    let press = Callback::new(move |key| typed.update(|text| *text = pressed(text, key)));
    page::focus_soon("weight");
    let add = move || match typed.read_untracked().parse::<Quantity>() {
        Ok(quantity) => app.answer(&item, Some(quantity)),
        Err(_) => app.notify(Tone::Warning, app.t(Key::NotAQuantity)),
    };
    view! {
        <form
            class="form"
            on:submit=move |event| {
                event.prevent_default();
                add();
            }
        >
            <p class="hint figure">{price}</p>
            <label class="label" for="weight">{label}</label>
            <input
                id="weight"
                class="input input-large figure"
                data-testid="weight"
                inputmode="none"
                autocomplete="off"
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
            />
            <Keypad on_key=press testid="weight" back_label=app.t(Key::RubOut) point=true />
            <button class="button button-primary button-large" data-testid="weight-add">
                {app.t(Key::AddToCart)}
            </button>
        </form>
    }
}
