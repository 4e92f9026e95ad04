//! Requests on their way, and the server that answers them.

use titan_core::sync::PROTOCOL;
use titan_core::sync::machine::{Failure, Input};

use super::{Ask, At, Event, Reply, World};
use crate::bugs::Bug;
use crate::server::Death;

/// After this long without an answer a request has failed.
const TIMEOUT_MS: i64 = 15_000;

impl World {
    pub(super) fn send(&mut self, at: At, ask: Ask) {
        let page = &mut self.registers[at.register].pages[at.page];
        page.requests += 1;
        let request = page.requests;
        page.request = Some(request);
        self.at(TIMEOUT_MS, Event::Timeout { at, request });
        if !self.registers[at.register].connected || self.strikes(self.plan.request_lost) {
            return;
        }
        if self.strikes(self.plan.request_doubled) {
            let delay = self.on_the_way();
            self.at(delay, Event::Arrive { at, request, ask: ask.clone() });
        }
        let delay = self.on_the_way();
        self.at(delay, Event::Arrive { at, request, ask });
    }

    fn on_the_way(&mut self) -> i64 {
        let most = if self.trouble { self.plan.delay_ms_max } else { 20 };
        self.delay(1, most)
    }

    /// The server has a request. It does not know whether the page still lives.
    pub(super) fn arrive(&mut self, at: At, request: u64, ask: Ask) {
        if !self.server_up {
            self.reply(at, request, Err(Failure::Network));
            return;
        }
        if self.strikes(self.plan.server_error) {
            let busy = self.rng.chance(500);
            let failure = if busy {
                Failure::Busy { retry_after_ms: self.delay(100, 5_000) }
            } else {
                Failure::Refused { code: "internal".into() }
            };
            if self.bug == Some(Bug::ForgotOnError) {
                self.registers[at.register].disk.outbox.clear();
                let disk = &mut self.registers[at.register].disk;
                disk.acked = disk.head.seq;
                disk.acked_hash = disk.head.hash;
            }
            self.reply(at, request, Err(failure));
            return;
        }
        let refused = self.strikes(self.plan.token_refused);
        match ask {
            Ask::Token => self.reply(at, request, Ok(Reply::Token)),
            Ask::Push { token, .. } | Ask::Pull { token } if !token || refused => {
                self.reply(at, request, Err(Failure::Unauthorized));
            }
            Ask::Pull { .. } => {
                let head = self.server.head(self.registers[at.register].id);
                self.reply(at, request, Ok(Reply::Pulled(head)));
            }
            Ask::Push { version, .. } if version + 1 < self.server_version => {
                self.reply(at, request, Err(Failure::TooOld));
            }
            Ask::Push { entries, .. } => self.push(at, request, entries),
        }
    }

    fn push(&mut self, at: At, request: u64, entries: Vec<titan_core::journal::SealedEntry>) {
        let death = match self.strikes(self.plan.server_crash) {
            false => Death::Never,
            true if self.rng.chance(500) => Death::BeforeCommit,
            true => Death::AfterCommit,
        };
        let register = self.registers[at.register].id;
        let now = titan_core::time::Timestamp(self.now);
        let answer = self.server.push(register, entries, death, now, self.bug);
        if death != Death::Never {
            self.server_up = false;
            if self.bug == Some(Bug::ProjectionForgotten) {
                self.server.to_project.clear();
            }
            let delay = self.delay(100, 60_000);
            self.at(delay, Event::ServerUp);
        } else {
            self.server.project(self.bug);
        }
        if let Some(answer) = answer {
            self.reply(at, request, Ok(Reply::Pushed(Box::new(answer))));
        }
    }

    fn reply(&mut self, at: At, request: u64, answer: Result<Reply, Failure>) {
        if self.strikes(self.plan.answer_lost) || !self.registers[at.register].connected {
            return;
        }
        let delay = self.on_the_way();
        self.at(delay, Event::Answer { at, request, answer });
    }

    /// The page has an answer; only to the request that it waits for.
    pub(super) fn answered(&mut self, at: At, request: u64, answer: Result<Reply, Failure>) {
        if !self.alive(at) {
            return;
        }
        let page = &mut self.registers[at.register].pages[at.page];
        if page.request != Some(request) {
            return;
        }
        page.request = None;
        if self.dies(at) {
            return;
        }
        let page = &mut self.registers[at.register].pages[at.page];
        let input = match answer {
            Ok(Reply::Token) => {
                page.token = true;
                Input::Authenticated
            }
            Ok(Reply::Pulled(head)) => {
                let server_time = titan_core::time::Timestamp(self.now);
                self.feed(at, Input::Anchored(crate::server::shop::anchor(head, server_time)));
                Input::Pulled
            }
            Ok(Reply::Pushed(answer)) => Input::Pushed(*answer),
            Err(failure) => {
                if failure == Failure::Unauthorized {
                    page.token = false;
                }
                if failure == Failure::TooOld {
                    self.update(at);
                    return;
                }
                Input::Failed(failure)
            }
        };
        self.feed(at, input);
    }

    /// The app is loaded again in the version of the server; the journal stays as it is.
    fn update(&mut self, at: At) {
        let page = &mut self.registers[at.register].pages[at.page];
        if page.paying {
            self.feed(at, Input::Failed(Failure::TooOld));
            return;
        }
        page.version = self.server_version.max(PROTOCOL);
        self.kill(at.register, at.page);
    }
}
