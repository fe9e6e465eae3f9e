//! The world around a controller: I2C lines with pull-ups, data lines of noise, a cable and a host
//! that come and go.

use umbilical_emu::controller::Controller;
use umbilical_emu::nets::Pin;
use umbilical_emu::rng::Rng;
use umbilical_emu::time::{Span, Time};

use super::Seen;

/// The I2C lines.
const LINES: u64 = 0xFF;
const IO: u64 = 0xF << Pin::ProcIo0 as u32;

/// Levels that a world of chance shows.
pub struct Pins {
    rng: Rng,
    /// When something happens next by itself.
    next: Time,
    /// How long that takes at most, so that some worlds are busier than others.
    pace: Span,
    /// The cable and the buttons, and the lines of I2C that somebody else pulls.
    inputs: u64,
    pulled: u64,
    /// What the data lines show.
    io: u64,
    /// They are all high: a memory that is blank, or none.
    blank: bool,
    levels: u64,
    driven: u64,
    /// What happened.
    pub seen: Seen,
}

impl Pins {
    /// A world.
    pub fn new(mut rng: Rng) -> Pins {
        let pace = Span::from_ns(1 << (8 + rng.below(10)));
        let blank = rng.below(4) == 0;
        Pins {
            rng,
            next: Time::ZERO,
            pace,
            inputs: Pin::Present.bit() | Pin::HostCsn.bit(),
            pulled: 0,
            io: 0,
            blank,
            levels: 0,
            driven: 0,
            seen: Seen::default(),
        }
    }

    /// An edge at which the supply goes, in some worlds.
    pub fn power_cut(&mut self, edges: u64) -> Option<u64> {
        (self.rng.below(3) == 0).then(|| self.rng.below(edges))
    }

    /// When something happens by itself.
    pub fn wake(&self) -> Time {
        self.next
    }

    /// The levels at `now`.
    pub fn levels(&mut self, now: Time, controller: &dyn Controller) -> u64 {
        self.changed(now, controller);
        self.levels
    }

    /// The levels at `now`, if they are others than before.
    pub fn changed(&mut self, now: Time, controller: &dyn Controller) -> Option<u64> {
        let outputs = controller.outputs();
        let moved = outputs.high ^ self.driven;
        self.driven = outputs.high;
        self.count(moved);
        if now >= self.next {
            self.happen(now);
        }
        if moved & Pin::ProcSck.bit() != 0 || self.rng.below(64) == 0 {
            self.io = self.rng.next_u64() & IO;
            if self.blank && self.rng.below(200) != 0 {
                self.io = IO;
            }
        }
        let high = LINES & !self.pulled | self.inputs | self.io | outputs.high;
        let levels = high & !outputs.low;
        let before = std::mem::replace(&mut self.levels, levels);
        (levels != before).then_some(levels)
    }

    fn count(&mut self, moved: u64) {
        let rose = |pin: Pin| u64::from(moved & self.driven & pin.bit() != 0);
        self.seen.clocks += rose(Pin::ProcSck);
        let fell = moved & !self.driven & Pin::ProcCsn.bit() != 0;
        self.seen.frames += u64::from(fell);
        let enables = Pin::En0.bit() | Pin::En1.bit() | Pin::HostEn.bit();
        self.seen.joins += u64::from((moved & enables).count_ones());
    }

    fn happen(&mut self, now: Time) {
        self.next = now + Span::from_ps(1 + self.rng.below(self.pace.ps()));
        match self.rng.below(24) {
            // More often plugged in than not, and the host more often silent than not.
            0 => self.set(Pin::Present, false),
            1..8 => self.set(Pin::Present, true),
            8 => self.set(Pin::HostCsn, false),
            9..14 => self.set(Pin::HostCsn, true),
            14 => self.inputs ^= Pin::PeerVcc.bit(),
            15 => self.pulled = 1 << self.rng.below(8),
            _ => self.pulled = 0,
        }
    }

    fn set(&mut self, pin: Pin, on: bool) {
        self.inputs &= !pin.bit();
        if on {
            self.inputs |= pin.bit();
        }
    }
}
