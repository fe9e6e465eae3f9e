//! The promise of the whole product on this bus: the source gets no opcode but those that read.

use super::{Effect, Format, Lines};
use crate::time::Time;

/// An opcode that writes, or that is not known to be harmless, went to the source memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpiWrite {
    /// The rise of SCK of its last bit.
    pub at: Time,
    /// The opcode.
    pub opcode: u8,
}

/// Watches the segment of a source memory. It looks at opcodes only, so it needs no bytes that
/// were moved in one go: those are never opcodes.
///
/// What counts is what the memory could have understood: eight clocks after the fall of chip
/// select. Whether the memory was busy, or what it does with the frame, is of no interest.
#[derive(Clone, Debug)]
pub struct SpiGuard {
    sck: bool,
    /// 0 while nothing is awaited, else a 1 and below it the bits of the opcode taken so far.
    bits: u16,
    selected: bool,
    count: u64,
    first: Option<SpiWrite>,
}

impl Default for SpiGuard {
    fn default() -> SpiGuard {
        SpiGuard::new()
    }
}

impl SpiGuard {
    /// A guard of a memory without power.
    pub const fn new() -> SpiGuard {
        SpiGuard {
            sck: false,
            bits: 0,
            selected: false,
            count: 0,
            first: None,
        }
    }

    /// The segment's lines read `lines` from `at` on; `source` says whether its memory is a
    /// source's now: one whose strap is low.
    #[inline]
    pub fn on_lines(&mut self, at: Time, lines: Lines, source: bool) {
        let rose = lines.sck && !self.sck;
        self.sck = lines.sck;
        if lines.csn {
            (self.selected, self.bits) = (false, 0);
        } else if !self.selected {
            (self.selected, self.bits) = (true, 1);
        } else if rose && self.bits != 0 {
            self.bit(at, lines.io & 1, source);
        }
    }

    fn bit(&mut self, at: Time, bit: u8, source: bool) {
        self.bits = self.bits << 1 | u16::from(bit);
        if self.bits < 1 << 8 {
            return;
        }
        let opcode = self.bits as u8;
        self.bits = 0;
        if source && Format::of(opcode).effect == Effect::Writes {
            self.count += 1;
            self.first.get_or_insert(SpiWrite { at, opcode });
        }
    }

    /// Forgets the frame under way (loss of power), not what was counted.
    pub const fn reset(&mut self) {
        (self.selected, self.bits) = (false, 0);
    }

    /// Opcodes that went to the source and are not known to be harmless.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The first of them.
    pub const fn first(&self) -> Option<SpiWrite> {
        self.first
    }
}

#[cfg(test)]
mod tests {
    use super::super::wave::Wave;
    use super::super::{Event, SpiDecoder};
    use super::*;
    use crate::rng::Rng;

    fn guarded(wave: &Wave, source: bool) -> SpiGuard {
        let mut guard = SpiGuard::new();
        for &(at, lines) in wave.lines() {
            guard.on_lines(at, lines, source);
        }
        guard
    }

    /// Breaks when any opcode but those that read passes, or one of them does not.
    #[test]
    fn every_opcode_that_writes_is_found_where_it_ends() {
        for opcode in 0..=255u8 {
            let reads = Format::of(opcode).effect == Effect::Reads;
            for idle_high in [false, true] {
                let wave = Wave::mode(idle_high)
                    .frame(&[0x03, 6, 6, 6], 0, 1, &[6; 9])
                    .frame(&[opcode], 0, 1, &[]);
                let events = wave.decode(&mut SpiDecoder::new());
                let last = events.iter().rev().find_map(|event| match *event {
                    Event::Byte { at, .. } => Some(at),
                    _ => None,
                });
                let at = last.expect("the opcode was sent");
                let expected = (!reads).then_some(SpiWrite { at, opcode });
                assert_eq!(guarded(&wave, true).first(), expected, "{opcode:02x}");
                assert_eq!(guarded(&wave, false).count(), 0, "{opcode:02x}");
            }
        }
    }

    /// Breaks when data is taken for an opcode, or an opcode after a cut frame is missed.
    #[test]
    fn it_counts_what_the_decoder_finds() {
        let mut written = 0;
        for seed in 0..200 {
            println!("seed {seed}");
            let wave = Wave::random(&mut Rng::new(seed), 20);
            let events = wave.decode(&mut SpiDecoder::new());
            let writes = events.iter().filter(|event| {
                matches!(event, Event::Byte { value, role: super::super::Role::Opcode, .. }
                    if Format::of(*value).effect == Effect::Writes)
            });
            let count = writes.count() as u64;
            assert_eq!(guarded(&wave, true).count(), count);
            written += count;
        }
        assert!(written > 500, "only {written} writes");
    }

    #[test]
    fn seven_clocks_are_no_opcode_and_a_reset_forgets_them() {
        let cut = Wave::new().select().bits(0, 7).deselect();
        assert_eq!(guarded(&cut, true).count(), 0);
        let mut guard = guarded(&Wave::new().select().bits(0, 7), true);
        guard.reset();
        let low = |sck| Lines {
            sck,
            csn: false,
            io: 0,
        };
        guard.on_lines(Time::ZERO, low(false), true);
        guard.on_lines(Time::ZERO, low(true), true);
        assert_eq!(guard.count(), 0);
    }
}
