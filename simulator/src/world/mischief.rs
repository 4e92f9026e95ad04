//! What goes wrong at a register, turn by turn, and how it ends.

use titan_core::journal::Head;
use titan_core::sync::machine::Input;

use super::{At, Event, World};
use crate::bugs::Bug;
use crate::page::Page;

impl World {
    /// One turn of a register: perhaps a trouble, then an act, then the next turn.
    pub(super) fn turn(&mut self, register: usize) {
        if !self.trouble {
            return;
        }
        if self.strikes(self.plan.page_killed) {
            let page = usize::try_from(self.rng.below(2)).unwrap_or(0);
            self.kill(register, page);
        }
        if self.strikes(self.plan.taken_over) {
            self.take_over(register);
        }
        if self.strikes(self.plan.partition) {
            self.cut_off(register);
        }
        if self.strikes(self.plan.clock_jump) {
            let jump = self.delay(0, 172_800_000) - 86_400_000;
            self.registers[register].skew_ms = jump;
        }
        if self.strikes(self.plan.upgrade) {
            self.server_version += 1;
            for register in &mut self.registers {
                for page in &mut register.pages {
                    // The app is never more than one version behind for long: it is told.
                    page.version = page.version.max(self.server_version - 1);
                }
            }
        }
        if self.strikes(self.plan.restored) {
            self.server = self.backup.clone();
            self.restored = true;
        } else if self.rng.chance(50) {
            self.backup = self.server.clone();
        }
        if self.strikes(self.plan.rolled_back) {
            self.roll_back(register);
        } else if self.rng.chance(50) {
            self.registers[register].image = self.registers[register].disk.clone();
        }
        if self.rng.chance(50) {
            self.tell(register, &Input::Hinted);
        }
        if self.strikes(self.plan.record_lost) {
            self.lose_records(register);
        }
        self.serve(register);
        let every = self.plan.act_every_ms;
        let delay = self.delay(every / 2 + 1, every + every / 2 + 1);
        self.at(delay, Event::Turn { register });
    }

    /// Starts a page. The first one writes; another one only after a take-over.
    pub(super) fn open(&mut self, register: usize, page: usize) {
        let other = &self.registers[register].pages[1 - page];
        if other.machine.is_some() && other.writer {
            return;
        }
        self.start(register, page);
    }

    /// Begins a page in two transactions, between which anything may happen.
    fn start(&mut self, register: usize, page: usize) {
        let bug = self.bug;
        let register_ = &mut self.registers[register];
        let page_ = &mut register_.pages[page];
        let receipts = page_.numbers.receipts;
        page_.begin();
        let mut early = None;
        if bug == Some(Bug::ReadBeforeFence) {
            let mut reader = page_.clone();
            reader.read(&register_.disk, bug);
            early = Some(Box::new(reader));
        } else {
            page_.raise_fence(&mut register_.disk);
        }
        let at = self.here(register, page);
        let delay = self.delay(1, 40);
        self.at(delay, Event::Begin { at, receipts, early });
    }

    /// The second transaction of a page that begins.
    pub(super) fn begin(&mut self, at: At, receipts: u64, early: Option<Box<Page>>) {
        let bug = self.bug;
        let register = &mut self.registers[at.register];
        let page = &mut register.pages[at.page];
        if page.life != at.life || page.machine.is_some() {
            return;
        }
        match early {
            Some(early) => {
                *page = *early;
                page.raise_fence(&mut register.disk);
            }
            None => page.read(&register.disk, bug),
        }
        match bug {
            Some(Bug::ReceiptFromMemory) => page.numbers.receipts = receipts,
            Some(Bug::SeqReused) => {
                if let Some((_, last)) = register.disk.entries.iter().next_back()
                    && let Ok(entry) = last.entry()
                {
                    let (register_id, seq) = (register.id, entry.seq - 1);
                    let head = Head { register: register_id, seq, hash: entry.prev };
                    page.head = Some(head);
                    register.disk.head = head;
                }
            }
            _ => {}
        }
        let connected = self.registers[at.register].connected;
        self.feed(at, if connected { Input::Online } else { Input::Offline });
    }

    /// The other page becomes the writer, whatever the first one is doing.
    fn take_over(&mut self, register: usize) {
        let Some(writer) = (0..2).find(|page| self.registers[register].pages[*page].writer) else {
            return;
        };
        // The old page learns of it only when it tries to write.
        self.start(register, 1 - writer);
        if self.rng.chance(500) {
            self.registers[register].pages[writer].writer = false;
        }
    }

    /// Ends a page as SIGKILL does, and opens it again after a while.
    pub(crate) fn kill(&mut self, register: usize, page: usize) {
        self.registers[register].pages[page].close();
        let delay = self.delay(100, 20_000);
        self.at(delay, Event::Open { register, page });
    }

    /// Puts a disk back to an earlier state, as a restored tablet does.
    fn roll_back(&mut self, register: usize) {
        for page in 0..2 {
            self.kill(register, page);
        }
        let register = &mut self.registers[register];
        register.rolled_back |= register.image.head != register.disk.head;
        let fence = register.disk.fence;
        register.disk = register.image.clone();
        register.disk.fence = fence;
        register.paid.clear();
    }

    /// The browser loses small records, which is found out when the app starts the next time.
    fn lose_records(&mut self, register: usize) {
        for page in 0..2 {
            self.kill(register, page);
        }
        let which = self.rng.between(1, 7);
        let disk = &mut self.registers[register].disk;
        if which & 1 != 0 {
            disk.receipts = None;
        }
        if which & 2 != 0 {
            disk.reports = None;
        }
        if which & 4 != 0 {
            disk.shift = None;
        }
    }

    fn cut_off(&mut self, register: usize) {
        if !self.registers[register].connected {
            return;
        }
        self.registers[register].connected = false;
        // Sometimes the browser notices, sometimes it does not.
        if self.rng.chance(500) {
            self.tell(register, &Input::Offline);
        }
        let delay = self.delay(1_000, 600_000);
        self.at(delay, Event::Reconnect { register });
    }

    pub(super) fn reconnect(&mut self, register: usize) {
        self.registers[register].connected = true;
        self.tell(register, &Input::Online);
    }

    fn tell(&mut self, register: usize, input: &Input) {
        for page in 0..2 {
            let at: At = self.here(register, page);
            self.feed(at, input.clone());
        }
    }

    /// Trouble is over: every network heals, every clock is right, one page is open.
    pub(super) fn calm(&mut self) {
        self.trouble = false;
        self.server_up = true;
        for register in 0..self.registers.len() {
            self.registers[register].skew_ms = 0;
            self.registers[register].pages[1].close();
            let fence = self.registers[register].disk.fence;
            let page = &self.registers[register].pages[0];
            // A page that finds itself taken over offers to take the register back.
            if page.machine.is_none() || !page.writer || page.fence != fence {
                self.start(register, 0);
            }
            self.reconnect(register);
        }
    }
}
