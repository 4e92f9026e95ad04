//! Checking the journal of this register, a saved file, and the code of a receipt.

use leptos::ev::{Event, SubmitEvent};
use leptos::prelude::*;

use crate::i18n::Key;
use crate::pages::app;
use crate::platform::file;
use crate::state::verify::Check;
use crate::ui::dynamic::{flag, on, press, text};

#[component]
pub(super) fn Verify() -> impl IntoView {
    let app = app();
    let check = Check::new();
    let proof = RwSignal::new(String::new());
    let begin = move || {
        let free = check.code.with_untracked(|code| code != Check::BUSY);
        if free {
            check.tell(Check::BUSY, app.t(Key::Checking).to_owned());
        }
        free
    };
    let own = move || {
        if begin() {
            app.run(async move |app| app.check_journal(check).await);
        }
    };
    let chosen = move |event: Event| {
        let Some(chosen) = file::chosen(&event).filter(|_| begin()) else { return };
        app.run(async move |app| match chosen.bytes().await {
            Ok(bytes) => app.check_file(bytes, check).await,
            Err(error) => check.tell("file.unreadable", error.to_string()),
        });
    };
    let look = move |event: SubmitEvent| {
        event.prevent_default();
        if begin() {
            app.run(async move |app| app.check_proof(proof.get_untracked(), check).await);
        }
    };
    let looks = move || match check.code.read().as_str() {
        "" | Check::BUSY => "hint",
        Check::WHOLE => "hint-strong",
        _ => "problem-box",
    };
    view! {
        <p class="hint">{app.t(Key::VerifyAdvice)}</p>
        <div class="ways">
            <button
                class="button button-primary"
                data-testid="verify-own"
                disabled=flag(move || *check.code.read() == Check::BUSY)
                on:click=press(own)
            >
                {app.t(Key::VerifyOwn)}
            </button>
            <label class="button file-button">
                {app.t(Key::VerifyFile)}
                <input type="file" data-testid="verify-file" on:input=on(chosen) />
            </label>
        </div>
        <form class="form" on:submit=on(look)>
            <label class="field">
                <span class="label">{app.t(Key::VerifyReceipt)}</span>
                <input
                    class="input"
                    data-testid="verify-proof"
                    dir="ltr"
                    autocomplete="off"
                    prop:value=text(move || proof.get())
                    on:input=on(move |event| proof.set(event_target_value(&event)))
                />
            </label>
            <button class="button" data-testid="verify-look">
                {app.t(Key::VerifyLook)}
            </button>
        </form>
        <p
            role="status"
            data-testid="verify-says"
            class=text(move || looks().to_owned())
            data-code=text(move || check.code.get())
        >
            {text(move || check.text.get())}
        </p>
    }
}
