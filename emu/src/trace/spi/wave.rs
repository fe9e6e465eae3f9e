//! Hand-made traffic for the tests.

use super::{Event, Format, Lines, SpiDecoder};
use crate::rng::Rng;
use crate::time::{Span, Time};

/// A sequence of line levels, a step of 10 ns apart, from an idle segment on.
#[derive(Clone)]
pub(in crate::trace) struct Wave {
    lines: Vec<(Time, Lines)>,
    idle: bool,
}

impl Wave {
    /// Mode 0.
    pub(in crate::trace) fn new() -> Wave {
        Wave::mode(false)
    }

    /// Mode 3 when the clock idles high, else mode 0.
    pub(in crate::trace) fn mode(idle_high: bool) -> Wave {
        let lines = Lines {
            sck: idle_high,
            csn: true,
            io: 0xF,
        };
        Wave {
            lines: vec![(Time::ZERO, lines)],
            idle: idle_high,
        }
    }

    fn step(&mut self, change: impl FnOnce(&mut Lines)) {
        let (at, mut lines) = self.lines[self.lines.len() - 1];
        change(&mut lines);
        self.lines.push((at + Span::from_ns(10), lines));
    }

    pub(in crate::trace) fn select(mut self) -> Wave {
        self.step(|lines| lines.csn = false);
        self
    }

    pub(in crate::trace) fn deselect(mut self) -> Wave {
        let idle = self.idle;
        if !idle {
            self.step(|lines| lines.sck = false);
        }
        self.step(|lines| (lines.csn, lines.io) = (true, 0xF));
        self
    }

    /// One clock: fall with new data, then rise.
    fn clock(&mut self, io: u8) {
        self.step(|lines| (lines.sck, lines.io) = (false, io));
        self.step(|lines| lines.sck = true);
    }

    /// The lowest `count` bits of `bits` on IO0, the highest of them first.
    pub(in crate::trace) fn bits(mut self, bits: u8, count: u32) -> Wave {
        for index in (0..count).rev() {
            self.clock(0xE | bits >> index & 1);
        }
        self
    }

    /// Bytes on IO0, while IO1 says the opposite.
    pub(in crate::trace) fn send(mut self, bytes: &[u8]) -> Wave {
        for byte in bytes {
            for index in (0..8).rev() {
                let bit = byte >> index & 1;
                self.clock(bit | (bit ^ 1) << 1);
            }
        }
        self
    }

    /// Bytes as a memory gives them: on IO1 alone, or on all of `lines`.
    pub(in crate::trace) fn answer(mut self, lines: u8, bytes: &[u8]) -> Wave {
        for byte in bytes {
            for index in (0..8 / lines).rev() {
                let part = byte >> (index * lines) & ((1 << lines) - 1);
                self.clock(match lines {
                    1 => part << 1 | (part ^ 1),
                    2 => part | 0b1100,
                    _ => part,
                });
            }
        }
        self
    }

    pub(in crate::trace) fn dummy(mut self, clocks: u8) -> Wave {
        for clock in 0..clocks {
            self.clock(clock & 3);
        }
        self
    }

    /// A whole frame. Whether data goes or comes follows from the opcode.
    pub(in crate::trace) fn frame(self, head: &[u8], dummy: u8, lines: u8, data: &[u8]) -> Wave {
        let begun = self.select().send(head).dummy(dummy);
        let answers = Format::of(head[0]).effect == super::Effect::Reads;
        let moved = if answers || lines > 1 {
            begun.answer(lines, data)
        } else {
            begun.send(data)
        };
        moved.deselect()
    }

    /// Frames of any opcodes, some of them cut short in any place.
    pub(in crate::trace) fn random(rng: &mut Rng, frames: usize) -> Wave {
        let mut wave = Wave::mode(rng.below(2) == 0);
        let likely = [0x03, 0x3B, 0x6B, 0x05, 0x9F, 0x02, 0x32, 0x06, 0xBB, 0x13];
        for _ in 0..frames {
            let opcode = match rng.below(3) {
                0 => rng.below(256) as u8,
                _ => likely[rng.below(likely.len() as u64) as usize],
            };
            wave = wave.select().bits(opcode, 8);
            for _ in 0..rng.below(160) {
                wave.clock(rng.below(16) as u8);
            }
            if rng.below(8) == 0 {
                // The clock stands as it does when a cable is pulled.
                wave.step(|lines| lines.csn = true);
            } else {
                wave = wave.deselect();
            }
        }
        wave
    }

    pub(in crate::trace) fn lines(&self) -> &[(Time, Lines)] {
        &self.lines
    }

    pub(in crate::trace) fn end(&self) -> Time {
        self.lines[self.lines.len() - 1].0
    }

    pub(in crate::trace) fn decode(&self, decoder: &mut SpiDecoder) -> Vec<Event> {
        let lines = self.lines.iter();
        lines
            .filter_map(|&(at, lines)| decoder.on_lines(at, lines))
            .collect()
    }
}
