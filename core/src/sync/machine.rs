//! The register's side of sync as a pure state machine: inputs in, effects out.
//!
//! The driver feeds it what happened ([`Input`]) with the time and a random number, carries out
//! the [`Effect`]s and reports back. It holds no entries; it only knows how far the journal
//! reaches on the device (`tail`) and on the server (`acked`).

mod backoff;
#[cfg(test)]
mod tests;

use super::wire::{Anchor, PushAnswer};
use crate::hash::Hash256;
use crate::time::Timestamp;

use backoff::Backoff;

/// How often a register asks for changes when nothing else happens.
pub const PULL_EVERY_MS: i64 = 30_000;

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Input {
    /// The clock moved on; also the first input.
    Tick,
    /// The journal now reaches to this entry.
    Appended { tail: u64 },
    /// The browser says that there is a network again.
    Online,
    /// The browser says that there is none.
    Offline,
    /// The cashier asks for a try now.
    Retry,
    /// The server said that something changed: it is advice to pull, and may be given at any time.
    Hinted,
    /// A token was given.
    Authenticated,
    /// A push was answered.
    Pushed(PushAnswer),
    /// The server said, beside something else, how far it has this register's journal. A server
    /// that was put back to an earlier state is found out by this alone when nobody sells.
    Anchored(Anchor),
    /// The device has another entry under the number of this anchor: two journals go by the
    /// name of this register, for instance after its disk was put back to an earlier state.
    NotOurs(Anchor),
    /// The device could not write down an acknowledgement: its outbox is longer than it need be.
    NotSaved(Anchor),
    /// The catalogue and the settings are up to date.
    Pulled,
    /// The last effect failed.
    Failed(Failure),
}

/// Why something failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No answer at all.
    Network,
    /// The token is missing, expired or forged.
    Unauthorized,
    /// The server no longer takes this version: the app has to be updated.
    TooOld,
    /// The server refuses the register itself: it was revoked or is unknown.
    Revoked,
    /// The server asks to wait.
    Busy { retry_after_ms: i64 },
    /// Any other error answer.
    Refused { code: String },
}

/// Something to do. At most one request is under way at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Sign a challenge and fetch a token.
    Authenticate,
    /// Send entries from `from` on, as many as the limits allow, and none behind the last
    /// [`Input::Appended`]: an anchor that is further on than the machine knows is a fork.
    Push { from: u64 },
    /// Remember that the server has every entry up to the anchor, if the device's own entry
    /// there has the anchor's hash; otherwise feed [`Input::NotOurs`].
    Acknowledge(Anchor),
    /// Fetch changes.
    Pull,
    /// Feed [`Input::Tick`] at this time, if nothing happens before.
    WakeAt(Timestamp),
}

/// What the cashier is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    pub link: Link,
    /// Entries that are only on this device.
    pub waiting: u64,
    pub problem: Option<Problem>,
}

/// Whether the server can be reached.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// Not tried yet.
    Unknown,
    Online,
    Offline,
}

/// Something that waiting does not mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The server set entries of this register aside.
    Quarantined { seq: u64, code: String },
    /// The server has other entries under this register's numbers.
    Fork { seq: u64 },
    /// The app has to be updated.
    TooOld,
    /// The register was revoked.
    Revoked,
    /// The server refuses with this code.
    Refused { code: String },
}

/// The state.
#[derive(Clone, Debug)]
pub struct Machine {
    tail: u64,
    acked: u64,
    acked_hash: Hash256,
    /// What was acknowledged before the last anchor.
    before: (u64, Hash256),
    /// The server has another entry under this number; nothing is pushed any more.
    fork: Option<u64>,
    /// The server may have lost entries (it was restored): send again from here.
    resend_from: Option<u64>,
    /// An acknowledgement that is still to be written down.
    unsaved: Option<Anchor>,
    online: bool,
    authenticated: bool,
    in_flight: bool,
    pull_at: Timestamp,
    /// A hint came since the last pull began.
    hinted: bool,
    backoff: Backoff,
    link: Link,
    problem: Option<Problem>,
}

impl Machine {
    /// Returns the machine of a journal that reaches to `tail`, of which the server has the
    /// entries up to `acked`, whose hash is `acked_hash`.
    #[must_use]
    pub fn new(tail: u64, acked: u64, acked_hash: Hash256) -> Self {
        Self {
            tail,
            acked,
            acked_hash,
            before: (acked, acked_hash),
            fork: None,
            resend_from: None,
            unsaved: None,
            online: true,
            authenticated: false,
            in_flight: false,
            pull_at: Timestamp(i64::MIN),
            hinted: false,
            backoff: Backoff::default(),
            link: Link::Unknown,
            problem: None,
        }
    }

