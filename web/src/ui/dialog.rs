//! A sheet over the page.

use leptos::prelude::*;

use super::dynamic::press;
use super::icon::{Icon, Picture};

/// A titled sheet with a way out. The page behind it is inert, which keeps the focus inside.
#[component]
pub fn Sheet(
    title: String,
    close: &'static str,
    on_close: Callback<()>,
    #[prop(optional)] wide: bool,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<leptos::html::Div>::new();
    Effect::new(move || {
        if let Some(node) = node.get() {
            let _ = node.focus();
        }
    });
    view! {
        <div class="veil" on:click=press(move || on_close.run(()))></div>
        <div
            class="sheet"
            class:sheet-wide=wide
            role="dialog"
            aria-modal="true"
            aria-labelledby="sheet-title"
            tabindex="-1"
            node_ref=node
        >
            <header class="sheet-head">
                <h2 id="sheet-title">{title}</h2>
                <button
                    class="button button-quiet button-icon"
                    data-testid="dialog-close"
                    aria-label=close
                    on:click=press(move || on_close.run(()))
                >
                    <Picture icon=Icon::Close />
                </button>
            </header>
            <div class="sheet-body">{children()}</div>
        </div>
    }
}
