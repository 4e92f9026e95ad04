//! Where am I, who am I, is the server there.

use leptos::prelude::*;
use titan_core::shop::ShopConfig;
use titan_core::sync::machine::{Link, Status};

use super::app;
use crate::i18n::Key;
use crate::state::{App, Dialog, Role, Screen};
use crate::ui::badge::{BadgeView, SyncBadge};
use crate::ui::dynamic::{maybe, press, text, when};
use crate::ui::icon::{Icon, Picture};

#[component]
pub(super) fn TopBar() -> impl IntoView {
    let app = app();
    let there = move || app.shop.read().is_some() && app.screen.get() != Screen::Enrol;
    let signed_in = move || app.cashier.get().is_some();
    let place = move |of: fn(&ShopConfig) -> &str| {
        text(move || app.shop.get().map(|shop| of(&shop).to_owned()).unwrap_or_default())
    };
    let bar = move || {
        view! {
            <header class="top">
                <div class="top-place">
                    <span class="top-shop">{place(|shop| &shop.store.name)}</span>
                    <span class="top-register">{place(|shop| &shop.register.name)}</span>
                </div>
                {when(signed_in, || view! { <Navigation /> }.into_any())}
                <UpdateNote />
                <Badge />
                {when(signed_in, || view! { <Who /> }.into_any())}
            </header>
        }
        .into_any()
    };
    when(there, bar)
}

#[component]
fn Navigation() -> impl IntoView {
    let app = app();
    let current = move |screens: &[Screen]| {
        let here = screens.contains(&app.screen.get());
        here.then(|| "page".to_owned())
    };
    view! {
        <nav class="top-nav">
            <button
                class="tab"
                data-testid="nav-sell"
                aria-label=app.t(Key::Sell)
                aria-current=maybe(move || current(&[Screen::Sell, Screen::Pay, Screen::Paid]))
                on:click=press(move || to_sell(app))
            >
                <Picture icon=Icon::Grid />
                <span class="tab-text">{app.t(Key::Sell)}</span>
            </button>
            <button
                class="tab"
                data-testid="nav-sales"
                aria-label=app.t(Key::SalesToday)
                aria-current=maybe(move || current(&[Screen::Sales, Screen::Return]))
                on:click=press(move || app.show_day())
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
        // Without a shift there is nothing to go back to.
        _ if app.day.shift.with_untracked(Option::is_none) => app.show_shift(),
        _ => app.screen.set(Screen::Sell),
    }
}

#[component]
fn Badge() -> impl IntoView {
    let app = app();
    let view = Memo::new(move |_| match app.role.get() {
        Role::Writer => badge(app, &app.status.read()),
        // Only the page that writes talks to the server and knows how it is.
        Role::Reader => BadgeView {
            state: "watching",
            waiting: app.status.read().waiting,
            text: app.t(Key::Watching).to_owned(),
        },
    });
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
    let note = move || {
        view! {
            <button
                class="badge"
                data-testid="update-ready"
                data-state="update"
                on:click=press(move || app.open_dialog(Dialog::Sync))
            >
                <span class="badge-text">{app.t(Key::UpdateReady)}</span>
            </button>
        }
        .into_any()
    };
    when(move || app.update_ready.get(), note)
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
            on:click=press(move || app.open_dialog(Dialog::Menu))
        >
            <span class="top-name">{text(name)}</span>
            <Picture icon=Icon::Menu />
        </button>
    }
}
