//! The root: state first, then what shows it.

use leptos::prelude::*;

use crate::i18n::{Key, speak};
use crate::pages::{Shell, listen};
use crate::platform::{panic, spawn};
use crate::state::App;
use crate::state::prefs::preferred_language;

/// The app.
#[component]
pub fn Root() -> impl IntoView {
    let app = App::new();
    panic::translate(app.t(Key::CrashTitle), app.t(Key::CrashAdvice), app.t(Key::CrashButton));
    provide_context(app);
    listen(app);
    app.run(async |app| app.open().await);
    view! { <Shell /> }
}

/// Puts the app on the page, in the language of its user.
pub fn start() {
    panic::tell_console();
    spawn(async {
        speak(preferred_language()).await;
        mount_to_body(Root);
    });
}
