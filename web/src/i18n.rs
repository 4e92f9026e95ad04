//! Every text of the app, in every language it speaks. English is part of the program; another language is a file
//! that is loaded by those who read it.

mod words;

use std::cell::Cell;

use words::ENGLISH;
pub use words::Key;

use crate::platform::network::{Call, send};

const TIMEOUT_MS: u32 = 10_000;

thread_local! {
    static TEXTS: Cell<&'static [&'static str]> = const { Cell::new(ENGLISH) };
}

/// The languages of the app.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Lang {
    En,
    De,
    Fr,
    Es,
    Ar,
}

impl Lang {
    pub const ALL: [Self; 5] = [Self::En, Self::De, Self::Fr, Self::Es, Self::Ar];

    /// Returns the code of the language, as browsers have it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
            Self::Fr => "fr",
            Self::Es => "es",
            Self::Ar => "ar",
        }
    }

    /// Returns which way the language is written: `ltr` or `rtl`.
    #[must_use]
    pub const fn direction(self) -> &'static str {
        if matches!(self, Self::Ar) { "rtl" } else { "ltr" }
    }

    /// Returns the language's own name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::De => "Deutsch",
            Self::Fr => "Français",
            Self::Es => "Español",
            Self::Ar => "العربية",
        }
    }

    /// Returns the language of a code such as `de-AT`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let main = code.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|lang| lang.code() == main)
    }
}

/// Makes a language the one that [`text`] speaks. Where its file cannot be had, English stays.
pub async fn speak(lang: Lang) {
    let texts = match lang {
        Lang::En => Some(ENGLISH),
        other => load(other).await,
    };
    TEXTS.set(texts.unwrap_or(ENGLISH));
}

/// Returns a text in the language that is spoken.
#[must_use]
pub fn text(key: Key) -> &'static str {
    TEXTS.get().get(key as usize).copied().unwrap_or_default()
}

/// Fills the gaps of a text: `{name}` by the value of `name`.
#[must_use]
pub fn fill(text: &str, gaps: &[(&str, &str)]) -> String {
    gaps.iter()
        .fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

async fn load(lang: Lang) -> Option<&'static [&'static str]> {
    let path = format!("/i18n/{}.txt", lang.code());
    let call = Call {
        method: "GET",
        path: &path,
        headers: Vec::new(),
        body: None,
        timeout_ms: TIMEOUT_MS,
    };
    let answer = send(call).await.ok().filter(|answer| answer.status() == 200)?;
    // Once in the life of a page: what is shown refers to it for as long.
    let file: &'static str = Box::leak(answer.text().await.ok()?.into_boxed_str());
    let texts = parse(file)?;
    Some(Box::leak(texts.into_boxed_slice()))
}

/// Reads lines of key and text; none if it is of another version of the app.
fn parse(file: &str) -> Option<Vec<&str>> {
    let texts: Option<Vec<&str>> =
        file.lines().map(|line| Some(line.split_once('\t')?.1)).collect();
    texts.filter(|texts| texts.len() == ENGLISH.len())
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    const FILES: [&str; 4] = [
        include_str!("../public/i18n/de.txt"),
        include_str!("../public/i18n/fr.txt"),
        include_str!("../public/i18n/es.txt"),
        include_str!("../public/i18n/ar.txt"),
    ];

    #[test]
    fn each_language_has_each_text_in_its_place_with_the_same_gaps() {
        let gaps = |text: &str| -> Vec<String> {
            let mut gaps: Vec<String> = text
                .split('{')
                .skip(1)
                .filter_map(|rest| rest.split('}').next())
                .map(str::to_owned)
                .collect();
            gaps.sort();
            gaps
        };
        assert_eq!(FILES.len() + 1, Lang::ALL.len());
        for file in FILES {
            let names: Vec<&str> =
                file.lines().filter_map(|line| line.split('\t').next()).collect();
            assert_eq!(names, words::NAMES);
            let texts = parse(file).unwrap();
            for ((name, english), text) in names.iter().zip(ENGLISH).zip(texts) {
                assert!(!text.is_empty(), "{name}");
                assert_eq!(gaps(english), gaps(text), "{name}: {text}");
            }
        }
    }
}
