//! One test for each rule of the data sheets about commands; W25Q128JV unless another is named.

use super::*;
use umbilical_soft_mcu::nor::{NorFamily, PARTS};

const WIP: u8 = 1;
const WEL: u8 = 2;

fn blank(name: &str) -> Bench {
    let part = part(name);
    let mut bench = Bench::with(Nor25::new(part, Vec::new(), 1));
    if part.family == NorFamily::Sst26 {
        bench.write(&[0x98]);
    }
    bench
}

/// "Write enable (06h)": nothing is programmed, erased or written to a register without it.
#[test]
fn no_write_without_write_enable() {
    let mut bench = Bench::new("w25q128jv");
    let registers = bench.chip.stored_registers();
    for frame in [
        &[0x02, 0, 0, 0, 0x00][..],
        &at(0x20, 0),
        &at(0x52, 0),
        &at(0xD8, 0),
        &[0xC7],
        &[0x60],
        &[0x01, 0x1C],
        &[0x31, 0x02],
        &[0x11, 0x60],
    ] {
        bench.command(frame);
        assert!(!bench.chip.is_busy(), "{frame:02x?}");
    }
    assert_eq!(bench.chip.counters().refused, 9);
    assert_eq!(bench.chip.stored_registers(), registers);
    assert!(bench.chip.memory() == image(bench.chip.part()));
}

/// "Write enable latch": set by 06h, cleared by 04h, by the end of program, erase and status
/// write, and by power-up; WIP is 1 as long as WEL after CSn has risen.
#[test]
fn wel_is_cleared_on_completion() {
    for (frame, time) in [
        (&[0x02, 0, 0, 0, 0][..], 400_000),
        (&at(0x20, 0), 45_000_000),
        (&at(0x52, 0), 120_000_000),
        (&at(0xD8, 0), 150_000_000),
        (&[0xC7], 40_000_000_000),
        (&[0x60], 40_000_000_000),
        (&[0x01, 0], 10_000_000),
    ] {
        let mut bench = Bench::new("w25q128jv");
        bench.write_enable();
        assert_eq!(bench.status(), WEL);
        bench.command(&[0x04]);
        assert_eq!(bench.status(), 0);
        bench.write_enable();
        bench.select();
        bench.send(frame);
        bench.sck = false;
        bench.settle();
        bench.wait(bench.half);
        let begin = bench.now;
        bench.deselect();
        assert_eq!(bench.status(), WIP | WEL, "{frame:02x?}");
        bench.finish();
        assert_eq!(bench.now.since(begin).ns(), time, "{frame:02x?}");
        assert_eq!(bench.status(), 0, "{frame:02x?}");
    }
    let mut bench = Bench::new("w25q128jv");
    bench.write_enable();
    bench.power_cycle();
    assert_eq!(bench.status(), 0);
}

/// "BUSY": while it is 1 the chip ignores all but status reads (and suspend, and reset).
#[test]
fn while_busy_only_status_is_answered() {
    let mut bench = Bench::new("w25q128jv");
    bench.write(&at(0x20, 0x1000));
    for frame in [&at(0x03, 0)[..], &[0x9F], &at(0x5A, 0)] {
        assert_eq!(
            bench.frame(frame, 0, 1, 4),
            [0xFF; 4],
            "{frame:02x?} was answered"
        );
    }
    bench.write(&at(0x20, 0x5000));
    bench.program(0x8000, &[0]);
    assert_eq!(
        bench.frame(&[0x05], 0, 1, 3),
        [WIP | WEL; 3],
        "again and again"
    );
    assert_eq!(bench.frame(&[0x35], 0, 1, 1), [0]);
    assert_eq!(bench.frame(&[0x15], 0, 1, 1), [0]);
    bench.finish();
    assert_eq!(bench.status(), 0);
    let mut expected = image(bench.chip.part());
    expected[0x1000..0x2000].fill(0xFF);
    assert!(bench.chip.memory() == expected);
}

/// A status read goes on, byte after byte, and shows the end of the operation within the frame.
#[test]
fn wip_falls_within_a_status_frame() {
    let mut bench = Bench::new("w25q128jv");
    bench.program(0, &[0]);
    bench.select();
    bench.send(&[0x05]);
    let bytes = bench.receive(1, 2_000);
    bench.deselect();
    let first = bytes.iter().position(|&byte| byte & WIP == 0);
    let busy_ns = first.expect("it ended") as u64 * 16 * HALF_24_MHZ / 1_000;
    assert!((398_000..401_000).contains(&busy_ns), "{busy_ns} ns");
    assert!(bytes[first.unwrap_or(0)..].iter().all(|&byte| byte == 0));
}

