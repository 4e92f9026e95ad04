//! A receipt as paper.

use leptos::prelude::*;
use titan_core::receipt::{Receipt, Row};

use super::qr::Qr;

/// The paper, on the screen and for the printer. `mark` stands above it, as on a copy.
#[component]
pub fn Paper(
    receipt: Receipt,
    mark: Option<&'static str>,
    qr_label: &'static str,
) -> impl IntoView {
    view! {
        <article class="paper" data-testid="receipt">
            {mark.map(|mark| view! { <p class="paper-mark">{mark}</p> })}
            {receipt.rows.into_iter().map(|row| paper_row(row, qr_label)).collect_view()}
        </article>
    }
}

fn paper_row(row: Row, qr_label: &'static str) -> AnyView {
    match row {
        Row::Title { text } => view! { <p class="paper-title">{text}</p> }.into_any(),
        Row::Centre { text } => view! { <p class="paper-centre">{text}</p> }.into_any(),
        Row::Pair { label, value } => pair("paper-pair", label, value),
        Row::Item { name, detail, amount } => view! {
            <div class="paper-item">
                <span>{name}</span>
                <span class="figure">{amount}</span>
                {detail.map(|detail| view! { <span class="paper-detail">{detail}</span> })}
            </div>
        }
        .into_any(),
        Row::Extra { label, amount } | Row::Discount { label, amount } => {
            pair("paper-discount", label, amount)
        }
        Row::Total { label, amount } => pair("paper-total", label, amount),
        Row::Tax { name, net, amount } => view! {
            <div class="paper-tax">
                <span>{name}</span>
                <span class="figure">{net}</span>
                <span class="figure">{amount}</span>
            </div>
        }
        .into_any(),
        Row::Rule => view! { <hr class="paper-rule" /> }.into_any(),
        Row::Qr { text } => view! { <Qr text=text label=qr_label /> }.into_any(),
    }
}

fn pair(class: &'static str, label: String, value: String) -> AnyView {
    view! {
        <div class=class>
            <span>{label}</span>
            <span class="figure">{value}</span>
        </div>
    }
    .into_any()
}
