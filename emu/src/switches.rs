//! The switches on a board that join segments: the gate of the shared bus and the four quarters of
//! the point-to-point bus. Truth table and times: `docs/hardware.md`.

use crate::nets::Pin;
use crate::time::{Span, Time};
use crate::wiring::Quarters;

/// A switch that follows what is asked of it after a while.
#[derive(Clone, Copy, Debug)]
struct Switch {
    wanted: bool,
    conducts: bool,
    /// When `conducts` becomes what is wanted; NEVER when it is.
    due: Time,
    closing: Span,
    opening: Span,
}

impl Switch {
    const fn new(closing: Span, opening: Span) -> Switch {
        Switch {
            wanted: false,
            conducts: false,
            due: Time::NEVER,
            closing,
            opening,
        }
    }

    fn want(&mut self, now: Time, wanted: bool) {
        if wanted == self.wanted {
            return;
        }
        self.wanted = wanted;
        self.due = match (wanted, self.conducts) {
            (true, false) => now + self.closing,
            (false, true) => now + self.opening,
            _ => Time::NEVER,
        };
    }

    fn settle(&mut self, now: Time) {
        if self.due <= now {
            self.due = Time::NEVER;
            self.conducts = self.wanted;
        }
    }
}

/// Bus switch like that of a PCA9511A (data sheet: t_en 130 us, t_dis 15 ns).
const GATE: Switch = Switch::new(Span::from_us(130), Span::from_ns(15));
/// Quarter of a 74LVT16244 (enable 1 to 4.5 ns, disable 1 to 5 ns): the pair that overlaps most.
const QUARTER: Switch = Switch::new(Span::from_ns(1), Span::from_ns(5));

/// The switches of one board.
#[derive(Clone, Copy, Debug)]
pub struct Switches {
    gate: Switch,
    /// 4, 1, 2, 3.
    quarters: [Switch; 4],
    due: Time,
}

impl Default for Switches {
    fn default() -> Switches {
        Switches {
            gate: GATE,
            quarters: [QUARTER; 4],
            due: Time::NEVER,
        }
    }
}

impl Switches {
    /// The nets on which the quarters depend.
    pub const CONTROLS: u64 =
        Pin::Strap.bit() | Pin::En0.bit() | Pin::En1.bit() | Pin::HostEn.bit();

    /// The board's pins are `pins`: quarters will follow the truth table. Without `vout` none
    /// conducts.
    pub fn set_quarters(&mut self, now: Time, pins: u64, vout: bool) {
        let level = |pin: Pin| pins & pin.bit() != 0;
        let (strap, en0, en1) = (level(Pin::Strap), level(Pin::En0), level(Pin::En1));
        let wanted = [
            level(Pin::HostEn),
            strap && en0 && !en1,
            strap && en1 && !en0,
            !strap,
        ];
        for (quarter, wanted) in self.quarters.iter_mut().zip(wanted) {
            quarter.want(now, wanted && vout);
        }
        self.refresh();
    }

    /// The gate will conduct or not.
    pub fn set_gate(&mut self, now: Time, wanted: bool) {
        self.gate.want(now, wanted);
        self.refresh();
    }

    /// Vout is gone: nothing conducts.
    pub fn power_off(&mut self) {
        *self = Switches::default();
    }

    /// The next change.
    #[inline]
    pub fn due(&self) -> Time {
        self.due
    }

    /// Makes the changes that are due.
    pub fn settle(&mut self, now: Time) {
        self.gate.settle(now);
        self.quarters
            .iter_mut()
            .for_each(|quarter| quarter.settle(now));
        self.refresh();
    }

    /// The gate conducts.
    pub fn gate(&self) -> bool {
        self.gate.conducts
    }

    /// The quarters that conduct.
    pub fn quarters(&self) -> Quarters {
        let [host, memory, port, handed_over] = self.quarters.map(|quarter| quarter.conducts);
        Quarters {
            host,
            memory,
            port,
            handed_over,
        }
    }

    fn refresh(&mut self) {
        let due = |least: Time, quarter: &Switch| least.min(quarter.due);
        self.due = self.quarters.iter().fold(self.gate.due, due);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ns: u64) -> Time {
        Time::from_ps(ns * 1_000)
    }

    /// The table of `docs/hardware.md`, row by row, and that no row joins both sides.
    #[test]
    fn quarters_follow_the_truth_table() {
        let put = |on: bool, pin: Pin| if on { pin.bit() } else { 0 };
        for setting in 0..32u32 {
            let bit = |bit: u32| setting >> bit & 1 == 1;
            let (strap, en0, en1, host, vout) = (bit(0), bit(1), bit(2), bit(3), bit(4));
            let pins = put(strap, Pin::Strap)
                | put(en0, Pin::En0)
                | put(en1, Pin::En1)
                | put(host, Pin::HostEn);
            let mut switches = Switches::default();
            switches.set_quarters(at(0), pins, vout);
            switches.settle(at(1));
            let expected = match (vout, strap, en0, en1) {
                (false, ..) => (false, false, false),
                (_, false, ..) => (false, false, true),
                (_, _, true, false) => (true, false, false),
                (_, _, false, true) => (false, true, false),
                _ => (false, false, false),
            };
            let found = switches.quarters();
            let seen = (found.memory, found.port, found.handed_over);
            assert_eq!(
                (seen, found.host),
                (expected, host && vout),
                "{setting:05b}"
            );
        }
    }

    /// Breaks when a quarter opens as fast as it closes, or a request taken back still acts.
    #[test]
    fn quarters_close_after_1_ns_and_open_after_5() {
        let mut switches = Switches::default();
        let memory = Pin::Strap.bit() | Pin::En0.bit();
        switches.set_quarters(at(10), memory, true);
        assert_eq!(switches.due(), at(11));
        switches.settle(at(11));
        assert!(switches.quarters().memory);
        switches.set_quarters(at(20), Pin::Strap.bit() | Pin::En1.bit(), true);
        assert_eq!(switches.due(), at(21));
        switches.settle(at(21));
        // The overlap that a break-before-make must outlast.
        assert!(switches.quarters().memory && switches.quarters().port);
        assert_eq!(switches.due(), at(25));
        switches.settle(at(25));
        assert!(!switches.quarters().memory && switches.due() == Time::NEVER);
        switches.set_quarters(at(30), memory, true);
        switches.set_quarters(at(30), Pin::Strap.bit() | Pin::En1.bit(), true);
        assert_eq!(switches.due(), Time::NEVER);
        assert!(switches.quarters().port);
    }
}
