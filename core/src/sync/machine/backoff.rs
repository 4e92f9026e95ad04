//! Waiting longer after each failure, never in step with other registers.

use crate::time::Timestamp;

const FIRST_MS: i64 = 1_000;
const LAST_MS: i64 = 60_000;

/// When the next try is due.
#[derive(Copy, Clone, Debug, Default)]
pub(super) struct Backoff {
    failures: u32,
    not_before: Option<Timestamp>,
}

impl Backoff {
    pub(super) fn reset(&mut self) {
        *self = Self::default();
    }

    /// Waits between half and all of `1 s * 2^failures`, at most a minute.
    pub(super) fn fail(&mut self, now: Timestamp, random: u32) {
        let doubled = FIRST_MS.saturating_mul(1_i64.checked_shl(self.failures).unwrap_or(i64::MAX));
        let most = doubled.clamp(FIRST_MS, LAST_MS);
        self.failures = self.failures.saturating_add(1).min(30);
        let jitter = i64::from(random) % (most / 2 + 1);
        self.not_before = Some(now.plus_ms(most / 2 + jitter));
    }

    /// Does not try before `at`.
    pub(super) fn hold(&mut self, at: Timestamp) {
        self.not_before = self.not_before.max(Some(at));
    }

    /// Returns the time to wait for, if it is still to come. A clock that jumped back does not
    /// make the wait longer than the longest one.
    pub(super) fn until(&self, now: Timestamp) -> Option<Timestamp> {
        let at = self.not_before?;
        (at > now && at <= now.plus_ms(LAST_MS * 10)).then_some(at)
    }
}
