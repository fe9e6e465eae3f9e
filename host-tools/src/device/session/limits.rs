//! How long blocks may take, with this memory at this rate.

use std::time::Duration;

use umbilical_soft_mcu::link::answer::MemoryKind;

use super::Session;
use crate::link::Transport;
use crate::link::block_size::BYTES_MAX;
use crate::link::read_window::ReadLimits;
use crate::link::write_window::WriteLimits;

/// Write cycles and programs, at worst: `eeprom.rs` and the slowest flash of `nor.rs`.
const PAGE_MS_MAX: u64 = 5;
/// An EEPROM at 100 kHz takes so long for a byte.
const EEPROM_BYTE_US: u64 = 100;

impl<T: Transport> Session<T> {
    /// How to read: a block may take long at a low rate and from a slow memory, and that is not
    /// silence.
    pub(in crate::device) fn read_limits(&self) -> ReadLimits {
        let block = u64::from(BYTES_MAX);
        let silence = Duration::from_micros(2 * (self.line_us(block) + self.read_us(block)));
        let usual = ReadLimits::default();
        ReadLimits {
            queue: usize::from(self.ack.queue).clamp(1, usual.queue),
            silence: usual.silence + silence,
            ..usual
        }
    }

    /// How to write.
    pub(in crate::device) fn write_limits(&self) -> WriteLimits {
        let usual = WriteLimits::default();
        let page = u64::from(self.ack.page_bytes.max(1));
        let most = usize::from(self.ack.slot_bytes).clamp(1, usual.slot_bytes);
        // Whole pages, or the next write programs the rest of one again.
        let slot = match most as u64 / page {
            0 => most as u64,
            pages => pages * page,
        };
        let slots = u64::from(self.ack.slots.max(1));
        let pages = slot.div_ceil(page);
        let busy_us = self.line_us(slot) + 2 * self.read_us(slot) + pages * PAGE_MS_MAX * 1000;
        WriteLimits {
            slots: slots as usize,
            slot_bytes: slot as usize,
            silence: usual.silence + Duration::from_micros(slots * busy_us),
            ..usual
        }
    }

    fn line_us(&self, bytes: u64) -> u64 {
        bytes * 10 * 1_000_000 / u64::from(self.baud)
    }

    fn read_us(&self, bytes: u64) -> u64 {
        match MemoryKind::from_code(self.ack.kind.into()) {
            Some(MemoryKind::Eeprom) => EEPROM_BYTE_US * bytes,
            _ => bytes,
        }
    }
}
