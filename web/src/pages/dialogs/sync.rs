//! The truth about the connection, and the ways out.

use leptos::prelude::*;
use titan_core::sync::machine::{Link, Problem, Status};

use crate::i18n::Key;
use crate::pages::app;
use crate::platform::storage::{self, Room};
use crate::state::{App, Dialog, Role};
use crate::ui::dynamic::{flag, press, text, when};

#[component]
pub(super) fn Sync() -> impl IntoView {
    let app = app();
    let room = RwSignal::new(None::<Room>);
    app.run(async move |_| {
        let told = storage::room().await;
        let _ = room.try_set(Some(told));
    });
    view! {
        <p class="sync-says" data-testid="sync-says" role="status">
            {text(move || says(app, &app.status.read()))}
        </p>
        <div class="ways">
            <button
                class="button button-primary"
                data-testid="sync-retry"
                disabled=flag(move || !app.writes())
                on:click=press(move || app.retry_sync())
            >
                {app.t(Key::RetryNow)}
            </button>
            <button
                class="button"
                data-testid="sync-export"
                on:click=press(move || app.export_waiting())
            >
                {app.t(Key::Export)}
            </button>
        </div>
        {when(move || revoked(app), move || set_up_again(app))}
        <Update />
        <h3>{app.t(Key::StorageTitle)}</h3>
        <p class="hint">{text(move || {
                room.get().map(|room| room_words(app, room)).unwrap_or_default()
            })}</p>
    }
}

#[component]
fn Update() -> impl IntoView {
    let app = app();
    let draw = move || {
        view! {
            <h3>{app.t(Key::UpdateReady)}</h3>
            <p class="hint">{app.t(Key::UpdateAdvice)}</p>
            <button
                class="button"
                data-testid="update-now"
                disabled=flag(move || app.basket.totals.read().count > 0)
                on:click=press(move || app.let_update_in())
            >
                {app.t(Key::UpdateNow)}
            </button>
        }
        .into_any()
    };
    when(move || app.update_ready.get(), draw)
}

fn revoked(app: App) -> bool {
    app.writes() && app.status.read().problem == Some(Problem::Revoked)
}

fn set_up_again(app: App) -> AnyView {
    view! {
        <button
            class="button"
            data-testid="set-up-again"
            on:click=press(move || app.open_dialog(Dialog::SetUpAgain))
        >
            {app.t(Key::SetUpAgain)}
        </button>
    }
    .into_any()
}

fn says(app: App, status: &Status) -> String {
    let count = status.waiting.to_string();
    let n = [("n", count.as_str())];
    if app.role.get() == Role::Reader {
        return app.tf(Key::WatchingAdvice, &n);
    }
    match &status.problem {
        Some(problem) => problem_words(app, problem),
        None => match (status.link, status.waiting) {
            (Link::Online, 0) => app.t(Key::OnlineAdvice).to_owned(),
            (Link::Online, _) => app.tf(Key::SendingAdvice, &n),
            (Link::Offline, _) => app.tf(Key::OfflineAdvice, &n),
            (Link::Unknown, _) => app.t(Key::ConnectingAdvice).to_owned(),
        },
    }
}

fn problem_words(app: App, problem: &Problem) -> String {
    match problem {
        Problem::Quarantined { seq, code } => {
            app.tf(Key::ProblemQuarantined, &[("seq", &seq.to_string()), ("code", code)])
        }
        Problem::Fork { seq } => app.tf(Key::ProblemFork, &[("seq", &seq.to_string())]),
        Problem::TooOld => app.t(Key::ProblemTooOld).to_owned(),
        Problem::Revoked => app.t(Key::ProblemRevoked).to_owned(),
        Problem::Refused { code } => app.tf(Key::ProblemRefused, &[("code", code)]),
    }
}

fn room_words(app: App, room: Room) -> String {
    let (used, quota) = (room.used_mb.to_string(), room.quota_mb.to_string());
    let used = app.tf(Key::StorageUsed, &[("used", &used), ("quota", &quota)]);
    let promise = if room.persistent { Key::StoragePersistent } else { Key::StorageBestEffort };
    format!("{used}. {}", app.t(promise))
}
