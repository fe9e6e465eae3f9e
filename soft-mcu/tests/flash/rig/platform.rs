//! The platform traits.

use std::panic::resume_unwind;

use umbilical_soft_mcu::flash::frame::Frame;
use umbilical_soft_mcu::memory::Transfer;
use umbilical_soft_mcu::platform::{Board, Bus, Clock, Outcome, Serial, SpiBus};
use umbilical_soft_mcu::registers::{SpiResult, sense, switch_status};
use umbilical_soft_mcu::report::{self, Phase};
use umbilical_soft_mcu::timing::I2cTiming;

use super::{Cut, MS, Rig};

/// A byte at 115,200 baud.
const BYTE_CYCLES: u64 = 4_170;

impl Clock for Rig {
    fn clock_hz(&self) -> u32 {
        48_000_000
    }

    fn now(&mut self) -> u32 {
        self.tick();
        self.now as u32
    }

    fn sleep_until(&mut self, cycle: u32) {
        self.tick();
        let soon = std::mem::take(&mut self.soon);
        self.line.come(&soon);
        let left = cycle.wrapping_sub(self.now as u32) as i32;
        self.advance(self.now + u64::from(left.max(0).unsigned_abs()));
    }

    fn sleep_until_input(&mut self, cycle: u32) {
        self.tick();
        let left = cycle.wrapping_sub(self.now as u32) as i32;
        let end = self.now + u64::from(left.max(0).unsigned_abs());
        while self.now < end && self.changes == 0 && self.line.received.is_empty() {
            self.advance(end.min(self.now + MS / 10));
        }
    }

    fn kick(&mut self, cycles: u32) {
        self.tick();
        if cycles == 1 {
            self.line.resets += 1;
            resume_unwind(Box::new(Cut));
        }
        self.watchdog = self.now + u64::from(cycles);
    }
}

impl Bus for Rig {
    fn set_timing(&mut self, _timing: &I2cTiming, _stretch: u32) {
        self.tick();
    }

    fn set_deadline(&mut self, cycles: u32) {
        self.tick();
        self.i2c_deadline = u64::from(cycles);
    }

    fn run(&mut self, transfer: Transfer) -> Outcome {
        self.tick();
        self.journal_transfer(transfer)
    }

    fn crc(&mut self) -> u32 {
        self.i2c_crc
    }

    fn set_crc(&mut self, register: u32) {
        self.i2c_crc = register;
    }

    fn buffer_word(&mut self, index: u32) -> u32 {
        let at = (4 * index as usize) & 0xFFF;
        u32::from_le_bytes(self.buffer[at..at + 4].try_into().unwrap())
    }

    fn set_buffer_word(&mut self, index: u32, value: u32) {
        let at = (4 * index as usize) & 0xFFF;
        self.buffer[at..at + 4].copy_from_slice(&value.to_le_bytes());
    }
}

impl SpiBus for Rig {
    fn set_spi_timing(&mut self, half: u32) {
        self.tick();
        assert!((1..=255).contains(&half));
        self.half = u64::from(half);
    }

    fn set_spi_deadline(&mut self, cycles: u32) {
        self.tick();
        self.spi_deadline = u64::from(cycles) + 1024;
    }

    fn spi_start(&mut self, frame: &Frame) {
        self.tick();
        assert!(self.frame.is_none(), "a command is under way");
        self.frame = Some(*frame);
    }

    fn spi_wait(&mut self) -> SpiResult {
        let frame = self.frame.take().expect("no command is under way");
        let result = self.transact(frame);
        self.tick();
        result
    }

    fn spi_pages(&mut self) -> u32 {
        self.pages
    }

    fn spi_crc(&mut self) -> u32 {
        self.spi_crc
    }

    fn set_spi_crc(&mut self, register: u32) {
        self.spi_crc = register;
    }
}

impl Serial for Rig {
    fn set_bit(&mut self, cycles: u32) {
        self.tick();
        self.line.bits.push(cycles);
    }

    fn has_received(&mut self) -> bool {
        !self.line.received.is_empty()
    }

    fn receive(&mut self) -> Option<u8> {
        if self.line.received.is_empty()
            && !self.line.sent.is_empty()
            && let Some(byte) = self.later.pop_front()
        {
            self.advance(self.now + BYTE_CYCLES);
            self.line.come(&[byte]);
        }
        self.line.receive()
    }

    fn free_places(&mut self) -> u32 {
        self.line.free()
    }

    fn is_idle(&mut self) -> bool {
        true
    }

    fn outlet(&mut self) -> (&mut [u8; 4096], impl FnMut(u8)) {
        self.tick();
        let sent = &mut self.line.sent;
        (&mut self.buffer, |byte| sent.push(byte))
    }
}

impl Board for Rig {
    fn set_input_timing(&mut self, _idle: u32, _debounce: u32) {
        self.tick();
    }

    fn sense(&mut self) -> u32 {
        self.tick();
        self.debounced | self.raw << sense::RAW_SHIFT
    }

    fn take_changes(&mut self) -> u32 {
        self.tick();
        std::mem::take(&mut self.changes)
    }

    fn outputs(&mut self) -> u32 {
        self.outputs
    }

    fn set_outputs(&mut self, value: u32) {
        self.tick();
        self.outputs = value;
        self.join();
        self.judge_host();
    }

    fn set_switch(&mut self, value: u32) {
        self.tick();
        self.switch = value;
        self.join();
    }

    fn switch_status(&mut self) -> u32 {
        self.tick();
        self.join();
        (self.joined as u32) << switch_status::SPI_SHIFT
    }

    fn reported(&mut self, word: usize) -> u32 {
        self.words[word]
    }

    fn report(&mut self, word: usize, value: u32) {
        self.words[word] = value;
        if word == report::word::PAGES_DONE
            && value != 0
            && let Some(piece) = self.pieces.pop()
        {
            self.line.come(&piece);
        }
        if word == report::word::PHASE {
            let phase = Phase::from_code(value).expect("a phase");
            self.phases.push((self.now, phase));
        }
    }
}
