//! Opcodes: what each part takes them for, and the shape of the frame that follows.

use umbilical_soft_mcu::nor::{NorFamily, NorPart};

/// A register that a read or a write names. What is in it depends on the family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Register {
    /// 05h: status register (1).
    Status1,
    /// W25Q 35h: status register 2; MX25L 15h and SST26 35h: configuration register.
    Status2,
    /// W25Q 15h: status register 3.
    Status3,
    /// MX25L 2Bh: security register.
    Security,
}

/// What an opcode asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Command {
    /// Reads the array on 1, 2 or 4 lines.
    Read {
        lines: u8,
        slow: bool,
    },
    ReadSfdp,
    /// 9Fh.
    ReadId,
    /// ABh: leaves deep power-down; with three more bytes it reads the last byte of the id.
    ReleasePowerDown,
    PowerDown,
    ReadRegister(Register),
    /// 01h, 31h, 11h: writes from this register on.
    WriteRegister(Register),
    WriteEnable,
    /// 50h: the next register write is volatile.
    VolatileWriteEnable,
    WriteDisable,
    Program,
    Erase,
    ChipErase,
    Suspend,
    Resume,
    EnterFourByte,
    ExitFourByte,
    /// W25Q256 C8h and C5h: address bits 31..24 of three-byte addresses.
    ReadExtendedAddress,
    WriteExtendedAddress,
    ResetEnable,
    Reset,
    /// SST26 72h, 42h, 98h, 8Dh.
    ReadBlockProtection,
    WriteBlockProtection,
    UnlockBlocks,
    LockDown,
}

/// Address bytes of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AddressField {
    None,
    /// Three, whatever the mode (5Ah, ABh).
    Three,
    /// Three, or four in 4-byte mode.
    Native,
    Four,
}

/// A command with the shape of its frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    pub command: Command,
    pub opcode: u8,
    pub address: AddressField,
    pub dummy_clocks: u8,
}

/// What follows opcode, address and dummy clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Data {
    None,
    In,
    Out { lines: u8 },
}

impl Command {
    pub fn data(self) -> Data {
        match self {
            Command::Read { lines, .. } => Data::Out { lines },
            Command::ReadSfdp
            | Command::ReadId
            | Command::ReleasePowerDown
            | Command::ReadRegister(_)
            | Command::ReadExtendedAddress
            | Command::ReadBlockProtection => Data::Out { lines: 1 },
            Command::WriteRegister(_)
            | Command::Program
            | Command::WriteExtendedAddress
            | Command::WriteBlockProtection => Data::In,
            _ => Data::None,
        }
    }
}

/// What `part` takes `opcode` for; `None`: it ignores the frame.
pub(super) fn decode(part: &NorPart, opcode: u8) -> Option<Decoded> {
    let with = |command, address, dummy_clocks| {
        Some(Decoded {
            command,
            opcode,
            address,
            dummy_clocks,
        })
    };
    let plain = |command| with(command, AddressField::None, 0);
    let read = |lines, address, dummy| {
        let slow = dummy == 0;
        with(Command::Read { lines, slow }, address, dummy)
    };
    use AddressField::{Four, Native, Three};
    match opcode {
        0x01 => return plain(Command::WriteRegister(Register::Status1)),
        0x02 => return with(Command::Program, Native, 0),
        0x03 => return read(1, Native, 0),
        0x04 => return plain(Command::WriteDisable),
        0x05 => return plain(Command::ReadRegister(Register::Status1)),
        0x06 => return plain(Command::WriteEnable),
        0x0B => return read(1, Native, 8),
        0x3B => return read(2, Native, 8),
        0x6B => return read(4, Native, 8),
        0x5A => return with(Command::ReadSfdp, Three, 8),
        0x60 if part.family == NorFamily::Sst26 => return None,
        0x60 | 0xC7 => return plain(Command::ChipErase),
        0x66 => return plain(Command::ResetEnable),
        0x99 => return plain(Command::Reset),
        0x9F => return plain(Command::ReadId),
        _ => {}
    }
    if part.is_large() {
        match opcode {
            0x13 => return read(1, Four, 0),
            0x0C => return read(1, Four, 8),
            0x3C => return read(2, Four, 8),
            0x6C => return read(4, Four, 8),
            0x12 => return with(Command::Program, Four, 0),
            0xB7 => return plain(Command::EnterFourByte),
            0xE9 => return plain(Command::ExitFourByte),
            0xC5 => return plain(Command::WriteExtendedAddress),
            0xC8 => return plain(Command::ReadExtendedAddress),
            _ => {}
        }
    }
    for erase in part.erases {
        if erase.opcode == opcode {
            return with(Command::Erase, Native, 0);
        }
        if erase.opcode_4 == Some(opcode) {
            return with(Command::Erase, Four, 0);
        }
    }
    plain(match (part.family, opcode) {
        (NorFamily::W25q, 0x35) => Command::ReadRegister(Register::Status2),
        (NorFamily::W25q, 0x15) => Command::ReadRegister(Register::Status3),
        (NorFamily::W25q, 0x31) => Command::WriteRegister(Register::Status2),
        (NorFamily::W25q, 0x11) => Command::WriteRegister(Register::Status3),
        (NorFamily::W25q, 0x50) => Command::VolatileWriteEnable,
        (NorFamily::W25q | NorFamily::Mx25l, 0x75) => Command::Suspend,
        (NorFamily::W25q | NorFamily::Mx25l, 0x7A) => Command::Resume,
        (NorFamily::W25q | NorFamily::Mx25l, 0xB9) => Command::PowerDown,
        (NorFamily::W25q | NorFamily::Mx25l, 0xAB) => {
            return with(Command::ReleasePowerDown, Three, 0);
        }
        (NorFamily::Mx25l, 0x15) => Command::ReadRegister(Register::Status2),
        (NorFamily::Mx25l, 0x2B) => Command::ReadRegister(Register::Security),
        (NorFamily::Mx25l | NorFamily::Sst26, 0xB0) => Command::Suspend,
        (NorFamily::Mx25l | NorFamily::Sst26, 0x30) => Command::Resume,
        (NorFamily::Sst26, 0x35) => Command::ReadRegister(Register::Status2),
        (NorFamily::Sst26, 0x72) => Command::ReadBlockProtection,
        (NorFamily::Sst26, 0x42) => Command::WriteBlockProtection,
        (NorFamily::Sst26, 0x98) => Command::UnlockBlocks,
        (NorFamily::Sst26, 0x8D) => Command::LockDown,
        _ => return None,
    })
}
