//! The serial machine: from edges of SCK and CSn to bytes, and back.

use super::command::{AddressField, Command, Data, Decoded, decode};
use super::{Input, Nor25};
use crate::time::Time;

/// Where in a frame the chip is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// CSn is high.
    Idle,
    Opcode,
    /// So many address bytes are still to come.
    Address {
        left: u8,
    },
    /// So many clocks are still to come before data goes out.
    Dummy {
        left: u8,
    },
    /// Takes data. `bits` counts those of the byte under way.
    In,
    /// Shows data on so many lines. `bits` counts those of the byte under way that SCK's rises
    /// have taken; with 8 the next fall begins another byte.
    Out {
        lines: u8,
    },
    /// A frame without data that is complete. One clock more and it is none.
    Complete,
    /// Nothing that happens before CSn rises means anything.
    Ignore,
}

impl Decoded {
    /// Stands where no frame has come yet.
    pub const NONE: Decoded = Decoded {
        command: Command::WriteDisable,
        opcode: 0,
        address: AddressField::None,
        dummy_clocks: 0,
    };
}

impl Nor25 {
    pub(super) fn select(&mut self, now: Time) {
        self.violations.select(now);
        self.phase = Phase::Opcode;
        self.bits = 0;
        self.shift = 0;
    }

    /// CSn rose: the frame takes effect, if it ends on a byte boundary.
    pub(super) fn deselect(&mut self, now: Time, io: u8) {
        let phase = std::mem::replace(&mut self.phase, Phase::Idle);
        let command = self.frame.command;
        let array_read = matches!(command, Command::Read { .. })
            && matches!(phase, Phase::Out { .. } | Phase::Dummy { .. });
        self.violations.deselect(now, array_read);
        match phase {
            Phase::Complete => self.execute(now, io),
            Phase::In if self.bits == 0 && self.input.count > 0 => self.execute(now, io),
            // The opcode alone is enough for it.
            Phase::Address { .. } | Phase::Out { .. } if command == Command::ReleasePowerDown => {
                self.powered_down = false;
            }
            _ => {}
        }
        self.drive(now + self.output_off, 0, 0);
    }

    #[inline]
    pub(super) fn rise(&mut self, now: Time, io: u8) {
        self.violations.rise(now);
        self.clock_in(now, io);
    }

    #[inline]
    pub(super) fn fall(&mut self, now: Time) {
        self.violations.fall(now);
        if let Some((mask, value)) = self.clock_out() {
            self.drive(now + self.output_delay, mask, value);
        }
    }

    /// What a rise of SCK does, with IO0 in bit 0 of `io`.
    #[inline]
    pub(super) fn clock_in(&mut self, now: Time, io: u8) {
        match self.phase {
            Phase::Out { lines } => self.bits += lines,
            Phase::Opcode | Phase::Address { .. } | Phase::In => {
                self.shift = self.shift << 1 | (io & 1);
                self.bits += 1;
                if self.bits == 8 {
                    self.bits = 0;
                    self.byte_received(now);
                }
            }
            Phase::Dummy { left: 1 } => self.begin_data(),
            Phase::Dummy { left } => self.phase = Phase::Dummy { left: left - 1 },
            Phase::Complete => self.phase = Phase::Ignore,
            Phase::Idle | Phase::Ignore => {}
        }
    }

    /// What a fall of SCK puts on the lines: which, and how.
    #[inline]
    pub(super) fn clock_out(&mut self) -> Option<(u8, u8)> {
        let Phase::Out { lines } = self.phase else {
            return None;
        };
        if self.bits == 8 {
            self.shift = self.next_output();
            self.bits = 0;
        }
        Some(shown(self.shift, self.bits, lines))
    }

    /// From `at` on it drives the lines of `mask`.
    #[inline]
    pub(super) fn drive(&mut self, at: Time, mask: u8, value: u8) {
        if self.driven == (mask, value) {
            self.output_at = Time::NEVER;
        } else {
            self.output_at = at;
            self.driven_next = (mask, value);
        }
    }

