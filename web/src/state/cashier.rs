//! Signing in by PIN, and out.

use leptos::prelude::*;
use titan_core::ids::StaffId;
use titan_core::journal::Act;
use titan_core::time::Timestamp;

use super::notice::Tone;
use super::till::{Draft, TillError, Written};
use super::{App, Dialog, Screen};
use crate::db::meta::Throttle;
use crate::i18n::Key;
use crate::platform::{clock, pin, storage};

/// Wrong PINs that are forgiven.
const FREE_TRIES: u32 = 3;
const FIRST_WAIT_MS: i64 = 5_000;
const LONGEST_WAIT_MS: i64 = 300_000;
/// A PIN of this length is checked when the hand rests.
const USUAL_DIGITS: usize = 4;
const REST_MS: u32 = 350;
const DIGITS_MAX: usize = 12;
const SESSION: &str = "titan.cashier";

/// The sign-in in the making.
#[derive(Copy, Clone)]
pub struct Door {
    pub chosen: RwSignal<Option<StaffId>>,
    pub digits: RwSignal<String>,
    pub state: RwSignal<DoorState>,
    /// Why somebody is asked to allow something.
    pub reason: RwSignal<String>,
    throttle: RwSignal<Throttle>,
    pressed: StoredValue<u32>,
}

/// What the door says.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum DoorState {
    Open,
    Checking,
    Wrong,
    /// So many seconds until the next try.
    Wait(i64),
}

impl Door {
    pub(super) fn new() -> Self {
        Self {
            chosen: RwSignal::new(None),
            digits: RwSignal::new(String::new()),
            state: RwSignal::new(DoorState::Open),
            reason: RwSignal::new(String::new()),
            throttle: RwSignal::new(Throttle::default()),
            pressed: StoredValue::new(0),
        }
    }

    pub(super) fn set_throttle(&self, throttle: Throttle) {
        self.throttle.set(throttle);
    }
}

impl App {
    /// Chooses who signs in.
    pub fn choose_staff(&self, id: Option<StaffId>) {
        self.door.chosen.set(id);
        self.door.digits.set(String::new());
        self.door.state.set(DoorState::Open);
        self.count_down();
    }

    /// Takes a digit of the PIN.
    pub fn press_digit(&self, digit: char) {
        let busy = self
            .door
            .state
            .with_untracked(|state| matches!(state, DoorState::Checking | DoorState::Wait(_)));
        if busy || self.door.digits.with_untracked(|digits| digits.len() >= DIGITS_MAX) {
            return;
        }
        self.door.state.set(DoorState::Open);
        self.door.digits.update(|digits| digits.push(digit));
        self.door.pressed.update_value(|pressed| *pressed += 1);
        let pressed = self.door.pressed.get_value();
        if self.door.digits.with_untracked(String::len) == USUAL_DIGITS {
            self.run(async move |app| {
                clock::sleep_ms(REST_MS).await;
                if app.door.pressed.get_value() == pressed {
                    app.check_pin();
                }
            });
        }
    }

    /// Takes the last digit back.
    pub fn rub_out(&self) {
        self.door.pressed.update_value(|pressed| *pressed += 1);
        self.door.digits.update(|digits| {
            digits.pop();
        });
    }

    /// Takes back all digits: they were those of a scan.
    pub fn clear_pin(&self) {
        self.door.pressed.update_value(|pressed| *pressed += 1);
        self.door.digits.set(String::new());
    }

    /// Checks the PIN as it stands.
    pub fn check_pin(&self) {
        let digits = self.door.digits.get_untracked();
        let open = matches!(self.door.state.get_untracked(), DoorState::Open | DoorState::Wrong);
        let Some(id) = self.door.chosen.get_untracked() else { return };
        if !open || digits.is_empty() {
            return;
        }
        if !self.writes() {
            return self.notify(Tone::Warning, self.t(Key::ReadOnlyShort));
        }
        self.door.state.set(DoorState::Checking);
        self.run(async move |app| {
            // The hash keeps the processor busy: first show that something happens.
            clock::painted().await;
            match app.verify(id, &digits).await {
                Ok(true) if app.cashier.get_untracked().is_some() => app.approve(id).await,
                Ok(true) => app.let_in(id).await,
                Ok(false) => {
                    app.door.digits.set(String::new());
                    app.door.state.set(DoorState::Wrong);
                    app.count_down();
                }
                Err(error) => {
                    app.door.state.set(DoorState::Open);
                    app.notify(Tone::Danger, error);
                }
            }
        });
    }

    /// Ends the session of the cashier. The cart stays for the next one.
    pub fn sign_out(&self) {
        let Some(staff) = self.cashier.get_untracked() else { return };
        self.cashier.set(None);
        storage::set_session(SESSION, None);
        self.dialog.set(None);
        self.choose_staff(None);
        self.screen.set(Screen::SignIn);
        self.run(async move |app| {
            app.record(staff, Draft::Plain(Act::StaffSignedOut)).await;
            app.let_update_in();
        });
    }

