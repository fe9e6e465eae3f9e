//! Who drives what, what is joined to what, and the levels that come of it.

mod joins;

use crate::nets::{Levels, Side, on_board};

use joins::Groups;
pub use joins::{Bus, Joins, Quarters, Segment, Segments};

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

/// All drives and joins, and the levels that they give.
///
/// Strengths, strongest first: a force (fault), a strong drive, a pull-up, a pull-down. Equal and
/// opposite strong drives are contention.
///
/// Between two instants one or two nets move, of a hundred; so only what is joined with a net that
/// moved is resolved anew.
#[derive(Clone, Debug)]
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
    groups: Groups,
    /// All that the drivers of each board do together.
    sums: [Drive; 2],
    /// Nets on which something changed since the levels were resolved.
    moved: u128,
    levels: Levels,
}

impl Default for Wiring {
    /// Nothing is driven, pulled or joined.
    fn default() -> Wiring {
        Wiring {
            driven: [Drive::default(); DRIVERS],
            outside: [Drive::default(); 2],
            environment: 0,
            pull_up: 0,
            pull_down: 0,
            forced: 0,
            forced_high: 0,
            joins: Joins::default(),
            segments: Segments::default(),
            groups: Groups::APART,
            sums: [Drive::default(); 2],
            moved: !0,
            levels: Levels::default(),
        }
    }
}

impl Wiring {
    /// Sets what `driver` drives.
    #[inline]
    pub fn drive(&mut self, driver: usize, drive: Drive) {
        let before = std::mem::replace(&mut self.driven[driver], drive);
        self.drives_changed(Side::BOTH[driver / PER_BOARD], before, drive);
    }

    /// Sets what is driven from outside on the UART of `side`.
    #[inline]
    pub fn drive_from_outside(&mut self, side: Side, drive: Drive) {
        let before = std::mem::replace(&mut self.outside[side as usize], drive);
        self.drives_changed(side, before, drive);
    }

    #[inline]
    fn drives_changed(&mut self, side: Side, before: Drive, after: Drive) {
        let moved = before.low ^ after.low | before.high ^ after.high;
        if moved != 0 {
            let board = side as usize;
            let drivers = &self.driven[board * PER_BOARD..][..PER_BOARD];
            self.sums[board] = drivers
                .iter()
                .fold(self.outside[board], |all, drive| Drive {
                    low: all.low | drive.low,
                    high: all.high | drive.high,
                });
            self.moved |= on_board(moved, side);
        }
    }

    /// What `driver` drives.
    pub fn driven(&self, driver: usize) -> Drive {
        self.driven[driver]
    }

    /// What rails, cable and buttons drive high.
    pub fn set_environment(&mut self, high: u128) {
        self.moved |= self.environment ^ high;
        self.environment = high;
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

    /// Pulls or forces changed.
    pub fn touch(&mut self) {
        self.moved = !0;
    }

    /// Some level may have changed since the last [`resolve`](Self::resolve).
    #[inline]
    pub fn dirty(&self) -> bool {
        self.moved != 0
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
        let before = self.groups.joined();
        self.groups = Groups::new(&joins, &self.segments);
        self.moved |= before | self.groups.joined();
    }

    /// The levels as [`resolve`](Self::resolve) found them last.
    #[inline]
    pub fn levels(&self) -> Levels {
        self.levels
    }

    /// Finds the levels that follow from all drives. Returns the nets whose level is another one.
    #[inline]
    pub fn resolve(&mut self) -> u128 {
        let mut moved = std::mem::take(&mut self.moved);
        let mut changed = 0;
        while moved != 0 {
            let group = self.groups.of(moved.trailing_zeros() as usize);
            moved &= !group;
            let resolved = self.resolve_group(group);
            let high = self.levels.high & group ^ resolved.high;
            let odd = self.levels.odd & group ^ resolved.odd;
            self.levels.high ^= high;
            self.levels.odd ^= odd;
            changed |= high | odd;
        }
        changed
    }

    /// The levels of joined nets: what is true of one is true of all, but for pull-downs, which may
    /// leave some of them floating.
    #[inline]
    fn resolve_group(&self, group: u128) -> Levels {
        let any = |nets: u128| nets & group != 0;
        let all = |is: bool| if is { group } else { 0 };
        if any(self.forced) {
            return Levels {
                high: all(any(self.forced & self.forced_high)),
                odd: 0,
            };
        }
        let [a, b] = &self.sums;
        let low = any(on_board(a.low, Side::A) | on_board(b.low, Side::B));
        let high = any(on_board(a.high, Side::A) | on_board(b.high, Side::B) | self.environment);
        let up = any(self.pull_up);
        let floating = all(!(low | high | up)) & !self.pull_down;
        Levels {
            high: all(high | (up & !low)),
            odd: all(low & high) | floating,
        }
    }
}

#[cfg(test)]
mod tests;
