//! The SFDP table of a part (JESD216B): what the chip model can do, in the standard's words.
//!
//! ```text
//! 00h  signature, revision 1.6, number of headers
//! 08h  header FF00h -> 30h basic flash parameters, 16 dwords
//! 10h  header FF84h -> 70h 4-byte address instructions (parts above 16 MiB)
//!   or header FF81h -> 70h sector map (SST26: the erase sizes depend on the place)
//! ```
//!
//! Reads with the address on two or four lines are not claimed, since the model has none; real
//! parts claim them as well. Other differences from the tables that real parts print of themselves:
//! those of Winbond have the basic table at 80h, and W25Q64JV and W25Q128JV say revision 1.5;
//! Macronix and Microchip add tables of their own, and the sector map of the SST26 is at 100h; all
//! of them round typical times up more than they have to (W25Q128JV: 64 ms for 45, 704 us for a
//! page; SST26: 19 ms for 18). Ids, opcodes, densities, the sector map, suspend latencies and the
//! place of the quad enable bit are the same.

use umbilical_soft_mcu::nor::{NorErase, NorFamily, NorPart, NorTime, PAGE_BYTES, QuadEnable};

const BASIC_AT: u32 = 0x30;
const BASIC_DWORDS: usize = 16;
const SECOND_AT: u32 = 0x70;

/// The bytes that 5Ah reads.
pub(super) fn table(part: &NorPart) -> Vec<u8> {
    let second = match (part.is_large(), part.family) {
        (true, _) => Some((0x84, four_byte_instructions(part))),
        (false, NorFamily::Sst26) => Some((0x81, sector_map(part))),
        (false, _) => None,
    };
    let mut words = vec![
        u32::from_le_bytes(*b"SFDP"),
        0xFF00_0106 | u32::from(second.is_some()) << 16,
    ];
    words.extend(header(0x00, 0x06, BASIC_DWORDS, BASIC_AT));
    if let Some((id, table)) = &second {
        words.extend(header(*id, 0x00, table.len(), SECOND_AT));
    }
    words.resize(BASIC_AT as usize / 4, u32::MAX);
    words.extend(basic(part));
    words.extend(second.into_iter().flat_map(|(_, table)| table));
    words.into_iter().flat_map(u32::to_le_bytes).collect()
}

/// Id FFxxh, revision 1.`minor`.
fn header(id: u8, minor: u8, dwords: usize, at: u32) -> [u32; 2] {
    [
        u32::from_le_bytes([id, minor, 0x01, dwords as u8]),
        0xFF00_0000 | at,
    ]
}

fn basic(part: &NorPart) -> [u32; BASIC_DWORDS] {
    let sst26 = part.family == NorFamily::Sst26;
    let large = part.is_large();
    // 4 KiB erase by 20h, pages of 64 bytes or more; SST26: protection is volatile, written after
    // 06h; three address bytes, or three or four; 1-1-2 and 1-1-4.
    let status = if sst26 { 0xFD } else { 0xE5 };
    let features = 0xFF81_2000 | status | 1 << 16 | u32::from(large) << 17 | 1 << 22;
    let size = |n: usize| {
        let erase = part.erases.get(n);
        let code = |erase: &NorErase| erase.bytes.trailing_zeros() | u32::from(erase.opcode) << 8;
        erase.map_or(0, code)
    };
    [
        features,
        (u64::from(part.bytes) * 8 - 1) as u32,
        // No 1-4-4; 1-1-4 with 6Bh, 1-1-2 with 3Bh: 8 dummy clocks, no mode clocks.
        0x6B08_0000,
        0x0000_3B08,
        // No 2-2-2, no 4-4-4.
        0xFFFF_FFEE,
        0x0000_FFFF,
        0x0000_FFFF,
        size(0) | size(1) << 16,
        size(2) | size(3) << 16,
        erase_times(part),
        program_and_chip_erase_times(part),
        suspend_latency(part),
        suspend_opcodes(part),
        status_and_power_down(part),
        // No 4-4-4; where the quad enable bit is, and how it is written.
        0xFF00_0000 | quad_enable(part) << 20,
        register_and_address_modes(part),
    ]
}

/// `n` such that 2 (n + 1) typical times are not less than the maximum.
fn multiplier(times: impl Iterator<Item = NorTime>) -> u32 {
    let needed = times.map(|time| time.max_ns.div_ceil(2 * time.typ_ns));
    (needed.max().unwrap_or(1) as u32 - 1).min(15)
}

/// `ns` as a count below 32 of the smallest unit that allows it, rounded up: count - 1 in bits 4..0,
/// the unit's place in the bits above.
fn scaled(ns: u64, units_ns: &[u64]) -> u32 {
    for (place, &unit) in units_ns.iter().enumerate() {
        let count = ns.div_ceil(unit);
        if count <= 32 {
            return (count.max(1) as u32 - 1) | (place as u32) << 5;
        }
    }
    panic!("{ns} ns does not fit any unit of the SFDP field");
}

