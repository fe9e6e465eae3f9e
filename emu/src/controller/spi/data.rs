//! What becomes of the bytes: counted, stored, compared, run through the CRC, decided by.

use super::engine::Engine;
use super::frame::Part;
use umbilical_soft_mcu::registers::{BUFFER_BYTES, SpiResult, spi_command, spi_pages, spi_status};

/// The transfer buffer.
type Buffer = [u8; BUFFER_BYTES as usize];

/// A page of erased memory.
const BLANK: [u8; spi_pages::PAGE_BYTES as usize] = [u8::MAX; spi_pages::PAGE_BYTES as usize];

impl Engine {
    /// `byte` was complete before `edge`.
    pub(super) fn take(&mut self, edge: u64, byte: u8, buffer: &mut Buffer) {
        match self.part {
            Part::Status => self.take_status(edge, byte),
            Part::In => {
                let slot = &mut buffer[self.buffer_index(self.count)];
                let expected = if self.operation() == spi_command::COMPARE {
                    *slot
                } else {
                    self.crc.take(edge, byte);
                    u8::MAX
                };
                if self.operation() == spi_command::READ {
                    *slot = byte;
                }
                self.compare(self.count, byte != expected, expected & !byte != 0);
                self.count += 1;
            }
            _ => self.count += 1,
        }
    }

    /// What was found in the page of data byte `index`.
    pub(super) fn compare(&mut self, index: u32, differs: bool, erase: bool) {
        let page = index / spi_pages::PAGE_BYTES % (spi_pages::MASK.count_ones());
        self.pages |= u32::from(differs) << (page + spi_pages::DIFFERS_SHIFT);
        if self.operation() == spi_command::COMPARE {
            self.pages |= u32::from(erase) << (page + spi_pages::ERASE_SHIFT);
            if differs {
                self.result = SpiResult::Mismatch;
            }
        }
    }

    pub(super) fn take_status(&mut self, edge: u64, byte: u8) {
        self.memory = byte;
        let busy = u32::from(byte) & spi_status::WIP != 0;
        if self.last_status.is_none() && (!busy || edge >= self.deadline()) {
            self.last_status = Some(self.polled.wrapping_add(1));
            if busy {
                self.result = SpiResult::PollDeadline;
            }
        }
        self.polled = self.polled.wrapping_add(1);
    }

    /// Read data bytes, all complete, the last of them before `edge`: the same as
    /// [`take`](Self::take) for each.
    pub(super) fn take_all(&mut self, edge: u64, bytes: &[u8], buffer: &mut Buffer) {
        let operation = self.operation();
        let mut rest = bytes;
        while !rest.is_empty() {
            // Up to the end of the page, and of the buffer.
            let place = self.buffer_index(self.count);
            let page = (spi_pages::PAGE_BYTES - self.count % spi_pages::PAGE_BYTES) as usize;
            let (chunk, behind) = rest.split_at(rest.len().min(page).min(buffer.len() - place));
            let slots = &mut buffer[place..place + chunk.len()];
            if operation == spi_command::COMPARE {
                let pairs = slots.iter().zip(chunk);
                let erase = pairs.fold(0, |ones, (slot, byte)| ones | slot & !byte);
                self.compare(self.count, slots != chunk, erase != 0);
            } else {
                self.compare(self.count, chunk != &BLANK[..chunk.len()], false);
            }
            if operation == spi_command::READ {
                slots.copy_from_slice(chunk);
            }
            self.count += chunk.len() as u32;
            rest = behind;
        }
        if operation != spi_command::COMPARE {
            self.crc.take_all(edge, bytes);
        }
    }
}
