//! The one field: words to search, codes to add.

use leptos::prelude::*;

use crate::i18n::Key;
use crate::pages::app;
use crate::platform::page;
use crate::ui::dynamic::{on, press, text, when};
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
    let clear = move || {
        view! {
            <button
                class="button button-quiet button-icon"
                aria-label=app.t(Key::ClearSearch)
                on:click=press(move || {
                    app.clear_query();
                    page::focus("search");
                })
            >
                <Picture icon=Icon::Close />
            </button>
        }
        .into_any()
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
                prop:value=text(move || query.get())
                on:input=on(move |event| app.type_query(event_target_value(&event)))
                on:keydown=on(enter)
            />
            {when(move || !query.read().is_empty(), clear)}
        </div>
    }
}
