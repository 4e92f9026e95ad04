//! What the app knows while it runs. It outlives every page, so nothing of it is disposed under a task.

pub mod adding;
pub mod approval;
pub mod basket;
pub mod boot;
mod by_hand;
pub mod cashier;
pub mod day;
pub mod diagnostics;
pub mod enrolment;
pub mod export;
pub mod goods;
pub mod notice;
pub mod parked;
pub mod payment;
pub mod prefs;
pub mod pricing;
pub mod receipts;
pub mod reports;
pub mod returns;
pub mod role;
pub mod scan;
pub mod selling;
pub mod shift;
pub mod till;
pub mod verify;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use titan_core::catalog::Item;
use titan_core::ids::{LineId, StaffId};
use titan_core::money::{Currency, Minor};
use titan_core::quantity::Quantity;
use titan_core::shift::CashMove;
use titan_core::shop::{Need, Permission, ShopConfig, StaffMember};
use titan_core::sync::machine::{Link, Status};

use crate::db::Db;
use crate::db::carts::ParkedCart;
use crate::i18n::{Key, fill, text};
use crate::platform::channel::Channel;
use crate::platform::crypto::{Pepper, SigningKey};
use crate::platform::worker::Worker;
use crate::platform::{intl, page, spawn};
use crate::sync::Driver;
use adding::Wanted;
use basket::Basket;
use day::Day;
use goods::Goods;
use notice::Notice;
use payment::Payment;
use prefs::Prefs;
use till::Till;

/// What fills the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Screen {
    /// The database is being opened.
    Opening,
    /// The device is not a register yet.
    Enrol,
    SignIn,
    Sell,
    Pay,
    Paid,
    Sales,
    /// Goods come back.
    Return,
    /// The shift that runs, or none yet.
    Shift,
    /// The app cannot work here; the text says why and what to do.
    Blocked(String),
}

/// What lies over the page.
#[derive(Clone, Debug, PartialEq)]
pub enum Dialog {
    Menu,
    Sync,
    Settings,
    Help,
    Diagnostics,
    /// Checking journals.
    Verify,
    MoveCash(CashMove),
    OpenDrawer,
    CartDiscount,
    Parked,
    /// Why a line has its price.
    Why(LineId),
    /// The register was switched off and can begin anew.
    SetUpAgain,
    /// Somebody has to allow this, by PIN.
    Approve(String),
    /// More than one item has the code.
    Choice {
        items: Vec<Item>,
        quantity: Option<Quantity>,
    },
    /// How much of a weighed item?
    Weigh(Box<Wanted>),
    /// At which price?
    Price(Box<Wanted>),
    /// With which modifiers, of which parts?
    Options(Box<Wanted>),
}

/// Whether this page writes or watches.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Role {
    Writer,
    Reader,
}

/// Which of the two sheets a phone shows.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Pane {
    Goods,
    Cart,
}

/// The state of the app. A handful of handles: copied wherever it is needed.
#[derive(Copy, Clone)]
pub struct App {
    pub screen: RwSignal<Screen>,
    pub dialog: RwSignal<Option<Dialog>>,
    pub role: RwSignal<Role>,
    pub pane: RwSignal<Pane>,
    pub shop: RwSignal<Option<Arc<ShopConfig>>>,
    pub cashier: RwSignal<Option<StaffId>>,
    pub notice: RwSignal<Option<Notice>>,
    pub status: RwSignal<Status>,
    /// The server has every entry up to this one.
    pub acked: RwSignal<u64>,
    pub update_ready: RwSignal<bool>,
    pub prefs: Prefs,
    pub basket: Basket,
    pub goods: Goods,
    /// Carts that wait for their customers, the oldest first.
    pub parked: RwSignal<Vec<ParkedCart>>,
    pub payment: Payment,
    pub day: Day,
    pub returning: returns::Returning,
    pub counting: shift::Counting,
    pub enrolment: enrolment::Enrolment,
    pub door: cashier::Door,
    wanted_sales: StoredValue<bool>,
    parts: StoredValue<Parts, LocalStorage>,
}

/// What is not to be shown but to be used.
#[derive(Default)]
struct Parts {
    db: Option<Db>,
    till: Option<Rc<Till>>,
    making: Option<Rc<RefCell<returns::Making>>>,
    driver: Option<Driver>,
    channel: Option<Channel>,
    worker: Option<Worker>,
    key: Option<SigningKey>,
    pepper: Option<Pepper>,
    asked: Option<approval::Asked>,
}

