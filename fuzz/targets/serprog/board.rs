//! A board with a flash, whole commands of the engines at a time. It panics where the firmware does
//! what it must not.

use std::collections::VecDeque;

use umbilical_soft_mcu::crc;
use umbilical_soft_mcu::eeprom::JOURNAL_PART;
use umbilical_soft_mcu::flash::frame::Frame;
use umbilical_soft_mcu::journal::{self, Marker, MarkerState, PART_NOR, Settings, Verdict};
use umbilical_soft_mcu::memory::Transfer;
use umbilical_soft_mcu::nor::NorPart;
use umbilical_soft_mcu::platform::{Board as Pins, Bus, Clock, Outcome, Serial, SpiBus};
use umbilical_soft_mcu::registers::{
    BUFFER_BYTES, I2cResult, SpiJoin, SpiResult, UART_RX_BYTES, UART_TX_BYTES, i2c_command, out,
    spi_command, spi_frame, spi_opcode, switch, switch_status,
};
use umbilical_soft_mcu::report::word;
use umbilical_soft_mcu::timing::I2cTiming;

use crate::eeprom::Chip;
use crate::sfdp;

pub const CLOCK_HZ: u32 = 48_000_000;
/// What a call costs the MCU.
const CALL_CYCLES: u64 = 60;
/// A byte at 115,200 baud.
const BYTE_CYCLES: u64 = 4_170;
/// What an erase or a program of this flash takes: 10 ms.
const BUSY_CYCLES: u64 = 480_000;
/// Opcodes after which the host would not find its flash.
const HIDING: [u8; 4] = [0xB7, 0xB9, 0xC5, 0x38];

/// What went over the flash's wires.
#[derive(Clone, Debug)]
pub struct Wire {
    pub out: Vec<u8>,
    pub dummies: u32,
    pub read: usize,
}

pub struct Board {
    pub now: u64,
    watchdog: u64,
    outputs: u32,
    switch: u32,
    words: [u32; word::COUNT],
    journal: Chip,
    part: &'static NorPart,
    sfdp: Vec<u8>,
    write_enabled: bool,
    enables: u32,
    busy_until: u64,
    half: u64,
    spi_deadline: u64,
    i2c_deadline: u64,
    buffer: [u8; BUFFER_BYTES as usize],
    spi_crc: u32,
    i2c_crc: u32,
    frame: Option<Frame>,
    received: VecDeque<u8>,
    /// What comes once the device has said something, byte by byte at the line's rate.
    pub later: VecDeque<u8>,
    pub sent: Vec<u8>,
    last: Option<Wire>,
    /// What was done last before the byte with this number was sent.
    pub operations: Vec<(usize, Wire)>,
}

impl Board {
    pub fn new() -> Self {
        let settings = Settings {
            part: PART_NOR,
            bus_hz: 24_000_000,
            buffer_bytes: BUFFER_BYTES,
        };
        let mut image = journal::factory_image(settings).to_vec();
        image.resize(JOURNAL_PART.bytes as usize, 0xFF);
        let part = NorPart::by_name("w25q16").expect("a part of the table");
        Self {
            now: 0,
            watchdog: u64::MAX,
            outputs: 0,
            switch: 0,
            words: [0; word::COUNT],
            journal: Chip::new(JOURNAL_PART, false, image),
            part,
            sfdp: sfdp::table(part),
            write_enabled: false,
            enables: 0,
            busy_until: 0,
            half: 1,
            spi_deadline: 0,
            i2c_deadline: 0,
            buffer: [0xA5; BUFFER_BYTES as usize],
            spi_crc: 0,
            i2c_crc: 0,
            frame: None,
            received: VecDeque::new(),
            later: VecDeque::new(),
            sent: Vec::new(),
            last: None,
            operations: Vec::new(),
        }
    }

    pub fn come(&mut self, bytes: &[u8]) {
        self.received.extend(bytes);
        assert!(self.received.len() <= UART_RX_BYTES as usize, "it is lost");
    }

    /// Everything that came was taken.
    pub fn is_read(&self) -> bool {
        self.received.is_empty() && self.later.is_empty()
    }

    pub fn host_runs(&self) -> bool {
        self.outputs & out::HOST_RUN != 0
    }

    pub fn was_write_enabled(&self) -> bool {
        self.enables > 0
    }

    pub fn marker(&self) -> MarkerState {
        match journal::inspect::<Marker>(&self.journal.data).verdict {
            Verdict::Found(marker) => marker.state,
            _ => MarkerState::Idle,
        }
    }

    fn tick(&mut self) {
        self.pass(CALL_CYCLES);
    }

    fn pass(&mut self, cycles: u64) {
        self.now += cycles;
        assert!(self.now < self.watchdog, "the watchdog expired");
    }

    fn until(&self, cycle: u32) -> u64 {
        let left = cycle.wrapping_sub(self.now as u32) as i32;
        u64::from(left.max(0).unsigned_abs())
    }

