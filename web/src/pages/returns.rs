//! Goods come back: which, how much, what becomes of them, and what is paid back.

use leptos::prelude::*;
use titan_core::money::Minor;
use titan_core::quantity::Quantity;
use titan_core::tender::TenderKind;

use super::app;
use super::pay::Failed;
use crate::i18n::Key;
use crate::platform::page;
use crate::state::App;
use crate::state::payment::Step;
use crate::state::returns::{Owed, Row};
use crate::ui::dynamic::{flag, on, part, parts, press, text, when};
use crate::ui::icon::{Icon, Picture};
use crate::ui::words::Words;

#[component]
pub(super) fn ReturnPage() -> impl IntoView {
    let app = app();
    let busy = text(move || (*app.payment.step.read() == Step::Saving).to_string());
    view! {
        <main class="return" aria-busy=busy>
            <section class="day-list">
                <button
                    class="button button-quiet card-back"
                    data-testid="return-back"
                    on:click=press(move || app.leave_return())
                >
                    <Picture icon=Icon::Back />
                    {app.t(Key::Back)}
                </button>
                {untrack(|| what(app))}
            </section>
            <section class="return-sum">
                {part(move || sum(app))}
                <Failed />
                {ways(app)}
            </section>
        </main>
    }
}

/// What can come back. It is drawn once; only what was typed changes.
fn what(app: App) -> AnyView {
    let Some(making) = app.making() else { return ().into_any() };
    let making = making.borrow();
    let fixed = making.is_fixed();
    let title = match (making.void, making.receipt_no()) {
        (true, _) => Key::VoidSale,
        (false, Some(_)) => Key::ReturnGoods,
        (false, None) => Key::WithoutReceipt,
    };
    if !fixed && page::has_fine_pointer() {
        page::select_soon("take-0");
    }
    let receipt_no = making.receipt_no().map(|no| format!("{} {no}", app.t(Key::ForReceipt)));
    let rows = making.rows.iter().enumerate();
    let rows = parts(rows.map(|(place, row)| take_row(app, place, row, fixed)));
    let all = (!fixed).then(|| {
        view! {
            <button
                class="button button-large"
                data-testid="take-all"
                on:click=press(move || app.take_all())
            >
                {app.t(Key::TakeEverything)}
            </button>
        }
    });
    view! {
        <h1>{app.t(title)}</h1>
        {receipt_no.map(|text| view! { <p class="hint">{text}</p> })}
        <ul class="sales">{rows}</ul>
        <div class="ways">{all}</div>
    }
    .into_any()
}

fn take_row(app: App, place: usize, row: &Row, fixed: bool) -> AnyView {
    let unit = row.item.counted_in();
    let sold = app.quantity(row.sold, unit);
    let left = Quantity::new(row.left).map(|left| app.quantity(left, unit));
    let words = match &left {
        Ok(left) if *left == sold => sold,
        Ok(left) => app.tf(Key::LeftOf, &[("left", left), ("n", &sold)]),
        Err(_) => app.t(Key::CameBack).to_owned(),
    };
    let name = row.item.name.clone();
    let stepper = (left.is_ok() && !fixed).then(|| stepper(app, place, &name));
    let wrote_off = move || {
        let off = app
            .making()
            .is_some_and(|making| making.borrow().rows.get(place).is_some_and(|row| row.write_off));
        off.to_string()
    };
    let write_off = left.is_ok().then(|| {
        view! {
            <button
                class="chip"
                data-testid=format!("write-off-{place}")
                aria-pressed=text(wrote_off)
                aria-label=format!("{}: {name}", app.t(Key::WriteOff))
                on:click=press(move || {
                    app.change_return(|making| {
                        if let Some(row) = making.rows.get_mut(place) {
                            row.write_off = !row.write_off;
                        }
                    });
                })
            >
                {app.t(Key::WriteOff)}
            </button>
        }
    });
    view! {
        <li class="take" data-testid="take" data-sku=row.item.sku.clone()>
            <span class="take-name">{row.item.name.clone()} <span class="hint">{words}</span></span>
            {stepper}
            {write_off}
        </li>
    }
    .into_any()
}

