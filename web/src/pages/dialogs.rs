//! What lies over a page.

mod approve;
mod choice;
mod diagnostics;
mod discount;
mod drawer;
mod help;
mod menu;
mod options;
mod parked;
mod set_up_again;
mod settings;
mod sync;
mod verify;
mod weigh;
mod why;

use leptos::prelude::*;

use super::app;
use crate::i18n::Key;
use crate::platform::page;
use crate::state::{App, Dialog};
use crate::ui::dialog::Sheet;
use crate::ui::dynamic::part;

#[component]
pub(super) fn Dialogs() -> impl IntoView {
    let app = app();
    // The focus goes back to where codes are typed.
    Effect::new(move |was_open: Option<bool>| {
        let open = app.dialog.read().is_some();
        if was_open == Some(true) && !open && page::has_fine_pointer() {
            page::focus_soon("search");
        }
        open
    });
    part(move || {
        let Some(dialog) = app.dialog.get() else { return ().into_any() };
        let title = title(app, &dialog);
        let wide = matches!(dialog, Dialog::Help | Dialog::Diagnostics | Dialog::Verify);
        let close = Callback::new(move |()| app.close_dialog());
        view! {
            <Sheet title=title close=app.t(Key::Close) on_close=close wide=wide>
                {body(dialog)}
            </Sheet>
        }
        .into_any()
    })
}

fn title(app: App, dialog: &Dialog) -> String {
    let key = match dialog {
        Dialog::Menu => Key::Menu,
        Dialog::Sync => Key::SyncTitle,
        Dialog::Settings => Key::Settings,
        Dialog::Help => Key::Help,
        Dialog::Diagnostics => Key::Diagnostics,
        Dialog::Verify => Key::VerifyTitle,
        Dialog::MoveCash(kind) => drawer::word(*kind),
        Dialog::OpenDrawer => Key::OpenDrawer,
        Dialog::CartDiscount => Key::DiscountOnAll,
        Dialog::Parked => Key::ParkedCarts,
        Dialog::Why(line) => return app.line_name(*line),
        Dialog::SetUpAgain => Key::SetUpAgain,
        Dialog::Approve(_) => Key::ApproveTitle,
        Dialog::Choice { .. } => Key::WhichOne,
        Dialog::Weigh(wanted) | Dialog::Price(wanted) | Dialog::Options(wanted) => {
            return wanted.item.name().to_owned();
        }
    };
    app.t(key).to_owned()
}

fn body(dialog: Dialog) -> AnyView {
    match dialog {
        Dialog::Menu => view! { <menu::Menu /> }.into_any(),
        Dialog::Sync => view! { <sync::Sync /> }.into_any(),
        Dialog::Settings => view! { <settings::Settings /> }.into_any(),
        Dialog::Help => view! { <help::Help /> }.into_any(),
        Dialog::MoveCash(kind) => view! { <drawer::Drawer kind=Some(kind) /> }.into_any(),
        Dialog::OpenDrawer => view! { <drawer::Drawer kind=None /> }.into_any(),
        Dialog::Diagnostics => view! { <diagnostics::Diagnostics /> }.into_any(),
        Dialog::Verify => view! { <verify::Verify /> }.into_any(),
        Dialog::CartDiscount => view! { <discount::CartDiscount /> }.into_any(),
        Dialog::Parked => view! { <parked::Parked /> }.into_any(),
        Dialog::Why(line) => view! { <why::Why line=line /> }.into_any(),
        Dialog::SetUpAgain => view! { <set_up_again::SetUpAgain /> }.into_any(),
        Dialog::Approve(words) => view! { <approve::Approve words=words /> }.into_any(),
        Dialog::Choice { items, quantity } => {
            view! { <choice::Choice items=items quantity=quantity /> }.into_any()
        }
        Dialog::Weigh(wanted) => view! { <weigh::Weigh wanted=*wanted price=false /> }.into_any(),
        Dialog::Price(wanted) => view! { <weigh::Weigh wanted=*wanted price=true /> }.into_any(),
        Dialog::Options(wanted) => view! { <options::Options wanted=*wanted /> }.into_any(),
    }
}
