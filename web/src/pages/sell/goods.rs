//! Tabs and tiles.

use std::sync::Arc;

use leptos::prelude::*;
use titan_core::ids::ItemId;
use titan_core::order;

use super::grid::TileGrid;
use crate::i18n::Key;
use crate::pages::app;
use crate::pages::enrol::loaded;
use crate::state::App;
use crate::state::goods::Tab;
use crate::ui::dynamic::{part, parts, press, text, when};
use crate::ui::empty::Empty;
use crate::ui::icon::Icon;

#[component]
pub(super) fn GoodsColumn() -> impl IntoView {
    let app = app();
    let shown = Memo::new(move |_| shown(app));
    view! {
        <section class="goods" aria-label=app.t(Key::Goods)>
            <Tabs />
            <TileGrid shown=shown />
            {when(move || shown.read().is_empty(), move || part(move || nothing(app)))}
        </section>
    }
}

/// What the grid shows: hits while there is something to look for, else the tab.
fn shown(app: App) -> Arc<Vec<ItemId>> {
    app.goods.version.track();
    let sought = app.goods.sought.get();
    if !sought.trim().is_empty() {
        app.goods.indexed.track();
        return Arc::new(app.goods.search(&sought));
    }
    let favourites = app.shop.get().map(|shop| shop.favourites.clone()).unwrap_or_default();
    app.goods.of_tab(tab(app), &favourites)
}

/// Without favourites there is no tab of them.
fn tab(app: App) -> Tab {
    let none = app.shop.read().as_ref().is_none_or(|shop| shop.favourites.is_empty());
    match app.goods.tab.get() {
        Tab::Favourites if none => Tab::All,
        tab => tab,
    }
}

#[component]
fn Tabs() -> impl IntoView {
    let app = app();
    let tabs = move || {
        let Some(shop) = app.shop.get() else { return Vec::new() };
        let mut tabs = Vec::new();
        if !shop.favourites.is_empty() {
            tabs.push((Tab::Favourites, app.t(Key::Favourites).to_owned(), None));
        }
        tabs.push((Tab::All, app.t(Key::AllGoods).to_owned(), None));
        let mut categories = shop.categories.clone();
        order::sort_by(&mut categories, |one, two| {
            (one.sort, &one.name).cmp(&(two.sort, &two.name))
        });
        tabs.extend(categories.into_iter().map(|category| {
            (Tab::Category(category.id), category.name, Some(category.colour.name()))
        }));
        tabs
    };
    let button = move |(of, name, colour): (Tab, String, Option<&'static str>)| {
        let chosen = move || tab(app) == of && app.goods.sought.read().is_empty();
        view! {
            <button
                class="chip"
                data-colour=colour
                aria-pressed=text(move || chosen().to_string())
                on:click=press(move || {
                    app.clear_query();
                    app.goods.tab.set(of);
                })
            >
                {name}
            </button>
        }
        .into_any()
    };
    view! {
        <div class="chips" role="group" aria-label=app.t(Key::Goods)>
            {part(move || parts(tabs().into_iter().map(button)))}
        </div>
    }
}

/// Why there are no tiles.
fn nothing(app: App) -> AnyView {
    let sought = app.goods.sought.get();
    let own = |key: Key| app.t(key).to_owned();
    let (icon, title, advice) = if app.goods.version.get() == 0 {
        let so_far = loaded(app);
        let advice = if so_far.is_empty() { own(Key::GoodsLoadingAdvice) } else { so_far };
        (Icon::Cloud, own(Key::GoodsLoading), advice)
    } else if sought.trim().is_empty() {
        (Icon::Grid, own(Key::NoGoods), own(Key::NoGoodsAdvice))
    } else {
        let title = app.tf(Key::NoHits, &[("query", sought.trim())]);
        (Icon::Search, title, own(Key::NoHitsAdvice))
    };
    view! { <Empty icon=icon title=title advice=advice /> }.into_any()
}
