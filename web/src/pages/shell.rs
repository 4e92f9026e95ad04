//! What is around every screen.

use leptos::prelude::*;

use super::app;
use super::dialogs::Dialogs;
use super::enrol::Enrol;
use super::paid::Paid;
use super::pay::Pay;
use super::returns::ReturnPage;
use super::sales::Sales;
use super::sell::Sell;
use super::shift::ShiftPage;
use super::sign_in::SignIn;
use super::top_bar::TopBar;
use crate::i18n::Key;
use crate::platform::page;
use crate::state::notice::Tone;
use crate::state::{App, Role, Screen};
use crate::ui::dynamic::{flag, part, press, when};
use crate::ui::toast::Toast;

/// The whole app. It is drawn again when the language changes.
#[component]
pub fn Shell() -> impl IntoView {
    let app = app();
    tell_readiness(app);
    part(move || {
        app.prefs.language.track();
        let covered = flag(move || app.dialog.read().is_some());
        view! {
            <div class="app" inert=covered>
                <ReadOnlyBanner />
                <TopBar />
                {part(move || screen(app))}
            </div>
            <Dialogs />
            <Notices />
        }
        .into_any()
    })
}

fn screen(app: App) -> AnyView {
    match app.screen.get() {
        Screen::Opening => ().into_any(),
        Screen::Enrol => view! { <Enrol /> }.into_any(),
        Screen::SignIn => view! { <SignIn /> }.into_any(),
        Screen::Sell => view! { <Sell /> }.into_any(),
        Screen::Pay => view! { <Pay /> }.into_any(),
        Screen::Paid => view! { <Paid /> }.into_any(),
        Screen::Sales => view! { <Sales /> }.into_any(),
        Screen::Return => view! { <ReturnPage /> }.into_any(),
        Screen::Shift => view! { <ShiftPage /> }.into_any(),
        Screen::Blocked(why) => view! { <Blocked why=why /> }.into_any(),
    }
}

/// Tells the document when scans are taken.
fn tell_readiness(app: App) {
    Effect::new(move || {
        let selling = app.screen.get() == Screen::Sell && app.cashier.get().is_some();
        let ready = selling && app.goods.version.get() > 0 && app.role.get() == Role::Writer;
        page::set_root_data("ready", ready.then_some("sell"));
    });
    // What was said on one screen does not stay for the next.
    Effect::new(move |before: Option<Screen>| {
        let screen = app.screen.get();
        if before.is_some_and(|before| before != screen) {
            app.dismiss();
        }
        screen
    });
    Effect::new(move || {
        if app.screen.get() != Screen::Opening {
            page::remove_boot();
        }
    });
}

#[component]
fn ReadOnlyBanner() -> impl IntoView {
    let app = app();
    let banner = move || {
        view! {
            <div class="banner" data-testid="readonly-banner" role="status">
                <p>
                    <strong>{app.t(Key::ReadOnlyTitle)}</strong>
                    " "
                    {app.t(Key::ReadOnlyAdvice)}
                </p>
                <button
                    class="button button-primary"
                    data-testid="take-over"
                    on:click=press(move || app.take_over())
                >
                    {app.t(Key::TakeOver)}
                </button>
            </div>
        }
        .into_any()
    };
    when(move || app.role.get() == Role::Reader, banner)
}

#[component]
fn Notices() -> impl IntoView {
    let app = app();
    part(move || {
        let Some(notice) = app.notice.get() else { return ().into_any() };
        let tone = match notice.tone {
            Tone::Plain => "plain",
            Tone::Warning => "warning",
            Tone::Danger => "danger",
        };
        view! {
            <Toast
                text=notice.text
                tone=tone
                undo=notice.undo.then(|| app.t(Key::Undo))
                close=app.t(Key::Close)
                on_undo=Callback::new(move |()| app.undo())
                on_close=Callback::new(move |()| app.dismiss())
            />
        }
        .into_any()
    })
}

#[component]
fn Blocked(why: String) -> impl IntoView {
    let app = app();
    view! {
        <main class="centre" data-testid="blocked">
            <section class="card">
                <h1>"Titan POS"</h1>
                <p role="alert">{why}</p>
                <button class="button button-primary" on:click=press(page::reload)>
                    {app.t(Key::Reload)}
                </button>
            </section>
        </main>
    }
}
