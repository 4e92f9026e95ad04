//! The sales of the day and where they are.

use leptos::prelude::*;
use titan_core::tender::TenderKind;

use super::app;
use super::paid::paper;
use crate::db::journal::Listed;
use crate::i18n::Key;
use crate::state::App;
use crate::ui::dynamic::{flag, on, part, parts, press, text, when};
use crate::ui::empty::Empty;
use crate::ui::icon::{Icon, Picture};

/// Rows that are drawn before someone asks for more.
const ROWS: usize = 200;

#[component]
pub(super) fn Sales() -> impl IntoView {
    let app = app();
    let open = flag(move || app.day.open.read().is_some());
    view! {
        <main class="day" class:day-open=open>
            <section class="day-list">
                <h1>{app.t(Key::SalesToday)}</h1>
                <DayTotals />
                {finding(app)}
                {part(move || match app.day.sales.get() {
                    None => view! { <p class="hint">{app.t(Key::Loading)}</p> }.into_any(),
                    Some(sales) => view! { <SalesList sales=sales /> }.into_any(),
                })}
            </section>
            <section class="day-receipt">
                <ReceiptPane />
            </section>
        </main>
    }
}

/// Receipts that are not in the list, and goods without one.
fn finding(app: App) -> AnyView {
    let find = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            app.find_receipt(&event_target_value(&event));
        }
    };
    view! {
        <div class="editor-row">
            <label class="field">
                <span class="label">{app.t(Key::FindReceipt)}</span>
                <input
                    id="receipt-find"
                    class="input"
                    data-testid="receipt-find"
                    autocomplete="off"
                    on:keydown=on(find)
                />
            </label>
            <button
                class="button"
                data-testid="without-receipt"
                on:click=press(move || app.begin_without_receipt())
            >
                {app.t(Key::WithoutReceipt)}
            </button>
        </div>
    }
    .into_any()
}

#[component]
fn DayTotals() -> impl IntoView {
    let app = app();
    let figure = move |key: Key, value: String| {
        view! {
            <div class="stat">
                <dt>{app.t(key)}</dt>
                <dd class="figure">{value}</dd>
            </div>
        }
        .into_any()
    };
    part(move || {
        let Some(shift) = app.day.shift.get() else { return ().into_any() };
        let net = shift.totals.sold.plus(shift.totals.returned);
        let tendered = |kind: TenderKind| {
            let total = shift.totals.tenders.iter().find(|total| total.kind == kind);
            total.map(|total| total.amount).unwrap_or_default()
        };
        view! {
            <dl class="stats">
                {figure(Key::SalesCount, shift.totals.sales.to_string())}
                {figure(Key::Total, app.money(net.unwrap_or(shift.totals.sold)))}
                {figure(Key::Cash, app.amount(tendered(TenderKind::Cash)))}
                {figure(Key::Card, app.amount(tendered(TenderKind::Card)))}
            </dl>
        }
        .into_any()
    })
}

#[component]
fn SalesList(sales: Vec<Listed>) -> impl IntoView {
    let app = app();
    let limit = RwSignal::new(ROWS);
    let count = sales.len();
    let empty = (count == 0).then(|| {
        view! {
            <Empty
                icon=Icon::List
                title=app.t(Key::NoSales).to_owned()
                advice=app.t(Key::NoSalesAdvice).to_owned()
            />
        }
    });
    view! {
        <ul class="sales" data-testid="sales-list">
            {part(move || {
                let shown = sales.iter().take(limit.get());
                parts(shown.map(|sale| sale_row(app, sale.clone())))
            })}
            {empty}
        </ul>
        {when(move || limit.get() < count, move || more(app, limit))}
    }
}

fn more(app: App, limit: RwSignal<usize>) -> AnyView {
    view! {
        <button
            class="button"
            data-testid="sales-more"
            on:click=press(move || limit.update(|limit| *limit += ROWS))
        >
            {app.t(Key::ShowMore)}
        </button>
    }
    .into_any()
}

fn sale_row(app: App, sale: Listed) -> AnyView {
    let Listed { seq, summary } = sale;
    let synced = move || app.acked.get() >= seq;
    let state = move || {
        let (icon, key) =
            if synced() { (Icon::Check, Key::OnServer) } else { (Icon::CloudOff, Key::Waiting) };
        view! {
            <Picture icon=icon />
            <span>{app.t(key)}</span>
        }
        .into_any()
    };
    let open = move || app.day.open.read().as_ref().is_some_and(|open| open.seq == seq);
    let back = (summary.kind == "return")
        .then(|| view! { <span class="hint">{app.t(Key::Returned)}</span> });
    view! {
        <li>
            <button
                class="sale"
                data-testid="sale-row"
                data-receipt=summary.receipt_no
                data-synced=text(move || synced().to_string())
                aria-pressed=text(move || open().to_string())
                on:click=press(move || app.open_receipt(seq))
            >
                <span class="sale-no">{summary.receipt_no.clone()} {back}</span>
                <span class="sale-time">{app.clock_time(summary.at)}</span>
                <span class="sale-state">{part(state)}</span>
                <span class="sale-total figure">{app.amount(summary.total)}</span>
            </button>
        </li>
    }
    .into_any()
}

#[component]
fn ReceiptPane() -> impl IntoView {
    let app = app();
    part(move || match app.day.open.get() {
        None => view! { <p class="hint day-hint">{app.t(Key::ChooseSale)}</p> }.into_any(),
        Some(open) => view! {
            <div class="ways">
                <button
                    class="button button-quiet day-back"
                    on:click=press(move || app.day.open.set(None))
                >
                    <Picture icon=Icon::Back />
                    {app.t(Key::Back)}
                </button>
                <button
                    class="button"
                    data-testid="reprint"
                    on:click=press(move || app.reprint())
                >
                    <Picture icon=Icon::Printer />
                    {app.t(Key::Reprint)}
                </button>
                {open.is_sale.then(|| return_ways(app))}
            </div>
            {paper(app, &open.paper, true)}
        }
        .into_any(),
    })
}

fn return_ways(app: App) -> AnyView {
    let way = move |key: Key, testid: &'static str, void: bool| {
        view! {
            <button
                class="button"
                data-testid=testid
                on:click=press(move || app.begin_return(void))
            >
                {app.t(key)}
            </button>
        }
    };
    view! {
        {way(Key::ReturnGoods, "return-goods", false)}
        {way(Key::VoidSale, "void-sale", true)}
    }
    .into_any()
}
