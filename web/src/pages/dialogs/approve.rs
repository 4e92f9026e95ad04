//! Somebody who may allows what the cashier may not do alone.

use leptos::prelude::*;
use titan_core::shop::StaffMember;

use crate::i18n::Key;
use crate::pages::app;
use crate::pages::format::slug;
use crate::pages::sign_in::Pin;
use crate::ui::dynamic::{parts, press, text};
use crate::ui::words::Words;

#[component]
pub(super) fn Approve(words: String) -> impl IntoView {
    let app = app();
    let reason = app.door.reason;
    let who = move |StaffMember { id, name, .. }: StaffMember| {
        let testid = format!("approver-{}", slug(&name));
        let chosen = move || (app.door.chosen.get() == Some(id)).to_string();
        view! {
            <button
                class="segment"
                data-testid=testid
                aria-pressed=text(chosen)
                on:click=press(move || app.choose_staff(Some(id)))
            >
                {name}
            </button>
        }
        .into_any()
    };
    view! {
        <p class="hint-strong" data-testid="approve-what">{words}</p>
        <div class="segments" role="group" aria-label=app.t(Key::ApproveTitle)>
            {parts(app.approvers().into_iter().map(who))}
        </div>
        <Words name="approve-reason" label=app.t(Key::Reason) value=reason />
        <Pin done=Key::Approve />
    }
}
