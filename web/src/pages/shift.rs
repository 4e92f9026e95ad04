//! The shift: opening it, cash in and out, its reports, and its end.

mod count;

use leptos::prelude::*;
use titan_core::shift::CashMove;

use super::app;
use super::paid::{paper, print_soon};
use crate::i18n::Key;
use crate::state::{App, Dialog};
use crate::ui::dynamic::{flag, part, press};
use crate::ui::icon::{Icon, Picture};
use count::Count;

#[component]
pub(super) fn ShiftPage() -> impl IntoView {
    let app = app();
    let open = flag(move || app.counting.report.read().is_some());
    view! {
        <main class="day" class:day-open=open>
            <section class="day-list">
                {part(move || {
                    let running = app.day.shift.read().is_some();
                    match (running, app.counting.closing.get()) {
                        (true, false) => view! { <Running /> }.into_any(),
                        _ => view! { <Count /> }.into_any(),
                    }
                })}
            </section>
            <section class="day-receipt">
                <Report />
            </section>
        </main>
    }
}

/// What can be done while the shift goes on.
#[component]
fn Running() -> impl IntoView {
    let app = app();
    let day = app.day.shift.get_untracked().map(|shift| shift.business_date.to_string());
    let to = move |key: Key, testid: &'static str, dialog: Dialog| {
        view! {
            <button
                class="button button-large"
                data-testid=testid
                on:click=press(move || app.open_dialog(dialog.clone()))
            >
                {app.t(key)}
            </button>
        }
    };
    view! {
        <h1>{app.t(Key::Shift)}</h1>
        <p class="hint">{app.t(Key::BusinessDay)} " " {day}</p>
        <div class="ways">
            {to(Key::PaidIn, "paid-in", Dialog::MoveCash(CashMove::PaidIn))}
            {to(Key::PaidOut, "paid-out", Dialog::MoveCash(CashMove::PaidOut))}
            {to(Key::CashDrop, "cash-drop", Dialog::MoveCash(CashMove::Drop))}
            {to(Key::OpenDrawer, "open-drawer", Dialog::OpenDrawer)}
        </div>
        <div class="ways">
            <button
                class="button button-large"
                data-testid="x-report"
                on:click=press(move || app.read_shift())
            >
                {app.t(Key::XReport)}
            </button>
            <button
                class="button button-primary button-large"
                data-testid="close-shift"
                on:click=press(move || app.begin_count(true))
            >
                {app.t(Key::CloseShift)}
            </button>
        </div>
    }
}

#[component]
fn Report() -> impl IntoView {
    let app = app();
    part(move || match app.counting.report.get() {
        None => ().into_any(),
        Some(report) => shown(app, &report),
    })
}

fn shown(app: App, report: &str) -> AnyView {
    view! {
        <div class="ways">
            <button
                class="button button-quiet day-back"
                on:click=press(move || app.counting.report.set(None))
            >
                <Picture icon=Icon::Back />
                {app.t(Key::Back)}
            </button>
            <button
                class="button"
                data-testid="print-report"
                on:click=press(move || print_soon(app))
            >
                <Picture icon=Icon::Printer />
                {app.t(Key::Print)}
            </button>
        </div>
        {paper(app, report, false)}
    }
    .into_any()
}
