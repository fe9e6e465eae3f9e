//! Who else is on an I2C bus: a device that mostly acknowledges, sends what it likes, and at times
//! holds a line that it should not.

use crate::stimulus::once;
use std::collections::VecDeque;
use umbilical_emu::rng::Rng;

/// Edges from a drive to the filtered level that the engine sees.
pub const FILTER_EDGES: usize = 5;
/// The place of the acknowledge among the bits.
const ACK: u32 = 8;

/// A segment with its other party, behind the filters.
pub struct Party {
    filters: VecDeque<(bool, bool)>,
    holds_scl: bool,
    holds_sda: bool,
    scl_was_low: bool,
    sda_was_low: bool,
    /// Bit and byte since START; the bit before the first one is none.
    bit: Option<u32>,
    byte: u32,
    /// The device sends: the first byte ended with a 1.
    sends: bool,
    /// What the engine sent at the last rise of SCL.
    level: bool,
}

impl Party {
    /// Its filters take `delay` edges; 0 when the block has its own.
    pub fn new(delay: usize) -> Party {
        Party {
            filters: VecDeque::from(vec![(true, true); delay]),
            holds_scl: false,
            holds_sda: false,
            scl_was_low: false,
            sda_was_low: false,
            bit: None,
            byte: 0,
            sends: false,
            level: true,
        }
    }

    /// The filtered levels of SCL and SDA at this edge, with what is pulled low from now on.
    pub fn levels(&mut self, rng: &mut Rng, scl_low: bool, sda_low: bool) -> (bool, bool) {
        if !scl_low && !self.scl_was_low && sda_low && !self.sda_was_low {
            (self.bit, self.byte, self.sends) = (None, 0, false);
        }
        if !scl_low && self.scl_was_low {
            self.level = !sda_low;
        }
        if scl_low && !self.scl_was_low {
            self.scl_falls(rng);
        }
        (self.scl_was_low, self.sda_was_low) = (scl_low, sda_low);
        if self.holds_scl && once(rng, 60) {
            self.holds_scl = false;
        }
        // Now and then somebody else comes, or a line is stuck for a while.
        if once(rng, 4_000) {
            self.holds_sda = !self.holds_sda;
        }
        if once(rng, 5_000) {
            self.holds_scl = true;
        }
        if self.holds_sda && once(rng, 400) {
            self.holds_sda = false;
        }
        let levels = (!(scl_low || self.holds_scl), !(sda_low || self.holds_sda));
        self.filters.push_back(levels);
        self.filters.pop_front().unwrap_or((true, true))
    }

    /// The next bit begins.
    fn scl_falls(&mut self, rng: &mut Rng) {
        let bit = match self.bit {
            Some(ACK) => {
                self.byte += 1;
                0
            }
            bit => bit.map_or(0, |bit| bit + 1),
        };
        self.bit = Some(bit);
        if bit == ACK && self.byte == 0 {
            self.sends = self.level;
        }
        self.holds_sda = match bit {
            ACK if self.byte == 0 || !self.sends => !once(rng, 8),
            ACK => false,
            _ => self.sends && self.byte > 0 && once(rng, 2),
        };
        self.holds_scl = once(rng, 20);
    }
}
