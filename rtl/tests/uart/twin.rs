//! The host UART as the page has it (`docs/controller.md`, section 8), with edge numbers and
//! queues in place of counters and pointers.

use std::collections::VecDeque;

use umbilical_soft_mcu::registers::{
    UART_BIT_MIN, UART_RX_BYTES, UART_TX_BYTES, UART_TX_LOW, after_reset, offset, uart_data,
    uart_status,
};

/// One rule that is another than the page's. The hardware must differ from each of these twins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutant {
    /// A bit is its middle sample.
    MiddleSample,
    /// d(0) is t + B/2.
    EarlyMiddle,
    /// B/2 is rounded up.
    RoundedUp,
    /// The receiver keeps the B that it had at t.
    LatchedRate,
    /// A start bit is not looked at again.
    NoSpikes,
    /// After a byte without stop bit the receiver does not wait for a 1.
    NoWaitHigh,
    /// BREAK looks at the stop bit only.
    FramingIsBreak,
    /// A byte counts an edge early.
    CountsEarly,
    /// A byte that comes to a full FIFO takes the place of the oldest.
    OverrunReplaces,
    /// A load takes nothing.
    LoadsTakeNothing,
    /// Clearing wins where a flag is set at the same edge.
    ClearWins,
    /// An edge between two bytes.
    GapBetweenBytes,
    /// The transmitter keeps the B of its start bit.
    LatchedRateOut,
    /// A full transmit FIFO takes one more byte.
    OneMoreOut,
    /// UART_TX stands with fewer than 128 bytes.
    BelowLow,
    /// The least B is 7.
    LeastIs7,
    /// IDLE does not ask for an empty FIFO.
    IdleAlone,
    /// Reset leaves the bytes that came.
    ResetKeepsBytes,
    /// Reset leaves the byte on the line.
    ResetKeepsLine,
}

/// All of them.
pub const MUTANTS: [Mutant; 19] = [
    Mutant::MiddleSample,
    Mutant::EarlyMiddle,
    Mutant::RoundedUp,
    Mutant::LatchedRate,
    Mutant::NoSpikes,
    Mutant::NoWaitHigh,
    Mutant::FramingIsBreak,
    Mutant::CountsEarly,
    Mutant::OverrunReplaces,
    Mutant::LoadsTakeNothing,
    Mutant::ClearWins,
    Mutant::GapBetweenBytes,
    Mutant::LatchedRateOut,
    Mutant::OneMoreOut,
    Mutant::BelowLow,
    Mutant::LeastIs7,
    Mutant::IdleAlone,
    Mutant::ResetKeepsBytes,
    Mutant::ResetKeepsLine,
];

/// What comes in at one edge.
#[derive(Clone, Copy, Debug, Default)]
pub struct Inputs {
    pub reset: bool,
    /// The register at `address` is stored to.
    pub write: bool,
    /// It is loaded.
    pub load: bool,
    pub address: u32,
    pub data: u32,
    pub rx: bool,
}

/// What shows before an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outputs {
    pub read: u32,
    pub rx_event: bool,
    pub tx_event: bool,
    pub tx: bool,
}

#[derive(Clone, Copy, Debug)]
enum Receiver {
    WaitHigh,
    Idle,
    /// Bit `bit` is decided at edge `decided`.
    Bits {
        bit: u32,
        decided: u64,
        ones: u32,
        rate: u64,
    },
}

#[derive(Clone, Copy, Debug)]
enum Transmitter {
    Idle,
    Load {
        byte: u8,
    },
    /// Bit `bit` began at edge `began` and lasts `rate` edges.
    Bits {
        byte: u8,
        bit: u32,
        began: u64,
        rate: u64,
    },
}

