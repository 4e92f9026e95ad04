//! A device becomes a register.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::app;
use crate::i18n::Key;
use crate::state::App;
use crate::state::enrolment::EnrolStep;
use crate::ui::dynamic::{flag, on, part, text};

#[component]
pub(super) fn Enrol() -> impl IntoView {
    let app = app();
    let step = app.enrolment.step;
    let busy = move || matches!(step.get(), EnrolStep::Asking | EnrolStep::Loading);
    view! {
        <main class="centre">
            <form
                class="card"
                on:submit=on(move |event: SubmitEvent| {
                    event.prevent_default();
                    app.enrol();
                })
            >
                <p class="card-brand">"Titan POS"</p>
                <h1>{app.t(Key::EnrolTitle)}</h1>
                <p>{app.t(Key::EnrolLead)}</p>
                <label class="field">
                    <span class="label">{app.t(Key::EnrolCode)}</span>
                    <input
                        class="input input-code"
                        data-testid="enrol-code"
                        autocomplete="off"
                        autocapitalize="characters"
                        spellcheck="false"
                        prop:value=text(move || app.enrolment.code.get())
                        disabled=flag(busy)
                        on:input=on(move |event| app.enrolment.code.set(event_target_value(&event)))
                    />
                </label>
                <EnrolState />
                <button
                    class="button button-primary button-large"
                    data-testid="enrol-submit"
                    disabled=flag(move || busy() || app.enrolment.code.read().trim().is_empty())
                >
                    {app.t(Key::EnrolSubmit)}
                </button>
                <p class="hint">{app.t(Key::EnrolHint)}</p>
            </form>
        </main>
    }
}

#[component]
fn EnrolState() -> impl IntoView {
    let app = app();
    part(move || match app.enrolment.step.get() {
        EnrolStep::Code => view! { <p class="card-state"></p> }.into_any(),
        EnrolStep::Asking => {
            view! { <p class="card-state" role="status">{app.t(Key::EnrolAsking)}</p> }.into_any()
        }
        EnrolStep::Loading => view! {
            <div class="card-state" role="status">
                <p>{app.t(Key::EnrolLoading)} " " {text(move || loaded(app))}</p>
                <progress class="progress"></progress>
            </div>
        }
        .into_any(),
        EnrolStep::Refused(why) => {
            view! { <p class="card-state problem" role="alert">{why}</p> }.into_any()
        }
    })
}

/// How much of the catalogue is here.
pub(super) fn loaded(app: App) -> String {
    match app.enrolment.loaded.get() {
        Some((so_far, Some(size))) => format!("{} / {} KB", so_far / 1024, size / 1024),
        Some((so_far, None)) => format!("{} KB", so_far / 1024),
        None => String::new(),
    }
}
