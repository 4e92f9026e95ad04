//! A text as a code for a camera.

use leptos::prelude::*;
use qrcode::{Color, EcLevel, QrCode};

/// Modules of white around a code that cameras ask for.
const QUIET: usize = 4;

/// Draws a text as a QR code in one path.
#[component]
pub fn Qr(text: String, label: &'static str) -> impl IntoView {
    let Ok(code) = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::L) else {
        return view! { <p class="proof">{text}</p> }.into_any();
    };
    let side = code.width() + 2 * QUIET;
    view! {
        <svg
            class="qr"
            viewBox=format!("0 0 {side} {side}")
            role="img"
            aria-label=label
            shape-rendering="crispEdges"
        >
            <path d=path(&code) />
        </svg>
    }
    .into_any()
}

/// One run of dark modules is one rectangle.
fn path(code: &QrCode) -> String {
    let width = code.width();
    let mut path = String::new();
    for (row, modules) in code.to_colors().chunks(width).enumerate() {
        let mut column = 0;
        while column < width {
            let dark = modules[column..].iter().take_while(|color| **color == Color::Dark).count();
            if dark > 0 {
                let (x, y) = (column + QUIET, row + QUIET);
                path.push_str(&format!("M{x} {y}h{dark}v1h-{dark}z"));
            }
            column += dark.max(1);
        }
    }
    path
}
