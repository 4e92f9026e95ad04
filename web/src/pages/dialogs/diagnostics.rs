//! How this register is, to be read out or saved.

use leptos::prelude::*;

use crate::i18n::Key;
use crate::pages::app;
use crate::state::Dialog;
use crate::state::diagnostics::Finding;
use crate::ui::dynamic::{part, parts, press};

#[component]
pub(super) fn Diagnostics() -> impl IntoView {
    let app = app();
    let found = RwSignal::new(Vec::<Finding>::new());
    app.run(async move |app| {
        let told = app.diagnostics().await;
        let _ = found.try_set(told);
    });
    let row = |(name, value): Finding| {
        view! {
            <div class="reason" data-testid="finding" data-name=name>
                <dt>{name}</dt>
                <dd class="finding">{value}</dd>
            </div>
        }
        .into_any()
    };
    view! {
        <p class="hint">{app.t(Key::DiagnosticsAdvice)}</p>
        <div class="ways">
            <button
                class="button"
                data-testid="diagnostics-save"
                on:click=press(move || app.save_diagnostics(&found.get_untracked()))
            >
                {app.t(Key::SaveAsFile)}
            </button>
            <button
                class="button"
                data-testid="diagnostics-verify"
                on:click=press(move || app.open_dialog(Dialog::Verify))
            >
                {app.t(Key::VerifyTitle)}
            </button>
        </div>
        <dl dir="ltr">{part(move || parts(found.get().into_iter().map(row)))}</dl>
    }
}
