//! A register that was switched off begins anew. What only this device has is saved first.

use leptos::prelude::*;

use crate::i18n::Key;
use crate::pages::app;
use crate::ui::dynamic::{flag, part, press};

#[component]
pub(super) fn SetUpAgain() -> impl IntoView {
    let app = app();
    let saved = RwSignal::new(false);
    let waiting = move || app.status.read().waiting;
    let carts = move || app.basket.totals.read().count > 0 || !app.parked.read().is_empty();
    let ready = move || !carts() && (waiting() == 0 || saved.get());
    let to_do = move || {
        let n = waiting();
        let words = match n {
            0 => String::new(),
            _ => app.tf(Key::SetUpAgainExport, &[("n", &n.to_string())]),
        };
        let carts = if carts() { app.t(Key::SetUpAgainCarts) } else { "" };
        view! {
            <p>{words}</p>
            <p>{carts}</p>
        }
        .into_any()
    };
    view! {
        <p>{app.t(Key::SetUpAgainAdvice)}</p>
        {part(to_do)}
        <div class="ways">
            <button
                class="button"
                data-testid="set-up-again-export"
                on:click=press(move || {
                    app.run(async move |app| {
                        let done = app.save_waiting().await;
                        let _ = saved.try_set(done);
                    });
                })
            >
                {app.t(Key::Export)}
            </button>
            <button
                class="button button-primary"
                data-testid="set-up-again-now"
                disabled=flag(move || !ready())
                on:click=press(move || app.set_up_again())
            >
                {app.t(Key::SetUpAgain)}
            </button>
        </div>
    }
}
