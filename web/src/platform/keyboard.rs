//! Keys, and scanners that type.

use std::cell::RefCell;
use std::rc::Rc;

use titan_core::limits::BARCODE_CHARS_MAX;
use wasm_bindgen::prelude::*;
use web_sys::{AddEventListenerOptions, Event, HtmlInputElement, KeyboardEvent};

use super::document;

/// A scanner leaves less time than this between two keys; a person leaves more.
const GAP_MS: f64 = 50.0;
/// Fewer keys in a row may still be a person in a hurry.
const SHORTEST: usize = 8;

/// Where a key was pressed.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In no field.
    Free,
    /// In the search field, which takes scans by itself; `empty` tells whether it holds nothing.
    Search { empty: bool },
    /// In another field, or on a control that uses keys itself.
    Field,
}

/// A key that was pressed.
#[derive(Clone, Debug)]
pub struct Key {
    /// As the browser names it: `a`, `Enter`, `ArrowUp`, `F9`.
    pub name: String,
    pub place: Place,
    /// On a button or the like, which Enter and space already act on.
    pub on_control: bool,
    pub repeat: bool,
    /// Ctrl, Alt or Meta is held.
    pub modified: bool,
}

/// What a listener wants to happen with a key.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It was a command: the browser does nothing more with it.
    Yes,
    /// It goes on as usual.
    No,
}

/// Listens to all keys of the page for its whole life. `scanned` gets what a scanner typed where
/// it is not for it, while `takes` says so; `pressed` gets all other keys.
pub fn listen(
    takes: impl Fn(Place) -> bool + 'static,
    scanned: impl Fn(String) + 'static,
    pressed: impl Fn(Key) -> Taken + 'static,
) {
    let burst = Rc::new(RefCell::new(Burst::default()));
    let closure = Closure::<dyn Fn(KeyboardEvent)>::new(move |event: KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        let key = read(&event);
        let code = burst.borrow_mut().take(&event, &key);
        if let Some(code) = code
            && takes(key.place)
        {
            event.prevent_default();
            event.stop_propagation();
            burst.borrow_mut().restore();
            scanned(code);
            return;
        }
        if pressed(key) == Taken::Yes {
            event.prevent_default();
            event.stop_propagation();
        }
    });
    let options = AddEventListenerOptions::new();
    options.set_capture(true);
    let _ = document().add_event_listener_with_callback_and_add_event_listener_options(
        "keydown",
        closure.into_js_value().unchecked_ref(),
        &options,
    );
}

fn read(event: &KeyboardEvent) -> Key {
    let element = document().active_element();
    let tag = element.as_ref().map(|element| element.tag_name()).unwrap_or_default();
    let place = match element.as_ref().and_then(|found| found.dyn_ref::<HtmlInputElement>()) {
        Some(input) if input.id() == "search" => Place::Search { empty: input.value().is_empty() },
        Some(_) => Place::Field,
        None if tag == "SELECT" || tag == "TEXTAREA" => Place::Field,
        None => Place::Free,
    };
    Key {
        name: event.key(),
        place,
        on_control: matches!(tag.as_str(), "BUTTON" | "A" | "SUMMARY"),
        repeat: event.repeat(),
        modified: event.ctrl_key() || event.alt_key() || event.meta_key(),
    }
}

/// Keys in quick succession.
#[derive(Default)]
struct Burst {
    text: String,
    last_ms: f64,
    /// The field they went into, and what it held before.
    field: Option<(HtmlInputElement, String)>,
}

impl Burst {
    /// Takes a key; returns the code when it ends a scan that went where it is not for.
    fn take(&mut self, event: &KeyboardEvent, key: &Key) -> Option<String> {
        let now = event.time_stamp();
        let quick = now - self.last_ms <= GAP_MS;
        self.last_ms = now;
        if key.name == "Enter" {
            let text = std::mem::take(&mut self.text);
            let search = matches!(key.place, Place::Search { .. });
            let scan = quick && !search && text.len() >= SHORTEST;
            return scan.then_some(text);
        }
        let mut letters = key.name.chars();
        let single = letters.next().filter(|_| letters.next().is_none() && !key.modified);
        let fits = |letter: &char| letter.is_ascii_alphanumeric() || "-_/%$+:".contains(*letter);
        let Some(letter) = single.filter(fits) else {
            if key.name != "Shift" {
                self.text.clear();
            }
            return None;
        };
        if !quick || self.text.len() >= BARCODE_CHARS_MAX {
            self.text.clear();
        }
        if self.text.is_empty() {
            let active = document().active_element();
            let field = active.and_then(|found| found.dyn_into::<HtmlInputElement>().ok());
            self.field = field.map(|field| (field.clone(), field.value()));
        }
        self.text.push(letter);
        None
    }

    /// Puts the field back to what it held before the scan.
    fn restore(&mut self) {
        if let Some((field, before)) = self.field.take() {
            field.set_value(&before);
            if let Ok(event) = Event::new("input") {
                let _ = field.dispatch_event(&event);
            }
        }
    }
}
