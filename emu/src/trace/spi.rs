//! What the lines of a point-to-point segment mean: frames of opcode, address and data; writes to
//! the source.
//!
//! * [`SpiDecoder`] turns levels, or bytes that were moved in one go, into [`Event`]s.
//! * [`FrameLog`] makes [`Frame`]s of the events and prints a line for each.
//! * [`SpiGuard`] watches that no opcode that writes goes to the source memory.

mod guard;
mod log;
mod opcode;
#[cfg(test)]
pub(in crate::trace) mod wave;

pub use guard::{SpiGuard, SpiWrite};
pub use log::{Assembler, Data, Frame, FrameLog};
pub use opcode::{Effect, Format};

use crate::burst::Flow;
use crate::time::Time;

/// What digital inputs read on a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lines {
    /// Clock.
    pub sck: bool,
    /// Chip select, low while a frame goes on.
    pub csn: bool,
    /// IO0 in bit 0 to IO3 in bit 3.
    pub io: u8,
}

/// What a byte is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The first one of a frame.
    Opcode,
    /// Of the address, highest first.
    Address,
    /// What is written or read.
    Data,
}

/// Something that happened on a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Chip select fell.
    Select {
        /// When.
        at: Time,
    },
    /// Eight bits. Dummy clocks give none.
    Byte {
        /// The rise of SCK of its last bits.
        at: Time,
        /// The eight bits, most significant first on the wire.
        value: u8,
        /// What it is for.
        role: Role,
    },
    /// Chip select rose.
    Deselect {
        /// When.
        at: Time,
        /// Bits of a byte that it cut short, 0 to 7.
        bits: u8,
        /// Those bits.
        value: u8,
    },
}

/// Where in a frame the next clock is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Chip select is high.
    Idle,
    /// In the opcode.
    Opcode,
    /// In the address, with this many bytes of it still to come.
    Address { left: u8 },
    /// With this many dummy clocks still to come.
    Dummy { left: u8 },
    /// In the data.
    Data,
}

/// Decodes one segment from the levels that digital inputs read.
///
/// Bits are taken at the rise of SCK, as the memories do in modes 0 and 3 alike; when other lines
/// change at the same instant the rise sees their new levels. A rise at the instant at which chip
/// select moves takes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpiDecoder {
    sck: bool,
    place: Place,
    /// What the opcode says of the rest of the frame.
    format: Format,
    /// A 1 and below it the bits of the byte taken so far.
    bits: u16,
}

impl Default for SpiDecoder {
    fn default() -> SpiDecoder {
        SpiDecoder::new()
    }
}

impl SpiDecoder {
    /// A decoder of a segment without power: no frame.
    pub fn new() -> SpiDecoder {
        SpiDecoder {
            sck: false,
            place: Place::Idle,
            format: Format::of(0),
            bits: 1,
        }
    }

    /// The lines read `lines` from `at` on. Calls without a change do no harm.
    #[inline]
    pub fn on_lines(&mut self, at: Time, lines: Lines) -> Option<Event> {
        let rose = lines.sck && !self.sck;
        self.sck = lines.sck;
        match (self.place, lines.csn) {
            (Place::Idle, true) => None,
            (Place::Idle, false) => {
                (self.place, self.bits) = (Place::Opcode, 1);
                Some(Event::Select { at })
            }
            (_, true) => {
                self.place = Place::Idle;
                let bits = self.bits.ilog2() as u8;
                let value = (self.bits ^ 1 << bits) as u8;
                Some(Event::Deselect { at, bits, value })
            }
            (_, false) if rose => self.clock(at, lines.io),
            (_, false) => None,
        }
    }

