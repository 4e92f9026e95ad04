//! The last resort: a panic leaves the program in an unknown state, so it stops and says so.
//!
//! In the released app a panic is a trap without words (ADR 6). A script of index.html sees it, for after a trap no
//! code of ours may run: it shows the page's `crash` template and keeps the stack in the local storage.

use wasm_bindgen::JsCast;
use web_sys::HtmlTemplateElement;

use super::document;

/// Puts the words of the user's language on the page that is shown when the program panics: what happened, what was
/// kept, what to do. What was paid is in the database; the cart is there up to the last tap.
pub fn translate(title: &str, advice: &str, button: &str) {
    let Some(template) = document().get_element_by_id("crash") else { return };
    let Ok(template) = template.dyn_into::<HtmlTemplateElement>() else { return };
    for (tag, text) in [("h1", title), ("p", advice), ("a", button)] {
        if let Ok(Some(element)) = template.content().query_selector(tag) {
            element.set_text_content(Some(text));
        }
    }
}

/// In a build for work on the app, a panic tells the console where it was.
pub fn tell_console() {
    #[cfg(debug_assertions)]
    std::panic::set_hook(Box::new(|info| {
        web_sys::console::error_1(&info.to_string().as_str().into());
    }));
}
