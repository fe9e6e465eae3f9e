//! The host UART: registers, transmitter, receiver (`docs/controller.md`, section 8).
//!
//! ```text
//!   UART_DATA written --> Fifo 512  --> Transmitter --> uart_tx
//!   UART_DATA loaded  <-- Fifo 2048 <-- Receiver <-- Line <-- uart_rx
//! ```
//!
//! Both machines know the next edge at which they do something and are run up to an edge when
//! somebody looks: at a level of `uart_tx`, at a register, at an event. So the model stops at an
//! edge of `uart_tx` and, if the firmware waits for a byte, at the end of one; a byte that nobody
//! waits for costs nothing but the changes of the line.

mod line;
mod receiver;
mod transmitter;

#[cfg(test)]
mod tests;

use super::Outputs;
use super::inputs::NEVER;
use crate::nets::Pin;
use receiver::Receiver;
use transmitter::Transmitter;
use umbilical_soft_mcu::registers::{
    UART_BIT_MIN, UART_TX_BYTES, after_reset, irq, offset, uart_data, uart_status,
};

/// The flags of `UART_STATUS` that stay until they are cleared.
const FLAGS: u32 = uart_status::OVERRUN | uart_status::FRAMING | uart_status::BREAK;

/// The host UART.
#[derive(Clone, Debug)]
pub struct Uart {
    /// `UART_BIT` register.
    bit: u64,
    transmitter: Transmitter,
    receiver: Receiver,
    /// Somebody sleeps until a byte has come.
    awaited: bool,
    /// The next edge at which either machine does something.
    at: u64,
    /// The next edge at which something happens that the model must not sleep through.
    next: u64,
}

impl Uart {
    /// As after reset, with this level on `uart_rx` from edge 0 on.
    pub fn reset(rx: bool) -> Uart {
        let mut uart = Uart {
            bit: after_reset::UART_BIT.into(),
            transmitter: Transmitter::default(),
            receiver: Receiver::reset(rx),
            awaited: false,
            at: 0,
            next: 0,
        };
        uart.plan();
        uart
    }

    /// The next edge at which the model must not sleep: `uart_tx` changes, or a byte may end that
    /// somebody waits for.
    #[inline]
    pub fn next(&self) -> u64 {
        self.next
    }

    /// What is driven after the last edge that was run.
    #[inline]
    pub fn outputs(&self) -> Outputs {
        let high = u64::from(self.transmitter.level()) << Pin::UartTx as u32;
        Outputs {
            low: high ^ Pin::UartTx.bit(),
            high,
        }
    }

    /// Does what is due up to and including `edge`.
    #[inline]
    pub fn run(&mut self, edge: u64) {
        if self.at <= edge {
            self.run_machines(edge);
        }
    }

    #[cold]
    #[inline(never)]
    fn run_machines(&mut self, edge: u64) {
        self.transmitter.run(edge, self.bit);
        self.receiver.run(edge, self.bit);
        self.plan();
    }

    fn plan(&mut self) {
        self.at = self.transmitter.at().min(self.receiver.at());
        self.next = self.transmitter.next_change(self.bit);
        if self.awaited {
            self.next = self.next.min(self.receiver.next_end(self.bit));
        }
    }

    /// `uart_rx` has this level from the sampling edge `edge` on. True when
    /// [`next`](Self::next) is another one.
    pub fn sample(&mut self, edge: u64, rx: bool) -> bool {
        self.receiver.sample(edge, rx, self.bit);
        let next = self.next;
        self.plan();
        self.next != next
    }

    /// What a load with its 4th edge at `edge` gives, for the registers that are ours. Everything
    /// before that edge has been run.
    pub fn read(&self, edge: u64, register: u32) -> u32 {
        match register {
            offset::UART_BIT => self.bit as u32,
            offset::UART_DATA => match self.receiver.oldest(edge) {
                Some(byte) => u32::from(byte) | uart_data::VALID,
                None => 0,
            },
            _ => {
                let free = UART_TX_BYTES as usize - self.transmitter.waiting();
                let idle = u32::from(self.transmitter.idle(edge)) * uart_status::IDLE;
                self.receiver.count(edge) as u32
                    | (free as u32) << uart_status::FREE_SHIFT
                    | idle
                    | self.receiver.flags()
            }
        }
    }

    /// The side effect of a load whose 4th edge is `edge`, after [`read`](Self::read).
    pub fn loaded(&mut self, edge: u64, register: u32) {
        if register == offset::UART_DATA {
            // The receiver's own work at this edge goes by what stood before it.
            self.run(edge);
            self.receiver.take(edge);
            self.plan();
        }
    }

    /// Writes a register at `edge`, at which everything else has been done.
    pub fn write(&mut self, edge: u64, register: u32, value: u32) {
        match register {
            offset::UART_BIT => self.bit = u64::from((value & 0xFFFF).max(UART_BIT_MIN)),
            offset::UART_DATA => {
                let byte = (value & uart_data::BYTE_MASK) as u8;
                self.transmitter.put(edge, byte);
            }
            _ => self.receiver.clear(edge, value & FLAGS),
        }
        self.plan();
    }

    /// `IRQ_ENABLE` is written.
    pub fn enable(&mut self, events: u32) {
        self.awaited = events & irq::UART_RX != 0;
        self.plan();
    }

    /// The events that stand at `edge`, as bits of `IRQ_PENDING`.
    pub fn events(&self, edge: u64) -> u32 {
        u32::from(self.receiver.count(edge) != 0) * irq::UART_RX
            + u32::from(self.transmitter.is_low()) * irq::UART_TX
    }

    /// First edge at which logic sees the event UART_RX, if a byte is there that gives it.
    #[inline]
    pub fn received_visible(&self) -> u64 {
        self.receiver.visible()
    }

    /// First edge at which logic sees the event UART_TX; 0 when it stands.
    pub fn low_visible(&self) -> u64 {
        self.transmitter.low_visible(self.bit)
    }
}

/// The first of two edges that may be [`NEVER`] plus so many.
const fn later(edge: u64, edges: u64) -> u64 {
    match edge {
        NEVER => NEVER,
        edge => edge + edges,
    }
}
