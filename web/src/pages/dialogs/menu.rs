//! What is not needed at every sale.

use leptos::prelude::*;

use crate::i18n::Key;
use crate::pages::app;
use crate::state::Dialog;
use crate::ui::dynamic::press;

#[component]
pub(super) fn Menu() -> impl IntoView {
    let app = app();
    let staff = app.staff().map(|member| member.name).unwrap_or_default();
    let to = move |key: Key, testid: &'static str, dialog: Dialog| {
        view! {
            <button
                class="button button-row"
                data-testid=testid
                on:click=press(move || app.open_dialog(dialog.clone()))
            >
                {app.t(key)}
            </button>
        }
    };
    view! {
        <p class="hint">{staff}</p>
        <button
            class="button button-row"
            data-testid="menu-shift"
            on:click=press(move || app.show_shift())
        >
            {app.t(Key::Shift)}
        </button>
        {to(Key::SyncTitle, "menu-sync", Dialog::Sync)}
        {to(Key::Settings, "menu-settings", Dialog::Settings)}
        {to(Key::Help, "menu-help", Dialog::Help)}
        {to(Key::Diagnostics, "menu-diagnostics", Dialog::Diagnostics)}
        <button class="button button-row" data-testid="sign-out" on:click=press(move || app.sign_out())>
            {app.t(Key::SignOut)}
        </button>
    }
}
