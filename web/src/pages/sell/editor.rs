//! Changing a line where it stands.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use titan_core::ids::LineId;

use crate::i18n::Key;
use crate::pages::app;
use crate::platform::page;
use crate::state::basket::LineView;
use crate::state::selling::{Typed, line_element};
use crate::state::{App, Dialog};
use crate::ui::dynamic::{on, press, text};
use crate::ui::icon::{Icon, Picture};

/// A field of a line.
#[derive(Copy, Clone)]
struct FieldOf {
    name: &'static str,
    label: Key,
    mode: &'static str,
    shown: fn(App, &LineView) -> String,
    /// Takes what was typed, and the reason.
    take: fn(App, LineId, &str, &str),
}

const QUANTITY: FieldOf = FieldOf {
    name: "line-qty",
    label: Key::Quantity,
    mode: "decimal",
    shown: |_, line| line.quantity.to_string(),
    take: |app, id, typed, _| app.set_quantity(id, typed),
};
const PERCENT: FieldOf = FieldOf {
    name: "line-discount-percent",
    label: Key::DiscountPercent,
    mode: "decimal",
    shown: |app, line| app.discount_typed(line.discount.as_ref()).0,
    take: |app, id, typed, reason| app.set_line_discount(id, Typed::Percent(typed), reason),
};
const AMOUNT: FieldOf = FieldOf {
    name: "line-discount-amount",
    label: Key::DiscountAmount,
    mode: "decimal",
    shown: |app, line| app.discount_typed(line.discount.as_ref()).1,
    take: |app, id, typed, reason| app.set_line_discount(id, Typed::Amount(typed), reason),
};
const PRICE: FieldOf = FieldOf {
    name: "line-price",
    label: Key::UnitPrice,
    mode: "decimal",
    shown: |app, line| app.price_typed(line.price),
    take: |app, id, typed, reason| app.set_line_price(id, typed, reason),
};
const NOTE: FieldOf = FieldOf {
    name: "line-note",
    label: Key::Note,
    mode: "text",
    shown: |_, line| line.note.clone(),
    take: |app, id, typed, _| app.set_note(id, typed),
};

#[component]
pub(super) fn LineEditor(id: LineId, line: ArcRwSignal<LineView>) -> impl IntoView {
    let app = app();
    let (now, in_combo, has_options) = line.with_untracked(|line| {
        let discounted = line.discount.as_ref().map(|discount| &discount.reason);
        let overridden = line.item.overridden.as_ref().map(|before| &before.reason);
        let reason = discounted.or(overridden).cloned().unwrap_or_default();
        let item = app.goods.item(line.item.id);
        let has_options = item.is_some_and(|item| !item.extras().modifiers.is_empty());
        (reason, line.item.combo.is_some(), has_options)
    });
    let reason = RwSignal::new(now);
    let field = move |line: ArcRwSignal<LineView>, of: FieldOf| {
        view! {
            <div class="field">
                <label class="label" for=of.name>{app.t(of.label)}</label>
                {input(app, id, line, reason, of)}
            </div>
        }
        .into_any()
    };
    page::reveal_soon(line_element(id));
    view! {
        <div class="editor">
            <div class="field field-row">
                <label class="label" for="line-qty">{app.t(Key::Quantity)}</label>
                <div class="stepper">
                    {step(app, id, (-1, Icon::Minus, Key::Less, "line-less"))}
                    {input(app, id, line.clone(), reason, QUANTITY)}
                    {step(app, id, (1, Icon::Plus, Key::More, "line-more"))}
                </div>
            </div>
            <div class="editor-row">
                {field(line.clone(), PERCENT)}
                {field(line.clone(), AMOUNT)}
                // The price of a part is that of its combo.
                {(!in_combo).then(|| field(line.clone(), PRICE))}
            </div>
            <div class="editor-row">
                <ReasonField id=id line=line.clone() reason=reason />
                {field(line, NOTE)}
            </div>
            <div class="ways">
                {(has_options).then(|| options_button(app, id))}
                <button
                    class="button"
                    data-testid="line-why"
                    on:click=press(move || app.open_dialog(Dialog::Why(id)))
                >
                    {app.t(Key::WhyPrice)}
                </button>
                <button
                    class="button button-danger"
                    data-testid="line-remove"
                    on:click=press(move || app.remove(id))
                >
                    <Picture icon=Icon::Trash />
                    {app.t(Key::Remove)}
                </button>
            </div>
        </div>
    }
}

