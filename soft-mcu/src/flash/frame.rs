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
    pub const READ_STATUS_2: u32 = 0x35;
    pub const SFDP: u32 = 0x5A;
    /// SST26: takes the block protection away.
    pub const UNLOCK_ALL: u32 = 0x98;
    pub const JEDEC_ID: u32 = 0x9F;
}

const THREE_BYTES: u32 = 1 << spi_frame::ADDRESS_SHIFT;
const FOUR_BYTES: u32 = 2 << spi_frame::ADDRESS_SHIFT;
const DUAL: u32 = 1 << spi_frame::LINES_SHIFT;

/// How a flash is read: opcode, address bytes, dummy clocks and data lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadMode(u32);

impl ReadMode {
    /// Not known yet.
    pub const NONE: Self = Self(0);

    /// Read with `opcode`, 0 to 15 dummy clocks and, if `dual`, data on two lines.
    pub const fn new(opcode: u32, dummies: u32, dual: bool, four_bytes: bool) -> Self {
        Self(
            opcode & spi_frame::OPCODE_MASK
                | (dummies & spi_frame::DUMMY_MASK) << spi_frame::DUMMY_SHIFT
                | if dual { DUAL } else { 0 }
                | address_bytes(four_bytes),
        )
    }

    const fn address(self) -> u32 {
        self.0 & spi_frame::ADDRESS_MASK << spi_frame::ADDRESS_SHIFT
    }
}

const fn address_bytes(four: bool) -> u32 {
    if four { FOUR_BYTES } else { THREE_BYTES }
}

/// What may be asked of either flash.
#[derive(Clone, Copy, Debug)]
struct Reader {
    /// 0, or the bit that sends a frame to the port.
    side: u32,
    /// `SPI_FRAME` of a read.
    read: u32,
}

impl Reader {
    #[inline]
    fn data(&self, command: u32, address: u32, length: u32, pointer: u32) -> Frame {
        Frame {
            frame: self.read,
            address,
            length,
            pointer,
            command,
        }
    }

    fn register(&self, frame: u32, address: u32, length: u32) -> Frame {
        Frame {
            frame: frame | self.side,
            address,
            length,
            pointer: 0,
            command: spi_command::READ,
        }
    }

    fn id(&self) -> Frame {
        self.register(opcode::JEDEC_ID, 0, 3)
    }

    fn sfdp(&self, address: u32, length: u32) -> Frame {
        let dummies = 8 << spi_frame::DUMMY_SHIFT;
        self.register(opcode::SFDP | THREE_BYTES | dummies, address, length)
    }

    fn wait(&self) -> Frame {
        Frame {
            frame: self.side,
            address: 0,
            length: 0,
            pointer: 0,
            command: spi_command::WAIT | spi_command::POLL,
        }
    }
}

/// The flash of the other device. Read-only.
#[derive(Clone, Copy, Debug)]
pub struct Source(Reader);

impl Source {
    /// The source, read in this mode.
    pub fn new(mode: ReadMode) -> Self {
        let side = spi_frame::PORT;
        Self(Reader {
            side,
            read: mode.0 | side,
        })
    }
    /// Waits until it is not busy with something that its own host began.
    pub fn wait(&self) -> Frame {
        self.0.wait()
    }
    /// Reads the JEDEC id (three bytes) to the start of the buffer.
    pub fn id(&self) -> Frame {
        self.0.id()
    }
    /// Reads `length` bytes of the SFDP at `address` to the start of the buffer.
    pub fn sfdp(&self, address: u32, length: u32) -> Frame {
        self.0.sfdp(address, length)
    }
    /// Reads `length` bytes at `address` into the buffer at `pointer`, and through the CRC.
    #[inline]
    pub fn read(&self, address: u32, length: u32, pointer: u32) -> Frame {
        self.0.data(spi_command::READ, address, length, pointer)
    }
    /// Runs `length` bytes at `address` through the CRC.
    #[inline]
    pub fn scan(&self, address: u32, length: u32) -> Frame {
        self.0.data(spi_command::SCAN, address, length, 0)
    }
}

