//! Cash that goes in or out of the drawer without a sale, and the drawer that is opened.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use titan_core::shift::CashMove;

use crate::i18n::Key;
use crate::pages::app;
use crate::platform::page;
use crate::ui::dynamic::{on, text};

/// Returns what a movement is called.
pub(in crate::pages) const fn word(kind: CashMove) -> Key {
    match kind {
        CashMove::PaidIn => Key::PaidIn,
        CashMove::PaidOut => Key::PaidOut,
        CashMove::Drop => Key::CashDrop,
    }
}

/// The form of a movement; without a kind, of an opening.
#[component]
pub(super) fn Drawer(kind: Option<CashMove>) -> impl IntoView {
    let app = app();
    let (amount, reason) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    page::focus_soon(if kind.is_some() { "drawer-amount" } else { "drawer-reason" });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (amount, reason) = (amount.get_untracked(), reason.get_untracked());
        match kind {
            Some(kind) => app.move_cash(kind, word(kind), &amount, &reason),
            None => app.open_drawer(&reason),
        }
    };
    let field = move |name: &'static str, label: Key, typed: RwSignal<String>| {
        view! {
            <label class="field">
                <span class="label">{app.t(label)}</span>
                <input
                    id=name
                    class="input"
                    data-testid=name
                    inputmode=if label == Key::Amount { "decimal" } else { "text" }
                    autocomplete="off"
                    prop:value=text(move || typed.get())
                    on:input=on(move |event| typed.set(event_target_value(&event)))
                />
            </label>
        }
    };
    view! {
        <form class="form" on:submit=on(submit)>
            {kind.map(|_| field("drawer-amount", Key::Amount, amount))}
            {field("drawer-reason", Key::Reason, reason)}
            <button class="button button-primary button-large" data-testid="drawer-done">
                {app.t(kind.map_or(Key::OpenDrawer, word))}
            </button>
        </form>
    }
}
