//! What a flash says about itself: JESD216 "Serial Flash Discoverable Parameters".
//!
//! Everything here comes from outside and is checked before it is used: lengths, places, sizes
//! and opcodes. What does not fit together gives `None`, and the flash counts as unknown.

use crate::flash::frame::ReadMode;
use crate::flash::plan::NEVER_US;

/// Bytes of the header and of the parameter headers that are looked at.
pub(crate) const HEADER_BYTES: u32 = 8 + 8 * HEADERS_MAX;
/// Parameter headers that are looked at.
const HEADERS_MAX: u32 = 8;
/// Words of the basic flash parameter table that are used.
pub(crate) const BASIC_WORDS: u32 = 11;
/// Words of that table in the first edition of the standard, the least there is.
const BASIC_WORDS_MIN: u32 = 9;
/// First word of the SFDP.
const SIGNATURE: u32 = u32::from_le_bytes(*b"SFDP");
/// Low byte of the parameter id of the 4-byte address instruction table.
const FOUR_BYTES: u32 = 0x84;
/// Densities that are believed: 64 KiB to 256 MiB.
const BYTES_MIN: u32 = 64 << 10;
const BYTES_MAX: u32 = 256 << 20;
/// What three address bytes reach.
const THREE_BYTES_REACH: u32 = 1 << 24;

/// An erase of 4, 32 or 64 KiB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erase {
    /// The opcode.
    pub opcode: u8,
    /// Typical time in microseconds; [`NEVER_US`] when there is no such erase.
    pub typical_us: u32,
    /// Longest time in microseconds.
    pub maximum_us: u32,
}

impl Geometry {
    /// Nothing is known yet.
    pub const UNKNOWN: Self = Self {
        bytes: 0,
        read: ReadMode::NONE,
        program_opcode: 0,
        program_us: 0,
        program_max_us: 0,
        erases: [Erase {
            opcode: 0,
            typical_us: 0,
            maximum_us: 0,
        }; 3],
    };
}

impl Erase {
    /// There is none of this size.
    pub const NONE: Self = Self {
        opcode: 0,
        typical_us: NEVER_US,
        maximum_us: 0,
    };

    /// Is there one?
    pub fn exists(&self) -> bool {
        self.typical_us != NEVER_US
    }

    /// Erase type 0 to 3 with its times. The first edition gives none; then it is a slow one.
    fn new(times: u32, kind: u32, opcode: u8) -> Self {
        let field = times >> (4 + 7 * kind);
        // Units of 1 ms, 16 ms, 128 ms and 1 s, which is taken for 1024 ms.
        let unit_log2 = 0xA740 >> (4 * (field >> 5 & 3)) & 0xF;
        let mut typical_us = (((field & 0x1F) + 1) << unit_log2) * 1_000;
        let mut maximum_us = typical_us * (2 * (times & 0xF) + 2);
        if times == 0 {
            (typical_us, maximum_us) = (200_000, 4_000_000);
        }
        Self {
            opcode,
            typical_us,
            maximum_us: maximum_us.min(TIME_US_MAX),
        }
    }
}

/// Geometry, opcodes and times of a flash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Geometry {
    /// Size in bytes, a power of two from 64 KiB to 256 MiB.
    pub bytes: u32,
    /// The fastest way to read it over two lines.
    pub read: ReadMode,
    /// Opcode that programs a page.
    pub program_opcode: u8,
    /// Typical time of a page program in microseconds.
    pub program_us: u32,
    /// Longest time of it.
    pub program_max_us: u32,
    /// Erases of 4, 32 and 64 KiB; the first is always there.
    pub erases: [Erase; 3],
}

/// Longest time that is believed: a deadline has to end.
const TIME_US_MAX: u32 = 20_000_000;

/// Where a parameter table lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    /// Byte address in the SFDP.
    pub address: u32,
    /// Words.
    pub words: u32,
}

