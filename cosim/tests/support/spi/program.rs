//! Firmware of chance: settings, a command, looks and interference while it runs, looks after it.

use std::sync::Arc;

use umbilical_emu::controller::mcu::{Rom, asm};
use umbilical_emu::rng::Rng;
use umbilical_soft_mcu::registers::offset::*;
use umbilical_soft_mcu::registers::{
    BUFFER_BASE, IO_BASE, i2c_command, i2c_device, irq, out, spi_command, spi_frame, spi_status,
    switch,
};

/// Base registers: peripherals and transfer buffer.
const IO: u32 = 31;
const BUFFER: u32 = 30;
/// The end of the buffer.
const TOP: u32 = 29;
/// What is written, and what was read.
const VALUE: u32 = 1;
const READ: u32 = 2;
/// What a command may take before the program goes on without it.
const PATIENCE: i32 = 2_000;
const EPISODES: usize = 24;
/// Words of the buffer that are looked at from its start.
const LOOKED_AT: i32 = 20;

/// What is looked at while a command runs.
const WATCHED: [u32; 8] = [
    SPI_STATUS,
    SPI_COUNT,
    SPI_CRC,
    SPI_PAGES,
    SWITCH_STATUS,
    SWITCH,
    IRQ_PENDING,
    SPI_STATUS,
];
/// Everything that can be read back.
const READABLE: [u32; 16] = [
    SPI_TIMING,
    SPI_DEADLINE,
    SPI_FRAME,
    SPI_ADDRESS,
    SPI_LENGTH,
    SPI_POINTER,
    SPI_COMMAND,
    SPI_STATUS,
    SPI_COUNT,
    SPI_CRC,
    SPI_PAGES,
    SWITCH,
    SWITCH_STATUS,
    SENSE,
    I2C_STATUS,
    // A reserved place.
    SPI_PAGES + 4,
];

/// `lw` of `SPI_STATUS` and of `SWITCH_STATUS`, as programs have them.
pub const READS_STATUS: u32 = SPI_STATUS << 20 | IO << 15 | 2 << 12 | READ << 7 | 0x03;
/// See [`READS_STATUS`].
pub const READS_SWITCH: u32 = SWITCH_STATUS << 20 | IO << 15 | 2 << 12 | READ << 7 | 0x03;

struct Writer<'a> {
    words: Vec<u32>,
    rng: &'a mut Rng,
}

