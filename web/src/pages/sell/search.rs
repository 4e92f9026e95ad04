//! The one field: words to search, codes to add.

use leptos::prelude::*;

use crate::i18n::Key;
use crate::pages::app;
use crate::platform::page;
use crate::ui::icon::{Icon, Picture};

#[component]
pub(super) fn SearchField() -> impl IntoView {
    let app = app();
    let query = app.goods.query;
    if page::has_fine_pointer() {
        page::focus_soon("search");
    }
    let enter = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" && !query.read_untracked().trim().is_empty() {
            event.prevent_default();
            event.stop_propagation();
            let typed = query.get_untracked();
            if app.search_or_scan(&typed) {
                app.clear_query();
            }
        }
    };
    view! {
        <div class="search" role="search">
            <Picture icon=Icon::Search />
            <input
                id="search"
                class="search-input"
                data-testid="search"
                placeholder=app.t(Key::SearchHint)
                aria-label=app.t(Key::SearchHint)
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                enterkeyhint="search"
                prop:value=move || query.get()
                on:input=move |event| app.type_query(event_target_value(&event))
                on:keydown=enter
            />
            <Show when=move || !query.read().is_empty()>
                <button
                    class="button button-quiet button-icon"
                    aria-label=app.t(Key::ClearSearch)
                    on:click=move |_| {
                        app.clear_query();
                        page::focus("search");
                    }
                >
                    <Picture icon=Icon::Close />
                </button>
            </Show>
        </div>
    }
}