/// The basic table and the 4-byte address instruction table, which has no words when there is
/// none, from the header; `word` gives its words.
pub fn tables(mut word: impl FnMut(u32) -> u32) -> Option<(Table, Table)> {
    if word(0) != SIGNATURE {
        return None;
    }
    let last = word(1) >> 16 & 0xFF;
    // The first header is that of the basic table, whatever else there is.
    let basic = Table {
        address: word(3) & 0xFF_FFFF,
        words: word(2) >> 24,
    };
    let mut four_bytes = Table {
        address: 0,
        words: 0,
    };
    let mut index = 1;
    while index <= last && index < HEADERS_MAX {
        let (low, high) = (word(2 + 2 * index), word(3 + 2 * index));
        if low & 0xFF == FOUR_BYTES && low >> 25 != 0 {
            four_bytes = Table {
                address: high & 0xFF_FFFF,
                words: low >> 24,
            };
        }
        index += 1;
    }
    (basic.words >= BASIC_WORDS_MIN).then_some((basic, four_bytes))
}

impl Geometry {
    /// Takes the words of the basic table, counted from 0 (those after its end read 0), and the
    /// 4-byte table (0 when there is none). False when they do not fit together.
    pub fn parse(&mut self, mut basic: impl FnMut(u32) -> u32, four: [u32; 2]) -> bool {
        let bytes = basic(1).wrapping_add(1) >> 3;
        if !bytes.is_power_of_two() || !(BYTES_MIN..=BYTES_MAX).contains(&bytes) {
            return false;
        }
        // Without 4-byte opcodes the upper part would need a mode, which a cut leaves standing.
        let wide = bytes > THREE_BYTES_REACH;
        let [mut support, opcodes] = four;
        if !wide {
            support = u32::MAX;
        }
        let Some(read) = read_mode(basic(0), basic(3), support, wide) else {
            return false;
        };
        self.bytes = bytes;
        self.read = read;
        self.program_opcode = if wide { 0x12 } else { 0x02 };
        self.set_erases(basic(9), [basic(7), basic(8)], (wide, support, opcodes));
        self.set_program(basic(10)) && support & 1 << 6 != 0 && self.erases[0].exists()
    }

    fn set_erases(&mut self, times: u32, types: [u32; 2], four: (bool, u32, u32)) {
        let (wide, support, opcodes) = four;
        self.erases = [Erase::NONE; 3];
        for kind in 0..4 {
            let (log2, mut opcode) = erase_type(types, kind);
            let slot = match log2 {
                12 => 0,
                15 => 1,
                16 => 2,
                _ => continue,
            };
            // An opcode that erases one size here and another there (SST26, D8h) is of no use.
            let shared = (0..4).any(|other| {
                let (size, same) = erase_type(types, other);
                size != 0 && size != log2 && same == opcode
            });
            if shared || support & 1 << (9 + kind) == 0 {
                continue;
            }
            if wide {
                opcode = opcodes >> (8 * kind);
            }
            if let Some(slot) = self.erases.get_mut(slot) {
                *slot = Erase::new(times, kind, opcode as u8);
            }
        }
    }

    /// Times of a page program. False when the page is smaller than the 256 bytes that the engine
    /// counts by.
    fn set_program(&mut self, word: u32) -> bool {
        if word == 0 {
            (self.program_us, self.program_max_us) = (1_000, 10_000);
            return true;
        }
        let unit_log2 = if word & 1 << 13 != 0 { 6 } else { 3 };
        self.program_us = ((word >> 8 & 0x1F) + 1) << unit_log2;
        self.program_max_us = self.program_us * (2 * (word & 0xF) + 2);
        word >> 4 & 0xF >= 8
    }
}

/// Dual output if the flash has it, else the fast read with eight dummy clocks.
fn read_mode(first: u32, dual: u32, support: u32, wide: bool) -> Option<ReadMode> {
    // Mode clocks count like wait states: the lines are free in both.
    let dummies = (dual & 0x1F) + (dual >> 5 & 0x7);
    if first & 1 << 16 != 0 && dummies < 16 && support & 1 << 2 != 0 {
        let opcode = if wide { 0x3C } else { dual >> 8 };
        return Some(ReadMode::new(opcode, dummies, true, wide));
    }
    let opcode = if wide { 0x0C } else { 0x0B };
    (support & 1 << 1 != 0).then_some(ReadMode::new(opcode, 8, false, wide))
}

/// Size (as a power of two, 0 for none) and opcode of erase type 0 to 3.
fn erase_type(types: [u32; 2], kind: u32) -> (u32, u32) {
    let word = if kind < 2 { types[0] } else { types[1] };
    let pair = word >> (16 * (kind & 1));
    (pair & 0xFF, pair >> 8 & 0xFF)
}
