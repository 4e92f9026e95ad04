//! The root: state first, then what shows it.

use leptos::prelude::*;

use crate::i18n::Key;
use crate::pages::{Shell, listen};
use crate::platform::panic;
use crate::state::App;

/// The app.
#[component]
pub fn Root() -> impl IntoView {
    let app = App::new();
    panic::install(app.t(Key::CrashTitle), app.t(Key::CrashAdvice), app.t(Key::CrashButton));
    provide_context(app);
    listen(app);
    app.run(async |app| app.open().await);
    view! { <Shell /> }
}

/// Puts the app on the page.
pub fn start() {
    mount_to_body(Root);
}