    /// A write enable: only on a memory that is marked incomplete.
    fn enable(&mut self) {
        let marker = self.marker();
        assert_eq!(marker, MarkerState::Incomplete, "nobody said so");
        assert!(!self.host_runs(), "below a running host");
        self.enables += 1;
        self.write_enabled |= self.now >= self.busy_until;
    }

    fn transact(&mut self, frame: &Frame) -> SpiResult {
        let bits = frame.frame();
        assert_eq!(bits & (spi_frame::PORT | !spi_frame::MASK), 0, "{frame:?}");
        if self.switch & switch::SPI_ENGINE == 0 {
            return SpiResult::NotOwner;
        }
        if frame.command() & spi_command::POLL != 0 {
            let wait = self.busy_until.saturating_sub(self.now);
            self.pass(wait.min(self.spi_deadline));
            if wait > self.spi_deadline {
                return SpiResult::PollDeadline;
            }
        }
        if frame.command() & spi_command::WREN != 0 {
            self.enable();
        }
        let operation = frame.command() & spi_command::OPERATION_MASK;
        if operation == spi_command::WAIT {
            return SpiResult::Ok;
        }
        let opcode = (bits & spi_frame::OPCODE_MASK) as u8;
        assert!(!HIDING.contains(&opcode), "{frame:?}");
        let place = frame.pointer() as usize..(frame.pointer() + frame.length()) as usize;
        let in_buffer = operation != spi_command::SCAN;
        assert!(!in_buffer || place.end <= self.buffer.len(), "{frame:?}");
        let mut wire = Wire {
            out: vec![opcode],
            dummies: bits >> spi_frame::DUMMY_SHIFT & spi_frame::DUMMY_MASK,
            read: 0,
        };
        let address = frame.address().to_be_bytes();
        wire.out.extend(match bits >> spi_frame::ADDRESS_SHIFT & 3 {
            0 => &[][..],
            1 => &address[1..],
            _ => &address[..],
        });
        let clocks = 8 * (wire.out.len() as u64 + u64::from(frame.length()));
        self.pass(2 * (clocks + u64::from(wire.dummies)) * self.half);
        let mut result = SpiResult::Ok;
        if operation == spi_command::WRITE {
            wire.out.extend(&self.buffer[place]);
            self.written(opcode);
        } else {
            wire.read = frame.length() as usize;
            for index in 0..frame.length() {
                let byte = self.read(opcode, frame.address().wrapping_add(index), index);
                self.spi_crc = crc::update(self.spi_crc, byte);
                let at = place.start + index as usize;
                match operation {
                    spi_command::READ => self.buffer[at] = byte,
                    spi_command::COMPARE if self.buffer[at] != byte => result = SpiResult::Mismatch,
                    _ => {}
                }
            }
            // A flash takes the opcode whatever comes behind it.
            self.written(opcode);
        }
        self.last = Some(wire);
        result
    }

    fn written(&mut self, opcode: u8) {
        match opcode {
            spi_opcode::WRITE_ENABLE => self.enable(),
            0x01 | 0x02 | 0x20 | 0x52 | 0xD8 | 0x60 | 0xC7 if self.write_enabled => {
                self.write_enabled = false;
                self.busy_until = self.now + BUSY_CYCLES;
            }
            _ => {}
        }
    }

    fn read(&self, opcode: u8, address: u32, index: u32) -> u8 {
        let busy = self.now < self.busy_until;
        match opcode {
            0x05 => u8::from(busy) | u8::from(self.write_enabled) << 1,
            _ if busy => 0xFF,
            0x35 => 0,
            0x9F => self.part.jedec[index as usize % 3],
            0x5A => self.sfdp.get(address as usize).copied().unwrap_or(0xFF),
            _ => (address ^ address >> 8) as u8,
        }
    }
}

impl Clock for Board {
    fn clock_hz(&self) -> u32 {
        CLOCK_HZ
    }
    fn now(&mut self) -> u32 {
        self.tick();
        self.now as u32
    }
    fn sleep_until(&mut self, cycle: u32) {
        self.tick();
        self.pass(self.until(cycle));
    }
    fn sleep_until_input(&mut self, cycle: u32) {
        self.tick();
        if !self.has_received() {
            self.pass(self.until(cycle));
        }
    }
    fn kick(&mut self, cycles: u32) {
        assert!(cycles > 1, "it was not told to restart");
        self.tick();
        self.watchdog = self.now + u64::from(cycles);
    }
}