fn stepper(app: App, place: usize, name: &str) -> AnyView {
    let step = move |by: i64, icon: Icon, label: Key, word: &str| {
        view! {
            <button
                class="button button-icon button-step"
                data-testid=format!("take-{word}-{place}")
                aria-label=app.t(label)
                on:click=press(move || app.step_take(place, by))
            >
                <Picture icon=icon />
            </button>
        }
        .into_any()
    };
    let typed = move || {
        let row = app.making().map(|making| {
            making.borrow().rows.get(place).map(|row| row.typed.clone()).unwrap_or_default()
        });
        row.unwrap_or_default()
    };
    let typing = move |event| {
        let typed = event_target_value(&event);
        app.change_return(|making| {
            if let Some(row) = making.rows.get_mut(place) {
                row.typed = typed;
            }
        });
    };
    view! {
        <div class="stepper">
            {step(-1, Icon::Minus, Key::Less, "less")}
            <input
                id=format!("take-{place}")
                class="input figure"
                data-testid=format!("take-{place}")
                aria-label=format!("{}: {name}", app.t(Key::Quantity))
                inputmode="decimal"
                autocomplete="off"
                placeholder="0"
                prop:value=text(typed)
                on:input=on(typing)
            />
            {step(1, Icon::Plus, Key::More, "more")}
        </div>
    }
    .into_any()
}

/// What is paid back and how, or why not.
fn sum(app: App) -> AnyView {
    let owed = app.owed();
    let amount = owed.as_ref().ok().and_then(Option::as_ref).map_or(Minor::ZERO, |it| it.amount);
    let below = match owed {
        Err(why) => view! { <p class="alarm" role="alert" data-testid="return-refused">{why}</p> }
            .into_any(),
        Ok(None) => view! { <p class="hint">{app.t(Key::NothingComesBack)}</p> }.into_any(),
        Ok(Some(owed)) => by_means(app, &owed),
    };
    view! {
        <div class="due">
            <span class="due-word">{app.t(Key::ToPayBack)}</span>
            <output
                class="due-amount figure"
                data-testid="pay-back"
                data-minor=amount.get().to_string()
            >
                {app.money(amount)}
            </output>
        </div>
        {below}
    }
    .into_any()
}

fn by_means(app: App, owed: &Owed) -> AnyView {
    let row = |word: String, amount: Minor| {
        view! {
            <div class="totals-row">
                <span>{word}</span>
                <span class="figure">{app.amount(amount)}</span>
            </div>
        }
        .into_any()
    };
    let offers = owed.offers.iter();
    let rows = parts(offers.clone().map(|offer| {
        let more = offer.reference.as_ref().map(|text| format!(" · {text}"));
        let word = app.tender_word(offer.kind).to_owned() + &more.unwrap_or_default();
        row(word, offer.amount.negated())
    }));
    let rounding = !owed.rounding.is_zero();
    let rounding = rounding.then(|| row(app.t(Key::Rounding).to_owned(), owed.rounding));
    let card = offers.filter(|offer| offer.kind == TenderKind::Card);
    let card = Minor::sum(card.map(|offer| offer.amount.negated())).unwrap_or_default();
    let advice = (!card.is_zero()).then(|| {
        let words = app.tf(Key::CardBackAdvice, &[("amount", &app.money(card))]);
        view! { <p class="hint">{words}</p> }
    });
    view! {
        <div data-testid="pay-back-means">{rows} {rounding}</div>
        {advice}
    }
    .into_any()
}

fn ways(app: App) -> AnyView {
    let reason = app.returning.reason;
    let by_card = untrack(|| app.making()).is_some_and(|making| making.borrow().was_by_card());
    let in_cash = move || app.making().is_some_and(|making| making.borrow().in_cash).to_string();
    let in_cash = by_card.then(|| {
        view! {
            <button
                class="chip"
                data-testid="return-in-cash"
                aria-pressed=text(in_cash)
                on:click=press(move || app.change_return(|making| making.in_cash = !making.in_cash))
            >
                {app.t(Key::AllInCash)}
            </button>
        }
    });
    let saving = move || {
        view! { <p class="saving" role="status" data-testid="saving">{app.t(Key::Saving)}</p> }
            .into_any()
    };
    let words = move || {
        let owed = app.owed().ok().flatten();
        let amount = owed.map_or(Minor::ZERO, |owed| owed.amount);
        app.tf(Key::PayBack, &[("amount", &app.money(amount))])
    };
    view! {
        {in_cash}
        <Words name="return-reason" label=app.t(Key::Reason) value=reason />
        {when(move || app.payment.slow.get(), saving)}
        <button
            id="return-done"
            class="button button-primary button-pay"
            data-testid="return-done"
            disabled=flag(move || !matches!(app.owed(), Ok(Some(_))))
            on:click=press(move || app.finish_return())
        >
            {text(words)}
        </button>
    }
    .into_any()
}
