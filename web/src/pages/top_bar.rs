//! Where am I, who am I, is the server there.

use leptos::prelude::*;
use titan_core::sync::machine::{Link, Status};

use super::app;
use crate::i18n::Key;
use crate::state::{App, Dialog, Screen};
use crate::ui::badge::{BadgeView, SyncBadge};
use crate::ui::icon::{Icon, Picture};

#[component]
pub(super) fn TopBar() -> impl IntoView {
    let app = app();
    let there = move || app.shop.read().is_some() && app.screen.get() != Screen::Enrol;
    let signed_in = move || app.cashier.get().is_some();
    let place = move || {
        app.shop.get().map(|shop| (shop.store.name.clone(), shop.register.name.clone()))
    };
    view! {
        <Show when=there>
            <header class="top">
                <div class="top-place">
                    <span class="top-shop">{move || place().map(|(shop, _)| shop)}</span>
                    <span class="top-register">{move || place().map(|(_, register)| register)}</span>
                </div>
                <Show when=signed_in>
                    <Navigation />
                </Show>
                <UpdateNote />
                <Badge />
                <Show when=signed_in>
                    <Who />
                </Show>
            </header>
        </Show>
    }
}

#[component]
fn Navigation() -> impl IntoView {
    let app = app();
    let current = move |screens: &[Screen]| {
        let here = screens.contains(&app.screen.get());
        here.then_some("page")
    };
    view! {
        <nav class="top-nav">
            <button
                class="tab"
                data-testid="nav-sell"
                aria-label=app.t(Key::Sell)
                aria-current=move || current(&[Screen::Sell, Screen::Pay, Screen::Paid])
                on:click=move |_| to_sell(app)
            >
                <Picture icon=Icon::Grid />
                <span class="tab-text">{app.t(Key::Sell)}</span>
            </button>
            <button
                class="tab"
                data-testid="nav-sales"
                aria-label=app.t(Key::SalesToday)
                aria-current=move || current(&[Screen::Sales])
                on:click=move |_| app.show_day()
            >
                <Picture icon=Icon::List />
                <span class="tab-text">{app.t(Key::SalesToday)}</span>
            </button>
        </nav>
    }
}

fn to_sell(app: App) {
    match app.screen.get_untracked() {
        Screen::Paid => app.next_sale(),
        Screen::Pay => app.leave_payment(),
        _ => app.screen.set(Screen::Sell),
    }
}

#[component]
fn Badge() -> impl IntoView {
    let app = app();
    let view = Memo::new(move |_| badge(app, &app.status.read()));
    let press = Callback::new(move |()| app.open_dialog(Dialog::Sync));
    view! { <SyncBadge view=view on_press=press /> }
}

fn badge(app: App, status: &Status) -> BadgeView {
    let waiting = status.waiting;
    let count = waiting.to_string();
    let gaps = [("n", count.as_str())];
    let (state, text) = match (&status.problem, status.link) {
        (Some(_), _) => ("problem", app.t(Key::Problem).to_owned()),
        (None, Link::Offline) if waiting > 0 => ("offline", app.tf(Key::OfflineWaiting, &gaps)),
        (None, Link::Offline) => ("offline", app.t(Key::Offline).to_owned()),
        (None, Link::Online) if waiting > 0 => ("online", app.tf(Key::OnlineWaiting, &gaps)),
        (None, Link::Online) => ("online", app.t(Key::Online).to_owned()),
        (None, Link::Unknown) => ("unknown", app.t(Key::Connecting).to_owned()),
    };
    BadgeView { state, waiting, text }
}

#[component]
fn UpdateNote() -> impl IntoView {
    let app = app();
    view! {
        <Show when=move || app.update_ready.get()>
            <button
                class="badge"
                data-testid="update-ready"
                data-state="update"
                on:click=move |_| app.open_dialog(Dialog::Sync)
            >
                <span class="badge-text">{app.t(Key::UpdateReady)}</span>
            </button>
        </Show>
    }
}

#[component]
fn Who() -> impl IntoView {
    let app = app();
    let name = move || {
        app.cashier.track();
        app.staff().map(|member| member.name).unwrap_or_default()
    };
    view! {
        <button
            class="button button-quiet top-who"
            data-testid="menu"
            aria-label=app.t(Key::Menu)
            on:click=move |_| app.open_dialog(Dialog::Menu)
        >
            <span class="top-name">{name}</span>
            <Picture icon=Icon::Menu />
        </button>
    }
}
