//! The SFDP table as a reader of the standard (JESD216B) understands it, read by pins.

use super::*;
use umbilical_soft_mcu::nor::{NorFamily, PARTS};

struct Table(Vec<u8>);

impl Table {
    /// 5Ah, three address bytes, eight dummy clocks.
    fn read(part: &NorPart) -> Table {
        let mut bench = Bench::new(part.name);
        let table = bench.frame(&at(0x5A, 0), 8, 1, 256);
        assert_eq!(bench.frame(&at(0x5A, 4), 8, 1, 2), table[4..6]);
        Table(table)
    }

    fn word(&self, at: usize) -> u32 {
        u32::from_le_bytes(self.0[at..at + 4].try_into().expect("four bytes"))
    }

    /// Start and dwords of the parameter table with this id.
    fn find(&self, id: u16) -> Option<(usize, usize)> {
        let headers = usize::from(self.0[6]) + 1;
        (0..headers)
            .map(|n| &self.0[8 + 8 * n..16 + 8 * n])
            .find(|header| u16::from_be_bytes([header[7], header[0]]) == id)
            .map(|header| {
                let start = u32::from_le_bytes([header[4], header[5], header[6], 0]);
                (start as usize, usize::from(header[3]))
            })
    }

    /// DWORD `n` (from 1) of the basic table.
    fn basic(&self, n: usize) -> u32 {
        let (start, dwords) = self.find(0xFF00).expect("basic flash parameter table");
        assert_eq!(dwords, 16);
        self.word(start + 4 * (n - 1))
    }
}

fn field(word: u32, high: u32, low: u32) -> u64 {
    u64::from(word >> low) & ((1 << (high - low + 1)) - 1)
}

/// A time field: at least `ns`, and less than a unit above it.
#[track_caller]
fn covers(count: u64, unit: u64, ns: u64) {
    let value = (count + 1) * unit;
    assert!(value >= ns && value < ns + unit, "{value} ns for {ns} ns");
}

#[test]
fn header_density_and_addresses() {
    for part in &PARTS {
        let table = Table::read(part);
        assert_eq!(&table.0[..4], b"SFDP");
        assert_eq!(table.0[4..6], [6, 1], "revision 1.6 is JESD216B");
        assert_eq!((u64::from(table.basic(2)) + 1) / 8, u64::from(part.bytes));
        let address = field(table.basic(1), 18, 17);
        assert_eq!(address, u64::from(part.bytes > 1 << 24), "{}", part.name);
        assert_eq!(field(table.basic(1), 15, 8), 0x20);
        assert_eq!(1 << field(table.basic(11), 7, 4), PAGE_BYTES);
    }
}

#[test]
fn erase_types_and_their_times() {
    const UNITS: [u64; 4] = [1_000_000, 16_000_000, 128_000_000, 1_000_000_000];
    for part in &PARTS {
        let table = Table::read(part);
        let times = table.basic(10);
        let multiplier = 2 * (field(times, 3, 0) + 1);
        for n in 0..4 {
            let word = table.basic(8 + n / 2) >> (16 * (n % 2));
            let Some(erase) = part.erases.get(n) else {
                assert_eq!(word & 0xFFFF, 0, "no such erase");
                continue;
            };
            assert_eq!(1 << field(word, 7, 0), erase.bytes);
            assert_eq!(field(word, 15, 8), u64::from(erase.opcode));
            let low = 4 + 7 * n as u32;
            let (count, unit) = (field(times, low + 4, low), field(times, low + 6, low + 5));
            covers(count, UNITS[unit as usize], erase.time.typ_ns);
            let longest = multiplier * (count + 1) * UNITS[unit as usize];
            assert!(longest >= erase.time.max_ns, "{}: {n}", part.name);
        }
    }
}

#[test]
fn program_and_chip_erase_times() {
    const CHIP: [u64; 4] = [16_000_000, 256_000_000, 4_000_000_000, 64_000_000_000];
    for part in &PARTS {
        let word = Table::read(part).basic(11);
        let unit = [8_000, 64_000][field(word, 13, 13) as usize];
        covers(field(word, 12, 8), unit, part.page_program.typ_ns);
        let longest = 2 * (field(word, 3, 0) + 1) * (field(word, 12, 8) + 1) * unit;
        assert!(longest >= part.page_program.max_ns, "{}", part.name);
        let unit = CHIP[field(word, 30, 29) as usize];
        covers(field(word, 28, 24), unit, part.chip_erase.typ_ns);
    }
}

