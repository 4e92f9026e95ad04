//! The loop that lets things happen in the order of their times.

mod mischief;
mod network;
mod sell;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use titan_core::ids::RegisterId;
use titan_core::journal::{Head, SealedEntry};
use titan_core::sync::machine::{Effect, Failure, Input};
use titan_core::sync::wire::{Anchor, PushAnswer};
use titan_core::time::Timestamp;
use uuid::Uuid;

use crate::bugs::Bug;
use crate::check;
use crate::device::Register;
use crate::page::{Draft, Page};
use crate::plan::Plan;
use crate::rng::Rng;
use crate::server::Tables;

/// Where the clock of the world starts: 2026-01-01T00:00:00Z.
const START_MS: i64 = 1_767_225_600_000;
/// After the trouble everything has this long to come to rest.
const REST_MS: i64 = 3_600_000;

/// A page in one of its lives.
#[derive(Copy, Clone, Debug)]
pub(crate) struct At {
    pub register: usize,
    pub page: usize,
    pub life: u64,
}

/// Something that will happen.
#[derive(Clone, Debug)]
pub(crate) enum Event {
    /// The hour of mischief and of the next sale at a register.
    Turn {
        register: usize,
    },
    Open {
        register: usize,
        page: usize,
    },
    /// A page that has raised the fence reads where its register is.
    Begin {
        at: At,
        /// What the page remembers from its life before, for the bug that trusts it.
        receipts: u64,
        /// What it read before it raised the fence, for the bug that does.
        early: Option<Box<Page>>,
    },
    Signed {
        at: At,
        draft: Box<Draft>,
    },
    Committed {
        at: At,
        draft: Box<Draft>,
    },
    Finish {
        register: usize,
        draft: Box<Draft>,
    },
    Acknowledge {
        at: At,
        anchor: Anchor,
    },
    Tick {
        at: At,
    },
    Arrive {
        at: At,
        request: u64,
        ask: Ask,
    },
    Answer {
        at: At,
        request: u64,
        answer: Result<Reply, Failure>,
    },
    Timeout {
        at: At,
        request: u64,
    },
    Reconnect {
        register: usize,
    },
    ServerUp,
}

/// A request to the server.
#[derive(Clone, Debug)]
pub(crate) enum Ask {
    Token,
    Push { entries: Vec<SealedEntry>, token: bool, version: u32 },
    Pull { token: bool },
}

/// An answer that is not an error.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    Token,
    Pushed(Box<PushAnswer>),
    Pulled(Head),
}

/// What a run came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub seed: u64,
    pub events: u64,
    /// Receipts of sales and returns that were handed out.
    pub receipts: u64,
    /// Z reports.
    pub reports: u64,
    /// The first broken promise, with the virtual time since the start.
    pub fault: Option<(i64, String)>,
}

/// The world of one run.
pub(crate) struct World {
    pub now: i64,
    pub rng: Rng,
    pub plan: Plan,
    pub bug: Option<Bug>,
    pub trouble: bool,
    pub registers: Vec<Register>,
    pub server: Tables,
    pub server_up: bool,
    pub server_version: u32,
    /// The database was put back: what was acknowledged may be missing until it is sent again.
    pub restored: bool,
    pub backup: Tables,
    /// The page whose turn it is was refused by its own disk.
    pub refused_in_turn: bool,
    queue: BinaryHeap<Reverse<(i64, u64, usize)>>,
    events: Vec<Option<Event>>,
    order: u64,
}

/// Runs the world of a seed to its end, or to the first broken promise.
#[must_use]
pub fn run(seed: u64, bug: Option<Bug>, trace: bool) -> Outcome {
    let mut world = World::new(seed, bug);
    let mut events = 0;
    let fault = loop {
        let Some((time, event)) = world.pop() else { break None };
        world.now = time.max(world.now);
        if world.trouble && world.now > START_MS + i64_of(world.plan.trouble_ms) {
            world.calm();
        }
        if world.now > START_MS + i64_of(world.plan.trouble_ms) + REST_MS {
            break None;
        }
        if trace {
            println!("{:>9} {event:?}", world.now - START_MS);
        }
        world.handle(event);
        events += 1;
        if let Err(fault) = check::always(&world) {
            break Some(fault);
        }
    };
    let fault = fault.or_else(|| {
        world.server.project(bug);
        check::at_rest(&world).err()
    });
    let papers = || world.registers.iter().flat_map(|register| &register.paid);
    let reports = papers().filter(|paid| paid.paper_no.starts_with("Z ")).count();
    Outcome {
        seed,
        events,
        receipts: u64::try_from(papers().count() - reports).unwrap_or(u64::MAX),
        reports: u64::try_from(reports).unwrap_or(u64::MAX),
        fault: fault.map(|fault| (world.now - START_MS, fault)),
    }
}

