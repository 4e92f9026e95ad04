//! What stands where nothing is yet: it says what will be here and how it gets here.

use leptos::prelude::*;

use super::icon::{Icon, Picture};

/// An empty place.
#[component]
pub fn Empty(icon: Icon, title: String, advice: String) -> impl IntoView {
    view! {
        <div class="empty">
            <span class="empty-icon"><Picture icon=icon /></span>
            <p class="empty-title">{title}</p>
            <p class="empty-advice">{advice}</p>
        </div>
    }
}
