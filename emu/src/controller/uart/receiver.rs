//! The receiver: from the changes of the line to bytes.

use std::collections::VecDeque;

use super::super::inputs::NEVER;
use super::later;
use super::line::Line;
use umbilical_soft_mcu::registers::{UART_RX_BYTES, uart_status};

/// Number of the stop bit; the start bit is 0, data bits are 1 to 8.
const STOP: u64 = 9;
/// From the decision of a stop bit to the first edge at which the byte counts.
const COUNTS_AFTER: u64 = 2;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// From this edge on a 1 is awaited.
    WaitHigh { from: u64 },
    /// From this edge on a 0 is a start bit.
    Idle { from: u64 },
    /// Bit `number` is decided at edge `decided`; `bits` holds those before it, the last in bit 9.
    Bit {
        number: u64,
        decided: u64,
        bits: u16,
    },
}

/// The receiver and its FIFO.
#[derive(Clone, Debug)]
pub struct Receiver {
    line: Line,
    state: State,
    bytes: VecDeque<u8>,
    /// The edge from which on the youngest of `bytes` counts.
    youngest: u64,
    flags: u32,
    /// The flags that were set last, and the edge.
    set: (u64, u32),
}

impl Receiver {
    /// As after reset, with this level on the line from edge 0 on.
    pub fn reset(level: bool) -> Receiver {
        Receiver {
            line: Line::reset(level),
            state: State::WaitHigh { from: 0 },
            bytes: VecDeque::new(),
            youngest: 0,
            flags: 0,
            set: (NEVER, 0),
        }
    }

    /// The line has this level from the sampling edge `edge` on.
    pub fn sample(&mut self, edge: u64, level: bool, bit: u64) {
        if let Some(settled) = edge.checked_sub(Line::SETTLED) {
            self.run(settled, bit);
        }
        self.line.sample(edge, level);
    }

    /// The next edge at which the machine does something, as far as the line is known.
    pub fn at(&self) -> u64 {
        match self.state {
            State::WaitHigh { from } => self.line.first(true, from),
            State::Idle { from } => self.line.first(false, from),
            State::Bit { decided, .. } => decided,
        }
    }

    /// Runs the machine up to and including `edge`.
    pub fn run(&mut self, edge: u64, bit: u64) {
        loop {
            let at = self.at();
            if at > edge {
                // A sender of another rate changes the line many times within a bit.
                if let State::Bit { decided, .. } = self.state {
                    self.line.forget(edge.min(decided - 2));
                }
                return;
            }
            self.state = match self.state {
                State::WaitHigh { .. } => State::Idle { from: at + 1 },
                State::Idle { .. } => State::Bit {
                    number: 0,
                    decided: at + bit / 2 + 1,
                    bits: 0,
                },
                State::Bit { number, bits, .. } => self.decide(number, at, bits, bit),
            };
            self.line.forget(match self.state {
                State::WaitHigh { from } | State::Idle { from } => from,
                State::Bit { decided, .. } => decided - 2,
            });
        }
    }

    fn decide(&mut self, number: u64, edge: u64, bits: u16, bit: u64) -> State {
        let ones = (edge - 2..=edge).filter(|edge| self.line.shown(*edge));
        let one = ones.count() >= 2;
        let bits = bits >> 1 | u16::from(one) << STOP;
        match (number, one) {
            (0, true) => State::Idle { from: edge + 1 },
            (STOP, true) => {
                self.received(edge, (bits >> 1) as u8);
                State::Idle { from: edge + 1 }
            }
            (STOP, false) => {
                let flag = if bits == 0 {
                    uart_status::BREAK
                } else {
                    uart_status::FRAMING
                };
                self.set(edge, flag);
                State::WaitHigh { from: edge + 1 }
            }
            _ => State::Bit {
                number: number + 1,
                decided: edge + bit,
                bits,
            },
        }
    }

    fn received(&mut self, edge: u64, byte: u8) {
        if self.bytes.len() == UART_RX_BYTES as usize {
            self.set(edge, uart_status::OVERRUN);
        } else {
            self.bytes.push_back(byte);
            self.youngest = edge + COUNTS_AFTER;
        }
    }

    fn set(&mut self, edge: u64, flag: u32) {
        self.flags |= flag;
        self.set = (edge, flag);
    }

    /// The flags, as bits of `UART_STATUS`.
    pub fn flags(&self) -> u32 {
        self.flags
    }

    /// Clears flags at `edge`; one that was set at the same edge stays.
    pub fn clear(&mut self, edge: u64, flags: u32) {
        let (at, set) = self.set;
        let stays = if at == edge { set } else { 0 };
        self.flags &= !flags | stays;
    }

    /// Bytes that count at `edge`.
    pub fn count(&self, edge: u64) -> usize {
        let yet_to_count = !self.bytes.is_empty() && self.youngest > edge;
        self.bytes.len() - usize::from(yet_to_count)
    }

    /// The oldest byte that counts at `edge`.
    pub fn oldest(&self, edge: u64) -> Option<u8> {
        let counts = self.count(edge) > 0;
        self.bytes.front().copied().filter(|_| counts)
    }

    /// Takes out the oldest byte at `edge`, if one counts there.
    pub fn take(&mut self, edge: u64) {
        if self.count(edge) > 0 {
            self.bytes.pop_front();
        }
    }

    /// The first edge from which on a byte counts, if there is one.
    #[inline]
    pub fn visible(&self) -> u64 {
        match self.bytes.len() {
            0 => NEVER,
            1 => self.youngest,
            _ => 0,
        }
    }

    /// The edge at which the byte under way ends, if nothing happens on the line that stops it;
    /// [`NEVER`] when there is none, or when a byte waits already.
    pub fn next_end(&self, bit: u64) -> u64 {
        if !self.bytes.is_empty() {
            return NEVER;
        }
        match self.state {
            State::Bit {
                number, decided, ..
            } => decided + (STOP - number) * bit,
            State::Idle { .. } => later(self.at(), bit / 2 + 1 + STOP * bit),
            // Too short for a start bit to have begun behind it, or nothing at all.
            State::WaitHigh { .. } => self.at(),
        }
    }
}
