//! The UART as flip-flops and counters, clocked on every edge.

use std::collections::VecDeque;
use umbilical_soft_mcu::registers::{
    UART_BIT_MIN, UART_RX_BYTES, UART_TX_BYTES, UART_TX_LOW, after_reset, irq, offset, uart_data,
    uart_status,
};

#[derive(Clone, Copy)]
enum Receiver {
    WaitHigh,
    Idle,
    /// So many edges to the decision of this bit.
    Bit {
        left: u64,
        number: u32,
    },
}

#[derive(Clone, Copy)]
enum Transmitter {
    Idle,
    Load,
    /// So many edges to the next bit, or to rest.
    Bit {
        left: u64,
        number: u32,
    },
}

/// What the MCU does at an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// A load whose 4th edge it is.
    Load(u32),
    /// A store to this register.
    Store(u32, u32),
}

/// What must come up in a test that means anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Happened {
    pub received: u32,
    pub spikes: u32,
    pub overruns: u32,
    pub framings: u32,
    pub breaks: u32,
    pub set_and_cleared: u32,
    pub pushed_and_taken: u32,
    pub taken_full: u32,
    pub refused: u32,
    pub sent: u32,
    pub bit_written_in_a_byte: u32,
}

pub struct Twin {
    synchroniser: [bool; 2],
    shown: [bool; 2],
    bit: u64,
    receiver: Receiver,
    bits: u32,
    staged: Option<u8>,
    received: VecDeque<u8>,
    flags: u32,
    transmitter: Transmitter,
    sending: u32,
    to_send: VecDeque<u8>,
    /// The level of `uart_tx`.
    pub tx: bool,
    pub happened: Happened,
}

impl Twin {
    pub fn new() -> Twin {
        Twin {
            synchroniser: [false; 2],
            shown: [false; 2],
            bit: after_reset::UART_BIT.into(),
            receiver: Receiver::WaitHigh,
            bits: 0,
            staged: None,
            received: VecDeque::new(),
            flags: 0,
            transmitter: Transmitter::Idle,
            sending: 0,
            to_send: VecDeque::new(),
            tx: false,
            happened: Happened::default(),
        }
    }

    /// As seen just before an edge.
    pub fn read(&self, register: u32) -> u32 {
        match register {
            offset::UART_BIT => self.bit as u32,
            offset::UART_DATA => self
                .received
                .front()
                .map_or(0, |byte| u32::from(*byte) | uart_data::VALID),
            _ => {
                let free = UART_TX_BYTES - self.to_send.len() as u32;
                let at_rest = matches!(self.transmitter, Transmitter::Idle);
                let idle = u32::from(at_rest && self.to_send.is_empty()) * uart_status::IDLE;
                self.received.len() as u32 | free << uart_status::FREE_SHIFT | idle | self.flags
            }
        }
    }

    pub fn events(&self) -> u32 {
        u32::from(!self.received.is_empty()) * irq::UART_RX
            + u32::from(self.to_send.len() <= UART_TX_LOW as usize) * irq::UART_TX
    }

    pub fn clock(&mut self, rx: bool, access: Option<Access>) {
        let full = self.to_send.len() == UART_TX_BYTES as usize;
        let overrun = self.received.len() == UART_RX_BYTES as usize;
        let bit = self.bit;
        let staged = self.staged.take();
        self.clock_transmitter(bit);
        let set = self.clock_receiver(bit, overrun);
        if access == Some(Access::Load(offset::UART_DATA)) && !self.received.is_empty() {
            self.received.pop_front();
            self.happened.pushed_and_taken += u32::from(staged.is_some());
            self.happened.taken_full += u32::from(set & uart_status::OVERRUN != 0);
        }
        self.received.extend(staged);
        let mut clear = 0;
        match access {
            Some(Access::Store(offset::UART_BIT, value)) => {
                let busy = |idle: bool| u32::from(!idle);
                self.happened.bit_written_in_a_byte +=
                    busy(!matches!(self.receiver, Receiver::Bit { .. }));
                self.bit = u64::from((value & 0xFFFF).max(UART_BIT_MIN));
            }
            Some(Access::Store(offset::UART_DATA, _)) if full => self.happened.refused += 1,
            Some(Access::Store(offset::UART_DATA, value)) => self.to_send.push_back(value as u8),
            Some(Access::Store(_, value)) => {
                clear = value & 0xE000_0000;
                self.happened.set_and_cleared += u32::from(set & clear != 0);
            }
            _ => {}
        }
        self.flags = self.flags & !clear | set;
        self.synchroniser = [rx, self.synchroniser[0]];
    }

    fn clock_transmitter(&mut self, bit: u64) {
        self.transmitter = match self.transmitter {
            Transmitter::Idle => {
                self.tx = true;
                match self.to_send.pop_front() {
                    Some(byte) => {
                        self.sending = u32::from(byte) | 1 << 8;
                        Transmitter::Load
                    }
                    None => Transmitter::Idle,
                }
            }
            Transmitter::Load => {
                self.tx = false;
                self.happened.sent += 1;
                Transmitter::Bit {
                    left: bit,
                    number: 1,
                }
            }
            Transmitter::Bit { left: 1, number } if number < 9 => {
                self.tx = self.sending & 1 == 1;
                self.sending >>= 1;
                Transmitter::Bit {
                    left: bit,
                    number: number + 1,
                }
            }
            Transmitter::Bit { left: 1, number: 9 } => {
                self.tx = true;
                Transmitter::Bit {
                    left: bit - 2,
                    number: 10,
                }
            }
            Transmitter::Bit { left: 1, .. } => Transmitter::Idle,
            Transmitter::Bit { left, number } => Transmitter::Bit {
                left: left - 1,
                number,
            },
        };
    }

    /// The flags that this edge sets.
    fn clock_receiver(&mut self, bit: u64, overrun: bool) -> u32 {
        let now = self.synchroniser[1];
        let [last, before] = self.shown;
        let one = now & last | now & before | last & before;
        self.shown = [now, last];
        let mut set = 0;
        self.receiver = match self.receiver {
            Receiver::WaitHigh if now => Receiver::Idle,
            Receiver::WaitHigh => Receiver::WaitHigh,
            Receiver::Idle if now => Receiver::Idle,
            Receiver::Idle => Receiver::Bit {
                left: bit / 2 + 1,
                number: 0,
            },
            Receiver::Bit { left: 1, number: 0 } if one => {
                self.happened.spikes += 1;
                Receiver::Idle
            }
            Receiver::Bit { left: 1, number } if number < 9 => {
                self.bits = self.bits >> 1 | u32::from(one) << 7;
                Receiver::Bit {
                    left: bit,
                    number: number + 1,
                }
            }
            Receiver::Bit { left: 1, .. } if one => {
                if overrun {
                    self.happened.overruns += 1;
                    set = uart_status::OVERRUN;
                } else {
                    self.happened.received += 1;
                    self.staged = Some(self.bits as u8);
                }
                Receiver::Idle
            }
            Receiver::Bit { left: 1, .. } => {
                if self.bits == 0 {
                    self.happened.breaks += 1;
                    set = uart_status::BREAK;
                } else {
                    self.happened.framings += 1;
                    set = uart_status::FRAMING;
                }
                Receiver::WaitHigh
            }
            Receiver::Bit { left, number } => Receiver::Bit {
                left: left - 1,
                number,
            },
        };
        set
    }
}
