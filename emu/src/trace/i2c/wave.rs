//! Hand-made bus traffic for the tests.

use super::{Event, I2cDecoder};
use crate::time::{Span, Time};

/// A sequence of line levels, a step of 1 us apart, from both lines rising at 0 on.
pub(in crate::trace) struct Wave(Vec<(Time, bool, bool)>);

impl Wave {
    pub(in crate::trace) fn new() -> Wave {
        Wave(vec![(Time::ZERO, true, true)])
    }

    fn step(&mut self, scl: bool, sda: bool) {
        let (at, ..) = self.0[self.0.len() - 1];
        self.0.push((at + Span::from_us(1), scl, sda));
    }

    /// START; a repeated one when SCL is low.
    pub(in crate::trace) fn start(mut self) -> Wave {
        if !self.0[self.0.len() - 1].1 {
            self.step(false, true);
            self.step(true, true);
        }
        self.step(true, false);
        self.step(false, false);
        self
    }

    /// The lowest `count` bits of `bits`, the highest of them first.
    pub(in crate::trace) fn bits(mut self, bits: u16, count: u32) -> Wave {
        for index in (0..count).rev() {
            let sda = bits >> index & 1 == 1;
            self.step(false, sda);
            self.step(true, sda);
            self.step(false, sda);
        }
        self
    }

    pub(in crate::trace) fn byte(self, value: u8, ack: bool) -> Wave {
        self.bits(u16::from(value) << 1 | u16::from(!ack), 9)
    }

    pub(in crate::trace) fn bytes(self, values: &[u8]) -> Wave {
        values
            .iter()
            .fold(self, |wave, &value| wave.byte(value, true))
    }

    pub(in crate::trace) fn stop(mut self) -> Wave {
        self.step(false, false);
        self.step(true, false);
        self.step(true, true);
        self
    }

    pub(in crate::trace) fn lines(&self) -> &[(Time, bool, bool)] {
        &self.0
    }

    pub(in crate::trace) fn end(&self) -> Time {
        self.0[self.0.len() - 1].0
    }

    pub(in crate::trace) fn decode(&self, decoder: &mut I2cDecoder) -> Vec<Event> {
        let lines = self.0.iter();
        lines
            .filter_map(|&(at, scl, sda)| decoder.on_lines(at, scl, sda))
            .collect()
    }
}
