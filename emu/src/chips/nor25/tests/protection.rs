//! Block protection, status registers, WP#.

use super::*;

/// Whether a program at `address` is refused, silently: no WIP, WEL cleared, nothing changed.
fn refuses(bench: &mut Bench, address: u32) -> bool {
    let before = bench.chip.memory()[address as usize];
    bench.program(address, &[before & 0x7E]);
    if bench.chip.is_busy() {
        bench.finish();
        return false;
    }
    assert_eq!(bench.status() & 2, 0, "a refused program leaves WEL");
    assert_eq!(bench.chip.memory()[address as usize], before);
    true
}

/// First and last protected byte are where the table of the data sheet has them, and their
/// neighbours are free. `range` empty: nothing is protected.
fn assert_protects(name: &str, registers: [u8; 3], range: std::ops::Range<u32>) {
    let mut chip = Nor25::new(part(name), Vec::new(), 1);
    chip.set_registers(registers);
    let mut bench = Bench::with(chip);
    let end = bench.chip.part().bytes;
    let context = format!("{name} {registers:02x?}");
    // Addresses are within reach of three bytes.
    let places = [0, range.start, range.end.wrapping_sub(1), end - 1];
    for address in places.into_iter().filter(|&at| at < end.min(1 << 24)) {
        let inside = range.contains(&address);
        assert_eq!(
            refuses(&mut bench, address),
            inside,
            "{context} {address:06x}"
        );
    }
    if range.start > 0 && range.start <= 1 << 24 {
        assert!(!refuses(&mut bench, range.start - 1), "{context}");
    }
    if range.end < end.min(1 << 24) {
        assert!(!refuses(&mut bench, range.end), "{context}");
    }
}

/// W25Q128JV (and 16, 64, 256), "status register memory protection", CMP = 0 and 1.
#[test]
fn bp_tb_sec_and_cmp_protect_what_the_table_says() {
    const TOP: u32 = 1 << 24;
    assert_protects("w25q128jv", [0x00, 0, 0], 0..0);
    assert_protects("w25q128jv", [0x04, 0, 0], 0xFC_0000..TOP);
    assert_protects("w25q128jv", [0x18, 0, 0], 0x80_0000..TOP);
    assert_protects("w25q128jv", [0x1C, 0, 0], 0..TOP);
    assert_protects("w25q128jv", [0x24, 0, 0], 0..0x04_0000);
    assert_protects("w25q128jv", [0x38, 0, 0], 0..0x80_0000);
    assert_protects("w25q128jv", [0x44, 0, 0], 0xFF_F000..TOP);
    assert_protects("w25q128jv", [0x4C, 0, 0], 0xFF_C000..TOP);
    assert_protects("w25q128jv", [0x70, 0, 0], 0..0x8000);
    assert_protects("w25q128jv", [0x00, 0x40, 0], 0..TOP);
    assert_protects("w25q128jv", [0x04, 0x40, 0], 0..0xFC_0000);
    assert_protects("w25q128jv", [0x24, 0x40, 0], 0x04_0000..TOP);
    assert_protects("w25q128jv", [0x1C, 0x40, 0], 0..0);
    assert_protects("w25q16jv", [0x04, 0, 0], 0x1F_0000..0x20_0000);
    assert_protects("w25q16jv", [0x14, 0, 0], 0x10_0000..0x20_0000);
    assert_protects("w25q16jv", [0x18, 0, 0], 0..0x20_0000);
    assert_protects("w25q64jv", [0x04, 0, 0], 0x7E_0000..0x80_0000);
    assert_protects("w25q64jv", [0x38, 0, 0], 0..0x40_0000);
    // Four BP bits and TB above them.
    assert_protects("w25q256jv", [0x44, 0, 0], 0..0x01_0000);
    assert_protects("w25q256jv", [0x60, 0, 0], 0..0x80_0000);
    assert_protects("w25q256jv", [0x24, 0, 0], 0x100_0000..0x200_0000);
}

