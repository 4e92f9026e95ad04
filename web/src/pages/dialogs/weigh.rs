//! What has to be typed before an item is added: how much of it, or its price.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use titan_core::quantity::Quantity;

use crate::i18n::Key;
use crate::pages::app;
use crate::platform::page;
use crate::state::adding::Wanted;
use crate::state::notice::Tone;
use crate::ui::dynamic::{on, text};
use crate::ui::keypad::{Keypad, pressed};

/// Asks for a quantity, or for a price where that is what is not known.
#[component]
pub(super) fn Weigh(wanted: Wanted, price: bool) -> impl IntoView {
    let app = app();
    let typed = RwSignal::new(String::new());
    let (hint, label) = if price {
        (
            app.price_limits(&wanted.item.extras().open_price.unwrap_or_default()),
            app.t(Key::UnitPrice).to_owned(),
        )
    } else {
        let unit = wanted.item.unit();
        let label = app.tf(Key::Weight, &[("unit", unit.sign())]);
        (app.unit_price(wanted.item.price(), unit), label)
    };
    let key = Callback::new(move |key| typed.update(|text| *text = pressed(text, key)));
    page::focus_soon("weight");
    let add = move || {
        if price {
            return app.answer_price(&wanted, &typed.read_untracked());
        }
        match typed.read_untracked().parse::<Quantity>() {
            Ok(quantity) => app.answer(Wanted { quantity: Some(quantity), ..wanted.clone() }),
            Err(_) => app.notify(Tone::Warning, app.t(Key::NotAQuantity)),
        }
    };
    view! {
        <form
            class="form"
            on:submit=on(move |event: SubmitEvent| {
                event.prevent_default();
                add();
            })
        >
            <p class="hint figure">{hint}</p>
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
