//! Commands of the SPI engine by role: what may be asked of the source and of the own flash.
//!
//! A [`Frame`] can only be made by the types here, and [`Source`] has none that changes anything:
//! no write enable, no opcode but those that read. The flash being rescued cannot be written by
//! mistake.

use crate::registers::{spi_command, spi_frame, spi_opcode};
use crate::serprog::{DATA_POINTER, Operation};

/// One command of the SPI engine, as its registers want it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    frame: u32,
    address: u32,
    length: u32,
    pointer: u32,
    command: u32,
}

impl Frame {
    /// Value of `SPI_FRAME`.
    #[inline]
    pub fn frame(&self) -> u32 {
        self.frame
    }

    /// Value of `SPI_ADDRESS`.
    #[inline]
    pub fn address(&self) -> u32 {
        self.address
    }

    /// Value of `SPI_LENGTH`.
    #[inline]
    pub fn length(&self) -> u32 {
        self.length
    }

    /// Value of `SPI_POINTER`.
    #[inline]
    pub fn pointer(&self) -> u32 {
        self.pointer
    }

    /// Value of `SPI_COMMAND`.
    #[inline]
    pub fn command(&self) -> u32 {
        self.command
    }

    /// The five values, in the order of the registers.
    #[inline]
    pub(super) fn registers(&self) -> [u32; 5] {
        let Self {
            frame,
            address,
            length,
            pointer,
            command,
        } = *self;
        [frame, address, length, pointer, command]
    }

    /// The frame with the values that [`registers`](Self::registers) gave.
    #[inline]
    pub(super) fn from_registers([frame, address, length, pointer, command]: [u32; 5]) -> Self {
        Self {
            frame,
            address,
            length,
            pointer,
            command,
        }
    }

    /// A read.
    #[inline]
    pub(super) fn reading(frame: u32, address: u32, length: u32, pointer: u32) -> Self {
        data(frame, spi_command::READ, address, length, pointer)
    }

    /// A command of [`Destination`] that changes the flash.
    #[inline]
    pub(super) fn change(frame: u32, address: u32, length: u32, pointer: u32) -> Self {
        let command = spi_command::WRITE | spi_command::WREN;
        data(frame, command, address, length, pointer)
    }

    /// A command that changes the flash but nowhere in particular. Its address is not sent, but told
    /// when it fails.
    #[inline]
    pub(super) fn order(opcode: u32, length: u32) -> Self {
        Self::change(opcode, u32::MAX, length, 0)
    }

    /// True when it goes to the port, that is to the source.
    #[inline]
    pub(super) fn is_for_port(&self) -> bool {
        self.frame & spi_frame::PORT != 0
    }

    /// The same, after waiting for the end of an erase or program under way.
    #[inline]
    pub fn polled(mut self) -> Self {
        self.command |= spi_command::POLL;
        self
    }
}

/// Opcodes (JESD216 and the data sheets of the 25-series).
mod opcode {
    pub const WRITE_STATUS: u32 = 0x01;
    pub const SFDP: u32 = 0x5A;
    /// SST26: takes the block protection away.
    pub const UNLOCK_ALL: u32 = 0x98;
    pub const JEDEC_ID: u32 = 0x9F;
}

const THREE_BYTES: u32 = 1 << spi_frame::ADDRESS_SHIFT;
const FOUR_BYTES: u32 = 2 << spi_frame::ADDRESS_SHIFT;
const DUAL: u32 = 1 << spi_frame::LINES_SHIFT;

/// An opcode that an address follows, as `SPI_FRAME` has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opcode(u32);

impl Opcode {
    /// Not known yet.
    pub const NONE: Self = Self(0);

    /// The low byte of `code`, with an address of three bytes, or of four if `wide` is 1, not 0.
    pub const fn new(code: u32, wide: u32) -> Self {
        Self(code & spi_frame::OPCODE_MASK | THREE_BYTES << wide)
    }

