//! The whole app by keys.

use std::cell::Cell;

use leptos::prelude::*;
use titan_core::ids::LineId;

use crate::platform::keyboard::{self, Key, Place, Taken};
use crate::platform::{clock, page};
use crate::state::{App, Dialog, Role, Screen};

/// Keys that follow each other faster come from a scanner.
const BURST_MS: i64 = 60;

thread_local! {
    /// When a key was pressed last while there was something to choose.
    static LAST_KEY: Cell<i64> = const { Cell::new(0) };
}

/// Listens to keys and scanners for the life of the page.
pub fn listen(app: App) {
    let takes = move |place: Place| {
        app.cashier.get_untracked().is_some()
            && !matches!(app.screen.get_untracked(), Screen::Enrol | Screen::SignIn)
            // There the code of a receipt is scanned into a field.
            && app.dialog.with_untracked(|dialog| *dialog != Some(Dialog::Verify))
            // Without a dialog, keys that are in no field go on to the search.
            && (place == Place::Field || app.dialog.with_untracked(Option::is_some))
    };
    let other = move |key: Key| match key.modified {
        true => undone(app, &key),
        false => pressed(app, &key),
    };
    let scanned = move |code: String| {
        app.clear_query();
        app.clear_pin();
        app.scan(&code);
    };
    keyboard::listen(takes, scanned, other);
}

/// Takes the last change back; in a field that holds something the key is the field's own.
fn undone(app: App, key: &Key) -> Taken {
    let free = matches!(key.place, Place::Free | Place::Search { empty: true });
    let selling = app.screen.get_untracked() == Screen::Sell
        && app.dialog.with_untracked(Option::is_none)
        && app.cashier.get_untracked().is_some();
    when(key.name == "z" && free && selling, || app.undo())
}

fn pressed(app: App, key: &Key) -> Taken {
    if app.dialog.with_untracked(Option::is_some) {
        // The field of a dialog has the focus a frame later; a quick hand is faster.
        if key.place != Place::Field && letter(key).is_some_and(|letter| letter.is_ascii_digit()) {
            page::focus("weight");
            page::focus("cart-discount-percent");
        }
        if app.dialog.with_untracked(|dialog| matches!(dialog, Some(Dialog::Approve(_)))) {
            return approve(app, key);
        }
        let choosing = |dialog: &Option<Dialog>| {
            matches!(dialog, Some(Dialog::Choice { .. } | Dialog::Options(_)))
        };
        if app.dialog.with_untracked(choosing) {
            return options(app, key);
        }
        return when(key.name == "Escape", || app.close_dialog());
    }
    match app.screen.get_untracked() {
        Screen::SignIn => sign_in(app, key),
        Screen::Sell => sell(app, key),
        Screen::Pay => pay(app, key),
        Screen::Paid => paid(app, key),
        Screen::Sales => sales(app, key),
        Screen::Return => goods_back(app, key),
        Screen::Shift => leave_day(app, key),
        _ => Taken::No,
    }
}

fn when(is: bool, act: impl FnOnce()) -> Taken {
    if is {
        act();
        return Taken::Yes;
    }
    Taken::No
}

/// Returns the one letter of a key that writes.
fn letter(key: &Key) -> Option<char> {
    let mut letters = key.name.chars();
    letters.next().filter(|letter| letters.next().is_none() && *letter != ' ')
}

fn sign_in(app: App, key: &Key) -> Taken {
    if app.door.chosen.get_untracked().is_none() {
        return Taken::No;
    }
    match key.name.as_str() {
        "Escape" => when(true, || app.choose_staff(None)),
        _ => pin(app, key),
    }
}

/// Chooses what is offered: by its number, or with the arrows.
fn options(app: App, key: &Key) -> Taken {
    let now = clock::now().0;
    let quick = now - LAST_KEY.replace(now) < BURST_MS;
    match (key.name.as_str(), letter(key)) {
        ("Escape", _) => when(true, || app.close_dialog()),
        ("ArrowDown", _) => when(true, || page::step_option(1)),
        ("ArrowUp", _) => when(true, || page::step_option(-1)),
        ("Enter", _) if !key.on_control => when(true, || {
            if !quick && !key.repeat {
                page::press("options-done");
            }
        }),
        (_, Some(digit)) => {
            // The digits of a scan come in a burst: what was a key is known when no other follows.
            if let Some(place) =
                digit.to_digit(10).and_then(|n| n.checked_sub(1)).filter(|_| !quick)
            {
                app.run(async move |_| {
                    clock::sleep_ms(BURST_MS.unsigned_abs().try_into().unwrap_or(50)).await;
                    if LAST_KEY.get() == now {
                        page::press(&format!("option-{place}"));
                    }
                });
            }
            Taken::No
        }
        _ => Taken::No,
    }
}

fn approve(app: App, key: &Key) -> Taken {
    match key.name.as_str() {
        "Escape" => when(true, || app.close_dialog()),
        // The reason is being typed.
        name if key.place == Place::Field && name != "Enter" => Taken::No,
        _ => pin(app, key),
    }
}

fn pin(app: App, key: &Key) -> Taken {
    match (key.name.as_str(), letter(key)) {
        (_, Some(digit)) if digit.is_ascii_digit() => when(true, || app.press_digit(digit)),
        ("Backspace", _) => when(true, || app.rub_out()),
        ("Enter", _) if !key.on_control => when(!key.repeat, || app.check_pin()),
        _ => Taken::No,
    }
}

