//! The disk did not take the sale: what happened, what was kept, what to do.

use leptos::prelude::*;

use crate::i18n::Key;
use crate::pages::app;
use crate::state::App;
use crate::state::payment::{Failure, Step};
use crate::ui::dynamic::{part, press};

#[component]
pub fn Failed() -> impl IntoView {
    let app = app();
    part(move || match app.payment.step.get() {
        Step::Failed(failure) => advice(app, failure),
        _ => ().into_any(),
    })
}

fn advice(app: App, failure: Failure) -> AnyView {
    let Failure { reason, sealed } = failure;
    view! {
        <div class="alarm" role="alert" data-testid="not-saved">
            <h2>{app.t(Key::NotSavedTitle)}</h2>
            <p>{app.tf(Key::NotSavedAdvice, &[("error", &reason)])}</p>
            <div class="alarm-ways">
                {sealed
                    .map(|sealed| {
                        view! {
                            <button
                                class="button"
                                data-testid="save-sale"
                                on:click=press(move || app.export_entry(&sealed))
                            >
                                {app.t(Key::SaveAsFile)}
                            </button>
                        }
                    })}
            </div>
        </div>
    }
    .into_any()
}