    /// Returns what to show.
    #[must_use]
    pub fn status(&self) -> Status {
        Status {
            link: if self.online { self.link } else { Link::Offline },
            waiting: self.tail.saturating_sub(self.acked),
            problem: self.fork.map(|seq| Problem::Fork { seq }).or_else(|| self.problem.clone()),
        }
    }

    /// Takes an input and returns what to do. `random` is any number, for the jitter.
    pub fn step(&mut self, input: Input, now: Timestamp, random: u32) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Some(anchor) = self.unsaved.take() {
            effects.push(Effect::Acknowledge(anchor));
        }
        match input {
            Input::Tick => {}
            Input::NotSaved(anchor) => self.unsaved = Some(anchor),
            Input::NotOurs(anchor) => {
                (self.acked, self.acked_hash) = self.before;
                self.fork = Some(anchor.seq);
            }
            Input::Anchored(anchor) => self.take_anchor(anchor, &mut effects),
            Input::Appended { tail } => self.tail = self.tail.max(tail),
            Input::Online => {
                self.online = true;
                self.backoff.reset();
            }
            Input::Offline => self.online = false,
            Input::Retry => {
                self.online = true;
                self.backoff.reset();
                self.pull_at = now;
                self.problem = None;
            }
            Input::Hinted => self.hinted = true,
            Input::Authenticated => self.succeed(|machine| machine.authenticated = true),
            Input::Pushed(answer) => {
                self.succeed(|_| {});
                self.take_answer(answer, now, random, &mut effects);
            }
            Input::Pulled => self.succeed(|machine| machine.pull_at = now.plus_ms(PULL_EVERY_MS)),
            Input::Failed(failure) => self.fail(failure, now, random),
        }
        self.next(now, &mut effects);
        effects
    }

    fn succeed(&mut self, then: impl FnOnce(&mut Self)) {
        self.in_flight = false;
        self.link = Link::Online;
        self.backoff.reset();
        then(self);
    }

    fn take_answer(
        &mut self,
        answer: PushAnswer,
        now: Timestamp,
        random: u32,
        effects: &mut Vec<Effect>,
    ) {
        let PushAnswer { anchor, quarantined } = answer;
        let progress = anchor.seq > self.acked || self.resend_from.is_some();
        self.problem = None;
        self.take_anchor(anchor, effects);
        if let Some(first) = quarantined.into_iter().next() {
            let (seq, code) = (first.seq, first.code);
            self.problem = Some(Problem::Quarantined { seq, code });
        }
        if self.problem.is_some() || self.fork.is_some() || !progress {
            self.backoff.fail(now, random);
        }
    }

    fn take_anchor(&mut self, anchor: Anchor, effects: &mut Vec<Effect>) {
        if self.fork.is_some() {
            return;
        }
        if anchor.seq > self.tail || (anchor.seq == self.acked && anchor.hash != self.acked_hash) {
            self.fork = Some(anchor.seq);
        } else if anchor.seq < self.acked {
            self.resend_from = Some(anchor.seq + 1);
        } else {
            self.before = (self.acked, self.acked_hash);
            self.acked = anchor.seq;
            self.acked_hash = anchor.hash;
            self.resend_from = None;
            effects.push(Effect::Acknowledge(anchor));
        }
    }

    fn fail(&mut self, failure: Failure, now: Timestamp, random: u32) {
        self.in_flight = false;
        self.backoff.fail(now, random);
        self.link = if failure == Failure::Network { Link::Offline } else { Link::Online };
        match failure {
            Failure::Network => {}
            Failure::Unauthorized => {
                // The first refusal is an expired token: fetch another at once.
                if self.authenticated {
                    self.backoff.reset();
                }
                self.authenticated = false;
            }
            Failure::TooOld => self.problem = Some(Problem::TooOld),
            Failure::Revoked => self.problem = Some(Problem::Revoked),
            Failure::Busy { retry_after_ms } => self.backoff.hold(now.plus_ms(retry_after_ms)),
            Failure::Refused { code } => self.problem = Some(Problem::Refused { code }),
        }
    }

    /// Decides the one next request, or when to look again.
    fn next(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if self.in_flight || !self.online {
            return;
        }
        if let Some(at) = self.backoff.until(now) {
            effects.push(Effect::WakeAt(at));
            return;
        }
        let from = self.resend_from.unwrap_or(self.acked + 1);
        let effect = if !self.authenticated {
            Effect::Authenticate
        } else if from <= self.tail && self.fork.is_none() {
            Effect::Push { from }
        } else if self.hinted || self.pull_at <= now || self.pull_at > now.plus_ms(PULL_EVERY_MS) {
            // A time further away than that was set by a clock that has jumped back since.
            self.hinted = false;
            self.pull_at = now;
            Effect::Pull
        } else {
            effects.push(Effect::WakeAt(self.pull_at));
            return;
        };
        self.in_flight = true;
        effects.push(effect);
    }
}
