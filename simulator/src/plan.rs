//! How bad a run is: drawn from its seed, so that some runs are calm and some are dreadful.

use crate::rng::Rng;

/// The chances of a run, in thousandths, and its size.
#[derive(Clone, Debug)]
pub struct Plan {
    pub registers: u64,
    /// Virtual time during which things go wrong.
    pub trouble_ms: u64,
    /// Mean time between two acts of a register.
    pub act_every_ms: u64,
    pub request_lost: u64,
    pub answer_lost: u64,
    pub request_doubled: u64,
    pub delay_ms_max: u64,
    /// A page dies at an await.
    pub page_crash: u64,
    /// A page is killed out of the blue, for each act.
    pub page_killed: u64,
    /// Another page takes the register over, for each act.
    pub taken_over: u64,
    /// A transaction of the device is refused.
    pub disk_refuses: u64,
    /// The network of a register goes away, for each act.
    pub partition: u64,
    /// The clock of a device jumps, for each act.
    pub clock_jump: u64,
    /// The server dies while it handles a request.
    pub server_crash: u64,
    /// The server answers with an error.
    pub server_error: u64,
    /// A token is refused although it has not expired.
    pub token_refused: u64,
    /// The database is put back to an earlier state, for each act.
    pub restored: u64,
    /// The disk of a register is put back to an earlier state, for each act.
    pub rolled_back: u64,
    /// A register loses small records beside its journal, for each act.
    pub record_lost: u64,
    /// The app or the server is replaced by the next version, for each act.
    pub upgrade: u64,
}

impl Plan {
    /// Draws a plan.
    #[must_use]
    pub fn draw(rng: &mut Rng) -> Self {
        // Each trouble is absent, rare or frequent, independently of the others.
        let mut level = |rare: u64, frequent: u64| match rng.below(3) {
            0 => 0,
            1 => rare,
            _ => frequent,
        };
        Self {
            request_lost: level(20, 300),
            answer_lost: level(20, 300),
            request_doubled: level(20, 200),
            page_crash: level(5, 60),
            page_killed: level(10, 100),
            taken_over: level(10, 100),
            disk_refuses: level(5, 100),
            partition: level(20, 100),
            clock_jump: level(10, 100),
            server_crash: level(10, 100),
            server_error: level(10, 200),
            token_refused: level(10, 200),
            restored: level(0, 3),
            rolled_back: level(0, 3),
            record_lost: level(2, 20),
            upgrade: level(0, 30),
            delay_ms_max: [20, 500, 20_000][usize::try_from(rng.below(3)).unwrap_or(0)],
            registers: rng.between(1, 3),
            trouble_ms: rng.between(60_000, 1_200_000),
            act_every_ms: rng.between(500, 30_000),
        }
    }
}
