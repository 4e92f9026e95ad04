//! Keys for fingers.

use leptos::prelude::*;

use super::dynamic::press;
use super::icon::{Icon, Picture};

/// A key of the pad.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Pad {
    Digit(char),
    Point,
    Back,
}

/// Digits in the order of a till. `testid` begins the name of each key.
#[component]
pub fn Keypad(
    on_key: Callback<Pad>,
    testid: &'static str,
    back_label: &'static str,
    #[prop(optional)] point: bool,
) -> impl IntoView {
    let key = move |digit: char| {
        view! {
            <button
                type="button"
                class="key"
                data-testid=format!("{testid}-{digit}")
                on:click=press(move || on_key.run(Pad::Digit(digit)))
            >
                {digit}
            </button>
        }
    };
    let corner = if point {
        view! {
            <button
                type="button"
                class="key"
                data-testid=format!("{testid}-point")
                on:click=press(move || on_key.run(Pad::Point))
            >
                "."
            </button>
        }
        .into_any()
    } else {
        view! { <span></span> }.into_any()
    };
    view! {
        <div class="keypad">
            {"123456789".chars().map(key).collect_view()}
            {corner}
            {key('0')}
            <button
                type="button"
                class="key key-quiet"
                data-testid=format!("{testid}-back")
                aria-label=back_label
                on:click=press(move || on_key.run(Pad::Back))
            >
                <Picture icon=Icon::Backspace />
            </button>
        </div>
    }
}

/// Returns what a text becomes by a key of the pad.
#[must_use]
pub fn pressed(text: &str, key: Pad) -> String {
    let mut text = text.to_owned();
    match key {
        Pad::Digit(digit) if text.len() < 12 => text.push(digit),
        Pad::Point if !text.contains(['.', ',']) => {
            if text.is_empty() {
                text.push('0');
            }
            text.push('.');
        }
        Pad::Back => {
            text.pop();
        }
        Pad::Digit(_) | Pad::Point => {}
    }
    text
}
