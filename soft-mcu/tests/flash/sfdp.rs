//! What a flash of this kind says about itself, and that the firmware trusts none of it.

use umbilical_soft_mcu::flash::sfdp::{Geometry, Table, tables};
use umbilical_soft_mcu::nor::NorPart;

use crate::random::Random;

const BASIC_AT: u32 = 0x30;
const FOUR_AT: u32 = 0x60;

/// A count below 32 of the smallest unit that allows it, and the unit.
fn scaled(us: u64, units: &[u64]) -> u32 {
    let place = units.iter().position(|unit| us.div_ceil(*unit) <= 32);
    let place = place.unwrap();
    (us.div_ceil(units[place]) as u32 - 1) | (place as u32) << 5
}

/// The SFDP of `part`: header, basic table of 11 words, 4-byte table where it is needed.
pub fn table(part: &NorPart) -> Vec<u8> {
    let mut words = vec![u32::MAX; 0x80 / 4];
    words[0] = u32::from_le_bytes(*b"SFDP");
    words[1] = 0xFF00_0106 | u32::from(part.is_large()) << 16;
    (words[2], words[3]) = (0x0B01_0600, 0xFF00_0000 | BASIC_AT);
    (words[4], words[5]) = (0x0201_0084, 0xFF00_0000 | FOUR_AT);
    let basic = &mut words[BASIC_AT as usize / 4..];
    basic[0] = 0xFFF1_20E5 | 1 << 16;
    basic[1] = (u64::from(part.bytes) * 8 - 1) as u32;
    basic[3] = 0x3B08;
    (basic[7], basic[8], basic[9]) = (0, 0, 0);
    for (n, erase) in part.erases.iter().enumerate() {
        let pair = erase.bytes.trailing_zeros() | u32::from(erase.opcode) << 8;
        basic[7 + n / 2] |= pair << (16 * (n & 1));
        let units = [1_000, 16_000, 128_000, 1_000_000];
        basic[9] |= scaled(erase.time.typ_ns / 1000, &units) << (4 + 7 * n);
        let times = erase.time.max_ns.div_ceil(2 * erase.time.typ_ns) as u32 - 1;
        basic[9] = basic[9] & !0xF | (basic[9] & 0xF).max(times.min(15));
    }
    let program = part.page_program;
    let times = program.max_ns.div_ceil(2 * program.typ_ns) as u32 - 1;
    basic[10] = times | 8 << 4 | scaled(program.typ_ns / 1000, &[8, 64]) << 8;
    let four = &mut words[FOUR_AT as usize / 4..];
    four[0] = 0b1100111;
    four[1] = 0;
    for (n, erase) in part.erases.iter().enumerate() {
        if let Some(opcode) = erase.opcode_4 {
            four[0] |= 1 << (9 + n);
            four[1] |= u32::from(opcode) << (8 * n);
        }
    }
    words.into_iter().flat_map(u32::to_le_bytes).collect()
}

fn parse(bytes: &[u8]) -> Option<Geometry> {
    let word = |address: u32| {
        let at = address as usize & !3;
        let word = bytes.get(at..at + 4);
        word.map_or(u32::MAX, |word| {
            u32::from_le_bytes(word.try_into().unwrap())
        })
    };
    let (basic, four) = tables(|index| word(4 * index))?;
    let at = |table: Table, index: u32| (table.address & 0xFF_FFFF).wrapping_add(4 * index);
    let opcodes = match four.words {
        0 => [0; 2],
        _ => [word(at(four, 0)), word(at(four, 1))],
    };
    let mut geometry = Geometry::UNKNOWN;
    let words = |index: u32| match index < basic.words {
        true => word(at(basic, index)),
        false => 0,
    };
    geometry.parse(words, opcodes).then_some(geometry)
}

#[test]
fn every_part_is_understood() {
    for name in [
        "w25q16jv",
        "w25q128jv",
        "w25q256jv",
        "mx25l6433f",
        "sst26vf064b",
    ] {
        let part = NorPart::by_name(name).unwrap();
        let geometry = parse(&table(part)).unwrap_or_else(|| panic!("{name}"));
        assert_eq!(geometry.bytes, part.bytes, "{name}");
        let opcode = if part.is_large() { 0x12 } else { 0x02 };
        assert_eq!(geometry.program.code(), opcode, "{name}");
        assert!(u64::from(geometry.program_us) * 1000 >= part.page_program.typ_ns);
        assert!(u64::from(geometry.program_max_us) * 1000 >= part.page_program.max_ns);
        for (erase, bytes) in geometry.erases.iter().zip([4 << 10, 32 << 10, 64 << 10]) {
            let shared = |opcode| part.erases.iter().filter(|it| it.opcode == opcode).count() > 1;
            let real = part.erases.iter().find(|it| it.bytes == bytes);
            let real = real.filter(|it| !shared(it.opcode));
            let opcode = real.and_then(|it| match part.is_large() {
                true => it.opcode_4,
                false => Some(it.opcode),
            });
            assert_eq!(
                erase.exists().then_some(erase.opcode.code()),
                opcode.map(u32::from),
                "{name} {bytes}"
            );
            if let (true, Some(real)) = (erase.exists(), real) {
                assert!(
                    u64::from(erase.maximum_us) * 1000 >= real.time.max_ns,
                    "{name}"
                );
            }
        }
    }
}

#[test]
fn a_first_edition_table_gets_times_that_are_long_enough() {
    let mut bytes = table(NorPart::by_name("mx25l6433f").unwrap());
    bytes[0x0B] = 9;
    let geometry = parse(&bytes).unwrap();
    assert!(
        geometry
            .erases
            .iter()
            .all(|erase| erase.maximum_us >= 4_000_000)
    );
    assert!(geometry.program_max_us >= 5_000);
    bytes[0x0B] = 8;
    assert_eq!(parse(&bytes), None, "shorter than any edition");
}

/// Whatever stands there: no panic, and what comes out can be worked with.
#[test]
fn nothing_that_it_says_is_trusted() {
    let mut random = Random::new(0x5FD9);
    let (mut taken, mut refused) = (0, 0);
    for round in 0..40_000 {
        let names = ["w25q16jv", "w25q256jv", "sst26vf064b"];
        let mut bytes = table(NorPart::by_name(names[round % 3]).unwrap());
        for _ in 0..1 + random.below(8) {
            let at = random.below(bytes.len());
            bytes[at] = random.next() as u8;
        }
        match parse(&bytes) {
            None => refused += 1,
            Some(geometry) => {
                taken += 1;
                assert!(geometry.bytes.is_power_of_two() && geometry.bytes >= 64 << 10);
                assert!(geometry.erases[0].exists());
                assert!(
                    geometry
                        .erases
                        .iter()
                        .all(|erase| erase.maximum_us <= 20_000_000)
                );
            }
        }
    }
    assert!(
        taken > 1_000 && refused > 1_000,
        "{taken} taken, {refused} refused"
    );
}
