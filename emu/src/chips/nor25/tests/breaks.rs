//! Suspend, resume, software reset; W25Q128JV unless another is named.

use super::*;
use umbilical_soft_mcu::nor::NorFamily;

/// "Erase/program suspend (75h)" and "resume (7Ah)": WIP falls after tSUS, reads work elsewhere,
/// the rest of the time is spent after the resume.
#[test]
fn a_suspended_erase_lets_the_rest_be_read_and_goes_on_later() {
    for name in ["w25q128jv", "mx25l12835f", "sst26vf064b"] {
        let mut bench = Bench::new(name);
        let part = bench.chip.part();
        let (suspend, resume) = match part.family {
            NorFamily::W25q => (0x75, 0x7A),
            _ => (0xB0, 0x30),
        };
        if part.family == NorFamily::Sst26 {
            bench.write(&[0x98]);
        }
        let expected = image(part);
        bench.write(&at(0x20, 0x4000));
        let begin = bench.now;
        bench.wait(Span::from_ms(5));
        bench.command(&[suspend]);
        let asked = bench.now;
        assert_eq!(bench.status() & 1, 1, "{name}: until tSUS");
        bench.finish();
        let late = bench.now.since(asked).ns().abs_diff(part.suspend_ns);
        assert!(late < 200, "{name}: {late} ns");
        assert!(bench.chip.is_suspended());
        let place = match part.family {
            NorFamily::W25q => bench.frame(&[0x35], 0, 1, 1)[0] >> 7,
            NorFamily::Mx25l => bench.frame(&[0x2B], 0, 1, 1)[0] >> 3,
            NorFamily::Sst26 => bench.status() >> 2,
        };
        assert_eq!(place & 1, 1, "{name}: the suspend bit");
        assert_eq!(bench.read(0x5000, 4), expected[0x5000..0x5004], "{name}");
        assert_ne!(
            bench.read(0x4000, 16),
            expected[0x4000..0x4010],
            "{name}: undefined"
        );

        // A program elsewhere is done; one within, an erase, a register write are refused.
        let refused = bench.chip.counters().refused;
        bench.program(0x4000, &[0]);
        bench.write(&at(0x20, 0x8000));
        bench.write(&[0x01, 0, 0]);
        assert_eq!(bench.chip.counters().refused, refused + 3, "{name}");
        bench.program(0x8000, &[0]);
        bench.finish();
        assert_eq!(bench.read(0x8000, 1), [0], "{name}");

        let spent = asked.since(begin).ps() + part.suspend_ns * 1_000;
        bench.command(&[resume]);
        let resumed = bench.now;
        assert_eq!(bench.status() & 1, 1, "{name}");
        assert!(!bench.chip.is_suspended());
        bench.finish();
        let whole = spent + bench.now.since(resumed).ps();
        let typ = part.erases[0].time.typ_ns * 1_000;
        assert!(whole.abs_diff(typ) < 1_000_000, "{name}: {whole} ps");
        assert_eq!(bench.read(0x4000, 2), [0xFF; 2], "{name}");
    }
}

/// "The suspend instruction is ignored" by a chip erase, a status write, and when nothing is under
/// way; "resume" when nothing is suspended.
#[test]
fn what_cannot_be_suspended_is_not() {
    let mut bench = Bench::new("w25q16jv");
    bench.command(&[0x75]);
    bench.command(&[0x7A]);
    assert!(!bench.chip.is_busy() && !bench.chip.is_suspended());
    for frame in [&[0xC7][..], &[0x01, 0]] {
        bench.write(frame);
        bench.command(&[0x75]);
        bench.finish();
        assert!(!bench.chip.is_suspended(), "{frame:02x?}");
    }
    bench.program(0, &[0]);
    bench.wait(Span::from_us(390));
    bench.command(&[0x75]);
    bench.finish();
    assert!(!bench.chip.is_suspended(), "it ends before tSUS has passed");
}

/// "Reset (66h, 99h)": 99h right after 66h; WEL, 4-byte mode and volatile registers are lost, the
/// chip is deaf for tRST, and an operation under way is cut short.
#[test]
fn a_software_reset_needs_both_commands() {
    let mut bench = Bench::new("w25q256jv");
    bench.command(&[0xB7]);
    bench.write_enable();
    bench.command(&[0x99]);
    bench.command(&[0x66]);
    bench.status();
    bench.command(&[0x99]);
    assert_eq!(bench.status(), 2, "another command came between");
    bench.command(&[0x66]);
    bench.command(&[0x99]);
    assert_eq!(bench.frame(&[0x05], 0, 1, 1), [0xFF], "deaf");
    bench.wait(Span::from_us(31));
    assert_eq!(bench.status(), 0);
    assert_eq!(
        bench.frame(&[0x15], 0, 1, 1),
        [0],
        "three address bytes again"
    );

    bench.write(&at(0x20, 0));
    bench.wait(Span::from_ms(25));
    bench.command(&[0x66]);
    bench.command(&[0x99]);
    bench.wait(Span::from_us(31));
    assert_eq!(bench.status(), 0);
    assert_eq!(bench.chip.counters().ruined, 1);
    let sector = &bench.chip.memory()[..4096];
    assert!(sector.contains(&0xFF) && sector.iter().any(|&byte| byte != 0xFF));
}