/// The opcode and the dummy clocks that the table names give the array, on as many lines.
#[test]
fn the_dual_read_of_the_table_works() {
    for part in &PARTS {
        let table = Table::read(part);
        assert_eq!(field(table.basic(1), 16, 16), 1, "1-1-2 is there");
        assert_eq!(field(table.basic(1), 21, 20), 0, "1-2-2 and 1-4-4 are not");
        let word = table.basic(4);
        let (opcode, clocks) = (field(word, 15, 8), field(word, 4, 0) + field(word, 7, 5));
        let mut bench = Bench::new(part.name);
        let data = bench.frame(&at(opcode as u8, 0x100), clocks as u8, 2, 4);
        assert_eq!(data, image(part)[0x100..0x104], "{}", part.name);
    }
}

/// DWORD 13 names opcodes that the chip takes, DWORD 15 a bit that lets 6Bh through.
#[test]
fn suspend_opcodes_and_the_quad_enable_bit() {
    for part in &PARTS {
        let table = Table::read(part);
        let mut bench = Bench::new(part.name);
        if part.family == NorFamily::Sst26 {
            bench.write(&[0x98]);
        }
        bench.write(&at(0x20, 0));
        bench.command(&[field(table.basic(13), 31, 24) as u8]);
        bench.finish();
        assert!(bench.chip.is_suspended(), "{}", part.name);
        bench.command(&[field(table.basic(13), 23, 16) as u8]);
        assert!(bench.chip.is_busy(), "{}", part.name);
        bench.finish();

        assert_ne!(
            bench.frame(&at(0x6B, 0x2000), 8, 4, 3),
            image(part)[0x2000..0x2003]
        );
        match field(table.basic(15), 22, 20) {
            0b100 | 0b101 => bench.write(&[0x01, 0, 2]),
            0b010 => bench.write(&[0x01, 0x40]),
            other => panic!("no such place of the quad enable bit: {other}"),
        }
        bench.finish();
        let data = bench.frame(&at(0x6B, 0x2000), 8, 4, 3);
        assert_eq!(data, image(part)[0x2000..0x2003], "{}", part.name);
    }
}

#[test]
fn only_the_large_part_has_four_byte_instructions() {
    for part in &PARTS {
        let table = Table::read(part);
        let Some((start, dwords)) = table.find(0xFF84) else {
            assert!(!part.is_large());
            continue;
        };
        assert!(part.is_large() && dwords == 2);
        let word = table.word(start);
        for (bit, present) in [
            (0, 1),
            (1, 1),
            (2, 1),
            (3, 0),
            (4, 1),
            (5, 0),
            (6, 1),
            (7, 0),
        ] {
            assert_eq!(field(word, bit, bit), present, "bit {bit}");
        }
        for (n, erase) in part.erases.iter().enumerate() {
            let supported = field(word, 9 + n as u32, 9 + n as u32) == 1;
            assert_eq!(supported, erase.opcode_4.is_some());
            let opcode = table.0[start + 4 + n];
            assert_eq!(opcode, erase.opcode_4.unwrap_or(0xFF));
        }
    }
}

/// Walks the sector map of the SST26 and asks the part itself for each place.
#[test]
fn the_sector_map_says_where_which_erase_is() {
    for part in PARTS.iter().filter(|part| part.family == NorFamily::Sst26) {
        let table = Table::read(part);
        let (start, dwords) = table.find(0xFF81).expect("sector map");
        assert_eq!(table.0[start] & 3, 3, "last descriptor, a map");
        assert_eq!(usize::from(table.0[start + 2]) + 2, dwords);
        let mut from = 0;
        for n in 1..dwords {
            let word = table.word(start + 4 * n);
            let bytes = (field(word, 31, 8) as u32 + 1) * 256;
            for address in [from, from + bytes / 2, from + bytes - 1] {
                let (small, _) = part.erase_block(0x20, address).expect("20h");
                let (large, _) = part.erase_block(0xD8, address).expect("D8h");
                assert_eq!(field(word, 3, 0), 1 << small | 1 << large, "{address:06x}");
            }
            from += bytes;
        }
        assert_eq!(from, part.bytes);
    }
}