/// MX25L12835F, "protected area sizes", TB in the configuration register.
#[test]
fn four_bp_bits_and_tb_of_macronix() {
    const TOP: u32 = 1 << 24;
    assert_protects("mx25l12835f", [0x04, 0, 0], 0xFF_0000..TOP);
    assert_protects("mx25l12835f", [0x20, 0, 0], 0x80_0000..TOP);
    assert_protects("mx25l12835f", [0x24, 0, 0], 0..TOP);
    assert_protects("mx25l12835f", [0x04, 0x08, 0], 0..0x01_0000);
    assert_protects("mx25l12835f", [0x1C, 0x08, 0], 0..0x40_0000);
    assert_protects("mx25l6433f", [0x08, 0, 0], 0x7E_0000..0x80_0000);
}

/// MX25L12835F, security register: P_FAIL and E_FAIL say that protection was in the way.
#[test]
fn macronix_says_that_it_refused() {
    let mut bench = Bench::new("mx25l12835f");
    bench.write(&[0x01, 0x3C]);
    bench.finish();
    let security = |bench: &mut Bench| bench.frame(&[0x2B], 0, 1, 1)[0];
    assert!(refuses(&mut bench, 0));
    assert_eq!(security(&mut bench), 1 << 5);
    bench.write(&at(0x20, 0));
    assert_eq!(security(&mut bench), 1 << 5 | 1 << 6);
    bench.write(&[0x01, 0x00]);
    bench.finish();
    assert!(!refuses(&mut bench, 0));
    assert_eq!(security(&mut bench), 1 << 6, "cleared by the next success");
}

/// An erase, or a chip erase, that reaches into a protected block changes nothing at all.
#[test]
fn erases_that_touch_a_protected_block_are_refused() {
    for (opcode, address) in [
        (0x20, 0xFF_F000),
        (0x52, 0xFF_8000),
        (0xD8, 0xFF_0000),
        (0xC7, 0),
    ] {
        let mut bench = Bench::new("w25q128jv");
        // SEC, BP = 1: the uppermost 4 KiB.
        bench.write(&[0x01, 0x44]);
        bench.finish();
        let frame = at(opcode, address);
        bench.write(&frame[..if opcode == 0xC7 { 1 } else { 4 }]);
        assert!(!bench.chip.is_busy(), "{opcode:02x}");
        assert_eq!(bench.status(), 0x44, "{opcode:02x}");
        assert!(bench.chip.memory() == image(bench.chip.part()));
    }
}

/// SST26VF064B, "block protection": all blocks locked at power-up, until 98h; 72h and 42h read and
/// write the register; each block has its own bit.
#[test]
fn sst26_is_locked_at_power_up_until_98h() {
    for name in ["sst26vf064b", "sst26vf032b"] {
        let mut bench = Bench::new(name);
        let end = bench.chip.part().bytes;
        let bytes = bench.chip.block_protection().len();
        let register = |bench: &mut Bench| bench.frame(&[0x72], 0, 1, bytes);
        let mut locked = vec![0xFF; bytes];
        locked[..2].fill(0x55);
        assert_eq!(register(&mut bench), locked);
        for address in [0, 0x9000, 0x1_0000, end / 2, end - 1] {
            assert!(refuses(&mut bench, address), "{name} {address:06x}");
        }
        bench.write(&[0xC7]);
        assert!(!bench.chip.is_busy());
        bench.command(&[0x98]);
        assert!(refuses(&mut bench, 0), "98h needs write enable");
        bench.write(&[0x98]);
        assert_eq!(bench.status(), 0);
        assert_eq!(register(&mut bench), vec![0; bytes]);
        assert!(!refuses(&mut bench, 0) && !refuses(&mut bench, end - 1));

        // One bit at a time: top 8 KiB, bottom 8 KiB, upper 32 KiB, lower 32 KiB, first 64 KiB.
        let last = bytes - 1;
        for (byte, bit, from, size) in [
            (0, 6, end - 0x2000, 0x2000),
            (1, 0, 0, 0x2000),
            (2, 7, end - 0x1_0000, 0x8000),
            (2, 6, 0x8000, 0x8000),
            (2, 5, end - 0x2_0000, 0x1_0000),
            (last, 0, 0x1_0000, 0x1_0000),
        ] {
            let mut value = vec![0; bytes];
            value[byte] = 1 << bit;
            bench.write(&[&[0x42], &value[..]].concat());
            assert_eq!(register(&mut bench), value);
            let context = format!("{name} byte {byte} bit {bit}");
            assert!(refuses(&mut bench, from), "{context}");
            assert!(refuses(&mut bench, from + size - 1), "{context}");
            if from > 0 {
                assert!(!refuses(&mut bench, from - 1), "{context}");
            }
            if from + size < end {
                assert!(!refuses(&mut bench, from + size), "{context}");
            }
        }
        bench.power_cycle();
        assert_eq!(register(&mut bench), locked, "{name}: volatile");
        bench.write(&[0x8D]);
        bench.write(&[0x98]);
        assert_eq!(register(&mut bench), locked, "{name}: locked down");
    }
}

