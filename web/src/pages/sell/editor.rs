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

#[component]
pub(super) fn LineEditor(id: LineId, line: ArcRwSignal<LineView>) -> impl IntoView {
    let app = app();
    let reason = RwSignal::new(line.with_untracked(|line| {
        line.discount.as_ref().map(|discount| discount.reason.clone()).unwrap_or_default()
    }));
    page::reveal_soon(line_element(id));
    view! {
        <div class="editor">
            <QuantityField id=id line=line.clone() />
            <div class="editor-row">
                <DiscountField id=id line=line.clone() reason=reason percent=true />
                <DiscountField id=id line=line.clone() reason=reason percent=false />
            </div>
            <div class="editor-row">
                <ReasonField id=id line=line reason=reason />
            </div>
            <div class="ways">
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

#[component]
fn QuantityField(id: LineId, line: ArcRwSignal<LineView>) -> impl IntoView {
    let app = app();
    let shown = move || line.read().quantity.to_string();
    let (now, value) = (shown.clone(), shown);
    let take = move |typed: String| {
        if typed != now() {
            app.set_quantity(id, &typed);
        }
    };
    let step = move |by: i64, icon: Icon, label: Key, testid: &'static str| {
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
    };
    view! {
        <div class="field field-row">
            <label class="label" for="line-qty">{app.t(Key::Quantity)}</label>
            <div class="stepper">
                {step(-1, Icon::Minus, Key::Less, "line-less")}
                {input("line-qty", value, take)}
                {step(1, Icon::Plus, Key::More, "line-more")}
            </div>
        </div>
    }
}

#[component]
fn DiscountField(
    id: LineId,
    line: ArcRwSignal<LineView>,
    reason: RwSignal<String>,
    percent: bool,
) -> impl IntoView {
    let app = app();
    let shown = move || {
        let (as_percent, as_amount) = app.discount_typed(line.read().discount.as_ref());
        if percent { as_percent } else { as_amount }
    };
    let (now, value) = (shown.clone(), shown);
    let take = move |typed: String| {
        if typed != now() {
            let typed = if percent { Typed::Percent(&typed) } else { Typed::Amount(&typed) };
            // A field tells of its change also when it is taken off the page with its signals.
            let reason = reason.try_get_untracked().unwrap_or_default();
            app.set_line_discount(id, typed, &reason);
        }
    };
    let (name, label) = if percent {
        ("line-discount-percent", Key::DiscountPercent)
    } else {
        ("line-discount-amount", Key::DiscountAmount)
    };
    view! {
        <div class="field">
            <label class="label" for=name>{app.t(label)}</label>
            {input(name, value, take)}
        </div>
    }
}

#[component]
fn ReasonField(id: LineId, line: ArcRwSignal<LineView>, reason: RwSignal<String>) -> impl IntoView {
    let app = app();
    let choose = move |chosen: String| {
        let _ = reason.try_set(chosen.clone());
        let (percent, amount) =
            line.with_untracked(|line| app.discount_typed(line.discount.as_ref()));
        if !percent.is_empty() {
            app.set_line_discount(id, Typed::Percent(&percent), &chosen);
        } else if !amount.is_empty() {
            app.set_line_discount(id, Typed::Amount(&amount), &chosen);
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
    name: &'static str,
    value: impl Fn() -> String + Send + 'static,
    take: impl Fn(String) + Clone + 'static,
) -> impl IntoView {
    let taken = take.clone();
    view! {
        <input
            id=name
            class="input figure"
            data-testid=name
            inputmode="decimal"
            autocomplete="off"
            prop:value=text(value)
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
