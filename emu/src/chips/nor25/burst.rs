//! Whole bytes at once, to the same end as pin by pin.
//!
//! Both begin and end at a *boundary*: SCK is high after the eighth bit of a byte has been taken or
//! shown, just before the fall that ends the byte. No [`Nor25::wake`] lies between the two.

use super::Nor25;
use super::command::Command;
use super::serial::{Phase, shown};
use crate::time::Time;

impl Nor25 {
    /// The bytes that a reader on `lines` lines (1: IO1, 2: IO0 and IO1, 4: all) sees after the
    /// boundary, as many as `bytes` holds. Nobody else drives; a line that the chip does not drive
    /// reads 1, by its pull-up. `last_fall` and `last_rise` are SCK's last edges in the burst,
    /// the fall before the rise, and the fall at least tV before the one that comes next.
    pub fn receive(&mut self, bytes: &mut [u8], lines: u8, last_fall: Time, last_rise: Time) {
        if bytes.is_empty() {
            return;
        }
        let clocks = 8 / u64::from(lines) * bytes.len() as u64;
        match self.phase {
            Phase::Out { lines: own } if own == lines && self.bits == 8 => {
                self.show(bytes);
                self.bits = 8;
                self.driven = shown(self.shift, 8 - lines, lines);
            }
            _ if self.is_deaf() && self.driven.0 == 0 => bytes.fill(0xFF),
            _ => {
                for byte in bytes {
                    *byte = self.receive_by_clocks(lines, last_rise);
                }
            }
        }
        self.end_burst(clocks, true, last_fall, last_rise);
    }

    /// The chip gets `bytes` on IO0 after the boundary. Nobody else drives. Times as in
    /// [`receive`](Nor25::receive).
    pub fn send(&mut self, bytes: &[u8], last_fall: Time, last_rise: Time) {
        let Some(last) = bytes.last() else {
            return;
        };
        // An address comes before the data as often as not.
        for (index, &byte) in bytes.iter().enumerate() {
            if self.phase == Phase::In && self.bits == 0 {
                self.take(&bytes[index..]);
                break;
            }
            if self.is_deaf() {
                break;
            }
            self.send_by_clocks(byte, last_rise);
        }
        self.end_burst(8 * bytes.len() as u64, last & 1 != 0, last_fall, last_rise);
    }

    /// The lines as they are at the boundary, with `io0` as the master leaves it.
    fn end_burst(&mut self, clocks: u64, io0: bool, last_fall: Time, last_rise: Time) {
        if !self.powered {
            return;
        }
        self.violations.burst(clocks, last_fall, last_rise);
        self.lines.io = (0xE | u8::from(io0)) & (!self.driven.0 | self.driven.1);
        debug_assert!(
            self.output_at == Time::NEVER,
            "an output change lies in the burst"
        );
    }

    /// The next bytes of a frame that reads.
    fn show(&mut self, bytes: &mut [u8]) {
        match self.frame.command {
            Command::Read { .. } => self.show_array(bytes),
            // Nothing in a register changes while no wake passes.
            Command::ReadRegister(register) => bytes.fill(self.register(register)),
            _ => bytes.iter_mut().for_each(|byte| *byte = self.next_output()),
        }
        self.shift = bytes.last().copied().unwrap_or(self.shift);
    }

    fn show_array(&mut self, bytes: &mut [u8]) {
        let mut rest = bytes;
        while !rest.is_empty() {
            let from = self.address;
            let to_end = (self.part.bytes - from) as usize;
            let (run, after) = rest.split_at_mut(to_end.min(rest.len()));
            let count = run.len() as u32;
            if self.reads_undefined(from, count) {
                for byte in run {
                    *byte = self.next_output();
                }
            } else {
                self.array.read_run(from, run);
                self.address = (from + count) & (self.part.bytes - 1);
            }
            rest = after;
        }
    }

    /// The next bytes of a frame that writes: the last 256 of them stay.
    fn take(&mut self, bytes: &[u8]) {
        let page = self.input.bytes.len();
        let skipped = bytes.len().saturating_sub(page);
        let kept = &bytes[skipped..];
        let start = (usize::from(self.input.next) + skipped) % page;
        let (first, wrapped) = kept.split_at(kept.len().min(page - start));
        self.input.bytes[start..start + first.len()].copy_from_slice(first);
        self.input.bytes[..wrapped.len()].copy_from_slice(wrapped);
        self.input.next = ((start + kept.len()) % page) as u8;
        self.input.count += bytes.len() as u64;
        self.shift = bytes.last().copied().unwrap_or(self.shift);
    }

    /// One clock: what the lines show just before SCK rises, when the master drives `io0` or
    /// leaves it to its pull-up.
    fn clock(&mut self, io0: bool, now: Time) -> u8 {
        if let Some(driven) = self.clock_out() {
            self.driven = driven;
        }
        let (mask, value) = self.driven;
        let io = (0xE | u8::from(io0)) & !(mask & !value);
        self.clock_in(now, io);
        io
    }

    fn receive_by_clocks(&mut self, lines: u8, now: Time) -> u8 {
        let mut byte = 0;
        for _ in 0..8 / lines {
            let io = self.clock(true, now);
            byte = match lines {
                1 => byte << 1 | (io >> 1 & 1),
                2 => byte << 2 | (io & 0b11),
                _ => byte << 4 | io,
            };
        }
        byte
    }

    fn send_by_clocks(&mut self, byte: u8, now: Time) {
        for bit in (0..8).rev() {
            self.clock(byte >> bit & 1 != 0, now);
        }
    }
}
