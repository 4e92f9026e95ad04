//! Tens of thousands of tiles, of which a few dozen exist.

use std::sync::Arc;

use leptos::ev::Event;
use leptos::prelude::*;
use titan_core::ids::ItemId;

use crate::pages::app;
use crate::platform::view::{SizeWatch, watch_size};
use crate::state::App;
use crate::ui::dynamic::{list, on, press, text};
use crate::ui::grid::{Frame, Part, part};

#[component]
pub(super) fn TileGrid(shown: Memo<Arc<Vec<ItemId>>>) -> impl IntoView {
    let app = app();
    let frame = RwSignal::new(Frame { width: 0, height: 0, top: 0, eighths: app.prefs.eighths() });
    let node = NodeRef::<leptos::html::Div>::new();
    watch(node, frame);
    // A new list is looked at from its top.
    Effect::new(move || {
        shown.track();
        if let Some(node) = node.get_untracked() {
            node.set_scroll_top(0);
        }
        frame.update(|frame| frame.top = 0);
    });
    Effect::new(move || {
        app.prefs.size.track();
        frame.update(|frame| frame.eighths = app.prefs.eighths());
    });
    let drawn = Memo::new(move |_| part(frame.get(), shown.read().len()));
    let tiles = Memo::new(move |_| {
        let (shown, version) = (shown.read(), app.goods.version.get());
        let places = drawn.get().places(shown.len());
        // A tile is drawn anew when the catalogue has changed.
        let key = |id: &ItemId| u64::from(version) << 32 | u64::from(id.0);
        shown[places].iter().map(key).collect::<Vec<_>>()
    });
    let scrolled = move |_: Event| {
        let top = node.get_untracked().map_or(0, |node| node.scroll_top());
        frame.update(|frame| frame.top = u32::try_from(top).unwrap_or(0));
    };
    view! {
        <div class="tiles" node_ref=node on:scroll=on(scrolled) tabindex="-1">
            <div class="tiles-canvas" style:height=text(move || px(drawn.get().rows * drawn.get().row_px))>
                <div
                    class="tiles-window"
                    style:transform=text(move || shift(drawn.get()))
                    style:grid-template-columns=text(move || columns(drawn.get()))
                >
                    {list(move || tiles.get(), move |key| tile(app, key))}
                </div>
            </div>
        </div>
    }
}

fn watch(node: NodeRef<leptos::html::Div>, frame: RwSignal<Frame>) {
    let held: StoredValue<Option<SizeWatch>, LocalStorage> = StoredValue::new_local(None);
    Effect::new(move || {
        if let Some(node) = node.get() {
            let told = move |width, height| {
                // The page may be gone when the last word comes.
                let _ = frame.try_update(|frame| *frame = Frame { width, height, ..*frame });
            };
            held.set_value(watch_size(&node, told));
        }
    });
    on_cleanup(move || held.dispose());
}

fn tile(app: App, key: u64) -> AnyView {
    let id = u32::try_from(key & u64::from(u32::MAX)).map(ItemId);
    let item = id.ok().and_then(|id| app.goods.item(id));
    let Some(item) = item else { return ().into_any() };
    let price = app.unit_price(item.price(), item.unit());
    let (sku, name, colour) = (item.sku().to_owned(), item.name().to_owned(), item.colour().name());
    view! {
        <button
            class="tile"
            data-testid=format!("tile-{sku}")
            data-colour=colour
            on:click=press(move || {
                app.clear_query();
                app.add(&item, None);
            })
        >
            <span class="tile-name">{name}</span>
            <span class="tile-price">{price}</span>
        </button>
    }
    .into_any()
}

fn px(pixels: u32) -> String {
    format!("{pixels}px")
}

fn shift(part: Part) -> String {
    format!("translateY({}px)", part.first_row * part.row_px)
}

fn columns(part: Part) -> String {
    format!("repeat({}, minmax(0, 1fr))", part.columns)
}
