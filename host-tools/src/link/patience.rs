//! How long nothing may come, and how often.

use std::time::Duration;

/// Longest wait, as a multiple of the first.
const STRETCH_MAX: u32 = 8;

/// A timer for silence. Each time it runs out the next wait is twice as long, so that a device that is
/// slower than thought is not asked faster than it can answer; only progress makes it short again.
#[derive(Clone, Debug)]
pub struct Patience {
    first: Duration,
    wait: Duration,
    since: Duration,
    rounds: u32,
    rounds_max: u32,
}

impl Patience {
    /// Waits `first`, then longer, at most `rounds_max` times in a row.
    pub fn new(first: Duration, rounds_max: u32) -> Self {
        Self {
            first,
            wait: first,
            since: Duration::ZERO,
            rounds: 0,
            rounds_max,
        }
    }

    /// The wait begins now.
    pub fn begin(&mut self, now: Duration) {
        self.since = now;
    }

    /// Something came that was missing.
    pub fn progress(&mut self, now: Duration) {
        self.since = now;
        self.wait = self.first;
        self.rounds = 0;
    }

    /// When it runs out.
    pub fn deadline(&self) -> Duration {
        self.since + self.wait
    }

    /// It ran out. True: once more. False: that was the last time.
    pub fn again(&mut self, now: Duration) -> bool {
        self.since = now;
        self.wait = (self.wait * 2).min(self.first * STRETCH_MAX);
        self.rounds += 1;
        self.rounds < self.rounds_max
    }

    /// How often it ran out in a row.
    pub fn rounds(&self) -> u32 {
        self.rounds
    }
}