impl Writer<'_> {
    fn one_in(&mut self, n: u64) -> bool {
        self.rng.below(n) == 0
    }

    fn value(&mut self, value: u32) {
        self.words.extend(asm::li(VALUE, value));
    }

    fn write(&mut self, register: u32, value: u32) {
        self.value(value);
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

    fn switch(&mut self) {
        let mut value = switch::SPI_ENGINE | switch::SPI_PORT;
        for bit in [switch::SPI_ENGINE, switch::SPI_PORT] {
            if self.one_in(6) {
                value &= !bit;
            }
        }
        for (bit, n) in [
            (switch::SPI_HOST, 3),
            (switch::HOST, 12),
            (switch::PORT, 12),
        ] {
            if self.one_in(n) {
                value |= bit;
            }
        }
        if self.one_in(20) {
            value = self.rng.next_u64() as u32;
        }
        self.write(SWITCH, value);
    }

    fn offer(&mut self, n: u64) {
        let mut value = self.rng.below_u32(32) & !out::OFFER;
        if self.one_in(n) {
            value |= out::OFFER;
        }
        self.write(OUT, value);
    }

    fn settings(&mut self) {
        if self.one_in(2) {
            let half = [0, 1, 1, 1, 2, 3, 5, 9][self.rng.below(8) as usize];
            let idle_high = self.rng.below_u32(2) << 8;
            self.write(SPI_TIMING, half | idle_high);
        }
        let mut frame = self.rng.next_u64() as u32;
        if self.one_in(2) {
            frame &= !(spi_frame::DUMMY_MASK << spi_frame::DUMMY_SHIFT);
        }
        if self.one_in(2) {
            frame &= !spi_frame::PORT;
        }
        self.write(SPI_FRAME, frame);
        let address = self.rng.next_u64() as u32;
        self.write(SPI_ADDRESS, address);
        let length = match self.rng.below(12) {
            0 => 0,
            1 => 256 + self.rng.below_u32(20),
            2 => self.rng.next_u64() as u32 & 0xFF00_0003,
            _ => 1 + self.rng.below_u32(24),
        };
        self.write(SPI_LENGTH, length);
        let pointer = match self.rng.below(3) {
            0 => 0xFFFF_FFF0 + self.rng.below_u32(16),
            _ => self.rng.below_u32(64),
        };
        self.write(SPI_POINTER, pointer);
        let deadline = self.rng.below_u32(4);
        self.write(SPI_DEADLINE, deadline);
        if self.one_in(2) {
            let crc = self.rng.next_u64() as u32;
            self.write(SPI_CRC, crc);
        }
    }

    /// Writes to the buffer, unless a command is under way: what the engine would then see of them
    /// is not defined.
    fn buffer(&mut self) {
        let mut stores = Vec::new();
        for _ in 0..self.rng.below(6) {
            let word = if self.one_in(2) {
                0xFFFF_FFFF
            } else {
                self.rng.next_u64() as u32
            };
            let place = 4 * self.rng.below(LOOKED_AT as u64) as i32;
            stores.extend(asm::li(VALUE, word));
            stores.push(asm::sw(VALUE, place, BUFFER));
        }
        self.unless_busy(stores);
    }

    fn unless_busy(&mut self, words: Vec<u32>) {
        self.read(SPI_STATUS);
        self.words
            .push(asm::andi(READ, READ, spi_status::BUSY as i32));
        let over = 4 * (words.len() as i32 + 1);
        self.words.push(asm::bne(READ, 0, over));
        self.words.extend(words);
    }

    fn command(&mut self) {
        let mut command = match self.rng.below(8) {
            0 => self.rng.below_u32(8),
            1 => spi_command::WAIT,
            _ => 1 + self.rng.below_u32(4),
        };
        if self.one_in(3) {
            command |= spi_command::POLL;
        }
        if self.one_in(3) {
            command |= spi_command::WREN;
        }
        self.write(SPI_COMMAND, command);
    }

    /// A command on the private bus of the journal: the two engines lock each other out.
    fn journal(&mut self) {
        self.write(I2C_DEVICE, i2c_device::JOURNAL | 0x50);
        self.write(I2C_TIMING, 10 | 10 << 16);
        self.write(I2C_COMMAND, i2c_command::WRITE);
    }

    /// Looks and interference while a command is, or may be, under way.
    fn meanwhile(&mut self) {
        for _ in 0..self.rng.below(14) {
            match self.rng.below(24) {
                0 => self.switch(),
                1 => self.offer(2),
                2 => self.offer(8),
                3 => self.settings(),
                4 => self.command(),
                5 if self.one_in(3) => self.journal(),
                6 => {
                    let crc = self.rng.next_u64() as u32;
                    self.write(SPI_CRC, crc);
                }
                7 => {
                    let timing = self.rng.below_u32(512);
                    self.write(SPI_TIMING, timing);
                }
                8..14 => self.pause(),
                _ => {
                    let register = WATCHED[self.rng.below(8) as usize];
                    self.read(register);
                }
            }
        }
    }

    /// Waits for the engine, or until patience is at its end.
    fn await_done(&mut self) {
        self.read(TIMER_NOW);
        self.words.push(asm::addi(VALUE, READ, PATIENCE));
        self.words.push(asm::sw(VALUE, TIMER_COMPARE as i32, IO));
        self.write(IRQ_ENABLE, irq::SPI | irq::TIMER);
        self.words.push(asm::wfi());
    }

    fn looks(&mut self) {
        for register in READABLE {
            self.read(register);
        }
        for word in 0..LOOKED_AT {
            self.words.push(asm::lw(READ, 4 * word, BUFFER));
        }
        for word in 0..4 {
            // The end of the buffer, where pointers wrap.
            self.words.push(asm::lw(READ, 4 * word - 16, TOP));
        }
    }
}

/// A program that makes the most of switch and engine, and then begins anew.
pub fn random(rng: &mut Rng) -> Arc<Rom> {
    let watchdog = rng.below(4) == 0;
    let mut writer = Writer {
        words: Vec::new(),
        rng,
    };
    writer.words.extend(asm::li(IO, IO_BASE));
    writer.words.extend(asm::li(BUFFER, BUFFER_BASE));
    writer.words.extend(asm::li(TOP, BUFFER_BASE + 4096));
    // No memory of the controller is cleared by a reset, and which one keeps what is nobody's
    // business.
    let first = (0..LOOKED_AT).map(|word| asm::sw(0, 4 * word, BUFFER));
    let last = (1..=4).map(|word| asm::sw(0, -4 * word, TOP));
    let clear = first.chain(last).collect();
    writer.unless_busy(clear);
    for episode in 0..EPISODES {
        if episode == 0 || writer.one_in(3) {
            writer.switch();
        }
        if writer.one_in(4) {
            writer.offer(4);
        }
        writer.settings();
        writer.buffer();
        if writer.one_in(12) {
            writer.journal();
        }
        if watchdog && episode > EPISODES / 2 && writer.one_in(4) {
            let edges = 1 + writer.rng.below_u32(3_000);
            writer.write(WATCHDOG, edges);
        }
        writer.command();
        writer.meanwhile();
        writer.await_done();
        writer.looks();
    }
    let back = -4 * writer.words.len() as i32;
    writer.words.push(asm::jal(0, back));
    asm::rom(&writer.words)
}
