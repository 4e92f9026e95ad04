//! A line of free text, such as a reason.

use leptos::prelude::*;

use super::dynamic::{on, text};

/// A field with its label; `name` is what tests find it by.
#[component]
pub fn Words(name: &'static str, label: &'static str, value: RwSignal<String>) -> impl IntoView {
    view! {
        <label class="field">
            <span class="label">{label}</span>
            <input
                class="input"
                data-testid=name
                autocomplete="off"
                maxlength="200"
                prop:value=text(move || value.get())
                on:input=on(move |event| value.set(event_target_value(&event)))
            />
        </label>
    }
}