fn options_button(app: App, id: LineId) -> impl IntoView {
    view! {
        <button
            class="button"
            data-testid="line-options"
            on:click=press(move || app.change_modifiers(id))
        >
            {app.t(Key::Options)}
        </button>
    }
}

fn step(
    app: App,
    id: LineId,
    (by, icon, label, testid): (i64, Icon, Key, &'static str),
) -> impl IntoView {
    view! {
        <button
            class="button button-icon button-step"
            data-testid=testid
            aria-label=app.t(label)
            on:click=press(move || app.change_quantity(id, by))
        >
            <Picture icon=icon />
        </button>
    }
}

#[component]
fn ReasonField(id: LineId, line: ArcRwSignal<LineView>, reason: RwSignal<String>) -> impl IntoView {
    let app = app();
    let choose = move |chosen: String| {
        let _ = reason.try_set(chosen.clone());
        let view = line.get_untracked();
        let (percent, amount) = app.discount_typed(view.discount.as_ref());
        if !percent.is_empty() {
            app.set_line_discount(id, Typed::Percent(&percent), &chosen);
        } else if !amount.is_empty() {
            app.set_line_discount(id, Typed::Amount(&amount), &chosen);
        } else if view.item.overridden.is_some() {
            app.set_line_price(id, &app.price_typed(view.price), &chosen);
        }
    };
    view! {
        <div class="field">
            <label class="label" for="line-reason">{app.t(Key::Reason)}</label>
            {reasons(app, "line-reason", reason, choose)}
        </div>
    }
}

/// A choice of the shop's reasons.
pub(in crate::pages) fn reasons(
    app: App,
    name: &'static str,
    chosen: RwSignal<String>,
    choose: impl Fn(String) + 'static,
) -> impl IntoView {
    let mut all = vec![String::new()];
    all.extend(app.shop.get_untracked().map(|s| s.discount_reasons.clone()).unwrap_or_default());
    let option = move |reason: String| {
        let words =
            if reason.is_empty() { app.t(Key::NoReason).to_owned() } else { reason.clone() };
        let selected = chosen.get_untracked() == reason;
        view! { <option value=reason selected=selected>{words}</option> }
    };
    view! {
        <select
            id=name
            class="input"
            data-testid=name
            on:change=on(move |event| choose(event_target_value(&event)))
        >
            {all.into_iter().map(option).collect_view()}
        </select>
    }
}

/// A field whose text is taken when Enter is pressed or the field is left. Enter also leaves it:
/// the next scan, however short, is not more text.
fn input(
    app: App,
    id: LineId,
    line: ArcRwSignal<LineView>,
    reason: RwSignal<String>,
    of: FieldOf,
) -> impl IntoView {
    let shown = line.clone();
    let take = move |typed: String| {
        if typed != line.with_untracked(|line| (of.shown)(app, line)) {
            // A field tells of its change also when it is taken off the page with its signals.
            let reason = reason.try_get_untracked().unwrap_or_default();
            (of.take)(app, id, &typed, &reason);
        }
    };
    let taken = take.clone();
    view! {
        <input
            id=of.name
            class="input figure"
            data-testid=of.name
            inputmode=of.mode
            autocomplete="off"
            prop:value=text(move || (of.shown)(app, &shown.read()))
            on:change=on(move |event| take(event_target_value(&event)))
            on:keydown=on(move |event: KeyboardEvent| {
                if event.key() == "Enter" {
                    event.prevent_default();
                    taken(event_target_value(&event));
                    page::blur();
                }
            })
        />
    }
}
