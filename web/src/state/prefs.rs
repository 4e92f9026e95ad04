//! What a user likes: language, theme, size. Kept beside the database, for it is needed before it.

use leptos::prelude::*;

use crate::i18n::{Lang, speak};
use crate::platform::{page, storage};

const LANGUAGE: &str = "titan.language";
const THEME: &str = "titan.theme";
const SIZE: &str = "titan.size";
const CONTRAST: &str = "titan.contrast";

/// Light or dark.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    Auto,
    Light,
    Dark,
}

impl Theme {
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The size of text.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum TextSize {
    Normal,
    Large,
    Largest,
}

impl TextSize {
    pub const ALL: [Self; 3] = [Self::Normal, Self::Large, Self::Largest];

    const fn name(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Large => "large",
            Self::Largest => "largest",
        }
    }
}

/// The preferences of this device.
#[derive(Copy, Clone)]
pub struct Prefs {
    pub language: RwSignal<Lang>,
    pub theme: RwSignal<Theme>,
    pub size: RwSignal<TextSize>,
    /// More contrast than the system asks for.
    pub contrast: RwSignal<bool>,
    locale: StoredValue<String>,
}

impl Prefs {
    pub(super) fn load() -> Self {
        let language = preferred_language();
        let stored = |key: &str| storage::local(key).unwrap_or_default();
        let (theme, size) = (stored(THEME), stored(SIZE));
        let theme = Theme::ALL.into_iter().find(|other| other.name() == theme);
        let size = TextSize::ALL.into_iter().find(|other| other.name() == size);
        let prefs = Self {
            language: RwSignal::new(language),
            theme: RwSignal::new(theme.unwrap_or(Theme::Auto)),
            contrast: RwSignal::new(stored(CONTRAST) == "more"),
            size: RwSignal::new(size.unwrap_or(TextSize::Normal)),
            locale: StoredValue::new(locale_of(language)),
        };
        prefs.show();
        prefs
    }

    /// Returns the locale that figures and times are written in: the user's own where it is of the
    /// language of the app, as `en-GB` is of `en`.
    #[must_use]
    pub fn locale(&self) -> String {
        self.locale.get_value()
    }

    /// Changes the language as soon as its texts are there.
    pub async fn set_language(&self, language: Lang) {
        speak(language).await;
        storage::set_local(LANGUAGE, language.code());
        self.locale.set_value(locale_of(language));
        self.language.set(language);
        self.show();
    }

    pub fn set_theme(&self, theme: Theme) {
        storage::set_local(THEME, theme.name());
        self.theme.set(theme);
        self.show();
    }

    pub fn set_contrast(&self, more: bool) {
        storage::set_local(CONTRAST, if more { "more" } else { "" });
        self.contrast.set(more);
        self.show();
    }

    pub fn set_size(&self, size: TextSize) {
        storage::set_local(SIZE, size.name());
        self.size.set(size);
        self.show();
    }

    /// Returns the size of text in eighths of the usual one, as the style sheet has it.
    #[must_use]
    pub fn eighths(&self) -> u32 {
        match self.size.get_untracked() {
            TextSize::Normal => 8,
            TextSize::Large => 9,
            TextSize::Largest => 10,
        }
    }

    fn show(&self) {
        let theme = self.theme.get_untracked();
        let language = self.language.get_untracked();
        page::set_language(language.code(), language.direction());
        page::set_root_data("theme", (theme != Theme::Auto).then_some(theme.name()));
        page::set_root_data("contrast", self.contrast.get_untracked().then_some("more"));
        page::set_root_data("size", Some(self.size.get_untracked().name()));
    }
}

/// Returns the language that was chosen here, or the first that the user reads.
#[must_use]
pub fn preferred_language() -> Lang {
    let chosen = storage::local(LANGUAGE).as_deref().and_then(Lang::from_code);
    let read = || page::languages().iter().find_map(|code| Lang::from_code(code));
    chosen.or_else(read).unwrap_or(Lang::En)
}

fn locale_of(language: Lang) -> String {
    let own = |code: &String| Lang::from_code(code) == Some(language);
    page::languages().into_iter().find(own).unwrap_or_else(|| language.code().to_owned())
}
