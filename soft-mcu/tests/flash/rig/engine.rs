//! What the two engines do, command by command.

use std::panic::resume_unwind;

use umbilical_soft_mcu::crc;
use umbilical_soft_mcu::flash::frame::Frame;
use umbilical_soft_mcu::memory::Transfer;
use umbilical_soft_mcu::platform::Outcome;
use umbilical_soft_mcu::registers::{
    I2cResult, SpiJoin, SpiResult, i2c_command, sense, spi_command, spi_frame, spi_opcode, switch,
};

use super::{Cut, MS, Rig};
use crate::flash::Flash;

impl Rig {
    /// Cycles that a frame with `data` bytes takes.
    fn frame_cycles(&self, frame: &Frame, data: u64) -> u64 {
        let address = match frame.frame() >> spi_frame::ADDRESS_SHIFT & 3 {
            0 => 0,
            1 => 24,
            _ => 32,
        };
        let dummies = u64::from(frame.frame() >> spi_frame::DUMMY_SHIFT & 0xF);
        let lines = 1 << (frame.frame() >> spi_frame::LINES_SHIFT & 3);
        let clocks = 8 + address + dummies + 8 * data / lines;
        (2 * clocks + 2) * self.half + 6
    }

    pub(super) fn transact(&mut self, frame: Frame) -> SpiResult {
        self.commands += 1;
        let port = frame.frame() & spi_frame::PORT != 0;
        let there = self.switch & switch::SPI_PORT != 0 && self.raw & sense::PRESENT != 0;
        if self.switch & switch::SPI_ENGINE == 0 || port && !there {
            return SpiResult::NotOwner;
        }
        self.join();
        if self.joined == SpiJoin::Host {
            self.advance(self.now + self.spi_deadline);
            return SpiResult::BusBusy;
        }
        let wanted = if port { SpiJoin::Port } else { SpiJoin::Memory };
        if self.joined != wanted {
            self.joined = wanted;
            self.advance(self.now + 10);
        }
        self.pages = 0;
        if frame.command() & spi_command::POLL != 0 && !self.poll(port) {
            return SpiResult::PollDeadline;
        }
        let operation = frame.command() & spi_command::OPERATION_MASK;
        // The power fails before the frame, in its middle or right after it, as it comes.
        let cut = self.cut_at == Some(self.commands);
        let moment = if cut { self.random.below(3) } else { 3 };
        if moment == 0 {
            resume_unwind(Box::new(Cut));
        }
        if frame.command() & spi_command::WREN != 0 {
            let now = self.now;
            self.side(port).write_enable(now);
            self.advance(now + (2 * 8 + 2) * self.half + 6);
        }
        if moment == 1 {
            resume_unwind(Box::new(Cut));
        }
        let result = match operation {
            spi_command::WAIT => SpiResult::Ok,
            spi_command::WRITE => self.send(port, &frame),
            _ => self.receive(port, &frame),
        };
        if moment == 2 {
            // Somewhere in the time that follows.
            let left = self.own.busy_until.saturating_sub(self.now).min(3000 * MS);
            self.now += self.random.below(left as usize + 1) as u64;
            resume_unwind(Box::new(Cut));
        }
        result
    }

    fn side(&mut self, port: bool) -> &mut Flash {
        if port {
            &mut self.source
        } else {
            &mut self.own
        }
    }

    fn poll(&mut self, port: bool) -> bool {
        let deadline = self.now + self.spi_deadline;
        let until = self.side(port).busy_until;
        let absent = self.side(port).absent;
        let end = if absent {
            deadline
        } else {
            until.min(deadline)
        };
        let step = 16 * self.half;
        let frame = self.now + 18 * self.half;
        let end = frame.max(self.now + (end.max(self.now) - self.now).div_ceil(step) * step);
        self.advance(end + step + 2 * self.half + 6);
        !absent && until <= deadline
    }

    fn send(&mut self, port: bool, frame: &Frame) -> SpiResult {
        let length = frame.length() as usize;
        let bytes: Vec<u8> = (0..length)
            .map(|index| self.buffer[(frame.pointer() as usize + index) & 0xFFF])
            .collect();
        self.advance(self.now + self.frame_cycles(frame, length as u64));
        let now = self.now;
        let opcode = (frame.frame() & spi_frame::OPCODE_MASK) as u8;
        let mut address = frame.address() as usize;
        let mut data = &bytes[..];
        if opcode == spi_opcode::WRITE_ENABLE {
            self.side(port).write_enable(now);
            return SpiResult::Ok;
        }
        // Somebody else's program sends the address as data.
        if frame.frame() >> spi_frame::ADDRESS_SHIFT & 3 == 0
            && let (0x02 | 0x20 | 0xD8, [a, b, c, rest @ ..]) = (opcode, data)
        {
            address = u32::from_be_bytes([0, *a, *b, *c]) as usize;
            data = rest;
        }
        self.side(port).write(opcode, address, data, now);
        SpiResult::Ok
    }

