//! The few pictures of the app, drawn in strokes.

use leptos::prelude::*;

/// A picture.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Icon {
    Back,
    Backspace,
    Basket,
    Check,
    Close,
    Cloud,
    CloudOff,
    Grid,
    List,
    Menu,
    Minus,
    Pause,
    Percent,
    Plus,
    Printer,
    Search,
    Trash,
    Warning,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Back => "M15 5l-7 7 7 7",
            Self::Backspace => "M9 6h11v12H9l-6-6zM12 10l4 4M16 10l-4 4",
            Self::Basket => "M4 9h16l-2 11H6zM8 9l3-5M16 9l-3-5",
            Self::Check => "M5 13l5 5L20 7",
            Self::Close => "M6 6l12 12M18 6L6 18",
            Self::Cloud => "M7 18h10a4 4 0 0 0 .6-8A6 6 0 0 0 6 9.6 4.2 4.2 0 0 0 7 18z",
            Self::CloudOff => {
                "M10 5.2A6 6 0 0 1 17.600 10 4 4 0 0 1 20 16.500M17 18H7a4.200 4.200 0 0 1-1-8.300M4 4l16 16"
            }
            Self::Grid => "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
            Self::List => "M5 4h14v17l-3-2-2 2-2-2-2 2-2-2-3 2zM9 9h6M9 13h6",
            Self::Menu => "M4 7h16M4 12h16M4 17h16",
            Self::Minus => "M5 12h14",
            Self::Pause => "M8 5v14M16 5v14",
            Self::Percent => {
                "M18 6L6 18M8 9a1.500 1.500 0 1 0 0-3 1.500 1.500 0 0 0 0 3zM16 18a1.500 1.500 0 1 0 0-3 1.500 1.500 0 0 0 0 3z"
            }
            Self::Plus => "M12 5v14M5 12h14",
            Self::Printer => "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
            Self::Search => "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l5 5",
            Self::Trash => "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v5M14 11v5",
            Self::Warning => "M12 4l9 16H3zM12 10v4M12 17v.5",
        }
    }
}

/// Draws a picture; what it means is said beside it or in a label.
#[component]
pub fn Picture(icon: Icon) -> impl IntoView {
    view! {
        <svg class="icon" class:icon-back=icon == Icon::Back viewBox="0 0 24 24" aria-hidden="true">
            <path d=icon.path() />
        </svg>
    }
}
