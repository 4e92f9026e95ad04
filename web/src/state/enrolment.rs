//! The first minutes of a device.

use leptos::prelude::*;
use titan_core::sync::machine::Failure;

use super::{App, Screen};
use crate::db::meta::Start;
use crate::i18n::Key;
use crate::platform::{clock, page, storage};
use crate::sync::enrol::{EnrolError, Enrolled, enrol};

/// Names the database of this device where it is not the first.
pub(super) const DATABASE: &str = "titan.database";

/// The enrolment in the making.
#[derive(Copy, Clone)]
pub struct Enrolment {
    pub code: RwSignal<String>,
    pub step: RwSignal<EnrolStep>,
    /// Bytes of the catalogue so far, and of how many.
    pub loaded: RwSignal<Option<(usize, Option<usize>)>>,
}

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EnrolStep {
    Code,
    Asking,
    Loading,
    Refused(String),
}

impl Enrolment {
    pub(super) fn new() -> Self {
        Self {
            code: RwSignal::new(String::new()),
            step: RwSignal::new(EnrolStep::Code),
            loaded: RwSignal::new(None),
        }
    }

    /// Takes the code from the address, where the link brought one.
    pub(super) fn prefill(&self) {
        self.code.set(page::query("enrol").unwrap_or_default());
    }
}

impl App {
    /// Makes this device a register.
    pub fn enrol(&self) {
        let code = self.enrolment.code.get_untracked();
        let busy =
            matches!(self.enrolment.step.get_untracked(), EnrolStep::Asking | EnrolStep::Loading);
        if busy || code.trim().is_empty() || !self.writes() {
            return;
        }
        self.enrolment.step.set(EnrolStep::Asking);
        self.run(async move |app| {
            let Some(db) = app.db() else { return };
            let step = match enrol(&db, &code).await {
                Ok(enrolled) => match app.begin(enrolled).await {
                    Ok(()) => EnrolStep::Loading,
                    Err(error) => EnrolStep::Refused(error),
                },
                Err(error) => EnrolStep::Refused(app.enrol_error(&error)),
            };
            // The catalogue may be there already.
            if app.screen.get_untracked() == Screen::Enrol {
                app.enrolment.step.set(step);
            }
        });
    }

    /// Leaves a journal that the office has switched off and begins anew, in a database of its
    /// own: what is in the old one stays on the device, sent or not.
    pub fn set_up_again(&self) {
        let free = self.basket.is_empty() && self.parked.with_untracked(Vec::is_empty);
        if free && self.writes() {
            storage::set_local(DATABASE, &format!("titan-pos-{}", clock::now().0));
            page::reload();
        }
    }

    async fn begin(&self, enrolled: Enrolled) -> Result<(), String> {
        let Enrolled { config, key, pepper, token } = enrolled;
        let db = self.db().ok_or_else(|| self.t(Key::NotReady).to_owned())?;
        page::clear_query();
        self.parts.update_value(|parts| {
            parts.key = Some(key);
            parts.pepper = Some(pepper);
        });
        let shop = config.config;
        let fence = db.raise_fence().await.map_err(|error| error.to_string())?;
        self.show_start(&shop, &Start::default());
        self.write_from(&db, &shop, fence, &Start::default(), Some(token.token));
        Ok(())
    }

    /// The catalogue is there: the device is a register.
    pub(super) fn enrolment_done(&self) {
        if self.screen.get_untracked() == Screen::Enrol {
            self.screen.set(Screen::SignIn);
            self.enrolment.step.set(EnrolStep::Code);
        }
        self.enrolment.loaded.set(None);
    }

    fn enrol_error(&self, error: &EnrolError) -> String {
        let EnrolError::Refused(refusal) = error else {
            return self.tf(Key::NoDatabase, &[("error", &error.to_string())]);
        };
        match &refusal.failure {
            Failure::Network => self.t(Key::NoServer).to_owned(),
            Failure::Busy { .. } => self.t(Key::ServerBusy).to_owned(),
            Failure::TooOld => self.t(Key::AppTooOld).to_owned(),
            Failure::Unauthorized | Failure::Revoked => self.t(Key::CodeRefused).to_owned(),
            Failure::Refused { code } if code.contains("enrol") => {
                self.t(Key::CodeRefused).to_owned()
            }
            Failure::Refused { code } => format!("{} ({code})", refusal.message),
        }
    }
}