/// "CSn must be driven high after the eighth bit of the last byte, or the instruction is not
/// executed": programs, erases, register writes and write enable.
#[test]
fn a_frame_that_ends_within_a_byte_is_not_executed() {
    let mut bench = Bench::new("w25q128jv");
    for frame in [
        &[0x02, 0, 0, 0, 0x00, 0x00][..],
        &at(0x20, 0),
        &[0xC7],
        &[0x01, 0x1C],
    ] {
        for extra in 1..8 {
            bench.write_enable();
            bench.select();
            bench.send(frame);
            for _ in 0..extra {
                bench.clock(Some(false));
            }
            bench.deselect();
            assert_eq!(bench.status(), WEL, "{frame:02x?} and {extra} bits");
        }
    }
    bench.command(&[0x04]);
    bench.select();
    bench.send(&[0x06]);
    bench.clock(Some(false));
    bench.deselect();
    assert_eq!(bench.status(), 0, "write enable of nine bits");
    // An erase needs its whole address, a program a byte of data.
    for frame in [&[0x20, 0, 0][..], &[0x02, 0, 0, 0], &[0x20, 0, 0, 0, 0]] {
        bench.write(frame);
        assert_eq!(bench.status(), WEL, "{frame:02x?}");
    }
    assert!(bench.chip.memory() == image(bench.chip.part()));
}

/// "Page program": bits go from 1 to 0 only.
#[test]
fn a_program_only_clears_bits() {
    let mut bench = blank("w25q128jv");
    bench.program(0x100, &[0b1100_1010]);
    bench.finish();
    bench.program(0x100, &[0b1010_1100]);
    bench.finish();
    assert_eq!(bench.read(0x100, 1), [0b1000_1000]);
}

/// "Page program": the address wraps in the page; of more than 256 bytes the last 256 stay.
#[test]
fn a_program_wraps_in_its_page_and_keeps_the_last_256_bytes() {
    for part in &PARTS {
        let mut bench = blank(part.name);
        bench.program(0x2FE, &[1, 2, 3, 4]);
        bench.finish();
        assert_eq!(bench.read(0x2FE, 2), [1, 2], "{}", part.name);
        assert_eq!(bench.read(0x200, 3), [3, 4, 0xFF], "{}", part.name);
        assert_eq!(bench.read(0x300, 2), [0xFF, 0xFF], "{}", part.name);

        let data: Vec<u8> = (0..300u32)
            .map(|i| i as u8 ^ ((i >> 8) as u8 * 0x55))
            .collect();
        bench.program(0x1000, &data);
        bench.finish();
        let page = bench.read(0x1000, 256);
        assert_eq!(page[..44], data[256..], "{}", part.name);
        assert_eq!(page[44..], data[44..256], "{}", part.name);
    }
}

/// Erase opcodes of each data sheet: exactly the aligned block around the address.
#[test]
fn each_erase_clears_its_block_and_nothing_else() {
    for part in &PARTS {
        for (address, opcode) in [(0x2_3456, 0x20), (0x2_9876, 0x52), (0x3_FFFF, 0xD8)] {
            let mut bench = Bench::new(part.name);
            if part.family == NorFamily::Sst26 {
                bench.write(&[0x98]);
            }
            bench.write(&at(opcode, address));
            let mut expected = image(part);
            let Some((kind, start)) = part.erase_block(opcode, address) else {
                assert!(!bench.chip.is_busy(), "{}: {opcode:02x}", part.name);
                continue;
            };
            bench.finish();
            let bytes = part.erases[kind].bytes as usize;
            expected[start as usize..][..bytes].fill(0xFF);
            assert!(
                bench.chip.memory() == expected,
                "{}: {opcode:02x}",
                part.name
            );
            let worn = bench
                .chip
                .wear()
                .iter()
                .filter(|&&erases| erases == 1)
                .count();
            assert_eq!(worn, bytes / 4096);
        }
    }
}

/// "Chip erase (C7h/60h)"; SST26 knows C7h only.
#[test]
fn chip_erase_clears_everything() {
    for name in ["w25q16jv", "mx25l6433f", "sst26vf032b"] {
        let mut bench = Bench::new(name);
        let part = bench.chip.part();
        if part.family == NorFamily::Sst26 {
            bench.write(&[0x98]);
            bench.write(&[0x60]);
            assert!(!bench.chip.is_busy());
        }
        bench.write(&[0xC7]);
        bench.finish();
        assert!(
            bench.chip.memory().iter().all(|&byte| byte == 0xFF),
            "{name}"
        );
    }
}