impl World {
    fn new(seed: u64, bug: Option<Bug>) -> Self {
        let mut rng = Rng::new(seed);
        let plan = Plan::draw(&mut rng);
        let ids = (0..plan.registers).map(|n| RegisterId::new(Uuid::from_u128(u128::from(n) + 10)));
        let registers: Vec<Register> = ids.map(Register::new).collect();
        let mut world = Self {
            now: START_MS,
            rng,
            plan,
            bug,
            trouble: true,
            server: Tables::default(),
            server_up: true,
            server_version: 1,
            restored: false,
            backup: Tables::default(),
            refused_in_turn: false,
            queue: BinaryHeap::new(),
            events: Vec::new(),
            order: 0,
            registers,
        };
        for register in 0..world.registers.len() {
            world.at(0, Event::Open { register, page: 0 });
            world.at(1, Event::Turn { register });
        }
        world
    }

    /// Lets an event happen in `delay_ms`.
    pub(crate) fn at(&mut self, delay_ms: i64, event: Event) {
        self.order += 1;
        self.events.push(Some(event));
        let slot = self.events.len() - 1;
        self.queue.push(Reverse((self.now + delay_ms.max(0), self.order, slot)));
    }

    fn pop(&mut self) -> Option<(i64, Event)> {
        while let Some(Reverse((time, _, slot))) = self.queue.pop() {
            if let Some(event) = self.events.get_mut(slot).and_then(Option::take) {
                return Some((time, event));
            }
        }
        None
    }

    fn handle(&mut self, event: Event) {
        match event {
            Event::Turn { register } => self.turn(register),
            Event::Open { register, page } => self.open(register, page),
            Event::Begin { at, receipts, early } => self.begin(at, receipts, early),
            Event::Signed { at, draft } => self.signed(at, draft),
            Event::Committed { at, draft } => self.committed(at, &draft),
            Event::Finish { register, draft } => {
                crate::page::finish_commit(&mut self.registers[register].disk, &draft);
            }
            Event::Acknowledge { at, anchor } => self.acknowledge(at, &anchor),
            Event::Tick { at } => self.feed(at, Input::Tick),
            Event::Arrive { at, request, ask } => self.arrive(at, request, ask),
            Event::Answer { at, request, answer } => self.answered(at, request, answer),
            Event::Timeout { at, request } => {
                self.answered(at, request, Err(Failure::Network));
            }
            Event::Reconnect { register } => self.reconnect(register),
            Event::ServerUp => self.server_up = true,
        }
    }

    /// Tells whether a page is still in the life in which something was begun.
    pub(crate) fn alive(&self, at: At) -> bool {
        let page = &self.registers[at.register].pages[at.page];
        page.life == at.life && page.machine.is_some()
    }

    /// Returns a page's address in its present life.
    pub(crate) fn here(&self, register: usize, page: usize) -> At {
        At { register, page, life: self.registers[register].pages[page].life }
    }

    /// Feeds the machine of a page and carries out what it asks for.
    pub(crate) fn feed(&mut self, at: At, input: Input) {
        if !self.alive(at) || !self.registers[at.register].pages[at.page].writer {
            return;
        }
        let now = self.device_time(at.register);
        let random = u32::try_from(self.rng.below(u64::from(u32::MAX))).unwrap_or(0);
        let page = &mut self.registers[at.register].pages[at.page];
        let Some(machine) = &mut page.machine else { return };
        for effect in machine.step(input, now, random) {
            self.perform(at, effect, now);
        }
    }

    fn perform(&mut self, at: At, effect: Effect, now: Timestamp) {
        match effect {
            Effect::Authenticate => self.send(at, Ask::Token),
            Effect::Push { from } => {
                let register = &mut self.registers[at.register];
                let page = &register.pages[at.page];
                let entries = crate::page::batch(&register.disk, page, from, self.bug);
                let sent: Vec<u64> = entries.iter().map(|sealed| sealed.seq).collect();
                let (token, version) = (page.token, page.version);
                match self.bug {
                    Some(Bug::ForgotOnSend) => {
                        register.disk.outbox.retain(|seq| !sent.contains(seq));
                    }
                    Some(Bug::DeletedOnSend) => {
                        for seq in &sent {
                            register.disk.entries.remove(seq);
                            register.disk.outbox.remove(seq);
                        }
                    }
                    _ => {}
                }
                self.send(at, Ask::Push { entries, token, version });
            }
            Effect::Acknowledge(anchor) => {
                let delay = self.delay(1, 10);
                self.at(delay, Event::Acknowledge { at, anchor });
            }
            Effect::Pull => {
                let token = self.registers[at.register].pages[at.page].token;
                self.send(at, Ask::Pull { token });
            }
            Effect::WakeAt(time) => self.at((time.0 - now.0).max(1), Event::Tick { at }),
        }
    }

    pub(crate) fn device_time(&self, register: usize) -> Timestamp {
        Timestamp(self.now + self.registers[register].skew_ms)
    }

    pub(crate) fn delay(&mut self, low: u64, high: u64) -> i64 {
        i64_of(self.rng.between(low, high))
    }

    /// Rolls for a trouble; in calm times nothing goes wrong.
    pub(crate) fn strikes(&mut self, permille: u64) -> bool {
        self.trouble && self.rng.chance(permille)
    }
}

pub(crate) fn i64_of(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
