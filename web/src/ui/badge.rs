//! Whether the server is there and what waits for it.

use leptos::prelude::*;

use super::dynamic::{part, press, text};
use super::icon::{Icon, Picture};

/// What the badge tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadgeView {
    /// `online`, `offline`, `problem`, `watching` or `unknown`.
    pub state: &'static str,
    pub waiting: u64,
    pub text: String,
}

/// The badge; more is told when it is pressed.
#[component]
pub fn SyncBadge(view: Memo<BadgeView>, on_press: Callback<()>) -> impl IntoView {
    let icon = move || match view.read().state {
        "problem" => Icon::Warning,
        "offline" => Icon::CloudOff,
        _ => Icon::Cloud,
    };
    view! {
        <button
            class="badge"
            data-testid="sync-badge"
            data-state=text(move || view.read().state.to_owned())
            data-waiting=text(move || view.read().waiting.to_string())
            on:click=press(move || on_press.run(()))
        >
            {part(move || view! { <Picture icon=icon() /> }.into_any())}
            <span class="badge-text">{text(move || view.read().text.clone())}</span>
        </button>
    }
}