/// The own flash.
#[derive(Clone, Copy, Debug)]
pub struct Destination {
    reader: Reader,
    program: u32,
    address: u32,
}

impl Destination {
    /// The own flash, read in this mode and programmed with this opcode.
    pub fn new(mode: ReadMode, program_opcode: u8) -> Self {
        let address = mode.address();
        Self {
            reader: Reader {
                side: 0,
                read: mode.0,
            },
            program: u32::from(program_opcode) | address,
            address,
        }
    }
    /// Waits for the end of an erase or program.
    pub fn wait(&self) -> Frame {
        self.reader.wait()
    }
    /// Reads the JEDEC id (three bytes) to the start of the buffer.
    pub fn id(&self) -> Frame {
        self.reader.id()
    }
    /// Reads `length` bytes of the SFDP at `address` to the start of the buffer.
    pub fn sfdp(&self, address: u32, length: u32) -> Frame {
        self.reader.sfdp(address, length)
    }
    /// Reads status register 1 to the start of the buffer.
    pub fn status(&self) -> Frame {
        self.reader
            .register(u32::from(spi_opcode::READ_STATUS), 0, 1)
    }
    /// Reads status register 2 to the start of the buffer.
    pub fn status_2(&self) -> Frame {
        self.reader.register(opcode::READ_STATUS_2, 0, 1)
    }
    /// Runs `length` bytes at `address` through the CRC.
    #[inline]
    pub fn scan(&self, address: u32, length: u32) -> Frame {
        self.reader.data(spi_command::SCAN, address, length, 0)
    }
    /// Reads `length` bytes at `address` into the buffer at `pointer`, and through the CRC.
    #[inline]
    pub fn read(&self, address: u32, length: u32, pointer: u32) -> Frame {
        self.reader
            .data(spi_command::READ, address, length, pointer)
    }
    /// Compares `length` bytes at `address` with the buffer at `pointer`.
    #[inline]
    pub fn compare(&self, address: u32, length: u32, pointer: u32) -> Frame {
        self.reader
            .data(spi_command::COMPARE, address, length, pointer)
    }
    fn change(&self, frame: u32, address: u32, length: u32, pointer: u32) -> Frame {
        Frame {
            frame,
            address,
            length,
            pointer,
            command: spi_command::WRITE | spi_command::WREN,
        }
    }
    /// Programs `length` bytes from the buffer at `pointer`, all inside one page of 256 bytes.
    #[inline]
    pub fn program(&self, address: u32, length: u32, pointer: u32) -> Frame {
        self.change(self.program, address, length, pointer)
    }
    /// Erases the area of `opcode` at `address`.
    pub fn erase(&self, opcode: u8, address: u32) -> Frame {
        self.change(u32::from(opcode) | self.address, address, 0, 0)
    }
    /// Writes status register 1, with two bytes also status register 2, from the buffer's start.
    pub fn write_status(&self, bytes: u32) -> Frame {
        self.change(opcode::WRITE_STATUS, 0, bytes, 0)
    }
    /// What somebody else's program asks for, with data at [`DATA_POINTER`] of the buffer.
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
        self.change(opcode::UNLOCK_ALL, 0, 0, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODES: [ReadMode; 3] = [
        ReadMode::new(0x03, 0, false, false),
        ReadMode::new(0x3B, 8, true, false),
        ReadMode::new(0x3C, 8, true, true),
    ];

    #[test]
    fn the_source_is_only_ever_read() {
        for mode in MODES {
            let source = Source::new(mode);
            for frame in [
                source.wait(),
                source.id(),
                source.sfdp(0, 8),
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
            let own = Destination::new(mode, 0x02);
            for frame in [
                own.program(0, 256, 0),
                own.erase(0x20, 0),
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
