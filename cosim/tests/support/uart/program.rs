//! Firmware of chance for the host UART: rates, bytes out one by one and in floods, bytes in, looks,
//! flags cleared, waits for either event, loads that trap, restarts by the watchdog.

use std::sync::Arc;

use umbilical_emu::controller::mcu::{Rom, asm};
use umbilical_emu::rng::Rng;
use umbilical_soft_mcu::registers::offset::*;
use umbilical_soft_mcu::registers::{IO_BASE, UART_TX_BYTES, irq, uart_status};

const IO: u32 = 31;
/// What is written, what was read, what counts down.
const VALUE: u32 = 1;
const READ: u32 = 2;
const COUNT: u32 = 3;
const EPISODES: usize = 40;

/// `lw` of `UART_DATA` and of `UART_STATUS`, as programs have them.
pub const READS_DATA: u32 = UART_DATA << 20 | IO << 15 | 2 << 12 | READ << 7 | 0x03;
/// See [`READS_DATA`].
pub const READS_STATUS: u32 = UART_STATUS << 20 | IO << 15 | 2 << 12 | READ << 7 | 0x03;
/// A load that traps where the one of [`READS_DATA`] would take a byte.
pub const TRAPS: u32 = UART_DATA << 20 | IO << 15 | READ << 7 | 0x03;

struct Writer<'a> {
    words: Vec<u32>,
    rng: &'a mut Rng,
    rate: u32,
}

impl Writer<'_> {
    fn write(&mut self, register: u32, value: u32) {
        self.words.extend(asm::li(VALUE, value));
        self.words.push(asm::sw(VALUE, register as i32, IO));
    }

    fn read(&mut self, register: u32) {
        self.words.push(asm::lw(READ, register as i32, IO));
    }

    /// Lets a few edges pass, in steps of one.
    fn pause(&mut self) {
        let amount = self.rng.below_u32(32);
        self.words.push(asm::slli(READ, READ, amount));
    }

    /// `body` so many times.
    fn times(&mut self, count: u32, body: &[u32]) {
        self.words.extend(asm::li(COUNT, count));
        self.words.extend(body);
        self.words.push(asm::addi(COUNT, COUNT, -1));
        let back = -4 * (body.len() as i32 + 1);
        self.words.push(asm::bne(COUNT, 0, back));
    }

    /// Sleeps until one of these events or a time of chance.
    fn sleep(&mut self, events: u32) {
        self.read(TIMER_NOW);
        let patience = self.rng.below(2_000) as i32;
        self.words.push(asm::addi(VALUE, READ, patience));
        self.words.push(asm::sw(VALUE, TIMER_COMPARE as i32, IO));
        self.write(IRQ_ENABLE, events | irq::TIMER);
        self.words.push(asm::wfi());
    }

    fn episode(&mut self, loads: bool) {
        match self.rng.below(20) {
            0 => {
                let other = match self.rng.below(3) {
                    0 => self.rng.below_u32(10),
                    1 => self.rate + self.rng.below_u32(4),
                    _ => self.rate | 0x7_0000,
                };
                self.write(UART_BIT, other);
                self.pause();
                self.read(UART_BIT);
                self.write(UART_BIT, self.rate);
            }
            1..4 => {
                let byte = self.rng.next_u64() as u32;
                self.write(UART_DATA, byte);
            }
            4 => {
                // A flood: more than fit.
                let count = match self.rng.below(2) {
                    0 => 1 + self.rng.below_u32(40),
                    _ => UART_TX_BYTES + self.rng.below_u32(30),
                };
                let store = asm::sw(COUNT, UART_DATA as i32, IO);
                self.times(count, &[store]);
                self.read(UART_STATUS);
            }
            5..9 if loads => {
                let count = 1 + self.rng.below_u32(6);
                self.times(count, &[READS_DATA]);
                self.read(UART_STATUS);
            }
            9 if loads => {
                // Until none is left.
                self.words.push(READS_DATA);
                self.words.push(asm::bne(READ, 0, -4));
            }
            10 => {
                self.read(UART_STATUS);
                self.write(UART_STATUS, u32::MAX);
            }
            11 => {
                let flag = [
                    uart_status::OVERRUN,
                    uart_status::FRAMING,
                    uart_status::BREAK,
                ][self.rng.below(3) as usize];
                self.write(UART_STATUS, flag);
            }
            12 => {
                self.words.push(TRAPS);
                self.words.push(asm::lh(READ, UART_DATA as i32, IO));
                self.words.push(asm::lw(READ, UART_DATA as i32 + 2, IO));
                self.read(UART_STATUS);
            }
            13 | 14 => {
                self.sleep(irq::UART_RX);
                self.read(IRQ_PENDING);
            }
            15 => {
                self.sleep(irq::UART_TX);
                self.read(IRQ_PENDING);
            }
            16..18 => self.pause(),
            _ => self.words.push(READS_STATUS),
        }
    }
}

/// A program that makes the most of the UART at `rate` edges per bit, and then begins anew. Without
/// `loads` nothing is ever taken out.
pub fn random(rng: &mut Rng, rate: u32, loads: bool) -> Arc<Rom> {
    let watchdog = rng.below(4) == 0;
    let mut writer = Writer {
        words: Vec::new(),
        rng,
        rate,
    };
    // The handler goes on behind what trapped; every instruction here has four bytes.
    let start = 6;
    writer.words.push(asm::jal(0, 4 * start));
    writer.words.push(asm::csrrs(VALUE, asm::csr::MEPC, 0));
    writer.words.push(asm::addi(VALUE, VALUE, 4));
    writer.words.push(asm::csrrw(0, asm::csr::MEPC, VALUE));
    writer.words.push(asm::lw(VALUE, UART_STATUS as i32, IO));
    writer.words.push(asm::mret());
    assert_eq!(writer.words.len(), start as usize);
    writer.words.push(asm::addi(VALUE, 0, 4));
    writer.words.push(asm::csrrw(0, asm::csr::MTVEC, VALUE));
    writer.words.extend(asm::li(IO, IO_BASE));
    writer.write(UART_BIT, rate);
    let again = writer.words.len();
    for episode in 0..EPISODES {
        writer.episode(loads);
        if watchdog && episode == EPISODES / 2 {
            let edges = 1 + writer.rng.below_u32(4_000);
            writer.write(WATCHDOG, edges);
        }
    }
    let back = -4 * (writer.words.len() - again) as i32;
    writer.words.push(asm::jal(0, back));
    asm::rom(&writer.words)
}