impl Bus for Board {
    fn set_timing(&mut self, _timing: &I2cTiming, _stretch: u32) {}
    fn set_deadline(&mut self, cycles: u32) {
        self.i2c_deadline = u64::from(cycles);
    }
    fn run(&mut self, transfer: Transfer) -> Outcome {
        let ended = |result| Outcome { result, count: 0 };
        assert_ne!(transfer.device() & 0x100, 0, "only the journal is on I2C");
        let operation = transfer.command() & i2c_command::OPERATION_MASK;
        if operation == i2c_command::RECOVER {
            return ended(I2cResult::Ok);
        }
        let device = (transfer.device() & 0x7F) as u8;
        let Some(address) = self.journal.select(device, transfer.address()) else {
            return ended(I2cResult::AddressNack);
        };
        let wait = self.journal.busy_until.saturating_sub(self.now);
        self.pass(wait.min(self.i2c_deadline));
        let (from, length) = (transfer.pointer() as usize, transfer.length() as usize);
        self.pass((length as u64 + 4) * 9 * 128);
        if operation == i2c_command::WRITE {
            let now = self.now;
            self.journal
                .write(address, &self.buffer[from..from + length], now);
            return ended(I2cResult::Ok);
        }
        for index in 0..length {
            let byte = self.journal.read(address + index);
            if operation == i2c_command::COMPARE {
                if self.buffer[from + index] != byte {
                    return ended(I2cResult::Mismatch);
                }
                continue;
            }
            self.i2c_crc = crc::update(self.i2c_crc, byte);
            if operation == i2c_command::READ {
                self.buffer[from + index] = byte;
            }
        }
        ended(I2cResult::Ok)
    }
    fn crc(&mut self) -> u32 {
        self.i2c_crc
    }
    fn set_crc(&mut self, register: u32) {
        self.i2c_crc = register;
    }
    fn buffer_word(&mut self, index: u32) -> u32 {
        let at = 4 * index as usize % self.buffer.len();
        let bytes = self.buffer[at..].first_chunk().expect("a word");
        u32::from_le_bytes(*bytes)
    }
    fn set_buffer_word(&mut self, index: u32, value: u32) {
        let at = 4 * index as usize % self.buffer.len();
        self.buffer[at..at + 4].copy_from_slice(&value.to_le_bytes());
    }
}

impl SpiBus for Board {
    fn set_spi_timing(&mut self, half: u32) {
        assert!((1..=255).contains(&half), "{half}");
        self.half = u64::from(half);
    }
    fn set_spi_deadline(&mut self, cycles: u32) {
        self.spi_deadline = u64::from(cycles);
    }
    fn spi_start(&mut self, frame: &Frame) {
        self.tick();
        assert!(self.frame.is_none(), "a command is under way");
        self.frame = Some(*frame);
    }
    fn spi_wait(&mut self) -> SpiResult {
        let frame = self.frame.take().expect("no command is under way");
        self.transact(&frame)
    }
    fn spi_pages(&mut self) -> u32 {
        0
    }
    fn spi_crc(&mut self) -> u32 {
        self.spi_crc
    }
    fn set_spi_crc(&mut self, register: u32) {
        self.spi_crc = register;
    }
}

impl Serial for Board {
    fn set_bit(&mut self, _cycles: u32) {}
    fn has_received(&mut self) -> bool {
        let more = !self.sent.is_empty() && !self.later.is_empty();
        more || !self.received.is_empty()
    }
    fn receive(&mut self) -> Option<u8> {
        if self.received.is_empty()
            && !self.sent.is_empty()
            && let Some(byte) = self.later.pop_front()
        {
            self.pass(BYTE_CYCLES);
            return Some(byte);
        }
        self.received.pop_front()
    }
    fn free_places(&mut self) -> u32 {
        UART_TX_BYTES
    }
    fn is_idle(&mut self) -> bool {
        true
    }
    fn outlet(&mut self) -> (&mut [u8; BUFFER_BYTES as usize], impl FnMut(u8)) {
        self.tick();
        let Self {
            buffer,
            sent,
            last,
            operations,
            ..
        } = self;
        let sink = |byte| {
            operations.extend(last.take().map(|wire| (sent.len(), wire)));
            sent.push(byte);
        };
        (buffer, sink)
    }
}

impl Pins for Board {
    fn set_input_timing(&mut self, _idle: u32, _debounce: u32) {}
    fn sense(&mut self) -> u32 {
        self.tick();
        0
    }
    fn take_changes(&mut self) -> u32 {
        self.tick();
        0
    }
    fn outputs(&mut self) -> u32 {
        self.outputs
    }
    fn set_outputs(&mut self, value: u32) {
        self.tick();
        self.outputs = value;
        let half = self.host_runs() && self.marker() == MarkerState::Incomplete;
        assert!(!half, "the host runs on what may be half a memory");
    }
    fn set_switch(&mut self, value: u32) {
        self.tick();
        self.switch = value;
    }
    fn switch_status(&mut self) -> u32 {
        self.tick();
        let joined = match self.switch {
            status if status & switch::SPI_ENGINE != 0 => SpiJoin::Memory,
            status if status & switch::SPI_HOST != 0 => SpiJoin::Host,
            _ => SpiJoin::Apart,
        };
        (joined as u32) << switch_status::SPI_SHIFT
    }
    fn report(&mut self, word: usize, value: u32) {
        self.words[word] = value;
    }
    fn reported(&mut self, word: usize) -> u32 {
        self.words[word]
    }
}
