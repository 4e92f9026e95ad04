//! Parking the cart, and the carts that are parked.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::db::carts::ParkedCart;
use crate::i18n::Key;
use crate::pages::app;
use crate::platform::page;
use crate::state::App;
use crate::ui::dynamic::{on, part, parts, press, text, when};
use crate::ui::empty::Empty;
use crate::ui::icon::Icon;

#[component]
pub(super) fn Parked() -> impl IntoView {
    let app = app();
    let none = move || app.parked.read().is_empty();
    let filled = move || app.basket.totals.read().count > 0;
    view! {
        {when(filled, move || view! { <ParkForm /> }.into_any())}
        {when(
            none,
            move || {
                view! {
                    <Empty
                        icon=Icon::Pause
                        title=app.t(Key::NothingParked).to_owned()
                        advice=app.t(Key::NothingParkedAdvice).to_owned()
                    />
                }
                    .into_any()
            },
        )}
        <ul class="rows" data-testid="parked-list">
            {part(move || parts(app.parked.get().into_iter().map(|cart| row(app, cart))))}
        </ul>
    }
}

#[component]
fn ParkForm() -> impl IntoView {
    let app = app();
    let name = RwSignal::new(app.name_to_park());
    page::select_soon("park-name");
    let park = move |event: SubmitEvent| {
        event.prevent_default();
        app.close_dialog();
        app.park(&name.get_untracked());
    };
    view! {
        <form class="form" on:submit=on(park)>
            <label class="field">
                <span class="label">{app.t(Key::ParkName)}</span>
                <input
                    id="park-name"
                    class="input"
                    data-testid="park-name"
                    autocomplete="off"
                    prop:value=text(move || name.get())
                    on:input=on(move |event| name.set(event_target_value(&event)))
                />
            </label>
            <button class="button button-primary button-large" data-testid="park">
                {app.t(Key::ParkCart)}
            </button>
        </form>
    }
}

fn row(app: App, cart: ParkedCart) -> AnyView {
    let ParkedCart { name, parked_at, total, kept } = cart;
    let (id, testname) = (kept.cart.id, name.clone());
    let count = match kept.cart.lines.len() {
        1 => app.t(Key::OneLine).to_owned(),
        n => app.tf(Key::ItemCount, &[("n", &n.to_string())]),
    };
    view! {
        <li>
            <button
                class="button button-row row-two"
                data-testid="parked-cart"
                data-name=testname
                on:click=press(move || app.take_parked(id))
            >
                <span class="row-name">{name}</span>
                <span class="figure">{app.money(total)}</span>
                <span class="hint">{format!("{} · {count}", app.clock_time(parked_at))}</span>
            </button>
        </li>
    }
    .into_any()
}