    fn receive(&mut self, port: bool, frame: &Frame) -> SpiResult {
        let begun = self.now;
        let mut bytes = vec![0xFF; frame.length() as usize];
        let opcode = (frame.frame() & spi_frame::OPCODE_MASK) as u8;
        let address = frame.address() as usize;
        // A peer that has its own supply keeps its flash to itself: pull-ups are read.
        let gone = port && self.raw & sense::PEER_VCC != 0;
        let flash = self.side(port);
        let busy = flash.is_busy(begun);
        match opcode {
            _ if gone => {}
            0x05 => {
                let status = flash.status_byte(begun);
                bytes.fill(status);
            }
            _ if busy => {}
            0x35 => bytes.fill(flash.status[1]),
            0x9F => bytes.copy_from_slice(&flash.jedec),
            0x5A => {
                for (index, byte) in bytes.iter_mut().enumerate() {
                    *byte = flash.sfdp.get(address + index).copied().unwrap_or(0xFF);
                }
            }
            0x03 | 0x3B | 0x0B | 0x3C | 0x0C => flash.read(address, &mut bytes),
            other => panic!("opcode {other:#x} is no read"),
        }
        if port {
            self.disturb(&mut bytes);
        }
        self.advance(begun + self.frame_cycles(frame, u64::from(frame.length())));
        if port && self.raw & sense::PRESENT == 0 {
            return SpiResult::PortLost;
        }
        self.take(frame, &bytes)
    }

    fn disturb(&mut self, bytes: &mut [u8]) {
        let mut flip = self.flips.contains(&self.commands);
        let before = self.cable_bytes;
        self.cable_bytes += bytes.len() as u64;
        if let Some(every) = self.flip_every {
            flip |= before / every != self.cable_bytes / every;
        }
        if flip {
            let at = self.random.below(bytes.len());
            bytes[at] ^= 1 << self.random.below(8);
        }
    }

    fn take(&mut self, frame: &Frame, bytes: &[u8]) -> SpiResult {
        let operation = frame.command() & spi_command::OPERATION_MASK;
        let mut equal = true;
        for (index, byte) in bytes.iter().enumerate() {
            let page = 1 << (index / 256 % 16);
            let place = (frame.pointer() as usize + index) & 0xFFF;
            if operation == spi_command::COMPARE {
                let wanted = self.buffer[place];
                equal &= *byte == wanted;
                self.pages |= if *byte == wanted { 0 } else { page };
                self.pages |= if wanted & !byte == 0 { 0 } else { page << 16 };
                continue;
            }
            self.pages |= if *byte == 0xFF { 0 } else { page };
            if operation == spi_command::READ {
                self.buffer[place] = *byte;
            }
        }
        if operation != spi_command::COMPARE {
            self.spi_crc = bytes
                .iter()
                .fold(self.spi_crc, |crc, byte| crc::update(crc, *byte));
        }
        if equal {
            SpiResult::Ok
        } else {
            SpiResult::Mismatch
        }
    }

    pub(super) fn journal_transfer(&mut self, transfer: Transfer) -> Outcome {
        let refuse = |result| Outcome { result, count: 0 };
        assert_ne!(
            transfer.device() & 0x100,
            0,
            "only the journal is on I2C here"
        );
        let operation = transfer.command() & i2c_command::OPERATION_MASK;
        if operation == i2c_command::RECOVER {
            return refuse(I2cResult::Ok);
        }
        let device = (transfer.device() & 0x7F) as u8;
        let Some(address) = self.journal.select(device, transfer.address()) else {
            return refuse(I2cResult::AddressNack);
        };
        if self.journal.busy_until > self.now {
            self.advance(self.journal.busy_until.min(self.now + self.i2c_deadline));
        }
        let length = transfer.length();
        self.advance(self.now + u64::from(length + 4) * 9 * 128);
        let place = |index: u32| (transfer.pointer() + index) as usize & 0xFFF;
        if operation == i2c_command::WRITE {
            let bytes: Vec<u8> = (0..length).map(|index| self.buffer[place(index)]).collect();
            if !self.journal_lies {
                self.journal.write(address, &bytes, self.now);
            }
            return refuse(I2cResult::Ok);
        }
        for index in 0..length {
            let byte = self.journal.read(address + index as usize);
            if operation == i2c_command::COMPARE {
                if self.buffer[place(index)] != byte && !self.journal_lies {
                    return refuse(I2cResult::Mismatch);
                }
                continue;
            }
            self.i2c_crc = crc::update(self.i2c_crc, byte);
            if operation == i2c_command::READ {
                self.buffer[place(index)] = byte;
            }
        }
        refuse(I2cResult::Ok)
    }
}
