//! Goods on the left, the cart on the right; on a phone one above the other.

mod cart;
mod editor;
mod goods;
mod grid;
mod line;
mod offers;
mod search;

use leptos::prelude::*;

use super::app;
use crate::i18n::Key;
use crate::state::{App, Pane};
use crate::ui::dynamic::{part, press, text};
use crate::ui::icon::{Icon, Picture};
use cart::{CartColumn, PayButton};
pub(super) use editor::reasons;
use goods::GoodsColumn;
use search::SearchField;

#[component]
pub(super) fn Sell() -> impl IntoView {
    let app = app();
    let pane = move || match app.pane.get() {
        Pane::Goods => "goods".to_owned(),
        Pane::Cart => "cart".to_owned(),
    };
    view! {
        <main class="sell" data-pane=text(pane)>
            <SearchField />
            <GoodsColumn />
            <CartColumn />
            <PayBar />
        </main>
    }
}

/// The one button, which never moves; on a phone the way between the two sheets stands beside it.
#[component]
fn PayBar() -> impl IntoView {
    let app = app();
    let flip = move || {
        app.pane.update(|pane| {
            *pane = if *pane == Pane::Goods { Pane::Cart } else { Pane::Goods };
        });
    };
    view! {
        <div class="pay-bar">
            <button class="button phone-flip" data-testid="pane" on:click=press(flip)>
                {part(move || flip_face(app))}
            </button>
            <PayButton />
        </div>
    }
}

fn flip_face(app: App) -> AnyView {
    let count = app.basket.totals.read().count;
    match app.pane.get() {
        Pane::Goods => view! {
            <Picture icon=Icon::Basket />
            <span>{app.t(Key::Cart)}</span>
            <span class="count">{count}</span>
        }
        .into_any(),
        Pane::Cart => view! {
            <Picture icon=Icon::Grid />
            <span>{app.t(Key::Goods)}</span>
        }
        .into_any(),
    }
}
