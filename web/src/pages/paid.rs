//! Paid: the change, the receipt, the next one.

use std::sync::Arc;

use leptos::prelude::*;

use super::app;
use crate::i18n::Key;
use crate::platform::{clock, page};
use crate::state::App;
use crate::state::payment::{PaidSale, Step};
use crate::state::receipts::unpack;
use crate::ui::dynamic::{flag, part, press, text, when};
use crate::ui::icon::{Icon, Picture};
use crate::ui::receipt::Paper;

#[component]
pub(super) fn Paid() -> impl IntoView {
    let app = app();
    page::focus_soon("next-sale");
    part(move || match app.payment.step.get() {
        Step::Done(paid) => view! { <PaidView paid=paid /> }.into_any(),
        _ => ().into_any(),
    })
}

#[component]
fn PaidView(paid: Arc<PaidSale>) -> impl IntoView {
    let app = app();
    let shown = RwSignal::new(false);
    let PaidSale { receipt_no, total, change, .. } = (*paid).clone();
    let (done, gets) = match total.is_negative() {
        true => (Key::Returned, Key::PaidBack),
        false => (Key::Paid, Key::Change),
    };
    // A large zero would only be read twice.
    let shown_change =
        if change.is_zero() { app.t(Key::NoChange).to_owned() } else { app.money(change) };
    view! {
        <main class="paid" data-testid="paid" class:paid-with-receipt=flag(move || shown.get())>
            <section class="paid-sum">
                <p class="paid-word">
                    <Picture icon=Icon::Check />
                    {app.t(done)}
                    " "
                    <span class="figure">{app.money(total)}</span>
                </p>
                <span class="due-word">{app.t(gets)}</span>
                <output
                    class="due-amount figure"
                    data-testid="change"
                    data-minor=change.get().to_string()
                >
                    {shown_change}
                </output>
                <p class="hint">
                    {app.t(Key::Receipt)} " " <span data-testid="receipt-no">{receipt_no}</span>
                </p>
                <ReceiptWays shown=shown />
                <button
                    id="next-sale"
                    class="button button-primary button-pay"
                    data-testid="next-sale"
                    on:click=press(move || app.next_sale())
                >
                    {app.t(Key::NextSale)}
                </button>
            </section>
            {when(move || shown.get(), move || paper(app, &paid.paper, false))}
        </main>
    }
}

#[component]
fn ReceiptWays(shown: RwSignal<bool>) -> impl IntoView {
    let app = app();
    let words = text(move || {
        let key = if shown.get() { Key::HideReceipt } else { Key::ShowReceipt };
        app.t(key).to_owned()
    });
    view! {
        <div class="ways">
            <button
                class="button button-large"
                data-testid="receipt-print"
                on:click=press(move || {
                    shown.set(true);
                    print_soon(app);
                })
            >
                <Picture icon=Icon::Printer />
                {app.t(Key::Print)}
            </button>
            <button
                class="button button-large"
                data-testid="receipt-show"
                on:click=press(move || shown.update(|shown| *shown = !*shown))
            >
                <Picture icon=Icon::List />
                {words}
            </button>
        </div>
    }
}

/// Prints when the paper is in the document.
pub(super) fn print_soon(app: App) {
    app.run(async |_| {
        clock::painted().await;
        page::print();
    });
}

/// The receipt of a sale as paper.
pub(super) fn paper(app: App, packed: &str, copy: bool) -> AnyView {
    let mark = copy.then(|| app.t(Key::Copy));
    let receipt = unpack(packed);
    view! { <Paper receipt=receipt mark=mark qr_label=app.t(Key::ProofLabel) /> }.into_any()
}