#[derive(Clone)]
pub struct Twin {
    mutant: Option<Mutant>,
    /// Number of the next edge since reset.
    n: u64,
    rate: u64,
    /// What was sampled at the last edges, the last one first.
    sampled: [bool; 4],
    receiver: Receiver,
    /// A byte that counts from this edge on.
    arriving: Option<(u64, u8)>,
    received: VecDeque<u8>,
    waiting: VecDeque<u8>,
    transmitter: Transmitter,
    line: bool,
    flags: u32,
}

impl Twin {
    pub fn new(mutant: Option<Mutant>) -> Twin {
        Twin {
            mutant,
            n: 0,
            rate: u64::from(after_reset::UART_BIT),
            sampled: [false; 4],
            receiver: Receiver::WaitHigh,
            arriving: None,
            received: VecDeque::new(),
            waiting: VecDeque::new(),
            transmitter: Transmitter::Idle,
            line: false,
            flags: 0,
        }
    }

    fn is(&self, mutant: Mutant) -> bool {
        self.mutant == Some(mutant)
    }

    pub fn outputs(&self, address: u32) -> Outputs {
        let low = UART_TX_LOW as usize - usize::from(self.is(Mutant::BelowLow));
        Outputs {
            read: self.read(address),
            rx_event: !self.received.is_empty(),
            tx_event: self.waiting.len() <= low,
            tx: self.line,
        }
    }

    fn read(&self, address: u32) -> u32 {
        match address {
            offset::UART_BIT => self.rate as u32,
            offset::UART_DATA => match self.received.front() {
                Some(byte) => uart_data::VALID | u32::from(*byte),
                None => 0,
            },
            offset::UART_STATUS => {
                let free = UART_TX_BYTES.saturating_sub(self.waiting.len() as u32);
                let alone = self.is(Mutant::IdleAlone) || self.waiting.is_empty();
                let idle = matches!(self.transmitter, Transmitter::Idle) && alone;
                self.received.len() as u32
                    | free << uart_status::FREE_SHIFT
                    | if idle { uart_status::IDLE } else { 0 }
                    | self.flags
            }
            _ => 0,
        }
    }

    /// What two flip-flops show `back` edges ago: the level sampled two edges before.
    fn shown(&self, back: usize) -> bool {
        self.sampled[back + 1]
    }

    fn decided(&self) -> bool {
        if self.is(Mutant::MiddleSample) {
            return self.shown(1);
        }
        (0..3).filter(|&back| self.shown(back)).count() >= 2
    }

    pub fn edge(&mut self, inputs: Inputs) {
        if inputs.reset {
            let before = self.clone();
            *self = Twin::new(self.mutant);
            if self.is(Mutant::ResetKeepsBytes) {
                self.received = before.received;
            } else if self.is(Mutant::ResetKeepsLine) {
                self.line = before.line;
            }
            return;
        }
        // Everything acts on what stood before the edge.
        let before = self.clone();
        let flagged = before.receive(self);
        before.registers(self, inputs, flagged);
        before.transmit(self);
        self.sampled = [inputs.rx, self.sampled[0], self.sampled[1], self.sampled[2]];
        self.n += 1;
        if let Some((from, byte)) = self.arriving
            && self.n >= from
        {
            self.received.push_back(byte);
            self.arriving = None;
        }
    }

