//! Taking the money.

mod card;
mod cash;
mod failed;

use leptos::prelude::*;

use super::app;
use crate::i18n::Key;
use crate::state::payment::Step;
use crate::ui::dynamic::{part, parts, press, text, when};
use crate::ui::icon::{Icon, Picture};
use card::CardPart;
use cash::CashPart;
pub(super) use failed::Failed;

#[component]
pub(super) fn Pay() -> impl IntoView {
    let app = app();
    let busy = text(move || (*app.payment.step.read() == Step::Saving).to_string());
    let saving = move || {
        view! { <p class="saving" role="status" data-testid="saving">{app.t(Key::Saving)}</p> }
            .into_any()
    };
    view! {
        <main class="pay" aria-busy=busy>
            <section class="pay-sum">
                <button
                    class="button button-quiet card-back"
                    data-testid="pay-back"
                    on:click=press(move || app.leave_payment())
                >
                    <Picture icon=Icon::Back />
                    {app.t(Key::Back)}
                </button>
                <Due />
                <Taken />
                {when(move || app.payment.slow.get(), saving)}
                <Failed />
            </section>
            <section class="pay-means">
                <CashPart />
                <CardPart />
            </section>
        </main>
    }
}

#[component]
fn Due() -> impl IntoView {
    let app = app();
    let left = Memo::new(move |_| app.standing().left);
    let words = move || {
        let some = !app.payment.offers.read().is_empty();
        app.t(if some { Key::StillToPay } else { Key::ToPay }).to_owned()
    };
    view! {
        <div class="due">
            <span class="due-word">{text(words)}</span>
            <output
                class="due-amount figure"
                data-testid="due"
                data-minor=text(move || left.get().get().to_string())
            >
                {text(move || app.money(left.get()))}
            </output>
        </div>
    }
}

/// What was put down so far; each can be taken back.
#[component]
fn Taken() -> impl IntoView {
    let app = app();
    let rows = move || {
        let offers = app.payment.offers.get();
        parts(offers.into_iter().enumerate().map(move |(place, offer)| {
            let word = app.tender_word(offer.kind);
            let amount = app.amount(offer.amount);
            view! {
                <li class="taken-row">
                    <span>{word} {offer.reference.map(|text| format!(" · {text}"))}</span>
                    <span class="figure">{amount}</span>
                    <button
                        class="button button-quiet button-icon"
                        aria-label=app.t(Key::TakeBack)
                        on:click=press(move || app.take_back(place))
                    >
                        <Picture icon=Icon::Close />
                    </button>
                </li>
            }
            .into_any()
        }))
    };
    let list = move || {
        view! {
            <div class="taken">
                <h2 class="label">{app.t(Key::TakenSoFar)}</h2>
                <ul>{part(rows)}</ul>
            </div>
        }
        .into_any()
    };
    when(move || !app.payment.offers.read().is_empty(), list)
}
