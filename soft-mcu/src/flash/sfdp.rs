//! What a flash says about itself: JESD216 "Serial Flash Discoverable Parameters".
//!
//! Everything here comes from outside and is checked before it is used: lengths, places, sizes
//! and opcodes. What does not fit together gives `None`, and the flash counts as unknown.

use crate::flash::frame::{Opcode, ReadMode};
use crate::flash::plan::NEVER_US;

/// Bytes of the header and of the parameter headers that are looked at.
pub(crate) const HEADER_BYTES: u32 = 8 + 8 * HEADERS_MAX;
/// Parameter headers that are looked at.
const HEADERS_MAX: u32 = 8;
/// Words of the basic flash parameter table in the first edition of the standard, the least there
/// is. Two more are used.
pub(crate) const BASIC_WORDS_MIN: u32 = 9;
/// First word of the SFDP.
const SIGNATURE: u32 = u32::from_le_bytes(*b"SFDP");
/// Low byte of the parameter id of the 4-byte address instruction table.
const FOUR_BYTES: u32 = 0x84;
/// Densities that are believed, all of them powers of two: 64 KiB to 256 MiB, a bit each.
const BYTES: u32 = (512 << 20) - (64 << 10);
/// What three address bytes reach, as a power of two.
const THREE_BYTES_REACH: u32 = 24;

/// An erase of 4, 32 or 64 KiB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erase {
    /// The opcode.
    pub opcode: Opcode,
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
        program: Opcode::NONE,
        program_us: 0,
        program_max_us: 0,
        erases: [Erase {
            opcode: Opcode::NONE,
            typical_us: 0,
            maximum_us: 0,
        }; 3],
    };
}

impl Erase {
    /// There is none of this size.
    pub const NONE: Self = Self {
        opcode: Opcode::NONE,
        typical_us: NEVER_US,
        maximum_us: 0,
    };

    /// Is there one?
    pub fn exists(&self) -> bool {
        self.typical_us != NEVER_US
    }

    /// Becomes erase type 0 to 3 with its times. The first edition gives none; then it is a slow one.
    #[inline(never)]
    fn set(&mut self, mut times: u32, kind: u32, opcode: Opcode) {
        let field = times >> (4 + 7 * kind);
        // Units of 1 ms, 16 ms, 128 ms and 1 s, which is taken for 1024 ms.
        let unit_log2 = 0xA740 >> (4 * (field >> 5 & 3)) & 0xF;
        let mut typical_ms = ((field & 0x1F) + 1) << unit_log2;
        if times == 0 {
            (typical_ms, times) = (200, 20 / 2 - 1);
        }
        self.opcode = opcode;
        self.typical_us = typical_ms * 1_000;
        self.maximum_us = longest(self.typical_us, times);
    }
}

/// The longest time, by the typical one and the lowest bits of the word that gives it.
#[inline(never)]
fn longest(typical_us: u32, times: u32) -> u32 {
    (typical_us * (2 * (times & 0xF) + 2)).min(TIME_US_MAX)
}

/// Geometry, opcodes and times of a flash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Geometry {
    /// Size in bytes, a power of two from 64 KiB to 256 MiB.
    pub bytes: u32,
    /// The fastest way to read it over two lines.
    pub read: ReadMode,
    /// Opcode that programs a page.
    pub program: Opcode,
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
    /// Byte address in the SFDP, of which 24 bits count.
    pub address: u32,
    /// Words.
    pub words: u32,
}

/// The basic table and the 4-byte address instruction table, which has no words when there is
/// none, from the header; `word` gives its words.
#[inline]
pub fn tables(mut word: impl FnMut(u32) -> u32) -> Option<(Table, Table)> {
    if word(0) != SIGNATURE {
        return None;
    }
    let last = (word(1) >> 16 & 0xFF).min(HEADERS_MAX - 1);
    // The first header is that of the basic table, whatever else there is.
    let basic = Table {
        address: word(3),
        words: word(2) >> 24,
    };
    let mut four_bytes = Table {
        address: 0,
        words: 0,
    };
    let mut index = 1;
    while index <= last {
        let (low, high) = (word(2 + 2 * index), word(3 + 2 * index));
        if low & 0xFF == FOUR_BYTES && low >> 25 != 0 {
            four_bytes = Table {
                address: high,
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
    #[inline]
    pub fn parse(&mut self, mut basic: impl FnMut(u32) -> u32, four: [u32; 2]) -> bool {
        let bytes = basic(1).wrapping_add(1) >> 3;
        if bytes & bytes.wrapping_sub(1) != 0 || bytes & BYTES == 0 {
            return false;
        }
        // 1 beyond the reach of three address bytes. Without 4-byte opcodes the upper part would
        // need a mode, which a cut leaves standing.
        let wide = (bytes - 1) >> THREE_BYTES_REACH & 1;
        let [support, opcodes] = four;
        let support = support | wide.wrapping_sub(1);
        let Some(read) = read_mode(basic(0), basic(3), support, wide) else {
            return false;
        };
        self.bytes = bytes;
        self.read = read;
        self.program = Opcode::new(0x02 | wide << 4, wide);
        let times = basic(9);
        let half = |word| [word & 0xFFFF, word >> 16];
        let ([first, second], [third, fourth]) = (half(basic(7)), half(basic(8)));
        let types = [first, second, third, fourth];
        let mut sizes = SIZES;
        for erase in &mut self.erases {
            *erase = Erase::NONE;
            for (kind, this) in (0..).zip(&types) {
                // An opcode that erases one size here and another there (SST26, D8h) is of no use.
                let shared = types
                    .iter()
                    .any(|other| other & 0xFF != 0 && matches!(this ^ other, 1..=0xFF));
                if this & 0xFF != sizes & 0xFF || shared || support >> kind & 1 << 9 == 0 {
                    continue;
                }
                let mut opcode = this >> 8;
                if wide != 0 {
                    opcode = opcodes >> (8 * kind);
                }
                erase.set(times, kind, Opcode::new(opcode, wide));
            }
            sizes >>= 8;
        }
        self.set_program(basic(10)) && self.erases[0].exists()
    }

    /// Times of a page program. False when the page is smaller than the 256 bytes that the engine
    /// counts by.
    fn set_program(&mut self, mut word: u32) -> bool {
        let unit_log2 = 3 + (word >> 13 & 1) * 3;
        self.program_us = ((word >> 8 & 0x1F) + 1) << unit_log2;
        if word == 0 {
            (self.program_us, word) = (1_000, 1 << 7 | 10 / 2 - 1);
        }
        self.program_max_us = longest(self.program_us, word);
        word & 1 << 7 != 0
    }
}

/// The sizes of [`Geometry::erases`] as powers of two, the first one lowest.
const SIZES: u32 = 0x10_0F_0C;

/// Dual output if the flash has it, else the fast read with eight dummy clocks. `None` also when it
/// cannot be programmed.
fn read_mode(first: u32, dual: u32, support: u32, wide: u32) -> Option<ReadMode> {
    let (mut opcode, mut dummies, mut needed) = (0x0B + wide, 8, 1 << 6 | 1 << 1);
    // Mode clocks count like wait states: the lines are free in both.
    let dual_dummies = (dual & 0x1F) + (dual >> 5 & 0x7);
    let is_dual = first >> 14 & support & 1 << 2 != 0 && dual_dummies < 16;
    if is_dual {
        opcode = if wide != 0 { 0x3C } else { dual >> 8 };
        dummies = dual_dummies;
        needed = 1 << 6;
    }
    let mode = ReadMode::new(Opcode::new(opcode, wide), dummies, is_dual);
    (support & needed == needed).then_some(mode)
}