fn sell(app: App, key: &Key) -> Taken {
    match key.name.as_str() {
        "F9" => return when(true, || app.start_payment()),
        "F8" => return when(true, || app.show_day()),
        "F4" => {
            let some = !app.basket.is_empty() && app.writes();
            return when(some, || app.open_dialog(Dialog::CartDiscount));
        }
        "F6" => return when(true, || app.open_dialog(Dialog::Parked)),
        "F3" => {
            let Some(line) = chosen_or_last(app) else { return Taken::No };
            return when(true, || app.open_dialog(Dialog::Why(line)));
        }
        "F2" => return edit(app),
        "Escape" => return leave(app),
        _ => {}
    }
    // Where something is being typed, other keys write.
    if !matches!(key.place, Place::Free | Place::Search { empty: true }) {
        return Taken::No;
    }
    match key.name.as_str() {
        "?" => when(true, || app.open_dialog(Dialog::Help)),
        "/" => when(true, || page::focus("search")),
        "ArrowUp" => when(true, || choose(app, -1)),
        "ArrowDown" => when(true, || choose(app, 1)),
        "+" => change(app, 1),
        "-" => change(app, -1),
        // The last scan is no choice: the key may have been meant for an empty field.
        "Delete" => match app.basket.selected.get_untracked() {
            Some(line) if app.basket.by_hand.get_value() => when(true, || app.remove(line)),
            _ => Taken::No,
        },
        "Enter" if !key.on_control => when(!key.repeat, || app.start_payment_by_key()),
        _ => {
            if key.place == Place::Free && letter(key).is_some() {
                // The letter itself lands in the field that has the focus now.
                page::focus("search");
            }
            Taken::No
        }
    }
}

fn pay(app: App, key: &Key) -> Taken {
    match key.name.as_str() {
        "Escape" => when(true, || app.leave_payment()),
        "Enter" if key.place == Place::Free && !key.on_control => {
            when(!key.repeat, || app.pay_typed())
        }
        _ => {
            let writes = letter(key).is_some_and(|c| c.is_ascii_digit() || c == '.' || c == ',');
            if key.place == Place::Free && writes {
                page::focus("cash-amount");
            }
            Taken::No
        }
    }
}

fn paid(app: App, key: &Key) -> Taken {
    match key.name.as_str() {
        "Escape" | "F9" => when(true, || app.next_sale()),
        "Enter" if !key.on_control => when(!key.repeat, || app.next_sale()),
        // Whoever types already serves the next customer.
        _ if letter(key).is_some() && key.place == Place::Free => {
            app.next_sale();
            page::focus_soon("search");
            app.type_query(key.name.clone());
            Taken::Yes
        }
        _ => Taken::No,
    }
}

fn leave_day(app: App, key: &Key) -> Taken {
    let running = app.day.shift.with_untracked(Option::is_some);
    when(key.name == "Escape" && running, || app.screen.set(Screen::Sell))
}

fn sales(app: App, key: &Key) -> Taken {
    match key.name.as_str() {
        "ArrowUp" => when(true, || app.step_receipt(-1)),
        "ArrowDown" => when(true, || app.step_receipt(1)),
        "F7" => when(true, || app.begin_return(false)),
        _ => leave_day(app, key),
    }
}

/// In a return the arrows go from line to line; Enter goes to the button that pays back, so that
/// no key that was pressed once too often pays anything.
fn goods_back(app: App, key: &Key) -> Taken {
    let place = page::focused().and_then(|id| id.strip_prefix("take-")?.parse::<usize>().ok());
    let to = |place: usize| page::focus(&format!("take-{place}"));
    match (key.name.as_str(), place) {
        ("Escape", _) => when(true, || app.leave_return()),
        ("ArrowUp", at) => when(true, || to(at.unwrap_or(0).saturating_sub(1))),
        ("ArrowDown", at) => when(true, || to(at.map_or(0, |at| at + 1))),
        ("+", Some(at)) => when(true, || app.step_take(at, 1)),
        ("-", Some(at)) => when(true, || app.step_take(at, -1)),
        ("Enter", _) if !key.on_control => when(!key.repeat, || page::focus("return-done")),
        _ => Taken::No,
    }
}

fn chosen_or_last(app: App) -> Option<LineId> {
    let last = app.basket.lines.with_untracked(|lines| lines.last().map(|row| row.id));
    app.basket.selected.get_untracked().or(last)
}

/// Opens the chosen line, or the last one.
fn edit(app: App) -> Taken {
    let Some(line) = chosen_or_last(app) else { return Taken::No };
    app.basket.choose(line);
    app.basket.open.set(Some(line));
    page::select_soon("line-qty");
    Taken::Yes
}

/// Steps back: out of a line, out of a search.
fn leave(app: App) -> Taken {
    if app.basket.open.get_untracked().is_some() {
        app.basket.open.set(None);
    } else if app.goods.query.with_untracked(|query| !query.is_empty()) {
        app.clear_query();
    } else {
        app.basket.selected.set(None);
        app.dismiss();
    }
    page::focus("search");
    Taken::Yes
}

fn choose(app: App, by: i64) {
    let chosen = app.basket.selected.get_untracked();
    let next = app.basket.lines.with_untracked(|lines| {
        let last = i64::try_from(lines.len()).unwrap_or(0) - 1;
        let at = lines.iter().position(|row| Some(row.id) == chosen);
        let at = at.and_then(|at| i64::try_from(at).ok());
        let next = at.map_or(last, |at| (at + by).clamp(0, last.max(0)));
        usize::try_from(next).ok().and_then(|next| lines.get(next)).map(|row| row.id)
    });
    if let Some(line) = next {
        app.basket.choose(line);
        page::reveal_soon(crate::state::selling::line_element(line));
    }
}

fn change(app: App, by: i64) -> Taken {
    if app.role.get_untracked() == Role::Reader {
        return Taken::No;
    }
    match app.basket.selected.get_untracked() {
        Some(line) => when(true, || app.change_quantity(line, by)),
        None => Taken::No,
    }
}
