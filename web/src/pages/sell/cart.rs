//! The cart, what it comes to, and the one button.

use leptos::prelude::*;
use titan_core::money::Minor;

use super::line::CartLine;
use super::offers::{Coupons, OrderTypes};
use crate::i18n::Key;
use crate::pages::app;
use crate::state::{App, Dialog};
use crate::ui::dynamic::{flag, list, press, text, when};
use crate::ui::empty::Empty;
use crate::ui::icon::{Icon, Picture};

#[component]
pub(super) fn CartColumn() -> impl IntoView {
    let app = app();
    let keys = move || app.basket.lines.read().iter().map(|row| u64::from(row.id.0)).collect();
    let draw = move |key| {
        let row = app
            .basket
            .lines
            .with_untracked(|rows| rows.iter().find(|row| u64::from(row.id.0) == key).cloned());
        row.map_or_else(|| ().into_any(), |row| view! { <CartLine row=row /> }.into_any())
    };
    view! {
        <section class="cart" aria-label=app.t(Key::Cart)>
            <CartHead />
            <ol class="lines">
                {list(keys, draw)}
            </ol>
            {when(
                move || app.basket.lines.read().is_empty(),
                move || {
                    view! {
                        <Empty
                            icon=Icon::Basket
                            title=app.t(Key::EmptyCart).to_owned()
                            advice=app.t(Key::EmptyCartAdvice).to_owned()
                        />
                    }
                        .into_any()
                },
            )}
            <div class="cart-foot">
                <OrderTypes />
                <Coupons />
                <Totals />
            </div>
        </section>
    }
}

#[component]
fn CartHead() -> impl IntoView {
    let app = app();
    let empty = move || app.basket.totals.read().count == 0;
    let count = move || {
        let n = app.basket.totals.read().count;
        match n {
            0 => String::new(),
            1 => app.t(Key::OneLine).to_owned(),
            _ => app.tf(Key::ItemCount, &[("n", &n.to_string())]),
        }
    };
    view! {
        <div class="cart-head">
            <h2>{app.t(Key::Cart)}</h2>
            <span class="cart-count">{text(count)}</span>
            <button
                class="button button-quiet button-small"
                data-testid="cart-discount"
                disabled=flag(empty)
                on:click=press(move || app.open_dialog(Dialog::CartDiscount))
            >
                <Picture icon=Icon::Percent />
                {app.t(Key::Discount)}
            </button>
            <button
                class="button button-quiet button-small"
                data-testid="parked"
                data-count=text(move || app.parked.read().len().to_string())
                on:click=press(move || app.open_dialog(Dialog::Parked))
            >
                <Picture icon=Icon::Pause />
                {app.t(Key::Park)}
                {when(move || !app.parked.read().is_empty(), move || count_mark(app))}
            </button>
            <button
                class="button button-quiet button-small"
                data-testid="cart-clear"
                disabled=flag(empty)
                on:click=press(move || app.clear())
            >
                <Picture icon=Icon::Trash />
                {app.t(Key::Clear)}
            </button>
        </div>
    }
}

fn count_mark(app: App) -> AnyView {
    view! { <span class="count">{text(move || app.parked.read().len().to_string())}</span> }
        .into_any()
}

#[component]
fn Totals() -> impl IntoView {
    let app = app();
    let totals = app.basket.totals;
    let included = app.shop.get_untracked().is_some_and(|shop| shop.book.prices_include_tax);
    let tax_word = app.t(if included { Key::TaxIncluded } else { Key::Tax });
    let cart_discount = move || {
        let discount = app.basket.discount.get().filter(|discount| !discount.reason.is_empty());
        discount.map(|discount| format!(" · {}", discount.reason)).unwrap_or_default()
    };
    view! {
        <dl class="totals">
            <div class="totals-row">
                <dt>{app.t(Key::Subtotal)}</dt>
                <dd class="figure">{text(move || app.amount(totals.read().value))}</dd>
            </div>
            <div class="totals-row">
                <dt>{app.t(Key::Discount)} {text(cart_discount)}</dt>
                <dd class="figure reduced">{text(move || reduced(app, totals.read().discount))}</dd>
            </div>
            <div class="totals-row">
                <dt>{tax_word}</dt>
                <dd class="figure">{text(move || app.amount(totals.read().tax))}</dd>
            </div>
            <div class="totals-row totals-total">
                <dt>{app.t(Key::Total)}</dt>
                <dd
                    class="figure"
                    data-testid="total"
                    data-minor=text(move || totals.read().total.get().to_string())
                >
                    {text(move || app.money(totals.read().total))}
                </dd>
            </div>
        </dl>
    }
}

fn reduced(app: App, discount: Minor) -> String {
    if discount.is_zero() { "–".to_owned() } else { format!("−{}", app.amount(discount)) }
}

/// The one button of the screen.
#[component]
pub(super) fn PayButton() -> impl IntoView {
    let app = app();
    let totals = app.basket.totals;
    let words = move || {
        let amount = app.money(totals.read().total);
        if totals.read().count == 0 {
            return app.t(Key::Pay).to_owned();
        }
        app.tf(Key::PayAmount, &[("amount", &amount)])
    };
    view! {
        <button
            class="button button-primary button-pay"
            data-testid="pay"
            disabled=flag(move || totals.read().count == 0)
            on:click=press(move || app.start_payment())
        >
            {text(words)}
        </button>
    }
}