    /// The opcode alone.
    pub const fn code(self) -> u32 {
        self.0 & spi_frame::OPCODE_MASK
    }
}

/// How a flash is read: opcode, address bytes, dummy clocks and data lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadMode(u32);

impl ReadMode {
    /// Not known yet.
    pub const NONE: Self = Self(0);

    /// Read with `opcode`, 0 to 15 dummy clocks and, if `dual`, data on two lines.
    pub const fn new(opcode: Opcode, dummies: u32, dual: bool) -> Self {
        let dummies = (dummies & spi_frame::DUMMY_MASK) << spi_frame::DUMMY_SHIFT;
        Self(opcode.0 | dummies | if dual { DUAL } else { 0 })
    }
}

/// Which status register is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum StatusOpcode {
    /// Status register 1.
    First = spi_opcode::READ_STATUS as u32,
    /// Status register 2.
    Second = 0x35,
}

/// Either flash, and what may be asked of it before anything is known of it. The value is what sends
/// a frame there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Side {
    /// The flash of the other device.
    Source = spi_frame::PORT,
    /// The own flash.
    Own = 0,
}

impl Side {
    fn register(self, frame: u32, address: u32, length: u32) -> Frame {
        Frame {
            frame: frame | self as u32,
            address,
            length,
            pointer: 0,
            command: spi_command::READ,
        }
    }

    /// Reads the JEDEC id (three bytes) to the start of the buffer.
    pub fn id(self) -> Frame {
        self.register(opcode::JEDEC_ID, 0, 3)
    }

    /// Reads a status register into the buffer at `pointer`.
    pub fn status(self, opcode: StatusOpcode, pointer: u32) -> Frame {
        let mut frame = self.register(opcode as u32, 0, 1);
        frame.pointer = pointer;
        frame
    }

    /// Reads `length` bytes of the SFDP at the low 24 bits of `address` to the start of the buffer.
    pub fn sfdp(self, address: u32, length: u32) -> Frame {
        let frame = opcode::SFDP | THREE_BYTES | 8 << spi_frame::DUMMY_SHIFT;
        self.register(frame, address & 0xFF_FFFF, length)
    }

    /// Waits until it is not busy with an erase or program, whoever began that.
    pub fn wait(self) -> Frame {
        Frame {
            frame: self as u32,
            address: 0,
            length: 0,
            pointer: 0,
            command: spi_command::WAIT | spi_command::POLL,
        }
    }
}

/// A frame that moves or compares data.
#[inline]
fn data(frame: u32, command: u32, address: u32, length: u32, pointer: u32) -> Frame {
    Frame {
        frame,
        address,
        length,
        pointer,
        command,
    }
}

/// The flash of the other device. Read-only.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// `SPI_FRAME` of a read.
    read: u32,
}

impl Source {
    /// The source, read in this mode.
    pub fn new(mode: ReadMode) -> Self {
        Self {
            read: mode.0 | Side::Source as u32,
        }
    }

    /// Reads `length` bytes at `address` into the buffer at `pointer`, and through the CRC.
    #[inline]
    pub fn read(&self, address: u32, length: u32, pointer: u32) -> Frame {
        data(self.read, spi_command::READ, address, length, pointer)
    }

    /// Runs `length` bytes at `address` through the CRC.
    #[inline]
    pub fn scan(&self, address: u32, length: u32) -> Frame {
        data(self.read, spi_command::SCAN, address, length, 0)
    }
}

/// The own flash.
#[derive(Clone, Copy, Debug)]
pub struct Destination {
    read: ReadMode,
    program: Opcode,
}

impl Destination {
    /// The own flash, read in this mode and programmed with this opcode.
    pub fn new(read: ReadMode, program: Opcode) -> Self {
        Self { read, program }
    }

    /// Runs `length` bytes at `address` through the CRC.
    #[inline]
    pub fn scan(&self, address: u32, length: u32) -> Frame {
        data(self.read.0, spi_command::SCAN, address, length, 0)
    }

