//! The last resort: a panic leaves the program in an unknown state, so it stops and says so.

use super::{document, storage};

const LAST: &str = "titan.last_panic";

/// Shows a page of its own when the program panics: what happened, what was kept, what to do.
/// What was paid is in the database; the cart is there up to the last tap.
pub fn install(title: &'static str, advice: &'static str, button: &'static str) {
    std::panic::set_hook(Box::new(move |info| {
        let text = info.to_string();
        web_sys::console::error_1(&text.as_str().into());
        storage::set_local(LAST, &text);
        let _ = show(title, advice, button, &text);
    }));
}

fn show(
    title: &str,
    advice: &str,
    button: &str,
    detail: &str,
) -> Result<(), wasm_bindgen::JsValue> {
    use wasm_bindgen::JsCast;
    let document = document();
    let Some(body) = document.body() else { return Ok(()) };
    let page = document.create_element("div")?;
    page.set_class_name("crash");
    page.set_attribute("role", "alert")?;
    for (tag, text) in [("h1", title), ("p", advice), ("pre", detail)] {
        let element = document.create_element(tag)?;
        element.set_text_content(Some(text));
        page.append_child(&element)?;
    }
    let reload = document.create_element("a")?;
    reload.set_class_name("button button-primary");
    reload.set_text_content(Some(button));
    reload.set_attribute("href", "/")?;
    page.append_child(&reload)?;
    body.append_child(page.unchecked_ref())?;
    Ok(())
}
