//! A short message that goes by itself.

use leptos::prelude::*;

use super::dynamic::press;
use super::icon::{Icon, Picture};

/// A message at the foot of the page.
#[component]
pub fn Toast(
    text: String,
    tone: &'static str,
    undo: Option<&'static str>,
    close: &'static str,
    on_undo: Callback<()>,
    on_close: Callback<()>,
) -> impl IntoView {
    view! {
        <div class="toast" data-tone=tone data-testid="notice" role="status">
            <span class="toast-text">{text}</span>
            {undo
                .map(|undo| {
                    view! {
                        <button
                            class="button button-onink"
                            data-testid="undo"
                            on:click=press(move || on_undo.run(()))
                        >
                            {undo}
                        </button>
                    }
                })}
            <button
                class="button button-onink button-icon"
                aria-label=close
                on:click=press(move || on_close.run(()))
            >
                <Picture icon=Icon::Close />
            </button>
        </div>
    }
}
