//! The host UART, on a line that carries bytes, most of them right.

use super::{EDGES, Input, Run, respond, text};
use crate::drive::{edge, ready, settle};
use crate::record::{Recording, ports};
use crate::stimulus::{Wave, once};
use umbilical_emu::rng::Rng;
use umbilical_rtl::uart::Uart;
use umbilical_rtl::uart::measure::UartEngine;
use umbilical_soft_mcu::registers::offset;

/// Edges per bit that the line has.
const RATE: u64 = 8;

/// A line with bytes of chance on it.
struct Line {
    /// Levels of the byte under way, the next one lowest, and how many there are.
    levels: u64,
    left: u32,
    /// Edges left of its level.
    hold: u64,
}

impl Line {
    fn new() -> Line {
        Line {
            levels: 0,
            left: 0,
            hold: 0,
        }
    }

    fn level(&mut self, rng: &mut Rng) -> bool {
        if self.hold == 0 {
            self.hold = RATE;
            if self.left == 0 {
                // Mostly a start bit, eight bits and a stop bit.
                (self.levels, self.left) = match rng.below(12) {
                    0 => (0, 12),
                    1 => (rng.below(1 << 9) << 1, 10),
                    2 => (1, 1 + rng.below_u32(4)),
                    _ => (rng.below(256) << 1 | 1 << 9, 10),
                };
            } else {
                self.levels >>= 1;
            }
            self.left = self.left.saturating_sub(1);
        }
        self.hold -= 1;
        self.left == 0 && self.levels == 0 || self.levels & 1 == 1
    }
}

/// The UART with its registers; the receive FIFO fills up at last.
pub fn unit(seed: u64) -> Run {
    let mut line = Line::new();
    let mut since_load = 0u64;
    let answer = move |block: &mut Uart, rng: &mut Rng, n: u64| {
        block.rx.next = line.level(rng);
        block.io_write.next = false;
        block.io_load.next = false;
        let registers = [offset::UART_BIT, offset::UART_DATA, offset::UART_STATUS];
        let any = once(rng, 10);
        let register = match any {
            true => 4 * rng.below_u32(64),
            false => registers[rng.below(3) as usize],
        };
        block.io_address.next = u64::from(register).into();
        since_load += 1;
        // In turns: loads and few stores, then stores without a pause, then neither.
        let turn = n / EDGES % 3;
        if since_load >= 5 && turn < 2 && once(rng, 400) {
            block.io_load.next = true;
            since_load = 0;
        } else if once(rng, [60, 20, 2_000][turn as usize]) {
            block.io_write.next = true;
            block.io_data.next = match register {
                // A wrong rate is corrected before long.
                offset::UART_BIT if turn == 2 || !once(rng, 20) => RATE,
                // A very low one makes the receiver deaf for as long.
                offset::UART_BIT if n > 2 * EDGES => rng.below(4 * RATE),
                offset::UART_BIT => rng.next_u64() & 0xFFFF_FFFF >> rng.below(32),
                _ => rng.next_u64() & 0xFFFF_FFFF,
            }
            .into();
        }
    };
    bench!("uart", Uart::default(), 24 * EDGES, seed, {
        reset: Wave::Reset(2_000_000),
        io_write: Wave::Driven,
        io_load: Wave::Driven,
        io_address: Wave::Driven,
        io_data: Wave::Driven,
        rx: Wave::Driven,
    }, answer)
}

/// Receiver and transmitter alone.
pub fn engine(seed: u64) -> Run {
    let mut line = Line::new();
    let answer = move |block: &mut UartEngine, rng: &mut Rng, _: u64| {
        block.rx.next = line.level(rng);
        if once(rng, 2_000) {
            block.edges.next = match once(rng, 4) {
                true => RATE + rng.below(0x200),
                false => RATE,
            }
            .into();
        }
    };
    bench!("uart_engine", UartEngine::default(), 4 * EDGES, seed, {
        reset: Wave::Reset(8_000),
        edges: Wave::Driven,
        rx: Wave::Driven,
        waiting: Wave::Flip(100, 300),
        data: Wave::Number(4),
    }, answer)
}
