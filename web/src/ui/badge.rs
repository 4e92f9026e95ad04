//! Whether the server is there and what waits for it.

use leptos::prelude::*;

use super::icon::{Icon, Picture};

/// What the badge tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadgeView {
    /// `online`, `offline`, `problem` or `unknown`.
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
            data-state=move || view.read().state
            data-waiting=move || view.read().waiting.to_string()
            on:click=move |_| on_press.run(())
        >
            {move || view! { <Picture icon=icon() /> }}
            <span class="badge-text">{move || view.read().text.clone()}</span>
        </button>
    }
}
