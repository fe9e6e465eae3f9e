//! `uart_rx` behind its two flip-flops: which level they show at an edge.

use super::super::inputs::NEVER;
use umbilical_soft_mcu::registers::SYNC_CYCLES;

/// More changes than can lie between what the receiver has used up and the last sample: it is run
/// up to [`Line::SETTLED`] edges before each.
const CHANGES_MAX: usize = 8;

/// The levels shown, as far back as the receiver needs them.
#[derive(Clone, Debug)]
pub struct Line {
    /// The level before the first of the changes.
    base: bool,
    /// The edges from which on the other level is shown, oldest first.
    changes: [u64; CHANGES_MAX],
    count: usize,
    /// The level sampled last.
    sampled: bool,
}

impl Line {
    /// What is shown so many edges before a sample cannot be changed by it or a later one.
    pub const SETTLED: u64 = 3;

    /// The flip-flops show 0; the line has this level from edge 0 on.
    pub fn reset(level: bool) -> Line {
        let mut line = Line {
            base: false,
            changes: [NEVER; CHANGES_MAX],
            count: 0,
            sampled: false,
        };
        line.sample(0, level);
        line
    }

    /// The line has this level from the sampling edge `edge` on. Of all that it does between two
    /// edges only the last level is sampled.
    pub fn sample(&mut self, edge: u64, level: bool) {
        if level == self.sampled {
            return;
        }
        self.sampled = level;
        let shown = edge + SYNC_CYCLES;
        if self.count > 0 && self.changes[self.count - 1] == shown {
            self.count -= 1;
        } else {
            self.changes[self.count] = shown;
            self.count += 1;
        }
    }

    /// The level shown at `edge`, which is not before the one last given to
    /// [`forget`](Self::forget).
    pub fn shown(&self, edge: u64) -> bool {
        let changes = &self.changes[..self.count];
        let passed = changes.iter().take_while(|change| **change <= edge).count();
        self.base ^ (passed % 2 == 1)
    }

    /// The first edge from `from` on at which `level` is shown, as far as is known; [`NEVER`]
    /// while there is none.
    pub fn first(&self, level: bool, from: u64) -> u64 {
        if self.shown(from) == level {
            return from;
        }
        let changes = &self.changes[..self.count];
        let next = changes.iter().find(|change| **change > from);
        next.copied().unwrap_or(NEVER)
    }

    /// Nobody asks for levels before `edge` any more.
    pub fn forget(&mut self, edge: u64) {
        let changes = &self.changes[..self.count];
        let passed = changes.iter().take_while(|change| **change <= edge).count();
        if passed > 0 {
            self.base ^= passed % 2 == 1;
            self.changes.copy_within(passed..self.count, 0);
            self.count -= passed;
        }
    }
}
