//! What a frame is made of, byte by byte.

use super::setup::Setup;
use umbilical_soft_mcu::registers::{spi_command, spi_opcode};

/// The frames of a command, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Status read, for POLL.
    Status,
    /// Write enable, for WREN.
    WriteEnable,
    /// The operation's own.
    Own,
}

/// What the byte under way is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Opcode,
    Address,
    /// Not a byte: all dummy clocks.
    Dummy,
    /// Written data.
    Out,
    /// Read data.
    In,
    /// The memory's status.
    Status,
}

impl Part {
    /// The engine drives IO0.
    #[inline]
    pub fn sends(self) -> bool {
        matches!(self, Part::Opcode | Part::Address | Part::Out)
    }

    /// The engine samples the lines.
    #[inline]
    pub fn receives(self) -> bool {
        matches!(self, Part::In | Part::Status)
    }

    /// Its bytes are counted, compared, stored or looked at.
    #[inline]
    pub fn taken(self) -> bool {
        !matches!(self, Part::Opcode | Part::Address | Part::Dummy)
    }

    /// Lines that its bits are on.
    #[inline]
    pub fn lines(self, setup: &Setup) -> u32 {
        if self == Part::In { setup.lines() } else { 1 }
    }

    /// Clocks of one byte, or all of the dummy clocks.
    #[inline]
    pub fn clocks(self, setup: &Setup) -> u32 {
        match self {
            Part::Dummy => setup.dummies(),
            Part::In => 8 / setup.lines(),
            _ => 8,
        }
    }
}

/// The operation in a command word.
pub fn operation(command: u32) -> u32 {
    command & spi_command::OPERATION_MASK
}

/// The first frame of `command`.
pub fn first(command: u32) -> Option<Kind> {
    if command & spi_command::POLL != 0 {
        Some(Kind::Status)
    } else {
        after_status(command)
    }
}

/// The frame after one of this kind.
pub fn next(kind: Kind, command: u32) -> Option<Kind> {
    match kind {
        Kind::Status => after_status(command),
        Kind::WriteEnable => own(command),
        Kind::Own => None,
    }
}

fn after_status(command: u32) -> Option<Kind> {
    if command & spi_command::WREN != 0 {
        Some(Kind::WriteEnable)
    } else {
        own(command)
    }
}

fn own(command: u32) -> Option<Kind> {
    (operation(command) != spi_command::WAIT).then_some(Kind::Own)
}

/// A frame of some kind under some setup.
#[derive(Clone, Copy)]
pub struct Plan<'a> {
    pub kind: Kind,
    pub writes: bool,
    pub setup: &'a Setup,
}

impl Plan<'_> {
    /// The opcode.
    pub fn opcode(self) -> u8 {
        match self.kind {
            Kind::Status => spi_opcode::READ_STATUS,
            Kind::WriteEnable => spi_opcode::WRITE_ENABLE,
            Kind::Own => self.setup.opcode(),
        }
    }

    /// The byte after number `index` of `part`, and its number there. `None` ends the frame. Status
    /// bytes have no last one here.
    #[inline]
    pub fn after(self, part: Part, index: u32) -> Option<(Part, u32)> {
        match (self.kind, part) {
            (Kind::Status, _) => Some((Part::Status, 0)),
            (Kind::WriteEnable, _) => None,
            (Kind::Own, Part::Opcode) if self.setup.address_bytes() > 0 => Some((Part::Address, 0)),
            (Kind::Own, Part::Opcode) => self.after_address(),
            (Kind::Own, Part::Address) if index + 1 < self.setup.address_bytes() => {
                Some((Part::Address, index + 1))
            }
            (Kind::Own, Part::Address) => self.after_address(),
            (Kind::Own, Part::Dummy) => self.data(),
            (Kind::Own, Part::Out | Part::In | Part::Status) => {
                (index + 1 < self.setup.length).then_some((part, index + 1))
            }
        }
    }

    fn after_address(self) -> Option<(Part, u32)> {
        if self.setup.dummies() > 0 {
            Some((Part::Dummy, 0))
        } else {
            self.data()
        }
    }

    fn data(self) -> Option<(Part, u32)> {
        let part = if self.writes { Part::Out } else { Part::In };
        (self.setup.length > 0).then_some((part, 0))
    }
}
