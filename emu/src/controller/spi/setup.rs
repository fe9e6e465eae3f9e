//! The SPI engine's registers, and the frame that they describe.

use super::switch::Segment;
use umbilical_soft_mcu::registers::{BUFFER_BYTES, offset, spi_frame, spi_timing};

/// Bits of `SPI_DEADLINE`.
const DEADLINE_MASK: u32 = 0xF_FFFF;
/// Bits of `SPI_LENGTH`.
const LENGTH_MASK: u32 = 0xFF_FFFF;

/// The engine's registers, as the MCU set them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    /// Half period of SCK, edges, at least 1.
    pub half: u64,
    /// SCK idles high: mode 3.
    pub idle_high: bool,
    /// Deadline for the segment and for polling, slow ticks.
    pub deadline: u64,
    /// `SPI_FRAME`.
    pub frame: u32,
    /// Byte address in the memory.
    pub address: u32,
    /// Data bytes.
    pub length: u32,
    /// Buffer offset.
    pub pointer: u32,
}

impl Setup {
    /// The registers after reset.
    pub const RESET: Setup = Setup {
        half: 1,
        idle_high: false,
        deadline: 0,
        frame: 0,
        address: 0,
        length: 0,
        pointer: 0,
    };

    /// A register of the setup is written; others are none of its business.
    pub fn write(&mut self, register: u32, value: u32) {
        match register {
            offset::SPI_TIMING => {
                self.half = (value & spi_timing::HALF_MASK).max(1).into();
                self.idle_high = value & spi_timing::IDLE_HIGH != 0;
            }
            offset::SPI_DEADLINE => self.deadline = (value & DEADLINE_MASK).into(),
            offset::SPI_FRAME => self.frame = value & spi_frame::MASK,
            offset::SPI_ADDRESS => self.address = value,
            offset::SPI_LENGTH => self.length = value & LENGTH_MASK,
            offset::SPI_POINTER => self.pointer = value % BUFFER_BYTES,
            _ => {}
        }
    }

    /// A register of the setup as read; 0 for others.
    pub fn read(&self, register: u32) -> u32 {
        match register {
            offset::SPI_TIMING => {
                self.half as u32 | (u32::from(self.idle_high) * spi_timing::IDLE_HIGH)
            }
            offset::SPI_DEADLINE => self.deadline as u32,
            offset::SPI_FRAME => self.frame,
            offset::SPI_ADDRESS => self.address,
            offset::SPI_LENGTH => self.length,
            offset::SPI_POINTER => self.pointer,
            _ => 0,
        }
    }

    /// Where the frame goes.
    #[inline]
    pub fn segment(&self) -> Segment {
        if self.frame & spi_frame::PORT != 0 {
            Segment::Port
        } else {
            Segment::Memory
        }
    }

    /// Opcode of the operation's own frame.
    pub fn opcode(&self) -> u8 {
        (self.frame & spi_frame::OPCODE_MASK) as u8
    }

    /// Address bytes of the operation's own frame: none, three or four.
    #[inline]
    pub fn address_bytes(&self) -> u32 {
        match self.frame >> spi_frame::ADDRESS_SHIFT & spi_frame::ADDRESS_MASK {
            0 => 0,
            1 => 3,
            _ => 4,
        }
    }

    /// The address byte sent as number `index`, the highest first.
    pub fn address_byte(&self, index: u32) -> u8 {
        let below = self.address_bytes() - 1 - index;
        (self.address >> (8 * below)) as u8
    }

    /// Clocks between address and data.
    #[inline]
    pub fn dummies(&self) -> u32 {
        self.frame >> spi_frame::DUMMY_SHIFT & spi_frame::DUMMY_MASK
    }

    /// Lines on which data is read: 1, 2 or 4.
    #[inline]
    pub fn lines(&self) -> u32 {
        match self.frame >> spi_frame::LINES_SHIFT & spi_frame::LINES_MASK {
            0 => 1,
            1 => 2,
            _ => 4,
        }
    }
}
