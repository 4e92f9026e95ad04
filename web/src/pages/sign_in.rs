//! Who is selling?

use leptos::prelude::*;
use titan_core::ids::StaffId;
use titan_core::shop::{Role as StaffRole, StaffMember};

use super::app;
use super::format::slug;
use crate::i18n::Key;
use crate::state::App;
use crate::state::cashier::DoorState;
use crate::ui::dynamic::{flag, part, parts, press, text};
use crate::ui::icon::{Icon, Picture};
use crate::ui::keypad::{Keypad, Pad};

#[component]
pub(super) fn SignIn() -> impl IntoView {
    let app = app();
    let waiting = move || {
        let totals = app.basket.totals.get();
        let amount = app.money(totals.total);
        (totals.count > 0).then(|| app.tf(Key::CartWaits, &[("amount", &amount)]))
    };
    view! {
        <main class="centre">
            <section class="card card-door">
                {part(move || match app.door.chosen.get() {
                    None => view! { <Staff /> }.into_any(),
                    Some(id) => view! { <PinPad id=id /> }.into_any(),
                })}
                {part(move || match waiting() {
                    Some(text) => view! { <p class="hint hint-strong">{text}</p> }.into_any(),
                    None => ().into_any(),
                })}
            </section>
        </main>
    }
}

#[component]
fn Staff() -> impl IntoView {
    let app = app();
    let staff = move || app.shop.get().map(|shop| shop.staff.clone()).unwrap_or_default();
    view! {
        <h1>{app.t(Key::WhoSells)}</h1>
        <ul class="staff">
            {part(move || parts(staff().into_iter().map(|member| staff_tile(app, member))))}
        </ul>
    }
}

fn staff_tile(app: App, member: StaffMember) -> AnyView {
    let StaffMember { id, name, role, .. } = member;
    let initials: String =
        name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect();
    let testid = format!("staff-{}", slug(&name));
    let role = app.t(match role {
        StaffRole::Cashier => Key::RoleCashier,
        StaffRole::Manager => Key::RoleManager,
        StaffRole::Owner => Key::RoleOwner,
    });
    view! {
        <li>
            <button
                class="person"
                data-testid=testid
                on:click=press(move || app.choose_staff(Some(id)))
            >
                <span class="person-mark" aria-hidden="true">{initials}</span>
                <span class="person-name">{name}</span>
                <span class="person-role">{role}</span>
            </button>
        </li>
    }
    .into_any()
}

#[component]
fn PinPad(id: StaffId) -> impl IntoView {
    let app = app();
    let name = app.staff_member(id).map(|member| member.name).unwrap_or_default();
    view! {
        <button class="button button-quiet card-back" on:click=press(move || app.choose_staff(None))>
            <Picture icon=Icon::Back />
            {app.t(Key::OtherPerson)}
        </button>
        <h1>{name}</h1>
        <Pin done=Key::SignInNow />
    }
}

/// What is typed of a PIN, and the keys to type it.
#[component]
pub(super) fn Pin(done: Key) -> impl IntoView {
    let app = app();
    let key = Callback::new(move |key| match key {
        Pad::Digit(digit) => app.press_digit(digit),
        Pad::Back => app.rub_out(),
        Pad::Point => {}
    });
    let wrong = flag(move || app.door.state.get() == DoorState::Wrong);
    let dots = move || {
        let typed = app.door.digits.read().len();
        let dot = |place: usize| {
            let class = if place < typed { "dot dot-on" } else { "dot" };
            view! { <span class=class></span> }.into_any()
        };
        parts((0..typed.max(4)).map(dot))
    };
    view! {
        <p class="door-state" role="status" data-testid="door-state">{text(move || says(app))}</p>
        <div class="dots" class:dots-wrong=wrong>
            {part(dots)}
        </div>
        <Keypad on_key=key testid="pin" back_label=app.t(Key::RubOut) />
        <button
            class="button button-primary button-large"
            data-testid="pin-enter"
            disabled=flag(move || app.door.digits.read().is_empty())
            on:click=press(move || app.check_pin())
        >
            {app.t(done)}
        </button>
    }
}

fn says(app: App) -> String {
    match app.door.state.get() {
        DoorState::Open => app.t(Key::EnterPin).to_owned(),
        DoorState::Checking => app.t(Key::Checking).to_owned(),
        DoorState::Wrong => app.t(Key::WrongPin).to_owned(),
        DoorState::Wait(seconds) => app.tf(Key::WaitSeconds, &[("n", &seconds.to_string())]),
    }
}
