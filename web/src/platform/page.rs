//! The document around the app.

use js_sys::Reflect;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{HtmlElement, HtmlInputElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::{clock, document, window};

/// Sets or removes a `data-` attribute of the root element.
pub fn set_root_data(name: &str, value: Option<&str>) {
    let Some(root) = document().document_element() else { return };
    let name = format!("data-{name}");
    let _ = match value {
        Some(value) => root.set_attribute(&name, value),
        None => root.remove_attribute(&name),
    };
}

/// Sets the language of the document.
pub fn set_language(code: &str, direction: &str) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", code);
        let _ = root.set_attribute("dir", direction);
    }
}

/// Returns the languages that the user reads, the preferred one first.
#[must_use]
pub fn languages() -> Vec<String> {
    let list = window().navigator().languages();
    list.iter().filter_map(|value| value.as_string()).collect()
}

/// Takes away what was painted before the app was there.
pub fn remove_boot() {
    if let Some(boot) = document().get_element_by_id("boot") {
        boot.remove();
    }
}

/// Returns a parameter of the address.
#[must_use]
pub fn query(name: &str) -> Option<String> {
    let search = window().location().search().ok()?;
    web_sys::UrlSearchParams::new_with_str(&search).ok()?.get(name)
}

/// Takes the parameters out of the address, so that a reload does not use them twice.
pub fn clear_query() {
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some("/"));
    }
}

/// Returns whether the page can be seen, at least in part.
#[must_use]
pub fn is_seen() -> bool {
    !document().hidden()
}

/// Calls `changed` for the rest of the page's life when the page is hidden or seen again.
pub fn on_seen_or_hidden(changed: impl Fn() + 'static) {
    let closure = Closure::<dyn Fn()>::new(changed).into_js_value();
    let changed = closure.unchecked_ref();
    let _ = document().add_event_listener_with_callback("visibilitychange", changed);
}

/// Loads the page again.
pub fn reload() {
    let _ = window().location().reload();
}

/// Opens the print dialog; the style sheet leaves only the receipt on the paper.
pub fn print() {
    let _ = window().print();
}

/// Puts the focus on an element by its id, after the next paint.
pub fn focus_soon(id: &'static str) {
    clock::on_next_frame(move || focus(id));
}

/// Puts the focus on an element by its id.
pub fn focus(id: &str) {
    if let Some(element) = element(id) {
        let _ = element.focus();
    }
}

/// Returns the id of what has the focus.
#[must_use]
pub fn focused() -> Option<String> {
    document().active_element().map(|element| element.id())
}

/// Selects the text of an input by its id, after the next paint.
pub fn select_soon(id: &'static str) {
    clock::on_next_frame(move || {
        if let Some(input) = element(id).and_then(|found| found.dyn_into::<HtmlInputElement>().ok())
        {
            let _ = input.focus();
            input.select();
        }
    });
}

/// Presses an element by its id.
pub fn press(id: &str) {
    if let Some(element) = element(id) {
        element.click();
    }
}

/// Moves the focus among the elements `option-0`, `option-1` and so on.
pub fn step_option(by: i32) {
    let active = document().active_element().map(|active| active.id()).unwrap_or_default();
    let now = active.strip_prefix("option-").and_then(|place| place.parse::<i32>().ok());
    focus(&format!("option-{}", now.map_or(0, |now| now + by)));
}

/// Takes the focus away from whatever has it.
pub fn blur() {
    let active = document().active_element().and_then(|found| found.dyn_into::<HtmlElement>().ok());
    if let Some(element) = active {
        let _ = element.blur();
    }
}

/// Brings an element into view after the next paint, moving as little as possible.
pub fn reveal_soon(id: String) {
    clock::on_next_frame(move || {
        if let Some(element) = element(&id) {
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Nearest);
            element.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
}

/// Returns whether there is a mouse or the like: then a focused field opens no keyboard on the screen.
#[must_use]
pub fn has_fine_pointer() -> bool {
    let query = window().match_media("(pointer: fine)");
    query.ok().flatten().is_some_and(|list| list.matches())
}

/// Returns what the browser calls itself, for the office.
#[must_use]
pub fn device_name() -> String {
    let navigator = window().navigator();
    let agent = navigator.user_agent().unwrap_or_default();
    let platform = Reflect::get(&navigator, &"platform".into());
    let platform = platform.ok().and_then(|value| value.as_string()).unwrap_or_default();
    let browser = ["Edg", "Firefox", "Chrome", "Safari"].iter().find(|name| agent.contains(**name));
    format!("{} on {platform}", browser.unwrap_or(&"browser"))
}

fn element(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}
