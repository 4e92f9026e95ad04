//! Carrying out what the machine decides.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use titan_core::catalog::snapshot::Snapshot;
use titan_core::hash::Hash256;
use titan_core::ids::RegisterId;
use titan_core::shop::ShopConfig;
use titan_core::sync::machine::{Effect, Failure, Input, Machine, Status};
use titan_core::sync::wire::{Anchor, Change};
use titan_core::time::Timestamp;

use super::api;
use super::hints::Ear;
use super::pull::Overlay;
use crate::db::Db;
use crate::platform::clock::{self, Timer};
use crate::platform::crypto::SigningKey;
use crate::platform::{network, page, random, spawn};

/// What a driver begins with.
pub struct Setup {
    pub db: Db,
    pub key: SigningKey,
    pub register: RegisterId,
    /// A token, where one was just given.
    pub token: Option<String>,
    pub tail: u64,
    pub acked: u64,
    pub acked_hash: Hash256,
}

/// Something that sync has to tell.
pub enum Event {
    /// What to show.
    Status(Status),
    /// The server has every entry up to this one.
    Acknowledged(u64),
    Config(Box<ShopConfig>),
    /// So many bytes of a catalogue have come, of so many (if that is known).
    Loading(usize, Option<usize>),
    Snapshot(Box<Snapshot>),
    Changes(Vec<Change>),
}

/// Drives the machine of one register. Only the page that writes has one.
#[derive(Clone)]
pub struct Driver {
    pub(super) inner: Rc<Inner>,
}

pub(super) struct Inner {
    pub(super) db: Db,
    key: SigningKey,
    register: RegisterId,
    pub(super) token: RefCell<String>,
    tail: Cell<u64>,
    pub(super) machine: RefCell<Machine>,
    pub(super) ear: Ear,
    wake: RefCell<Option<Timer>>,
    stopped: Cell<bool>,
    pub(super) overlay: RefCell<Option<Overlay>>,
    tell: Box<dyn Fn(Event)>,
}

impl Driver {
    /// Starts to drive; `tell` gets what happens.
    #[must_use]
    pub fn start(setup: Setup, tell: impl Fn(Event) + 'static) -> Self {
        let Setup { db, key, register, token, tail, acked, acked_hash } = setup;
        let machine = Machine::new(tail, acked, acked_hash);
        let authenticated = token.is_some();
        let driver = Self {
            inner: Rc::new(Inner {
                db,
                key,
                register,
                token: RefCell::new(token.unwrap_or_default()),
                tail: Cell::new(tail),
                machine: RefCell::new(machine),
                ear: Ear::default(),
                wake: RefCell::default(),
                stopped: Cell::new(false),
                overlay: RefCell::default(),
                tell: Box::new(tell),
            }),
        };
        let listener = driver.clone();
        network::on_change(move |online| {
            listener.feed(if online { Input::Online } else { Input::Offline });
        });
        let listener = driver.clone();
        page::on_seen_or_hidden(move || listener.heed());
        if !network::is_online() {
            driver.feed(Input::Offline);
        }
        driver.feed(if authenticated { Input::Authenticated } else { Input::Tick });
        driver
    }

    /// Tells the machine that something happened.
    pub fn feed(&self, input: Input) {
        if self.inner.stopped.get() {
            return;
        }
        if let Input::Appended { tail } = &input {
            self.inner.tail.set(*tail);
        }
        let (effects, status) = {
            let mut machine = self.inner.machine.borrow_mut();
            let effects = machine.step(input, clock::now(), random::u32());
            (effects, machine.status())
        };
        for effect in effects {
            self.carry_out(effect);
        }
        self.tell(Event::Status(status));
        self.heed();
    }

    /// Stops for good: another page has taken over.
    pub fn stop(&self) {
        self.inner.stopped.set(true);
        self.inner.wake.replace(None);
        self.heed();
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.inner.stopped.get()
    }

    pub(super) fn tell(&self, event: Event) {
        if !self.inner.stopped.get() {
            (self.inner.tell)(event);
        }
    }

    fn carry_out(&self, effect: Effect) {
        let driver = self.clone();
        match effect {
            Effect::WakeAt(at) => self.wake_at(at),
            Effect::Authenticate => spawn(async move { driver.authenticate().await }),
            Effect::Push { from } => spawn(async move { driver.push(from).await }),
            Effect::Pull => spawn(async move {
                let input = match driver.look_and_pull().await {
                    Ok(()) => Input::Pulled,
                    Err(refusal) => Input::Failed(refusal.failure),
                };
                driver.feed(input);
            }),
            Effect::Acknowledge(anchor) => {
                spawn(async move { driver.acknowledge(anchor).await });
            }
        }
    }

    /// Asks for the head too: a server that was put back to an earlier state is found out by it.
    async fn look_and_pull(&self) -> Result<(), api::Refusal> {
        let token = self.inner.token.borrow().clone();
        let answer = api::head(&token).await?;
        self.feed(Input::Anchored(answer.anchor));
        self.pull().await
    }

    async fn acknowledge(&self, anchor: Anchor) {
        match self.inner.db.acknowledge(&anchor).await {
            Ok(true) => self.tell(Event::Acknowledged(anchor.seq)),
            Ok(false) => self.feed(Input::NotOurs(anchor)),
            Err(_) => self.feed(Input::NotSaved(anchor)),
        }
    }

    fn wake_at(&self, at: Timestamp) {
        let wait_ms = u32::try_from(at.0.saturating_sub(clock::now().0).max(0)).unwrap_or(60_000);
        let driver = self.clone();
        // One timer is enough: what it wakes asks for the next.
        let timer = clock::after_ms(wait_ms.min(60_000), move || driver.feed(Input::Tick));
        self.inner.wake.replace(Some(timer));
    }

    async fn authenticate(&self) {
        let input = match api::authenticate(self.inner.register, &self.inner.key).await {
            Ok(answer) => {
                self.inner.token.replace(answer.token);
                Input::Authenticated
            }
            Err(refusal) => Input::Failed(refusal.failure),
        };
        self.feed(input);
    }

    async fn push(&self, from: u64) {
        let input = match self.inner.db.batch(from, self.inner.tail.get()).await {
            Ok(entries) if entries.is_empty() => missing(),
            Ok(entries) => {
                let token = self.inner.token.borrow().clone();
                match api::push(&token, &entries).await {
                    Ok(answer) => Input::Pushed(answer),
                    Err(refusal) => Input::Failed(refusal.failure),
                }
            }
            Err(_) => missing(),
        };
        self.feed(input);
    }
}

/// The journal on the device cannot be read; a person has to look.
fn missing() -> Input {
    Input::Failed(Failure::Refused { code: "device.journal".to_owned() })
}