impl App {
    /// Returns the state of an app that has just been opened.
    #[must_use]
    pub fn new() -> Self {
        let prefs = Prefs::load();
        Self {
            screen: RwSignal::new(Screen::Opening),
            dialog: RwSignal::new(None),
            role: RwSignal::new(Role::Writer),
            pane: RwSignal::new(Pane::Goods),
            shop: RwSignal::new(None),
            cashier: RwSignal::new(None),
            notice: RwSignal::new(None),
            status: RwSignal::new(Status { link: Link::Unknown, waiting: 0, problem: None }),
            acked: RwSignal::new(0),
            update_ready: RwSignal::new(false),
            prefs,
            basket: Basket::new(),
            goods: Goods::new(),
            parked: RwSignal::new(Vec::new()),
            payment: Payment::new(),
            day: Day::new(),
            returning: returns::Returning::new(),
            counting: shift::Counting::new(),
            enrolment: enrolment::Enrolment::new(),
            door: cashier::Door::new(),
            wanted_sales: StoredValue::new(page::query("screen").as_deref() == Some("sales")),
            parts: StoredValue::new_local(Parts::default()),
        }
    }

    /// Returns a text in the language of the app.
    #[must_use]
    pub fn t(&self, key: Key) -> &'static str {
        text(key)
    }

    /// Returns a text with its gaps filled.
    #[must_use]
    pub fn tf(&self, key: Key, gaps: &[(&str, &str)]) -> String {
        fill(self.t(key), gaps)
    }

    /// Returns the currency of the shop.
    #[must_use]
    pub fn currency(&self) -> Option<Currency> {
        self.shop.with_untracked(|shop| shop.as_ref().map(|shop| shop.book.currency))
    }

    /// Writes an amount with its currency sign.
    #[must_use]
    pub fn money(&self, amount: Minor) -> String {
        let locale = self.prefs.locale();
        let written = self.currency().map(|currency| intl::money(amount, currency, &locale));
        written.unwrap_or_default()
    }

    /// Writes an amount without a sign.
    #[must_use]
    pub fn amount(&self, amount: Minor) -> String {
        let locale = self.prefs.locale();
        let written = self.currency().map(|currency| intl::amount(amount, currency, &locale));
        written.unwrap_or_default()
    }

    /// Writes the time of day in the shop's time zone.
    #[must_use]
    pub fn clock_time(&self, at: titan_core::time::Timestamp) -> String {
        let locale = self.prefs.locale();
        let zone = self.shop.with_untracked(|shop| {
            shop.as_ref().map(|shop| shop.store.timezone.clone()).unwrap_or_default()
        });
        intl::time_of_day(at, &zone, &locale)
    }

    /// Returns the member of staff who is signed in.
    #[must_use]
    pub fn staff(&self) -> Option<StaffMember> {
        let id = self.cashier.get_untracked()?;
        self.staff_member(id)
    }

    /// Returns whether who is signed in may do this without asking somebody.
    #[must_use]
    pub fn may(&self, what: Permission) -> bool {
        let role_may = self.staff().is_some_and(|member| member.role.may(what));
        role_may && self.rights().allow(&Need::act(what))
    }

    /// Returns a member of staff.
    #[must_use]
    pub fn staff_member(&self, id: StaffId) -> Option<StaffMember> {
        self.shop.with_untracked(|shop| {
            shop.as_ref()?.staff.iter().find(|member| member.id == id).cloned()
        })
    }

    /// Returns whether this page may change anything.
    #[must_use]
    pub fn writes(&self) -> bool {
        self.role.get_untracked() == Role::Writer
    }

    /// Runs a task of the app beside everything else.
    pub fn run(self, task: impl AsyncFnOnce(App) + 'static) {
        spawn(async move { task(self).await });
    }

    pub(crate) fn db(&self) -> Option<Db> {
        self.parts.with_value(|parts| parts.db.clone())
    }

    pub(crate) fn till(&self) -> Option<Rc<Till>> {
        self.parts.with_value(|parts| parts.till.clone())
    }

    pub(crate) fn driver(&self) -> Option<Driver> {
        self.parts.with_value(|parts| parts.driver.clone())
    }

    pub(crate) fn say(&self, word: &str) {
        self.parts.with_value(|parts| {
            if let Some(channel) = &parts.channel {
                channel.say(word);
            }
        });
    }
}

impl Default for App {
    fn default() -> Self {
        Self::new()
    }
}
