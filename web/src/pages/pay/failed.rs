//! The disk did not take the sale: what happened, what was kept, what to do.

use leptos::prelude::*;

use crate::i18n::Key;
use crate::pages::app;
use crate::state::App;
use crate::state::payment::{Failure, Step};

#[component]
pub(super) fn Failed() -> impl IntoView {
    let app = app();
    move || match app.payment.step.get() {
        Step::Failed(failure) => Some(advice(app, failure)),
        _ => None,
    }
}

fn advice(app: App, failure: Failure) -> impl IntoView {
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
                                on:click=move |_| app.export_entry(&sealed)
                            >
                                {app.t(Key::SaveAsFile)}
                            </button>
                        }
                    })}
            </div>
        </div>
    }
}