const MS: u64 = 1_000_000;

/// DWORD 10.
fn erase_times(part: &NorPart) -> u32 {
    let mut word = multiplier(part.erases.iter().map(|erase| erase.time));
    for (n, erase) in part.erases.iter().enumerate() {
        word |= scaled(erase.time.typ_ns, &[MS, 16 * MS, 128 * MS, 1000 * MS]) << (4 + 7 * n);
    }
    word
}

/// DWORD 11. The fields for single bytes carry tBP1 and tBP2 of W25Q128JV (30 and 2.5 us); the
/// model takes a page's time for any number of bytes.
fn program_and_chip_erase_times(part: &NorPart) -> u32 {
    const BYTES: u32 = 3 << 14 | 1 << 18 | 2 << 19;
    let chip = [16 * MS, 256 * MS, 4_000 * MS, 64_000 * MS];
    multiplier([part.page_program].into_iter())
        | PAGE_BYTES.trailing_zeros() << 4
        | scaled(part.page_program.typ_ns, &[8_000, 64_000]) << 8
        | BYTES
        | scaled(part.chip_erase.typ_ns, &chip) << 24
        | 1 << 31
}

/// DWORD 12. In a suspended program: no erase, no program, no read of its page; in a suspended
/// erase: no erase, and neither program nor read in its block.
fn suspend_latency(part: &NorPart) -> u32 {
    let latency = scaled(part.suspend_ns, &[128, 1_000, 8_000, 64_000]);
    0xC8 | 1 << 8 | latency << 13 | latency << 24
}

/// DWORD 13: program resume, program suspend, resume, suspend.
fn suspend_opcodes(part: &NorPart) -> u32 {
    match part.family {
        NorFamily::W25q => 0x757A_757A,
        NorFamily::Mx25l | NorFamily::Sst26 => 0xB030_B030,
    }
}

/// DWORD 14: 05h is polled; B9h and ABh, and how long ABh takes, where there are such.
fn status_and_power_down(part: &NorPart) -> u32 {
    const POLL: u32 = 0b111;
    match part.wake_ns {
        None => 0xFFFF_FF00 | POLL,
        Some(ns) => POLL | scaled(ns, &[128, 1_000, 8_000, 64_000]) << 8 | 0xAB << 15 | 0xB9 << 23,
    }
}

/// The QER field of DWORD 15.
fn quad_enable(part: &NorPart) -> u32 {
    match part.quad_enable {
        // Written by 01h with two bytes; one byte leaves it alone.
        QuadEnable::Status2Bit1 => 0b100,
        QuadEnable::Status1Bit6 => 0b010,
        // Read by 35h, written by 01h with two bytes.
        QuadEnable::ConfigurationBit1 => 0b101,
    }
}

/// DWORD 16: 66h and 99h reset; how the status register is enabled; 4-byte addresses.
fn register_and_address_modes(part: &NorPart) -> u32 {
    const RESET_66_99: u32 = 0x10 << 8;
    // Left by E9h, by the extended address register, by reset, by power; entered by B7h, by that
    // register, or not needed thanks to opcodes of their own.
    const LARGE: u32 = 0b00_1100_0101 << 14 | 0b0010_0101 << 24;
    let enable = match part.family {
        NorFamily::W25q => 1 << 3,
        NorFamily::Mx25l => 1 << 0,
        NorFamily::Sst26 => 0,
    };
    let large = if part.is_large() { LARGE } else { 0 };
    enable | 1 << 7 | RESET_66_99 | 0b11 << 22 | 1 << 31 | large
}

/// Table FF84h: 13h, 0Ch, 3Ch, 6Ch, 12h, and the erases that have an opcode.
fn four_byte_instructions(part: &NorPart) -> Vec<u32> {
    let mut supported = 0xFFF0_0000 | 0b101_0111;
    let mut opcodes = [0xFF; 4];
    for (n, erase) in part.erases.iter().enumerate() {
        if let Some(opcode) = erase.opcode_4 {
            supported |= 1 << (9 + n);
            opcodes[n] = opcode;
        }
    }
    vec![supported, u32::from_le_bytes(opcodes)]
}

/// Table FF81h: one configuration, five regions; erase types 1 and 2, 1 and 3, 1 and 4.
fn sector_map(part: &NorPart) -> Vec<u32> {
    let region = |types: u32, bytes: u32| (bytes / 256 - 1) << 8 | 0xF0 | types;
    vec![
        0xFF04_00FF,
        region(0b0011, 0x8000),
        region(0b0101, 0x8000),
        region(0b1001, part.bytes - 0x2_0000),
        region(0b0101, 0x8000),
        region(0b0011, 0x8000),
    ]
}
