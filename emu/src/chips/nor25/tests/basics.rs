//! Frames: opcodes, addresses, dummy clocks, lines, edges.

use super::*;
use umbilical_soft_mcu::nor::PARTS;

/// Every data sheet, "read data", "fast read", "fast read dual output": the same bytes by each of
/// them, in mode 0 and in mode 3, from any address.
#[test]
fn every_read_gives_the_array_in_both_modes() {
    for part in &PARTS {
        for idle_high in [false, true] {
            let mut bench = Bench::new(part.name);
            bench.idle_high = idle_high;
            bench.power_cycle();
            let expected = image(part);
            let address = part.bytes / 2 - 3;
            let want = |count: usize| expected[address as usize..][..count].to_vec();
            // The upper half of a 32 MiB part needs an address byte more.
            assert_eq!(bench.read(address, 9), want(9), "{}", part.name);
            assert_eq!(
                bench.frame(&at(0x0B, address), 8, 1, 9),
                want(9),
                "{}",
                part.name
            );
            assert_eq!(
                bench.frame(&at(0x3B, address), 8, 2, 9),
                want(9),
                "{}",
                part.name
            );
            assert_eq!(
                bench.frame(&[0x9F], 0, 1, 6),
                [part.jedec, part.jedec].concat()
            );
            assert_eq!(bench.chip.violations().total(), 0, "{}", part.name);
        }
    }
}

#[test]
fn a_page_is_programmed_and_a_sector_erased() {
    for part in &PARTS {
        let mut bench = Bench::new(part.name);
        if part.family == umbilical_soft_mcu::nor::NorFamily::Sst26 {
            bench.write(&[0x98]);
        }
        bench.write(&at(0x20, 0x1234));
        assert_eq!(bench.status() & 3, 3, "{}", part.name);
        bench.finish();
        assert_eq!(bench.status() & 3, 0, "{}", part.name);
        assert!(bench.read(0x1000, 4096).iter().all(|&byte| byte == 0xFF));
        bench.program(0x1200, &[1, 2, 3]);
        bench.finish();
        assert_eq!(
            bench.read(0x11FF, 5),
            [0xFF, 1, 2, 3, 0xFF],
            "{}",
            part.name
        );
        let mut expected = image(part);
        expected[0x1000..0x2000].fill(0xFF);
        expected[0x1200..0x1203].copy_from_slice(&[1, 2, 3]);
        assert!(
            bench.chip.memory() == expected,
            "{}: something else changed",
            part.name
        );
    }
}