    /// Gives the flags that are set.
    fn receive(&self, after: &mut Twin) -> u32 {
        let n = self.n;
        let (bit, decided, ones, rate) = match self.receiver {
            Receiver::WaitHigh => {
                if self.shown(0) {
                    after.receiver = Receiver::Idle;
                }
                return 0;
            }
            Receiver::Idle => {
                if !self.shown(0) {
                    let rounded = u64::from(self.is(Mutant::RoundedUp)) * (self.rate % 2);
                    let one = u64::from(!self.is(Mutant::EarlyMiddle));
                    after.receiver = Receiver::Bits {
                        bit: 0,
                        decided: n + self.rate / 2 + rounded + one,
                        ones: 0,
                        rate: self.rate,
                    };
                }
                return 0;
            }
            Receiver::Bits {
                bit,
                decided,
                ones,
                rate,
            } => (bit, decided, ones, rate),
        };
        if n < decided {
            return 0;
        }
        let one = self.decided();
        match (bit, one) {
            (0, true) if !self.is(Mutant::NoSpikes) => {
                after.receiver = Receiver::Idle;
                return 0;
            }
            (0..9, _) => {
                let rate = match self.is(Mutant::LatchedRate) {
                    true => rate,
                    false => self.rate,
                };
                after.receiver = Receiver::Bits {
                    bit: bit + 1,
                    decided: n + rate,
                    ones: ones | u32::from(one && bit > 0) << bit,
                    rate,
                };
                return 0;
            }
            _ => {}
        }
        let byte = (ones >> 1) as u8;
        if !one {
            after.receiver = match self.is(Mutant::NoWaitHigh) {
                true => Receiver::Idle,
                false => Receiver::WaitHigh,
            };
            let low = byte == 0 || self.is(Mutant::FramingIsBreak);
            return if low {
                uart_status::BREAK
            } else {
                uart_status::FRAMING
            };
        }
        after.receiver = Receiver::Idle;
        if self.received.len() < UART_RX_BYTES as usize {
            let later = 2 - u64::from(self.is(Mutant::CountsEarly));
            after.arriving = Some((n + later, byte));
            return 0;
        }
        if self.is(Mutant::OverrunReplaces) {
            after.received.pop_front();
            after.received.push_back(byte);
        }
        uart_status::OVERRUN
    }

    fn registers(&self, after: &mut Twin, inputs: Inputs, flagged: u32) {
        if inputs.load && inputs.address == offset::UART_DATA && !self.is(Mutant::LoadsTakeNothing)
        {
            after.received.pop_front();
        }
        let written = |register| inputs.write && inputs.address == register;
        if written(offset::UART_BIT) {
            let least = UART_BIT_MIN - u32::from(self.is(Mutant::LeastIs7));
            after.rate = u64::from((inputs.data & 0xFFFF).max(least));
        }
        let room = UART_TX_BYTES as usize + usize::from(self.is(Mutant::OneMoreOut));
        if written(offset::UART_DATA) && self.waiting.len() < room {
            after.waiting.push_back(inputs.data as u8);
        }
        let cleared = match written(offset::UART_STATUS) {
            true => inputs.data,
            false => 0,
        };
        after.flags = match self.is(Mutant::ClearWins) {
            true => (self.flags | flagged) & !cleared,
            false => self.flags & !cleared | flagged,
        };
    }

    fn transmit(&self, after: &mut Twin) {
        let n = self.n;
        match self.transmitter {
            Transmitter::Idle => {
                after.line = true;
                if let Some(&byte) = self.waiting.front() {
                    after.waiting.pop_front();
                    after.transmitter = Transmitter::Load { byte };
                }
            }
            Transmitter::Load { byte } => {
                after.line = false;
                after.transmitter = Transmitter::Bits {
                    byte,
                    bit: 0,
                    began: n,
                    rate: self.rate,
                };
            }
            Transmitter::Bits {
                byte,
                bit: 9,
                began,
                rate,
            } => {
                let early = 2 - u64::from(self.is(Mutant::GapBetweenBytes));
                if n + early == began + rate {
                    after.transmitter = Transmitter::Idle;
                }
                let _ = byte;
            }
            Transmitter::Bits {
                byte,
                bit,
                began,
                rate,
            } => {
                if n == began + rate {
                    after.line = bit == 8 || byte >> bit & 1 == 1;
                    let latched = self.is(Mutant::LatchedRateOut);
                    after.transmitter = Transmitter::Bits {
                        byte,
                        bit: bit + 1,
                        began: n,
                        rate: if latched { rate } else { self.rate },
                    };
                }
            }
        }
    }
}
