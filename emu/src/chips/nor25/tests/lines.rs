//! When the chip drives which line, and which limits of the lines it watches.

use super::*;

/// W25Q128JV, "read data (03h)" and AC table: data changes tCLQV after SCK falls, not before the
/// address is complete, and the outputs are off tSHQZ after CSn rises.
#[test]
fn outputs_change_tv_after_the_fall_and_let_go_after_csn() {
    let mut bench = Bench::new("w25q128jv");
    let delay = Span::from_ps(bench.chip.part().output_delay_ps);
    bench.chip.memory_mut()[0] = 0b0101_0101;
    bench.select();
    bench.send(&at(0x03, 0));
    assert_eq!(bench.chip.drives(), (0, 0), "before the first fall");
    for (bit, level) in [(7, 0), (6, 0b10), (5, 0)] {
        let before = bench.chip.drives();
        bench.sck = false;
        bench.io0 = None;
        bench.settle();
        assert_eq!(bench.chip.wake(), bench.now + delay, "bit {bit}");
        bench.wait(Span::from_ps(delay.ps() - 1));
        assert_eq!(bench.chip.drives(), before, "bit {bit} came early");
        bench.wait(Span::from_ps(1));
        assert_eq!(bench.chip.drives(), (0b10, level), "bit {bit}");
        bench.wait(bench.half);
        bench.sck = true;
        bench.settle();
        bench.wait(bench.half);
    }
    bench.csn = true;
    bench.settle();
    bench.wait(Span::from_ps(6_999));
    assert_ne!(bench.chip.drives().0, 0);
    bench.wait(Span::from_ps(1));
    assert_eq!(bench.chip.drives(), (0, 0));
    assert_eq!(bench.chip.wake(), Time::NEVER);
}

/// W25Q128JV, "fast read dual output (3Bh)": IO0 is an input until the dummy clocks are over.
#[test]
fn dual_output_begins_after_the_dummy_clocks() {
    let mut bench = Bench::new("w25q128jv");
    bench.select();
    bench.send(&at(0x3B, 0));
    for _ in 0..8 {
        bench.clock(None);
        assert_eq!(bench.chip.drives(), (0, 0));
    }
    bench.clock(None);
    assert_eq!(bench.chip.drives().0, 0b11);
    bench.deselect();
}

/// All data sheets, pin description: input is sampled with SCK's rise; a bit that changes at the
/// rise itself comes too late.
#[test]
fn io0_is_sampled_before_sck_rises() {
    let mut bench = Bench::new("w25q128jv");
    bench.select();
    for bit in [true, false, false, true, true, true, true, true] {
        bench.sck = false;
        bench.io0 = Some(bit);
        bench.settle();
        bench.wait(bench.half);
        // Level and clock at one instant: 9Fh would become 60h.
        bench.io0 = Some(!bit);
        bench.sck = true;
        bench.settle();
        bench.wait(bench.half);
    }
    bench.clocked = true;
    assert_eq!(bench.receive(1, 3), [0xEF, 0x40, 0x18]);
    bench.deselect();
}

/// A chip without power drives nothing, takes nothing, and one that gets power within a frame
/// waits for the next.
#[test]
fn without_power_there_is_nothing() {
    let mut bench = Bench::new("w25q128jv");
    bench.power(false);
    assert_eq!(bench.frame(&[0x9F], 0, 1, 3), [0xFF; 3]);
    assert_eq!(bench.chip.drives(), (0, 0));
    bench.select();
    let lines = bench.levels();
    bench.chip.power(bench.now, true, lines);
    bench.send(&[0x9F]);
    assert_eq!(bench.receive(1, 3), [0xFF; 3]);
    bench.deselect();
    assert_eq!(bench.frame(&[0x9F], 0, 1, 3), [0xEF, 0x40, 0x18]);
}

/// AC tables: fR for 03h, FR for the rest, tSHSL1 after a read, tSHSL2 after the rest, tVSL, tPUW.
#[test]
fn broken_limits_are_counted_once_a_frame() {
    let part = part("w25q128jv");
    let count = |half_ps: u64, opcode: u8| {
        let mut bench = Bench::new(part.name);
        bench.half = Span::from_ps(half_ps);
        let dummy = if opcode == 0x03 { 0 } else { 8 };
        bench.frame(&at(opcode, 0), dummy, 1, 4);
        bench.chip.violations()
    };
    let none = Violations::default();
    let fast = |clock_too_fast| Violations {
        clock_too_fast,
        ..none
    };
    // 50 MHz is allowed, and 100 ppm more; 51 MHz is not.
    assert_eq!(count(10_000, 0x03), none);
    assert_eq!(count(9_999, 0x03), none);
    assert_eq!(count(9_800, 0x03), fast(1));
    assert_eq!(count(9_800, 0x0B), none);

    let mut bench = Bench::new(part.name);
    let deselected = |bench: &mut Bench, ns: u64| {
        bench.csn = true;
        bench.settle();
        bench.wait(Span::from_ns(ns));
        bench.select();
        let before = bench.chip.violations().deselect_too_short;
        bench.send(&[0x05]);
        before
    };
    bench.select();
    bench.send(&at(0x03, 0));
    bench.receive(1, 1);
    assert_eq!(deselected(&mut bench, 10), 0, "10 ns after a read");
    assert_eq!(deselected(&mut bench, 49), 1, "49 ns after a status read");
    assert_eq!(deselected(&mut bench, 50), 1, "50 ns after a status read");
    bench.deselect();

    let mut bench = Bench::new(part.name);
    bench.power(false);
    bench.power(true);
    bench.wait(Span::from_us(19));
    bench.status();
    assert_eq!(bench.chip.violations().too_early, 1);
    bench.wait(Span::from_us(100));
    bench.status();
    assert_eq!(bench.chip.violations().too_early, 1);
    bench.write_enable();
    assert_eq!(bench.chip.violations().too_early, 2, "tPUW");

    let mut bench = Bench::new(part.name);
    bench.select();
    bench.send(&[0x05]);
    bench.half = Span::from_ps(3_000);
    bench.clock(None);
    bench.clock(None);
    let counts = bench.chip.violations();
    assert_eq!((counts.pulse_too_short, counts.clock_too_fast), (1, 1));
}
