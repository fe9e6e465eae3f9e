//! Transactions by role: what may be asked of the source, of the own memory and of the journal.
//!
//! A [`Transfer`] can only be made by the types here, and [`Source`] has no way to make one that
//! carries a data byte to the device: the memory being rescued cannot be written by mistake.

use crate::eeprom::{JOURNAL_DEVICE, JOURNAL_PART, Part};
use crate::registers::{i2c_command, i2c_device};

/// One I2C transaction, as the engine's registers want it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transfer {
    device: u32,
    address: u32,
    length: u32,
    pointer: u32,
    command: u32,
}

impl Transfer {
    /// Value of `I2C_DEVICE`.
    #[inline]
    pub fn device(&self) -> u32 {
        self.device
    }

    /// Value of `I2C_ADDRESS`.
    #[inline]
    pub fn address(&self) -> u32 {
        self.address
    }

    /// Value of `I2C_LENGTH`.
    #[inline]
    pub fn length(&self) -> u32 {
        self.length
    }

    /// Value of `I2C_POINTER`.
    #[inline]
    pub fn pointer(&self) -> u32 {
        self.pointer
    }

    /// Value of `I2C_COMMAND`.
    #[inline]
    pub fn command(&self) -> u32 {
        self.command
    }

    /// The same, repeating the first address phase until the device acknowledges.
    #[inline]
    pub fn polled(mut self) -> Self {
        self.command |= i2c_command::POLL;
        self
    }
}

/// Where a memory answers.
#[derive(Clone, Copy, Debug)]
struct Addressing {
    device: u32,
    block_shift: u32,
}

impl Addressing {
    fn new(part: &Part, strap: bool) -> Self {
        let bytes = u32::from(part.address_bytes);
        Self {
            device: u32::from(part.device(strap, 0)) | (bytes << i2c_device::ADDRESS_BYTES_SHIFT),
            block_shift: 8 * bytes,
        }
    }

    #[inline]
    fn transfer(&self, command: u32, address: u32, length: u32, pointer: u32) -> Transfer {
        Transfer {
            device: self.device | (address >> self.block_shift),
            address: address & 0xFFFF,
            length,
            pointer,
            command,
        }
    }

    /// Addresses the device and nothing more.
    fn probe(&self) -> Transfer {
        probe(self.device & !(i2c_device::ADDRESS_BYTES_MASK << i2c_device::ADDRESS_BYTES_SHIFT))
    }
}

fn probe(device: u32) -> Transfer {
    Transfer {
        device,
        address: 0,
        length: 0,
        pointer: 0,
        command: i2c_command::WRITE,
    }
}

/// Addresses `device` (7 bits) on the memory segment and nothing more.
pub(crate) fn probe_device(device: u8) -> Transfer {
    probe(u32::from(device))
}

/// Frees a memory segment whose SDA is held low.
pub(crate) fn recover() -> Transfer {
    Transfer {
        device: 0,
        address: 0,
        length: 0,
        pointer: 0,
        command: i2c_command::RECOVER,
    }
}

/// The memory of the dead device: its strap reads 0. Read-only.
#[derive(Clone, Copy, Debug)]
pub struct Source(Addressing);

impl Source {
    /// The source memory, taken to be of the same part as the own one.
    pub fn new(part: &Part) -> Self {
        Self(Addressing::new(part, false))
    }

    /// Addresses the source and nothing more.
    pub fn probe(&self) -> Transfer {
        self.0.probe()
    }

    /// Reads `length` bytes at `address` into the buffer at `pointer`.
    pub fn read(&self, address: u32, length: u32, pointer: u32) -> Transfer {
        self.0.transfer(i2c_command::READ, address, length, pointer)
    }

    /// Compares `length` bytes at `address` with the buffer at `pointer`.
    pub fn compare(&self, address: u32, length: u32, pointer: u32) -> Transfer {
        self.0
            .transfer(i2c_command::COMPARE, address, length, pointer)
    }
}

/// The own memory: its strap reads 1.
#[derive(Clone, Copy, Debug)]
pub struct Destination(Addressing);

impl Destination {
    /// The own memory.
    pub fn new(part: &Part) -> Self {
        Self(Addressing::new(part, true))
    }

    /// Addresses the memory and nothing more.
    pub fn probe(&self) -> Transfer {
        self.0.probe()
    }

    /// Compares `length` bytes at `address` with the buffer at `pointer`.
    #[inline]
    pub fn compare(&self, address: u32, length: u32, pointer: u32) -> Transfer {
        self.0
            .transfer(i2c_command::COMPARE, address, length, pointer)
    }

    /// Writes `length` bytes from the buffer at `pointer` to `address`, all inside one page.
    #[inline]
    pub fn write(&self, address: u32, length: u32, pointer: u32) -> Transfer {
        self.0
            .transfer(i2c_command::WRITE, address, length, pointer)
    }

    /// Reads `length` bytes at `address` into the buffer at `pointer`.
    pub fn read(&self, address: u32, length: u32, pointer: u32) -> Transfer {
        self.0.transfer(i2c_command::READ, address, length, pointer)
    }

    /// Runs `length` bytes at `address` through the CRC.
    pub fn scan(&self, address: u32, length: u32) -> Transfer {
        self.0.transfer(i2c_command::SCAN, address, length, 0)
    }
}

/// The controller's private EEPROM.
#[derive(Clone, Copy, Debug)]
pub struct JournalMemory;

impl JournalMemory {
    /// Does `command`, one of [`i2c_command`], with `length` bytes at `address` and the buffer at
    /// `pointer`: what is written lies inside one page.
    pub fn transfer(command: u32, address: u32, length: u32, pointer: u32) -> Transfer {
        let bytes = u32::from(JOURNAL_PART.address_bytes) << i2c_device::ADDRESS_BYTES_SHIFT;
        let device = u32::from(JOURNAL_DEVICE) | i2c_device::JOURNAL | bytes;
        Transfer {
            device,
            address,
            length,
            pointer,
            command,
        }
    }

    /// Frees the journal bus.
    pub fn recover() -> Transfer {
        Self::transfer(i2c_command::RECOVER, 0, 0, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_source_is_never_sent_a_data_byte() {
        for part in &crate::eeprom::PARTS {
            let source = Source::new(part);
            for transfer in [
                source.probe(),
                source.read(0, 8, 0),
                source.compare(0, 8, 0),
            ] {
                let writes = transfer.command() & i2c_command::OPERATION_MASK == i2c_command::WRITE;
                assert!(
                    !writes || transfer.length() == 0,
                    "{}: {transfer:?}",
                    part.name
                );
            }
        }
    }

    #[test]
    fn addressing_follows_the_part() {
        for part in &crate::eeprom::PARTS {
            let memory = Destination::new(part);
            for address in [0, part.bytes / 2, part.bytes - 1] {
                let device = memory.write(address, 1, 0).device() & i2c_device::ADDRESS_MASK;
                assert_eq!(
                    device,
                    u32::from(part.device(true, address)),
                    "{}",
                    part.name
                );
            }
        }
    }
}