/// W25Q256JV, 4-byte mode (B7h, E9h), ADS and ADP in status register 3, opcodes with four bytes,
/// and the extended address register for three-byte addresses.
#[test]
fn the_large_part_reaches_its_upper_half_in_three_ways() {
    let mut bench = Bench::new("w25q256jv");
    let expected = image(bench.chip.part());
    let (low, high) = (0x12_3456, 0x112_3456);
    let want = |address: usize| expected[address..address + 2].to_vec();
    assert_ne!(want(low), want(high));
    let four = |opcode: u8| [opcode, 0x01, 0x12, 0x34, 0x56];
    let status3 = |bench: &mut Bench| bench.frame(&[0x15], 0, 1, 1)[0];

    assert_eq!(bench.read(high as u32, 2), want(low), "three bytes wrap");
    assert_eq!(bench.frame(&four(0x13), 0, 1, 2), want(high));
    assert_eq!(bench.frame(&four(0x0C), 8, 1, 2), want(high));
    assert_eq!(bench.frame(&four(0x3C), 8, 2, 2), want(high));

    bench.command(&[0xB7]);
    assert_eq!(status3(&mut bench), 1);
    assert_eq!(bench.frame(&four(0x03), 0, 1, 2), want(high));
    assert_eq!(bench.frame(&four(0x3B), 8, 2, 2), want(high));
    assert_eq!(bench.frame(&four(0x13), 0, 1, 2), want(high));
    bench.write(&four(0x20));
    bench.finish();
    assert_eq!(bench.chip.memory()[high], 0xFF);
    bench.command(&[0xE9]);
    assert_eq!(status3(&mut bench), 0);
    assert_eq!(bench.read(low as u32, 2), want(low));

    bench.write(&[0xC5, 1]);
    assert_eq!(bench.frame(&[0xC8], 0, 1, 1), [1]);
    assert_eq!(bench.read(low as u32, 2), [0xFF, 0xFF]);
    bench.program(low as u32, &[0x5A]);
    bench.finish();
    assert_eq!(bench.chip.memory()[high..][..2], [0x5A, 0xFF]);
    bench.write(&[&four(0x12)[..], &[0x12]].concat());
    bench.finish();
    assert_eq!(bench.chip.memory()[high], 0x5A & 0x12);
    bench.write(&four(0xDC));
    bench.finish();
    assert_eq!(bench.chip.wear()[0x1123], 2, "4 KiB and 64 KiB");
    bench.write(&four(0x5C));
    assert!(!bench.chip.is_busy(), "W25Q256JV has no 5Ch");

    bench.write(&[0x11, 0x02]);
    bench.finish();
    bench.power_cycle();
    assert_eq!(status3(&mut bench), 3, "ADP: in 4-byte mode from power-up");
}

/// Opcodes of one family mean nothing to another.
#[test]
fn each_part_takes_its_own_opcodes_only() {
    for (name, opcode) in [
        ("w25q128jv", 0x13),
        ("w25q128jv", 0x72),
        ("w25q128jv", 0xC8),
        ("mx25l12835f", 0x35),
        ("mx25l12835f", 0x72),
        ("sst26vf064b", 0x15),
        ("sst26vf064b", 0xAB),
    ] {
        let mut bench = Bench::new(name);
        assert_eq!(
            bench.frame(&[opcode, 0, 0, 0, 0], 0, 1, 3),
            [0xFF; 3],
            "{name} {opcode:02x}"
        );
    }
    let mut bench = Bench::new("w25q128jv");
    bench.command(&[0xB7]);
    assert_eq!(bench.read(0x100, 1), image(bench.chip.part())[0x100..0x101]);
    let mut bench = Bench::new("sst26vf064b");
    bench.write(&[0x98]);
    bench.write(&at(0x52, 0));
    assert!(!bench.chip.is_busy());
}

/// "Power-down (B9h)": everything but ABh is ignored; ABh with three bytes more reads the id.
#[test]
fn deep_power_down_ends_with_ab() {
    let mut bench = Bench::new("w25q128jv");
    bench.command(&[0xB9]);
    assert_eq!(bench.frame(&[0x9F], 0, 1, 3), [0xFF; 3]);
    bench.command(&[0xAB]);
    assert_eq!(bench.frame(&[0x9F], 0, 1, 3), [0xEF, 0x40, 0x18]);
    assert_eq!(bench.frame(&[0xAB, 0, 0, 0], 0, 1, 2)[0], 0x17);
}

/// Typical times by default, maxima or any others on request, none ends as a fault.
#[test]
fn times_are_as_set() {
    let mut bench = blank("w25q128jv");
    let mut times = OperationTimes::typical(bench.chip.part());
    times.erases[2] = Span::from_ms(700);
    for (times, ms) in [
        (None, 150),
        (Some(Times::Maximum), 2_000),
        (Some(Times::Custom(times)), 700),
        (Some(Times::Typical), 150),
    ] {
        if let Some(times) = times {
            bench.chip.set_times(times);
        }
        bench.write(&at(0xD8, 0));
        let left = bench.chip.wake().since(bench.now).ps();
        let early = ms * 1_000_000_000 - left;
        assert!(early < 1_000_000, "{early} ps since the end of the frame");
        bench.finish();
    }
    times.erases[2] = NEVER_ENDS;
    bench.chip.set_times(Times::Custom(times));
    bench.write(&at(0xD8, 0));
    assert_eq!(bench.chip.wake(), Time::NEVER);
    bench.wait(Span::from_ms(100_000));
    assert_eq!(bench.status(), WIP | WEL);
    bench.power_cycle();
    assert_eq!(bench.status(), 0);
}
