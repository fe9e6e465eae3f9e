//! The table against itself.

use super::*;

#[test]
fn parts_are_found_by_either_name_and_by_id() {
    for part in &PARTS {
        assert_eq!(NorPart::by_name(part.name), Some(part));
        assert_eq!(NorPart::by_name(part.short), Some(part));
        assert_eq!(NorPart::by_jedec(part.jedec), Some(part));
        assert!(part.bytes.is_power_of_two());
        assert!(part.name.starts_with(part.short));
    }
    let part = NorPart::by_name("W25Q128").expect("short name");
    assert_eq!((part.bytes, part.jedec), (16 << 20, [0xEF, 0x40, 0x18]));
    assert_eq!(NorPart::by_name("w25q129"), None);
    assert_eq!(NorPart::by_jedec([0xEF, 0x40, 0x20]), None);
}

#[test]
fn typical_times_are_below_the_longest_and_larger_erases_are_cheaper_by_the_byte() {
    for part in &PARTS {
        for time in part.erases.iter().map(|erase| erase.time).chain([
            part.chip_erase,
            part.page_program,
            part.status_write,
        ]) {
            assert!(time.typ_ns < time.max_ns, "{}", part.name);
        }
        for pair in part.erases.windows(2) {
            let per_byte = |erase: &NorErase| erase.time.typ_ns / u64::from(erase.bytes);
            assert!(per_byte(&pair[0]) > per_byte(&pair[1]), "{}", part.name);
        }
    }
}

#[test]
fn an_erase_block_covers_its_address_and_its_place_decides_its_size_on_sst26() {
    for part in &PARTS {
        for erase in part.erases {
            for address in [0, 0x9ABC, 0x1_2345, part.bytes / 2 + 77, part.bytes - 1] {
                let found = part.erase_block(erase.opcode, address);
                let (kind, start) = found.expect("its own opcode");
                let bytes = part.erases[kind].bytes;
                assert_eq!(start % bytes, 0);
                assert!((start..start + bytes).contains(&address), "{}", part.name);
            }
        }
        assert_eq!(part.erase_block(0xC7, 0), None);
    }
    let part = NorPart::by_name("sst26vf064b").expect("known part");
    let size = |address| {
        part.erase_block(0xD8, address)
            .map(|(kind, _)| part.erases[kind].bytes)
    };
    for (address, bytes) in [
        (0, 8 * KIB),
        (0x7FFF, 8 * KIB),
        (0x8000, 32 * KIB),
        (0x1_0000, 64 * KIB),
        (0x7E_FFFF, 64 * KIB),
        (0x7F_0000, 32 * KIB),
        (0x7F_8000, 8 * KIB),
    ] {
        assert_eq!(size(address), Some(bytes), "{address:06x}");
    }
}

#[test]
fn only_the_part_above_16_mib_has_opcodes_with_four_address_bytes() {
    for part in &PARTS {
        let some = part.erases.iter().any(|erase| erase.opcode_4.is_some());
        assert_eq!(some, part.is_large(), "{}", part.name);
    }
}