/// Words of the tables that real parts gave of themselves, as printed in Linux changes and logs.
struct Real {
    name: &'static str,
    /// DWORDs 2, 8, 9, 12, 13, 14 and 15 of the basic table.
    basic: [u32; 7],
    /// The sector map; empty: there is none.
    map: &'static [u32],
}

const REAL: [Real; 5] = [
    Real {
        name: "w25q64jv",
        basic: [
            0x03FF_FFFF,
            0x520F_200C,
            0x0000_D810,
            0x3376_63E9,
            0x757A_757A,
            0x5CD5_A2F7,
            0xFF4D_F719,
        ],
        map: &[],
    },
    Real {
        name: "w25q128jv",
        basic: [
            0x07FF_FFFF,
            0x520F_200C,
            0x0000_D810,
            0x3376_63E9,
            0x757A_757A,
            0x5CD5_A2F7,
            0xFF4D_F719,
        ],
        map: &[],
    },
    // The id of MX25L12835F; the times are those of a later part.
    Real {
        name: "mx25l12835f",
        basic: [
            0x07FF_FFFF,
            0x520F_200C,
            0xFF00_D810,
            0x3867_0344,
            0xB030_B030,
            0x5CD5_BDF7,
            0xFF29_BE4A,
        ],
        map: &[],
    },
    Real {
        name: "sst26vf032b",
        basic: [
            0x01FF_FFFF,
            0xD80D_200C,
            0xD810_D80F,
            0x3877_0FED,
            0xB030_B030,
            0xFFFF_FFF7,
            0xFF5C_C229,
        ],
        map: &[
            0xFF04_00FF,
            0x0000_7FF3,
            0x0000_7FF5,
            0x003D_FFF9,
            0x0000_7FF5,
            0x0000_7FF3,
        ],
    },
    Real {
        name: "sst26vf064b",
        basic: [
            0x03FF_FFFF,
            0xD80D_200C,
            0xD810_D80F,
            0x3877_0FED,
            0xB030_B030,
            0xFFFF_FFF7,
            0xFF5C_C229,
        ],
        map: &[
            0xFF04_00FF,
            0x0000_7FF3,
            0x0000_7FF5,
            0x007D_FFF9,
            0x0000_7FF5,
            0x0000_7FF3,
        ],
    },
];

/// Density, erase types, suspend, power-down, quad enable and sector map of the model are those of
/// the part.
#[test]
fn the_table_agrees_with_that_of_the_real_part() {
    const UNITS: [u64; 4] = [128, 1_000, 8_000, 64_000];
    for Real { name, basic, map } in &REAL {
        let part = part(name);
        let table = Table::read(part);
        let [
            density,
            erases,
            more_erases,
            latency,
            suspend,
            power_down,
            quad,
        ] = *basic;
        assert_eq!(table.basic(2), density, "{name}");
        assert_eq!(table.basic(8), erases, "{name}");
        // Two ways to say that there is no fourth type.
        let third_only = part.erases.len() == 3;
        let mask = if third_only { 0xFFFF } else { u32::MAX };
        assert_eq!(table.basic(9) & mask, more_erases & mask, "{name}");
        if part.family != NorFamily::Mx25l {
            for (high, low) in [(31, 31), (30, 24), (19, 13)] {
                let own = field(table.basic(12), high, low);
                assert_eq!(own, field(latency, high, low), "{name}: bit {low}");
            }
        }
        assert_eq!(table.basic(13), suspend, "{name}");
        let own = table.basic(14);
        assert_eq!(field(own, 31, 15), field(power_down, 31, 15), "{name}");
        if let Some(ns) = part.wake_ns {
            let unit = |word| UNITS[field(word, 14, 13) as usize];
            let real = (field(power_down, 12, 8) + 1) * unit(power_down);
            assert_eq!(real, ns, "{name}: tRES1");
            covers(field(own, 12, 8), unit(own), ns);
        }
        assert_eq!(
            field(table.basic(15), 22, 20),
            field(quad, 22, 20),
            "{name}"
        );
        let (start, dwords) = table.find(0xFF81).unwrap_or((0, 0));
        let own: Vec<u32> = (0..dwords).map(|n| table.word(start + 4 * n)).collect();
        assert_eq!(own, *map, "{name}");
    }
}
