//! More than one item has the code, or the item comes in variants: nothing is guessed.

use leptos::prelude::*;
use titan_core::catalog::Item;
use titan_core::quantity::Quantity;

use crate::i18n::Key;
use crate::pages::app;
use crate::ui::dynamic::press;

#[component]
pub(super) fn Choice(items: Vec<Item>, quantity: Option<Quantity>) -> impl IntoView {
    let app = app();
    let variants = items.iter().all(|item| item.extras().parent.is_some());
    let row = move |(place, item): (usize, Item)| {
        let price = app.unit_price(item.price(), item.unit());
        let (name, sku) = (item.name().to_owned(), item.sku().to_owned());
        let testid = format!("choice-{sku}");
        view! {
            <button
                id=format!("option-{place}")
                class="option"
                data-testid=testid
                on:click=press(move || app.answer_with(&item, quantity))
            >
                <span>{name} " " <span class="hint">{sku}</span></span>
                <span class="figure">{price}</span>
            </button>
        }
    };
    view! {
        {(!variants).then(|| view! { <p class="hint">{app.t(Key::SameCode)}</p> })}
        <div class="options">{items.into_iter().enumerate().map(row).collect_view()}</div>
    }
}
