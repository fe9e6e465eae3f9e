//! Tests of the link. Random ones print their seed on failure and can be repeated with it.

mod dump;
mod lz4;
mod messages;
mod noise;
mod rate;
mod wire;

use super::frame::{Head, send};
use super::{BODY_BYTES_MAX, Receiver};

/// A generator whose every value follows from its seed (SplitMix64, Steele, Lea and Flood 2014).
pub(super) struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Less than `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    pub fn byte(&mut self) -> u8 {
        self.next() as u8
    }

    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.byte()).collect()
    }

    /// Bytes of which many are 00h, as a code of COBS likes them least.
    pub fn holed(&mut self, count: usize) -> Vec<u8> {
        let one_in = 1 + self.below(400);
        let mut byte = || match self.below(one_in) {
            0 => 0,
            _ => self.byte() | 1,
        };
        (0..count).map(|_| byte()).collect()
    }
}

/// The frame of `head` and `data` on the wire.
pub(super) fn wire(head: &Head, data: &[u8]) -> Vec<u8> {
    let mut wire = Vec::new();
    send(head, data, |byte| wire.push(byte));
    wire
}

/// All bodies that a fresh receiver takes from `wire`, after a 00h.
pub(super) fn received(wire: &[u8]) -> Vec<Vec<u8>> {
    let mut receiver = Receiver::<BODY_BYTES_MAX>::new();
    let bytes = [0].iter().chain(wire);
    bytes
        .filter_map(|byte| receiver.push(*byte).map(<[u8]>::to_vec))
        .collect()
}