    /// Reads `length` bytes at `address` into the buffer at `pointer`, and through the CRC.
    #[inline]
    pub fn read(&self, address: u32, length: u32, pointer: u32) -> Frame {
        data(self.read.0, spi_command::READ, address, length, pointer)
    }

    /// Compares `length` bytes at `address` with the buffer at `pointer`.
    #[inline]
    pub fn compare(&self, address: u32, length: u32, pointer: u32) -> Frame {
        data(self.read.0, spi_command::COMPARE, address, length, pointer)
    }

    /// Programs `length` bytes from the buffer at `pointer`, all inside one page of 256 bytes.
    #[inline]
    pub fn program(&self, address: u32, length: u32, pointer: u32) -> Frame {
        Frame::change(self.program.0, address, length, pointer)
    }

    /// Erases the area of `opcode` at `address`.
    pub fn erase(&self, opcode: Opcode, address: u32) -> Frame {
        Frame::change(opcode.0, address, 0, 0)
    }

    /// Writes status register 1, with two bytes also status register 2, from the buffer's start.
    pub fn write_status(&self, bytes: u32) -> Frame {
        Frame::order(opcode::WRITE_STATUS, bytes)
    }

    /// What somebody else's program asks for, with data at `DATA_POINTER` of the buffer.
    pub fn operation(&self, operation: &Operation) -> Frame {
        let address = match operation.address_bytes {
            0 => 0,
            3 => THREE_BYTES,
            _ => FOUR_BYTES,
        };
        let dummies = (operation.dummies & spi_frame::DUMMY_MASK) << spi_frame::DUMMY_SHIFT;
        Frame {
            frame: u32::from(operation.opcode) | address | dummies,
            address: operation.address,
            length: operation.length,
            pointer: DATA_POINTER,
            command: match operation.reads {
                true => spi_command::READ,
                false => spi_command::WRITE,
            },
        }
    }

    /// SST26: takes the protection of all blocks away.
    pub fn unlock_all(&self) -> Frame {
        Frame::order(opcode::UNLOCK_ALL, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODES: [ReadMode; 3] = [
        ReadMode::new(Opcode::new(0x03, 0), 0, false),
        ReadMode::new(Opcode::new(0x3B, 0), 8, true),
        ReadMode::new(Opcode::new(0x3C, 1), 8, true),
    ];

    #[test]
    fn the_source_is_only_ever_read() {
        for mode in MODES {
            let source = Source::new(mode);
            for frame in [
                Side::Source.wait(),
                Side::Source.id(),
                Side::Source.sfdp(0, 8),
                source.read(0, 8, 0),
                source.scan(0, 8),
            ] {
                let opcode = frame.frame() & spi_frame::OPCODE_MASK;
                let operation = frame.command() & spi_command::OPERATION_MASK;
                assert_eq!(frame.command() & spi_command::WREN, 0, "{frame:?}");
                assert_ne!(operation, spi_command::WRITE, "{frame:?}");
                assert_ne!(frame.frame() & spi_frame::PORT, 0, "{frame:?}");
                let waits = operation == spi_command::WAIT;
                assert!(waits || [0x03, 0x3B, 0x3C, 0x5A, 0x9F].contains(&opcode));
            }
        }
    }

    #[test]
    fn nothing_that_changes_a_flash_goes_to_the_port() {
        for mode in MODES {
            let own = Destination::new(mode, Opcode::new(0x02, 0));
            for frame in [
                own.program(0, 256, 0),
                own.erase(Opcode::new(0x20, 0), 0),
                own.write_status(1),
                own.unlock_all(),
                own.compare(0, 8, 0),
            ] {
                assert_eq!(frame.frame() & spi_frame::PORT, 0, "{frame:?}");
                assert_eq!(frame.frame() & !spi_frame::MASK, 0, "{frame:?}");
            }
        }
    }
}
