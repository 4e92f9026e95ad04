//! Every text of the app, in every language it speaks.

mod words;

pub use words::Key;

/// The languages of the app.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Lang {
    En,
    De,
}

impl Lang {
    pub const ALL: [Self; 2] = [Self::En, Self::De];

    /// Returns the code of the language, as browsers have it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
        }
    }

    /// Returns the language's own name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::De => "Deutsch",
        }
    }

    /// Returns the language of a code such as `de-AT`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let main = code.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|lang| lang.code() == main)
    }
}

/// Returns a text in a language.
#[must_use]
pub const fn text(lang: Lang, key: Key) -> &'static str {
    let (en, de) = key.words();
    match lang {
        Lang::En => en,
        Lang::De => de,
    }
}

/// Fills the gaps of a text: `{name}` by the value of `name`.
#[must_use]
pub fn fill(text: &str, gaps: &[(&str, &str)]) -> String {
    gaps.iter()
        .fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}
