//! How the app looks and speaks on this device.

use leptos::prelude::*;

use crate::i18n::{Key, Lang};
use crate::pages::app;
use crate::state::prefs::{TextSize, Theme};
use crate::ui::segments::Segments;

#[component]
pub(super) fn Settings() -> impl IntoView {
    let app = app();
    let prefs = app.prefs;
    let themes = Theme::ALL.into_iter().map(|theme| {
        let key = match theme {
            Theme::Auto => Key::ThemeAuto,
            Theme::Light => Key::ThemeLight,
            Theme::Dark => Key::ThemeDark,
        };
        (theme, app.t(key))
    });
    let sizes = TextSize::ALL.into_iter().map(|size| {
        let key = match size {
            TextSize::Normal => Key::SizeNormal,
            TextSize::Large => Key::SizeLarge,
            TextSize::Largest => Key::SizeLargest,
        };
        (size, app.t(key))
    });
    let languages = Lang::ALL.into_iter().map(|lang| (lang, lang.name()));
    let place = app.shop.get_untracked().map(|shop| {
        format!("{} · {} ({})", shop.store.name, shop.register.name, shop.register.code)
    });
    view! {
        <Segments
            label=app.t(Key::Theme)
            options=themes.collect()
            chosen=prefs.theme
            on_choose=Callback::new(move |theme| prefs.set_theme(theme))
        />
        <Segments
            label=app.t(Key::Contrast)
            options=vec![(false, app.t(Key::ThemeAuto)), (true, app.t(Key::ContrastHigh))]
            chosen=prefs.contrast
            on_choose=Callback::new(move |more| prefs.set_contrast(more))
        />
        <Segments
            label=app.t(Key::Language)
            options=languages.collect()
            chosen=prefs.language
            on_choose=Callback::new(move |language| {
                app.run(async move |app| app.prefs.set_language(language).await);
            })
        />
        <Segments
            label=app.t(Key::TextSizeLabel)
            options=sizes.collect()
            chosen=prefs.size
            on_choose=Callback::new(move |size| prefs.set_size(size))
        />
        <h3>{app.t(Key::ThisRegister)}</h3>
        <p class="hint">{place}</p>
    }
}
