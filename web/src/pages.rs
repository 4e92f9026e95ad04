//! The screens.

#![expect(unreachable_pub, reason = "the component macro makes its functions public")]

mod dialogs;
mod enrol;
mod format;
mod paid;
mod pay;
mod returns;
mod sales;
mod sell;
mod shell;
mod shift;
mod shortcuts;
mod sign_in;
mod top_bar;

pub use shell::Shell;
pub use shortcuts::listen;

use leptos::prelude::*;

use crate::state::App;

/// Returns the state, which the root provides.
fn app() -> App {
    expect_context::<App>()
}
