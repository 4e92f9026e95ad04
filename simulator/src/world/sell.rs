//! What a cashier does: from the cart to "Paid", with every place where it can be cut off.

use titan_core::ids::CartId;
use titan_core::sync::machine::Input;
use titan_core::sync::wire::Anchor;
use uuid::Uuid;

use super::{At, Event, World};
use crate::act::Desk;
use crate::bugs::Bug;
use crate::device::Paid;
use crate::page::{Commit, Draft, commit, draft};

impl World {
    /// A cashier does something at a register, on the page that may write.
    pub(super) fn serve(&mut self, register: usize) {
        let Some(page) = (0..2).find(|page| {
            let page = &self.registers[register].pages[*page];
            page.writer && page.machine.is_some() && !page.paying
        }) else {
            return;
        };
        let at = self.here(register, page);
        self.keep_cart(at);
        let now = self.device_time(register);
        let (before, rest) = self.registers.split_at(register);
        let Some((here, after)) = rest.split_first() else { return };
        let page = &here.pages[page];
        let others = if self.rng.chance(500) { before } else { after };
        let desk = Desk { page, disk: &here.disk, others, now, bug: self.bug };
        let plan = desk.plan(&mut self.rng);
        let made = plan.and_then(|plan| draft(page, plan, &mut self.rng, now, self.bug));
        let Some(made) = made else { return };
        self.registers[at.register].pages[at.page].paying = true;
        // Signing is an await of its own.
        let delay = self.delay(1, 60);
        self.at(delay, Event::Signed { at, draft: Box::new(made) });
    }

    /// The cart that is being filled is written down in passing, unless the page was taken over.
    fn keep_cart(&mut self, at: At) {
        let register = &mut self.registers[at.register];
        let page = &mut register.pages[at.page];
        if page.cart.is_none() {
            page.cart = Some(CartId::new(Uuid::from_u128(self.rng.wide())));
        }
        if page.fence == register.disk.fence {
            register.disk.cart = page.cart;
        }
    }

    pub(super) fn signed(&mut self, at: At, draft: Box<Draft>) {
        if !self.alive(at) || self.dies(at) {
            return;
        }
        if self.bug == Some(Bug::PaidBeforeCommit) {
            self.show_paid(at, &draft);
        }
        if self.strikes(self.plan.disk_refuses) {
            self.refused(at, &draft);
            return;
        }
        let bug = self.bug;
        let register = &mut self.registers[at.register];
        match commit(&mut register.disk, &register.pages[at.page], &draft, bug) {
            Commit::Complete => {
                let delay = self.delay(1, 15);
                if matches!(bug, Some(Bug::OutboxApart | Bug::HeadApart)) && !self.strikes(30) {
                    let (register, draft) = (at.register, draft.clone());
                    self.at(0, Event::Finish { register, draft });
                }
                self.at(delay, Event::Committed { at, draft });
            }
            Commit::Fenced => {
                self.refused_in_turn |= register.pages[at.page].fence == register.disk.fence;
                let page = &mut self.registers[at.register].pages[at.page];
                page.paying = false;
                page.writer = false;
            }
            Commit::Refused => self.refused(at, &draft),
        }
    }

    fn refused(&mut self, at: At, draft: &Draft) {
        let bug = self.bug;
        let register = &mut self.registers[at.register];
        register.pages[at.page].paying = false;
        if bug == Some(Bug::SeqSkipped) {
            register.pages[at.page].head = Some(draft.next);
            register.disk.head = draft.next;
        }
        if bug == Some(Bug::PaidThoughRefused) {
            self.show_paid(at, draft);
        }
    }

    pub(super) fn committed(&mut self, at: At, draft: &Draft) {
        // The page may die between the commit and the event that tells of it.
        if !self.alive(at) || self.dies(at) {
            return;
        }
        let page = &mut self.registers[at.register].pages[at.page];
        page.paying = false;
        page.wrote(draft);
        let disk = &mut self.registers[at.register].disk;
        match self.bug {
            Some(Bug::ShiftApart) => disk.shift.clone_from(&draft.shift),
            Some(Bug::CartApart) if draft.ends_cart => disk.cart = None,
            _ => {}
        }
        if self.bug != Some(Bug::PaidBeforeCommit) {
            self.show_paid(at, draft);
        }
        self.feed(at, Input::Appended { tail: draft.next.seq });
    }

    fn show_paid(&mut self, at: At, draft: &Draft) {
        if draft.paper_no.is_empty() {
            return;
        }
        self.registers[at.register].paid.push(Paid {
            seq: draft.next.seq,
            hash: draft.next.hash,
            paper_no: draft.paper_no.clone(),
        });
    }

    pub(super) fn acknowledge(&mut self, at: At, anchor: &Anchor) {
        if !self.alive(at) || self.dies(at) {
            return;
        }
        if self.strikes(self.plan.disk_refuses) {
            self.feed(at, Input::NotSaved(anchor.clone()));
            return;
        }
        let bug = self.bug;
        let disk = &mut self.registers[at.register].disk;
        let own = disk.entries.get(&anchor.seq);
        if own.is_some_and(|sealed| sealed.hash != anchor.hash) {
            self.feed(at, Input::NotOurs(anchor.clone()));
            return;
        }
        let through = match bug {
            Some(Bug::AckedOneTooFar) => anchor.seq + 1,
            Some(Bug::AckedWhatWasSent) => disk.head.seq,
            _ => anchor.seq,
        };
        if through > disk.acked {
            disk.acked = through;
            disk.acked_hash = anchor.hash;
        }
        disk.outbox.retain(|seq| *seq > through);
    }

    /// Rolls for the end of a page at one of its awaits.
    pub(super) fn dies(&mut self, at: At) -> bool {
        if !self.strikes(self.plan.page_crash) {
            return false;
        }
        self.kill(at.register, at.page);
        true
    }
}
