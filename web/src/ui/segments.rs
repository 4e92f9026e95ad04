//! One of a few.

use super::dynamic::{press, text};
use leptos::prelude::*;

/// A choice that is always visible as a whole.
#[component]
pub fn Segments<T>(
    label: &'static str,
    options: Vec<(T, &'static str)>,
    chosen: RwSignal<T>,
    on_choose: Callback<T>,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let option = move |(value, words): (T, &'static str)| {
        view! {
            <button
                type="button"
                class="segment"
                aria-pressed=text(move || (chosen.get() == value).to_string())
                on:click=press(move || on_choose.run(value))
            >
                {words}
            </button>
        }
    };
    view! {
        <div class="field">
            <span class="label">{label}</span>
            <div class="segments" role="group" aria-label=label>
                {options.into_iter().map(option).collect_view()}
            </div>
        </div>
    }
}
