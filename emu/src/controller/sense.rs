//! Debounced inputs: cable, peer supply, buttons.

use super::inputs::NEVER;
use crate::nets::Pin;
use umbilical_soft_mcu::registers::{after_reset, sense};

/// Pins behind the bits of `SENSE`, in order.
pub const PINS: [Pin; sense::COUNT as usize] = [
    Pin::Present,
    Pin::PeerVcc,
    Pin::ButtonSource,
    Pin::ButtonDestination,
];

/// The debouncers.
#[derive(Clone, Debug)]
pub struct Sense {
    /// `DEBOUNCE` register.
    pub debounce: u64,
    changed: u32,
    /// First edge of those since which `changed` is not 0.
    changed_edge: u64,
    /// Bits of `changed` that were set last, and when.
    set: (u64, u32),
    value: u32,
    filtered: u32,
    /// First edge that acted on the level that differs from `value`.
    differs_since: [u64; sense::COUNT as usize],
    /// Least of them.
    oldest: u64,
}

impl Default for Sense {
    fn default() -> Self {
        Sense {
            debounce: after_reset::DEBOUNCE.into(),
            changed: 0,
            changed_edge: NEVER,
            set: (NEVER, 0),
            value: 0,
            filtered: 0,
            differs_since: [NEVER; sense::COUNT as usize],
            oldest: NEVER,
        }
    }
}

impl Sense {
    /// The filter outputs in the mask `flipped` (pin numbers) flipped at `edge`.
    pub fn flipped(&mut self, edge: u64, flipped: u32) {
        for (bit, pin) in PINS.iter().enumerate() {
            if flipped >> *pin as u32 & 1 == 1 {
                self.filtered ^= 1 << bit;
                let differs = (self.filtered ^ self.value) >> bit & 1 == 1;
                self.differs_since[bit] = if differs { edge + 1 } else { NEVER };
            }
        }
        self.find_oldest();
    }

    fn find_oldest(&mut self) {
        self.oldest = self.differs_since.iter().copied().min().unwrap_or(NEVER);
    }

    /// The next edge after `edge` at which a debounced value follows.
    #[inline]
    pub fn next(&self, edge: u64) -> u64 {
        match self.oldest {
            NEVER => NEVER,
            since => (since + self.debounce.max(1)).max(edge + 1),
        }
    }

    /// Debounced values that are due at `edge` follow.
    #[inline]
    pub fn evaluate(&mut self, edge: u64) {
        if self.oldest != NEVER {
            self.follow(edge);
        }
    }

    fn follow(&mut self, edge: u64) {
        let mut set = 0;
        for bit in 0..PINS.len() {
            let since = self.differs_since[bit];
            if since != NEVER && since + self.debounce.max(1) <= edge {
                self.value ^= 1 << bit;
                set |= 1 << bit;
                self.differs_since[bit] = NEVER;
            }
        }
        if set != 0 {
            if self.changed == 0 {
                self.changed_edge = edge;
            }
            self.changed |= set;
            self.set = (edge, set);
        }
        self.find_oldest();
    }

    /// `SENSE_CHANGED` as read.
    pub fn changed(&self) -> u32 {
        self.changed
    }

    /// A write to `SENSE_CHANGED` at `edge`, after [`evaluate`](Self::evaluate), clears the bits in
    /// `mask`; those that were set at the same edge stay.
    pub fn clear_changed(&mut self, edge: u64, mask: u32) {
        let (at, set) = self.set;
        let keep = if at == edge { set } else { 0 };
        self.changed &= !mask | keep;
    }

    /// First edge at which logic sees the SENSE event.
    pub fn visible(&self) -> u64 {
        if self.changed == 0 {
            NEVER
        } else {
            self.changed_edge + 1
        }
    }

    /// `SENSE` as read.
    pub fn read(&self) -> u32 {
        self.value | self.filtered << sense::RAW_SHIFT
    }
}
