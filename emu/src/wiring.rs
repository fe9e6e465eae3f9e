//! Who drives what, what is joined to what, and the levels that come of it.

mod joins;

use crate::nets::{Levels, Side, on_board};

pub use joins::{Bus, Joins, Quarters, Segment, Segments};
use joins::{GROUPS_MAX, Groups};

/// A driver's strong drives on the nets of its board, one bit per pin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drive {
    /// Nets driven low.
    pub low: u64,
    /// Nets driven high.
    pub high: u64,
}

/// Drivers of a board.
const PER_BOARD: usize = 4;
/// Number of drivers: those of board A, then those of board B. The environment is besides.
pub const DRIVERS: usize = 2 * PER_BOARD;

/// All drives and joins.
///
/// Strengths, strongest first: a force (fault), a strong drive, a pull-up, a pull-down. Equal and
/// opposite strong drives are contention.
#[derive(Clone, Debug, Default)]
pub struct Wiring {
    driven: [Drive; DRIVERS],
    /// What comes from outside on a board's UART.
    outside: [Drive; 2],
    /// What rails, cable and buttons drive high.
    environment: u128,
    /// Nets with a working pull-up.
    pub pull_up: u128,
    /// Nets with a pull-down.
    pub pull_down: u128,
    /// Nets forced by a fault.
    pub forced: u128,
    /// Their levels.
    pub forced_high: u128,
    joins: Joins,
    segments: Segments,
    groups: [u128; GROUPS_MAX],
    /// How many of them are in use.
    group_count: usize,
    dirty: bool,
    /// More than drives changed: the sums over joined nets below are out of date.
    rare: bool,
    /// What the drivers of each board pull low.
    low: [u64; 2],
    /// What they drive high.
    high: [u64; 2],
    /// `high` changed: `all_high` is out of date.
    high_moved: bool,
    all_high: u128,
    all_up: u128,
    all_forced: u128,
    all_forced_high: u128,
}

impl Wiring {
    /// Sets what `driver` drives.
    #[inline]
    pub fn drive(&mut self, driver: usize, drive: Drive) {
        let before = std::mem::replace(&mut self.driven[driver], drive);
        if before.low != drive.low {
            let board = driver / PER_BOARD;
            let drivers = &self.driven[board * PER_BOARD..][..PER_BOARD];
            let outside = self.outside[board].low;
            self.low[board] = drivers.iter().fold(outside, |all, driver| all | driver.low);
            self.dirty = true;
        }
        if before.high != drive.high {
            let board = driver / PER_BOARD;
            let drivers = &self.driven[board * PER_BOARD..][..PER_BOARD];
            let outside = self.outside[board].high;
            self.high[board] = drivers
                .iter()
                .fold(outside, |all, driver| all | driver.high);
            self.dirty = true;
            self.high_moved = true;
        }
    }

    /// Sets what is driven from outside on the UART of `side`.
    #[inline]
    pub fn drive_from_outside(&mut self, side: Side, drive: Drive) {
        let board = side as usize;
        let before = std::mem::replace(&mut self.outside[board], drive);
        if before != drive {
            // Nobody else drives these nets.
            self.low[board] = self.low[board] & !before.low | drive.low;
            self.high[board] = self.high[board] & !before.high | drive.high;
            self.dirty = true;
            self.high_moved = true;
        }
    }

    /// What `driver` drives.
    pub fn driven(&self, driver: usize) -> Drive {
        self.driven[driver]
    }

    /// What rails, cable and buttons drive high.
    pub fn set_environment(&mut self, high: u128) {
        if self.environment != high {
            self.environment = high;
            self.touch();
        }
    }

    /// Whether any of `nets` is driven by somebody else than the two `drivers`.
    pub fn driven_by_others(&self, nets: u128, drivers: [usize; 2]) -> bool {
        let drives = |index: usize| {
            let Drive { low, high } = self.driven[index];
            let side = Side::BOTH[index / PER_BOARD];
            !drivers.contains(&index) && on_board(low | high, side) & nets != 0
        };
        self.environment & nets != 0 || (0..DRIVERS).any(drives)
    }

    /// Something besides a drive changed.
    #[inline]
    pub fn touch(&mut self) {
        self.dirty = true;
        self.rare = true;
    }

    /// Some level may have changed since the last [`resolve`](Self::resolve).
    #[inline]
    pub fn dirty(&self) -> bool {
        self.dirty
    }

    /// The present joins.
    pub fn joins(&self) -> Joins {
        self.joins
    }

    /// The segments of the point-to-point bus that are joined.
    pub fn segments(&self) -> Segments {
        self.segments
    }

    /// Joins and parts segments.
    pub fn join(&mut self, joins: Joins) {
        if self.joins == joins {
            return;
        }
        self.joins = joins;
        self.segments = Segments::new(&joins);
        let groups = Groups::new(&joins, &self.segments);
        (self.groups, self.group_count) = (groups.nets, groups.count);
        self.touch();
    }

    /// The levels that follow from all drives.
    #[inline]
    pub fn resolve(&mut self) -> Levels {
        if self.rare {
            self.sum_up();
        }
        if self.high_moved {
            self.high_moved = false;
            let high = on_board(self.high[0], Side::A) | on_board(self.high[1], Side::B);
            self.all_high = self.spread(high | self.environment);
        }
        self.dirty = false;
        let low = self.spread(on_board(self.low[0], Side::A) | on_board(self.low[1], Side::B));
        let (high, up, forced) = (self.all_high, self.all_up, self.all_forced);
        let contention = low & high;
        let level = (!low & (high | up)) | contention;
        let floating = !(low | high | up | self.pull_down);
        Levels {
            high: (level & !forced) | (self.all_forced_high & forced),
            odd: (contention | floating) & !forced,
        }
    }

    /// What is true of one net of a joined group is true of all.
    #[inline]
    fn spread(&self, mut word: u128) -> u128 {
        for group in &self.groups[..self.group_count] {
            if word & group != 0 {
                word |= group;
            }
        }
        word
    }

    fn sum_up(&mut self) {
        self.rare = false;
        self.high_moved = true;
        self.all_up = self.spread(self.pull_up);
        if self.forced | self.all_forced != 0 {
            self.all_forced = self.spread(self.forced);
            self.all_forced_high = self.spread(self.forced_high & self.forced);
        }
    }
}

#[cfg(test)]
mod tests;
