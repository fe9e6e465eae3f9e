//! The transmitter: from bytes to the changes of the line.

use std::collections::VecDeque;

use super::super::inputs::NEVER;
use super::later;
use umbilical_soft_mcu::registers::{UART_TX_BYTES, UART_TX_LOW};

/// Start bit, data, stop bit.
const BITS: u64 = 10;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Edge 0 is still to come: the line is low.
    Reset,
    /// From this edge on a byte is taken out of the FIFO as soon as there is one.
    Idle { from: u64 },
    /// Bit `number` of `bits`, which is the next, begins at edge `begins`. With number 0 that is
    /// Load.
    Bit { number: u64, begins: u64, bits: u16 },
}

/// The transmitter and its FIFO.
#[derive(Clone, Debug)]
pub struct Transmitter {
    state: State,
    level: bool,
    bytes: VecDeque<u8>,
    /// The first edge at which the oldest of `bytes` could be seen in an empty FIFO.
    ready: u64,
    /// The edge at which a byte was taken out last.
    taken: u64,
}

impl Default for Transmitter {
    fn default() -> Transmitter {
        Transmitter {
            state: State::Reset,
            level: false,
            bytes: VecDeque::new(),
            ready: 0,
            taken: NEVER,
        }
    }
}

impl Transmitter {
    /// The level of the line after the last edge that was run.
    #[inline]
    pub fn level(&self) -> bool {
        self.level
    }

    /// The next edge at which the machine does something.
    pub fn at(&self) -> u64 {
        match self.state {
            State::Reset => 0,
            State::Idle { .. } if self.bytes.is_empty() => NEVER,
            State::Idle { from } => from.max(self.ready),
            State::Bit { begins, .. } => begins,
        }
    }

    /// Runs the machine up to and including `edge`.
    pub fn run(&mut self, edge: u64, bit: u64) {
        loop {
            let at = self.at();
            if at > edge {
                return;
            }
            self.state = match self.state {
                State::Reset => {
                    self.level = true;
                    State::Idle { from: 0 }
                }
                State::Idle { .. } => self.load(at),
                State::Bit { number, bits, .. } => {
                    self.level = bits & 1 == 1;
                    if number + 1 == BITS {
                        State::Idle { from: at + bit - 1 }
                    } else {
                        State::Bit {
                            number: number + 1,
                            begins: at + bit,
                            bits: bits >> 1,
                        }
                    }
                }
            };
        }
    }

    fn load(&mut self, edge: u64) -> State {
        let byte = self.bytes.pop_front();
        self.taken = edge;
        State::Bit {
            number: 0,
            begins: edge + 1,
            bits: u16::from(byte.unwrap_or_default()) << 1 | 1 << (BITS - 1),
        }
    }

    /// A byte is written at `edge`, at which everything else has been done. It is dropped when the
    /// FIFO was full before that edge.
    pub fn put(&mut self, edge: u64, byte: u8) {
        let before = self.bytes.len() + usize::from(self.taken == edge);
        if before < UART_TX_BYTES as usize {
            if self.bytes.is_empty() {
                self.ready = edge + 1;
            }
            self.bytes.push_back(byte);
        }
    }

    /// Bytes in the FIFO.
    pub fn waiting(&self) -> usize {
        self.bytes.len()
    }

    /// Nothing is under way at `edge` and nothing waits.
    pub fn idle(&self, edge: u64) -> bool {
        let at_rest = match self.state {
            State::Reset => true,
            State::Idle { from } => from <= edge,
            State::Bit { .. } => false,
        };
        at_rest && self.bytes.is_empty()
    }

    /// The next edge at which the level changes, if nothing more is written.
    pub fn next_change(&self, bit: u64) -> u64 {
        match self.state {
            State::Reset => 0,
            State::Idle { .. } => later(self.at(), 1),
            State::Bit {
                number,
                begins,
                bits,
            } => {
                let left = BITS - number;
                let other = if self.level { !bits } else { bits };
                let same = u64::from(other.trailing_zeros()).min(left);
                if same < left || !self.bytes.is_empty() {
                    begins + same * bit
                } else {
                    NEVER
                }
            }
        }
    }

    /// The FIFO holds few enough bytes for the event UART_TX.
    pub fn is_low(&self) -> bool {
        self.bytes.len() <= UART_TX_LOW as usize
    }

    /// The first edge at which that is so, if nothing more is written; 0 when it is.
    pub fn low_visible(&self, bit: u64) -> u64 {
        let Some(above @ 1..) = self.bytes.len().checked_sub(UART_TX_LOW as usize) else {
            return 0;
        };
        let first = match self.state {
            State::Bit { number, begins, .. } => begins + (BITS - number) * bit - 1,
            State::Reset | State::Idle { .. } => self.at(),
        };
        first + (above as u64 - 1) * BITS * bit + 1
    }
}