    fn byte_received(&mut self, now: Time) {
        match self.phase {
            Phase::Opcode => self.opcode_received(now),
            Phase::Address { left } => {
                self.address = self.address << 8 | u32::from(self.shift);
                if left > 1 {
                    self.phase = Phase::Address { left: left - 1 };
                } else {
                    self.address_received();
                }
            }
            _ => self.input.put(self.shift),
        }
    }

    fn opcode_received(&mut self, now: Time) {
        let taken = decode(self.part, self.shift).filter(|frame| self.accepts(frame.command));
        let Some(frame) = taken else {
            self.phase = Phase::Ignore;
            self.reset_enabled = false;
            return;
        };
        self.reset_enabled &= frame.command == Command::Reset;
        self.frame = frame;
        match frame.command {
            Command::Read { slow: true, .. } => self.violations.slow_command(),
            Command::WriteEnable => self.violations.write_enable(now),
            _ => {}
        }
        // Three address bytes of a large part in 3-byte mode come after a register's one.
        self.address = 0;
        let left = match frame.address {
            AddressField::None => 0,
            AddressField::Three => 3,
            AddressField::Native if self.four_byte => 4,
            AddressField::Native => {
                self.address = u32::from(self.extended_address);
                3
            }
            AddressField::Four => 4,
        };
        if left > 0 {
            self.phase = Phase::Address { left };
        } else {
            self.address_received();
        }
    }

    fn address_received(&mut self) {
        if self.frame.command != Command::ReadSfdp {
            self.address &= self.part.bytes - 1;
        }
        match self.frame.dummy_clocks {
            0 => self.begin_data(),
            left => self.phase = Phase::Dummy { left },
        }
    }

    fn begin_data(&mut self) {
        self.phase = match self.frame.command.data() {
            Data::None => Phase::Complete,
            Data::In => {
                self.input = Input::EMPTY;
                if self.frame.command == Command::Program {
                    self.input.next = self.address as u8;
                }
                Phase::In
            }
            Data::Out { lines } => {
                if !matches!(self.frame.command, Command::Read { .. } | Command::ReadSfdp) {
                    self.address = 0;
                }
                self.bits = 8;
                Phase::Out { lines }
            }
        };
    }

    /// The next byte to be shown.
    #[inline]
    pub(super) fn next_output(&mut self) -> u8 {
        if let Command::ReadRegister(register) = self.frame.command {
            return self.register(register);
        }
        let at = self.address;
        self.address = at.wrapping_add(1);
        match self.frame.command {
            Command::Read { .. } => {
                self.address &= self.part.bytes - 1;
                self.read_cell(at)
            }
            Command::ReadSfdp => {
                self.address &= 0xFF_FFFF;
                self.sfdp.get(at as usize).copied().unwrap_or(0xFF)
            }
            Command::ReadId => self.part.jedec[at as usize % 3],
            Command::ReadExtendedAddress => self.extended_address,
            Command::ReadBlockProtection => {
                let blocks = self.registers.blocks();
                blocks.get(at as usize).copied().unwrap_or(0xFF)
            }
            // The electronic signature is one below the last byte of the id in all these parts.
            _ => self.part.jedec[2].wrapping_sub(1),
        }
    }
}

/// The lines that show the bits after the first `done` of `byte`, and their levels.
#[inline]
pub(super) fn shown(byte: u8, done: u8, lines: u8) -> (u8, u8) {
    match lines {
        1 => (0b0010, (byte >> (7 - done) & 1) << 1),
        2 => (0b0011, byte >> (6 - done) & 0b11),
        _ => (0b1111, byte >> (4 - done) & 0xF),
    }
}

impl Input {
    #[inline]
    pub(super) fn put(&mut self, byte: u8) {
        self.bytes[usize::from(self.next)] = byte;
        self.next = self.next.wrapping_add(1);
        self.count += 1;
    }
}
