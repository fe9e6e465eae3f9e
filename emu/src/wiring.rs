//! Who drives what, what is joined to what, and the levels that come of it.

use crate::nets::{Levels, Net, Pin, Side};

/// A driver's strong drives on all nets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drive {
    /// Nets driven low.
    pub low: u128,
    /// Nets driven high.
    pub high: u128,
}

/// Number of drivers: four components per board, and the environment.
pub const DRIVERS: usize = 9;

/// Joined segments: cable and gates make chains of `bus_a - port_a - port_b - bus_b`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Joins {
    /// The cable is plugged in at both ends.
    pub cable: bool,
    /// The gate between memory segment and port conducts, per board.
    pub gate: [bool; 2],
}

/// All drives and joins.
///
/// Strengths, strongest first: a force (fault), a strong drive, a pull-up, a pull-down. Equal and
/// opposite strong drives are contention.
#[derive(Clone, Debug, Default)]
pub struct Wiring {
    low: [u128; DRIVERS],
    high: [u128; DRIVERS],
    /// Nets with a working pull-up.
    pub pull_up: u128,
    /// Nets with a pull-down.
    pub pull_down: u128,
    /// Nets forced by a fault.
    pub forced: u128,
    /// Their levels.
    pub forced_high: u128,
    joins: Joins,
    groups: [u128; 4],
    /// How many of them are in use.
    group_count: usize,
    dirty: bool,
    /// More than lows changed: the sums below are out of date.
    rare: bool,
    /// Nets that any driver pulls low.
    all_low: u128,
    all_high: u128,
    all_up: u128,
    all_forced: u128,
    all_forced_high: u128,
}

impl Wiring {
    /// Sets what `driver` drives.
    #[inline]
    pub fn drive(&mut self, driver: usize, drive: Drive) {
        if self.low[driver] != drive.low {
            self.all_low |= drive.low;
            if self.low[driver] & !drive.low != 0 {
                // Something is let go: who else pulls there?
                let others = |(index, low): (usize, &u128)| if index == driver { 0 } else { *low };
                let others = self.low.iter().enumerate().map(others);
                self.all_low = others.fold(drive.low, |all, low| all | low);
            }
            self.low[driver] = drive.low;
            self.dirty = true;
        }
        if self.high[driver] != drive.high {
            self.high[driver] = drive.high;
            self.touch();
        }
    }

    /// What `driver` drives.
    pub fn driven(&self, driver: usize) -> Drive {
        Drive {
            low: self.low[driver],
            high: self.high[driver],
        }
    }

    /// Something besides a drive changed.
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

    /// Joins and parts segments.
    pub fn join(&mut self, joins: Joins) {
        self.joins = joins;
        self.touch();
        let lines = [(Pin::BusScl, Pin::PortScl), (Pin::BusSda, Pin::PortSda)];
        self.group_count = 0;
        for (bus, port) in lines {
            let chain = [
                Net::new(Side::A, bus),
                Net::new(Side::A, port),
                Net::new(Side::B, port),
                Net::new(Side::B, bus),
            ];
            let links = [joins.gate[0], joins.cable, joins.gate[1]];
            let mut before = false;
            for (index, linked) in links.into_iter().enumerate() {
                if linked && !before {
                    self.groups[self.group_count] = 0;
                    self.group_count += 1;
                }
                if linked {
                    let group = &mut self.groups[self.group_count - 1];
                    *group |= chain[index].mask() | chain[index + 1].mask();
                }
                before = linked;
            }
        }
    }

    /// The levels that follow from all drives.
    #[inline]
    pub fn resolve(&mut self) -> Levels {
        if self.rare {
            self.sum_up();
        }
        self.dirty = false;
        let low = self.spread(self.all_low);
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
        self.all_high = self.spread(self.high.iter().fold(0, |all, high| all | high));
        self.all_up = self.spread(self.pull_up);
        self.all_forced = self.spread(self.forced);
        self.all_forced_high = self.spread(self.forced_high & self.forced);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nets::Level;

    fn net(side: Side, pin: Pin) -> Net {
        Net::new(side, pin)
    }

    #[test]
    fn strength_table() {
        let wire = net(Side::A, Pin::BusSda);
        let mut wiring = Wiring::default();
        assert_eq!(wiring.resolve().get(wire), Level::Floating);
        wiring.pull_down = wire.mask();
        wiring.touch();
        assert_eq!(wiring.resolve().get(wire), Level::Low);
        wiring.pull_up = wire.mask();
        wiring.touch();
        assert_eq!(wiring.resolve().get(wire), Level::High);
        wiring.drive(
            0,
            Drive {
                low: wire.mask(),
                high: 0,
            },
        );
        assert_eq!(wiring.resolve().get(wire), Level::Low);
        wiring.drive(
            1,
            Drive {
                low: 0,
                high: wire.mask(),
            },
        );
        assert_eq!(wiring.resolve().get(wire), Level::Contention);
        assert_eq!(wiring.resolve().read() & wire.mask(), 0);
        wiring.drive(0, Drive::default());
        assert_eq!(wiring.resolve().get(wire), Level::High);
        wiring.forced = wire.mask();
        wiring.touch();
        assert_eq!(wiring.resolve().get(wire), Level::Low);
    }

    #[test]
    fn a_low_reaches_exactly_what_is_joined() {
        let chain = [
            net(Side::A, Pin::BusScl),
            net(Side::A, Pin::PortScl),
            net(Side::B, Pin::PortScl),
            net(Side::B, Pin::BusScl),
        ];
        for links in 0..8u32 {
            let linked = |index: usize| links >> index & 1 == 1;
            let mut wiring = Wiring {
                pull_up: !0,
                ..Wiring::default()
            };
            wiring.join(Joins {
                cable: linked(1),
                gate: [linked(0), linked(2)],
            });
            for from in 0..4 {
                wiring.drive(
                    0,
                    Drive {
                        low: chain[from].mask(),
                        high: 0,
                    },
                );
                let levels = wiring.resolve();
                for (to, net) in chain.iter().enumerate() {
                    let (a, b) = (from.min(to), from.max(to));
                    let joined = (a..b).all(linked);
                    assert_eq!(
                        levels.get(*net) == Level::Low,
                        joined,
                        "{links:03b} {from}->{to}"
                    );
                }
                assert_eq!(levels.get(net(Side::A, Pin::BusSda)), Level::High);
            }
        }
    }
}
