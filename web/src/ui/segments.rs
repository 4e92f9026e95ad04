//! One of a few.

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
    let option = move |(value, text): (T, &'static str)| {
        view! {
            <button
                type="button"
                class="segment"
                aria-pressed=move || (chosen.get() == value).to_string()
                on:click=move |_| on_choose.run(value)
            >
                {text}
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
