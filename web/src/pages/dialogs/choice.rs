//! More than one item has the code: nothing is guessed.

use leptos::prelude::*;
use titan_core::catalog::Item;
use titan_core::quantity::Quantity;

use crate::i18n::Key;
use crate::pages::app;
use crate::ui::dynamic::press;

#[component]
pub(super) fn Choice(items: Vec<Item>, quantity: Option<Quantity>) -> impl IntoView {
    let app = app();
    let row = move |item: Item| {
        let price = app.unit_price(item.price(), item.unit());
        let (name, sku) = (item.name().to_owned(), item.sku().to_owned());
        let testid = format!("choice-{sku}");
        view! {
            <button
                class="button button-row"
                data-testid=testid
                on:click=press(move || app.answer(&item, quantity))
            >
                <span>{name} " " <span class="hint">{sku}</span></span>
                <span class="figure">{price}</span>
            </button>
        }
    };
    view! {
        <p class="hint">{app.t(Key::SameCode)}</p>
        {items.into_iter().map(row).collect_view()}
    }
}
