//! Debounced inputs: cable, peer supply, buttons.

use super::inputs::NEVER;
use crate::nets::Pin;
use umbilical_soft_mcu::registers::sense;

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
    /// `SENSE_CHANGED` register.
    pub changed: u32,
    changed_edge: u64,
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
            debounce: 480_000,
            changed: 0,
            changed_edge: NEVER,
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
        for bit in 0..PINS.len() {
            let since = self.differs_since[bit];
            if since != NEVER && since + self.debounce.max(1) <= edge {
                self.value ^= 1 << bit;
                if self.changed == 0 {
                    self.changed_edge = edge;
                }
                self.changed |= 1 << bit;
                self.differs_since[bit] = NEVER;
            }
        }
        self.find_oldest();
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
