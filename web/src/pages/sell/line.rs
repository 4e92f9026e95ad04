//! One line of the cart.

use leptos::prelude::*;
use titan_core::ids::LineId;

use super::editor::LineEditor;
use crate::pages::app;
use crate::state::App;
use crate::state::basket::{LineRow, LineView};
use crate::state::selling::line_element;
use crate::ui::dynamic::{flag, press, text, when};

#[component]
pub(super) fn CartLine(row: LineRow) -> impl IntoView {
    let app = app();
    let (id, line) = (row.id, row.view);
    let sku = line.with_untracked(|line| line.item.sku.clone());
    let name = line.with_untracked(|line| line.item.name.clone());
    let is_open = move || app.basket.open.get() == Some(id);
    let flash = {
        let line = line.clone();
        text(move || {
            let word = match line.read().touched {
                0 => "no",
                touched if touched % 2 == 0 => "even",
                _ => "odd",
            };
            word.to_owned()
        })
    };
    let (detail, off, amount) = (line.clone(), line.clone(), line.clone());
    view! {
        <li
            id=line_element(id)
            class="line"
            class:line-chosen=flag(move || app.basket.selected.get() == Some(id))
            data-testid="cart-line"
            data-sku=sku
            data-line=id.0.to_string()
            data-flash=flash
        >
            <button
                class="line-head"
                aria-expanded=text(move || is_open().to_string())
                on:click=press(move || toggle(app, id))
            >
                <span class="line-name">{name}</span>
                <span class="line-amount figure">{text(move || paid_for(app, &amount.read()))}</span>
                <span class="line-detail">{text(move || detail_words(app, &detail.read()))}</span>
                <span class="line-off">{text(move || off_words(app, &off.read()))}</span>
            </button>
            {when(is_open, move || view! { <LineEditor id=id line=line.clone() /> }.into_any())}
        </li>
    }
}

fn toggle(app: App, id: LineId) {
    app.basket.choose(id);
    app.basket.open.update(|open| *open = (*open != Some(id)).then_some(id));
}

fn paid_for(app: App, line: &LineView) -> String {
    app.amount(line.left())
}

/// How much of it and at which price, what was added to it, and its note.
fn detail_words(app: App, line: &LineView) -> String {
    let mut words = vec![app.quantity_words(line)];
    words.extend(line.item.overridden.as_ref().map(|before| app.instead_of(before)));
    words.extend(line.item.modifiers.iter().map(|picked| match picked.units {
        1 => format!("+ {}", picked.name),
        units => format!("+ {units} × {}", picked.name),
    }));
    words.extend(Some(line.note.clone()).filter(|note| !note.is_empty()));
    words.join("\n")
}

fn off_words(app: App, line: &LineView) -> String {
    let discount = line.discount.as_ref();
    let own = discount.map(|discount| app.discount_words(discount, line.off));
    let promotions = line.promotions.iter();
    let promoted = promotions.map(|(name, amount)| format!("−{} · {name}", app.amount(*amount)));
    own.into_iter().chain(promoted).collect::<Vec<_>>().join("\n")
}
