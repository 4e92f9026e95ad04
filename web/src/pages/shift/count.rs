//! Counting the drawer, note by note.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use titan_core::money::Minor;

use crate::i18n::Key;
use crate::pages::app;
use crate::state::App;
use crate::ui::dynamic::{on, parts, press, text};

#[component]
pub(super) fn Count() -> impl IntoView {
    let app = app();
    let counting = app.counting;
    let closing = counting.closing.get_untracked();
    let (title, lead) = match closing {
        true => (Key::CloseShift, Key::CloseShiftLead),
        false => (Key::OpenShift, Key::OpenShiftLead),
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if closing { app.close_shift() } else { app.open_shift() }
    };
    let sum = move || app.counted().map(|(_, total)| total);
    let pieces = counting.pieces.get_untracked().into_iter().enumerate();
    view! {
        <form class="form" on:submit=on(submit)>
            <h1>{app.t(title)}</h1>
            <p>{app.t(lead)}</p>
            <div class="counts">
                {parts(pieces.map(|(place, (worth, _))| row(app, place, worth)))}
                {field(app, "count-other", Key::OtherCash, counting.other)}
            </div>
            {closing.then(|| field(app, "count-note", Key::Note, counting.note))}
            <div class="totals-row totals-total">
                <span>{app.t(Key::Counted)}</span>
                <output
                    class="figure"
                    data-testid="count-sum"
                    data-minor=text(move || sum().map_or(0, Minor::get).to_string())
                >
                    {text(move || sum().map(|sum| app.money(sum)).unwrap_or_default())}
                </output>
            </div>
            <div class="ways">
                {closing.then(|| stay(app))}
                <button class="button button-primary button-large" data-testid="count-done">
                    {app.t(title)}
                </button>
            </div>
        </form>
    }
}

fn stay(app: App) -> AnyView {
    view! {
        <button
            type="button"
            class="button button-large"
            data-testid="count-cancel"
            on:click=press(move || app.begin_count(false))
        >
            {app.t(Key::Cancel)}
        </button>
    }
    .into_any()
}

/// How many there are of one note or coin.
fn row(app: App, place: usize, worth: Minor) -> AnyView {
    let pieces = app.counting.pieces;
    let typed = move || pieces.read().get(place).map(|(_, typed)| typed.clone());
    let set = move |typed: String| {
        pieces.update(|all| {
            if let Some(piece) = all.get_mut(place) {
                piece.1 = typed;
            }
        });
    };
    view! {
        <label class="field-row">
            <span class="label figure">{app.amount(worth)} " ×"</span>
            <input
                class="input figure"
                data-testid=format!("count-{}", worth.get())
                inputmode="numeric"
                autocomplete="off"
                prop:value=text(move || typed().unwrap_or_default())
                on:input=on(move |event| set(event_target_value(&event)))
            />
        </label>
    }
    .into_any()
}

fn field(app: App, name: &'static str, label: Key, typed: RwSignal<String>) -> AnyView {
    view! {
        <label class="field">
            <span class="label">{app.t(label)}</span>
            <input
                class="input"
                data-testid=name
                autocomplete="off"
                prop:value=text(move || typed.get())
                on:input=on(move |event| typed.set(event_target_value(&event)))
            />
        </label>
    }
    .into_any()
}