/// "Write status register": non-volatile after tW, kept without power; 50h makes it volatile and
/// takes no time; 01h with one byte leaves register 2 alone.
#[test]
fn status_registers_are_kept_and_50h_makes_a_write_volatile() {
    let mut bench = Bench::new("w25q128jv");
    let read = |bench: &mut Bench| [0x05, 0x35, 0x15].map(|op| bench.frame(&[op], 0, 1, 1)[0]);
    bench.write(&[0x01, 0x28, 0x42]);
    assert_eq!(read(&mut bench), [0x03, 0, 0], "not before its end");
    bench.finish();
    assert_eq!(read(&mut bench), [0x28, 0x42, 0]);
    bench.write(&[0x01, 0x04]);
    bench.finish();
    bench.write(&[0x11, 0x60]);
    bench.finish();
    bench.power_cycle();
    assert_eq!(read(&mut bench), [0x04, 0x42, 0x60]);

    bench.command(&[0x50]);
    assert_eq!(bench.status() & 2, 0, "50h does not set WEL");
    bench.command(&[0x01, 0x1C]);
    assert!(!bench.chip.is_busy());
    assert_eq!(read(&mut bench), [0x1C, 0x42, 0x60]);
    bench.command(&[0x01, 0x00]);
    assert_eq!(read(&mut bench), [0x1C, 0x42, 0x60], "once");
    bench.power_cycle();
    assert_eq!(read(&mut bench), [0x04, 0x42, 0x60]);

    bench.write(&[0x01, 0, 0, 0]);
    assert!(!bench.chip.is_busy(), "no write of three bytes");
}

/// "SRP" and WP# low: register writes are ignored, unless QE makes the pin a data line.
#[test]
fn wp_with_srp_locks_the_status_registers() {
    for (name, quad) in [
        ("w25q128jv", [0x01, 0x80, 0x02]),
        ("mx25l12835f", [0x01, 0xC0, 0x00]),
    ] {
        let mut bench = Bench::new(name);
        bench.wp = false;
        bench.write(&[0x01, 0x04]);
        bench.finish();
        assert_eq!(bench.status(), 0x04, "{name}: SRP is 0");
        bench.write(&[0x01, 0x80]);
        bench.finish();
        bench.write(&[0x01, 0x1C]);
        assert!(!bench.chip.is_busy(), "{name}");
        assert_eq!(bench.status(), 0x80, "{name}");
        bench.wp = true;
        bench.write(&quad);
        bench.finish();
        bench.wp = false;
        bench.write(&[0x01, 0x84 | (quad[1] & 0x40), 0x02]);
        bench.finish();
        assert_eq!(bench.status() & 0x84, 0x84, "{name}: QE is 1");
    }
    // A strap on the board instead of the line.
    let mut bench = Bench::new("w25q128jv");
    bench.chip.set_registers([0x80, 0, 0]);
    bench.chip.set_write_protect(true);
    bench.write(&[0x01, 0x00]);
    assert!(!bench.chip.is_busy());
    assert_eq!(bench.chip.counters().refused, 1);
    // SST26: WPEN and IOC.
    let mut bench = Bench::new("sst26vf064b");
    bench.write(&[0x01, 0x00, 0x80]);
    bench.finish();
    assert_eq!(bench.frame(&[0x35], 0, 1, 1), [0x88]);
    bench.wp = false;
    bench.write(&[0x98]);
    assert!(
        refuses(&mut bench, 0),
        "the block-protection register is locked as well"
    );
}

/// "SRL": the registers are locked until the next power-up.
#[test]
fn srl_locks_until_power_up() {
    let mut bench = Bench::new("w25q128jv");
    bench.write(&[0x31, 0x01]);
    bench.finish();
    bench.write(&[0x01, 0x04]);
    assert!(!bench.chip.is_busy());
    bench.power_cycle();
    bench.write(&[0x01, 0x04]);
    bench.finish();
    assert_eq!(bench.status(), 0x04);
}