    fn clock(&mut self, at: Time, io: u8) -> Option<Event> {
        let lines = match self.place {
            Place::Dummy { left } => {
                self.place = match left {
                    0 | 1 => Place::Data,
                    _ => Place::Dummy { left: left - 1 },
                };
                return None;
            }
            Place::Address { .. } => self.format.address_lines,
            Place::Data => self.format.data_lines,
            Place::Opcode | Place::Idle => 1,
        };
        // On one line it is IO0 that a master sends on, but IO1 that a memory answers on.
        let answers = self.place == Place::Data && self.format.effect == Effect::Reads;
        let taken = match (lines, answers) {
            (1, true) => io >> 1 & 1,
            (lines, _) => io & ((1 << lines) - 1),
        };
        self.bits = self.bits << lines | u16::from(taken);
        if self.bits < 1 << 8 {
            return None;
        }
        let value = self.bits as u8;
        self.bits = 1;
        let role = self.role();
        self.byte_done(value);
        Some(Event::Byte { at, value, role })
    }

    fn role(&self) -> Role {
        match self.place {
            Place::Opcode | Place::Idle => Role::Opcode,
            Place::Address { .. } => Role::Address,
            Place::Dummy { .. } | Place::Data => Role::Data,
        }
    }

    fn byte_done(&mut self, value: u8) {
        let left = match self.place {
            Place::Opcode => {
                self.format = Format::of(value);
                self.format.address_bytes
            }
            Place::Address { left } => left - 1,
            Place::Idle | Place::Dummy { .. } | Place::Data => return,
        };
        self.place = match (left, self.format.dummy_clocks) {
            (0, 0) => Place::Data,
            (0, left) => Place::Dummy { left },
            (left, _) => Place::Address { left },
        };
    }

    /// Takes bytes that were moved in one go, from just before the fall of SCK that ends one byte
    /// to just before the one that ends another; the last rise of byte `k` was at `rise(k)`.
    ///
    /// A frame that is not what its opcode says (four address bytes behind one that has three) is
    /// taken clock by clock, as [`on_lines`](Self::on_lines) would have.
    pub fn burst(
        &mut self,
        flow: Flow,
        bytes: &[u8],
        rise: &dyn Fn(usize) -> Time,
        mut told: impl FnMut(Event),
    ) {
        debug_assert!(
            self.place != Place::Idle && self.sck,
            "a burst outside of a frame: {self:?}"
        );
        for (index, &value) in bytes.iter().enumerate() {
            let at = rise(index);
            if self.bits == 1 && self.takes_whole(flow) {
                let role = self.role();
                self.byte_done(value);
                told(Event::Byte { at, value, role });
                continue;
            }
            for io in clocks(flow, value) {
                self.clock(at, io).into_iter().for_each(&mut told);
            }
        }
    }

    /// The byte that comes has as many lines as the frame's opcode says, and is of that direction.
    fn takes_whole(&self, flow: Flow) -> bool {
        let answers = self.format.effect == Effect::Reads;
        match (self.place, flow) {
            (Place::Address { .. }, Flow::Send) => self.format.address_lines == 1,
            (Place::Data, Flow::Send) => self.format.data_lines == 1 && !answers,
            (Place::Data, Flow::Receive { lines }) => {
                self.format.data_lines == lines && (lines > 1 || answers)
            }
            _ => false,
        }
    }

    /// Forgets the frame under way: the power went.
    pub fn reset(&mut self) {
        self.place = Place::Idle;
    }
}

/// The levels of IO0 to IO3 at the rises of a byte; lines that nobody drives are pulled up.
fn clocks(flow: Flow, value: u8) -> impl Iterator<Item = u8> {
    let lines = match flow {
        Flow::Send => 1,
        Flow::Receive { lines } => lines,
    };
    (0..8 / lines).map(move |clock| {
        let bits = value >> (8 - lines * (clock + 1));
        match flow {
            Flow::Send => 0b1110 | bits & 1,
            Flow::Receive { lines: 1 } => 0b1101 | (bits & 1) << 1,
            Flow::Receive { lines: 2 } => 0b1100 | bits & 0b11,
            Flow::Receive { .. } => bits & 0xF,
        }
    })
}

#[cfg(test)]
#[path = "spi/tests.rs"]
mod tests;
