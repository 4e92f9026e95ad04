//! The keys.

use leptos::prelude::*;

use crate::i18n::Key;
use crate::pages::app;

#[component]
pub(super) fn Help() -> impl IntoView {
    let app = app();
    let rows = [
        ("A…Z 0…9  Enter", Key::HelpTypeDoes),
        ("3*CODE  Enter", Key::HelpTimes),
        ("/", Key::HelpSlash),
        ("↑ ↓", Key::HelpArrows),
        ("+ −", Key::HelpPlus),
        ("F2", Key::HelpEdit),
        ("F3", Key::HelpWhy),
        ("Del", Key::HelpDelete),
        ("Ctrl Z", Key::HelpUndo),
        ("F4", Key::HelpCartDiscount),
        ("F6", Key::HelpPark),
        ("F8", Key::HelpSales),
        ("F8  ↓  F7", Key::HelpReturn),
        ("F9", Key::HelpPay),
        ("Esc", Key::HelpEscape),
        ("?", Key::HelpHelp),
    ];
    let row = |(keys, does): (&'static str, Key)| {
        view! {
            <div class="keys-row">
                <dt><kbd>{keys}</kbd></dt>
                <dd>{app.t(does)}</dd>
            </div>
        }
    };
    view! { <dl class="keys">{rows.into_iter().map(row).collect_view()}</dl> }
}
