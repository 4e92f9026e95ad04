//! How much of a weighed item?

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use titan_core::catalog::Item;
use titan_core::quantity::Quantity;

use crate::i18n::Key;
use crate::pages::app;
use crate::platform::page;
use crate::state::notice::Tone;
use crate::ui::dynamic::{on, text};
use crate::ui::keypad::{Keypad, pressed};

#[component]
pub(super) fn Weigh(item: Item) -> impl IntoView {
    let app = app();
    let typed = RwSignal::new(String::new());
    let price = app.unit_price(item.price(), item.unit());
    let label = app.tf(Key::Weight, &[("unit", item.unit().sign())]);
    let key = Callback::new(move |key| typed.update(|text| *text = pressed(text, key)));
    page::focus_soon("weight");
    let add = move || match typed.read_untracked().parse::<Quantity>() {
        Ok(quantity) => app.answer(&item, Some(quantity)),
        Err(_) => app.notify(Tone::Warning, app.t(Key::NotAQuantity)),
    };
    view! {
        <form
            class="form"
            on:submit=on(move |event: SubmitEvent| {
                event.prevent_default();
                add();
            })
        >
            <p class="hint figure">{price}</p>
            <label class="label" for="weight">{label}</label>
            <input
                id="weight"
                class="input input-large figure"
                data-testid="weight"
                inputmode="none"
                autocomplete="off"
                prop:value=text(move || typed.get())
                on:input=on(move |event| typed.set(event_target_value(&event)))
            />
            <Keypad on_key=key testid="weight" back_label=app.t(Key::RubOut) point=true />
            <button class="button button-primary button-large" data-testid="weight-add">
                {app.t(Key::AddToCart)}
            </button>
        </form>
    }
}