    /// Goes on with the session that this tab had before it was loaded again.
    pub(super) fn resume_session(&self) -> bool {
        let id = storage::session(SESSION).and_then(|text| text.parse::<StaffId>().ok());
        let Some(id) = id.filter(|id| self.staff_member(*id).is_some()) else { return false };
        // Signing in opens a shift; where it was lost, that has to happen again.
        if self.writes() && self.day.shift.with_untracked(Option::is_none) {
            return false;
        }
        self.cashier.set(Some(id));
        true
    }

    /// Counts the try before it is made, so that nobody gets one free by pulling the plug.
    async fn verify(&self, id: StaffId, digits: &str) -> Result<bool, String> {
        let db = self.db().ok_or_else(|| self.t(Key::NotReady).to_owned())?;
        let pepper = self.parts.with_value(|parts| parts.pepper.clone());
        let pepper = pepper.ok_or_else(|| self.t(Key::NotReady).to_owned())?;
        let member = self.staff_member(id).ok_or_else(|| self.t(Key::NotReady).to_owned())?;
        let counted = after_failure(self.door.throttle.get_untracked(), clock::now());
        db.put_throttle(counted).await.map_err(|error| error.to_string())?;
        let right = pin::matches(digits, &member.pin, &pepper).await;
        let right = right.map_err(|error| error.to_string())?;
        let throttle = if right { Throttle::default() } else { counted };
        if right {
            db.put_throttle(throttle).await.map_err(|error| error.to_string())?;
        }
        self.door.throttle.set(throttle);
        Ok(right)
    }

    async fn let_in(&self, id: StaffId) {
        if !self.record(id, Draft::Plain(Act::StaffSignedIn)).await {
            return self.door.state.set(DoorState::Open);
        }
        storage::set_session(SESSION, Some(&id.to_string()));
        self.cashier.set(Some(id));
        self.choose_staff(None);
        self.enter();
        self.tell_what_is_aside().await;
        // Browsers want the user to have done something before they promise to keep data.
        storage::persist().await;
    }

    /// Says that this device still has entries of a register that it was before.
    async fn tell_what_is_aside(&self) {
        let Some(db) = self.db() else { return };
        let aside = db.set_aside().await.unwrap_or_default().len();
        if aside > 0 {
            let n = aside.to_string();
            self.notify(Tone::Danger, self.tf(Key::SetAside, &[("n", &n)]));
        }
    }

    /// Shows what a cashier sees first: the goods, or a payment that was interrupted.
    pub(super) fn enter(&self) {
        if self.day.shift.with_untracked(Option::is_none) {
            return self.show_shift();
        }
        let interrupted = !self.payment.offers.with_untracked(Vec::is_empty);
        self.screen.set(if interrupted { Screen::Pay } else { Screen::Sell });
        // A shortcut of the installed app asks for another screen, once.
        if !interrupted && self.wanted_sales.get_value() {
            self.wanted_sales.set_value(false);
            return self.show_day();
        }
        self.take_waiting();
    }

    async fn record(&self, staff: StaffId, draft: Draft) -> bool {
        self.write(staff, draft).await.is_some()
    }

    /// Writes an act into the journal and says so where it cannot be.
    pub(super) async fn write(&self, staff: StaffId, draft: Draft) -> Option<Written> {
        match self.till()?.write(staff, draft).await {
            Ok(written) => {
                self.day.shift.set(written.shift.clone());
                self.appended(written.seq);
                Some(written)
            }
            Err(TillError::Fenced) => {
                self.give_up();
                None
            }
            Err(error) => {
                self.notify(Tone::Danger, error.to_string());
                None
            }
        }
    }

    /// Shows how long it is until the next try.
    pub(super) fn count_down(&self) {
        let left = |app: &App| {
            let until = app.door.throttle.get_untracked().not_before;
            // A clock that was set back does not lock anybody out for days.
            (until.0 - clock::now().0).clamp(0, LONGEST_WAIT_MS)
        };
        if left(self) == 0 {
            return;
        }
        self.run(async move |app| {
            loop {
                let ms = left(&app);
                if ms == 0 {
                    break app.door.state.set(DoorState::Open);
                }
                app.door.state.set(DoorState::Wait((ms + 999) / 1_000));
                clock::sleep_ms(250).await;
            }
        });
    }

    /// Opens a dialog.
    pub fn open_dialog(&self, dialog: Dialog) {
        self.dialog.set(Some(dialog));
    }
}

/// Each wrong PIN after the forgiven ones doubles the wait.
fn after_failure(throttle: Throttle, now: Timestamp) -> Throttle {
    let failures = throttle.failures.saturating_add(1);
    let beyond = failures.saturating_sub(FREE_TRIES);
    let wait_ms = match beyond {
        0 => 0,
        n => FIRST_WAIT_MS.saturating_mul(1_i64 << (n - 1).min(10)).min(LONGEST_WAIT_MS),
    };
    Throttle { failures, not_before: now.plus_ms(wait_ms) }
}
