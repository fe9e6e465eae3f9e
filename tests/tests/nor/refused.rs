//! What cannot be rescued is refused by name, with the standby's memory as it was.

use umbilical_emu::fault::{Fault as Planned, FaultKind, FaultPlan};
use umbilical_emu::nets::Side;
use umbilical_emu::scenario::{Outcome, Run, Scenario};
use umbilical_emu::time::{Span, Time};
use umbilical_soft_mcu::crc;
use umbilical_soft_mcu::nor::NorPart;
use umbilical_soft_mcu::report::Fault;
use umbilical_tests::{
    assert_harmless, flash, flash_scenario, name, random_bytes, releases, run_for,
};

/// 64 KiB in the source, something else in the standby.
fn scenario(seed: u64, source: &'static NorPart, standby: &'static NorPart) -> Scenario {
    let contents = random_bytes(seed + 2, 64 << 10);
    let mut scenario = flash_scenario(standby, contents, random_bytes(seed + 1, standby.bytes));
    scenario.source.part = source.into();
    scenario
}

/// Runs `run` into a fault, with neither memory changed and no host on anything but what it had.
fn refused_run(mut run: Run, scenario: &Scenario) -> (Run, Fault, u32) {
    let name = name(scenario);
    let report = run.finish(|_| ());
    let Outcome::Fault { fault, detail } = report.outcome else {
        panic!("{name}: {:?} is no refusal", report.outcome);
    };
    assert_harmless(&run.system, &name);
    for (side, device) in [(Side::A, &scenario.source), (Side::B, &scenario.standby)] {
        let memory = run.system.board(side).memory.memory();
        let known = &device.contents;
        assert!(
            memory[..known.len()] == known[..],
            "{name}: {side:?} changed"
        );
    }
    let old = crc::crc32(&scenario.standby.contents);
    for release in releases(&run.system, Side::B) {
        assert_eq!(release.memory_crc, old, "{name}: {release:?}");
    }
    println!("{name}: {} (detail {detail:#x})", fault.text());
    (run, fault, detail)
}

fn refused(scenario: &Scenario) -> (Run, Fault, u32) {
    refused_run(Run::new(scenario.clone()), scenario)
}

/// The host of a standby that was refused goes on with what it has.
fn in_service(run: &mut Run, name: &str) {
    run_for(&mut run.system, Span::from_ms(120));
    let host = &run.system.board(Side::B).host;
    assert!(
        host.boots() > 0 && host.reads_ok() > 0,
        "{name}: no service"
    );
}

/// A maker whose protection nobody here knows. Breaks when such a flash is written on a guess.
#[test]
fn an_unknown_jedec_id_is_refused() {
    let known = flash("w25q16");
    let jedec = [0x1F, 0x46, 0x01];
    let other: &'static NorPart = Box::leak(Box::new(NorPart { jedec, ..*known }));
    for (source, standby) in [(other, known), (known, other)] {
        let scenario = scenario(61, source, standby);
        let (mut run, fault, detail) = refused(&scenario);
        assert_eq!((fault, detail), (Fault::UnknownFlash, 0x1F_4601));
        in_service(&mut run, &name(&scenario));
    }
}

/// Breaks when the upper end of a source would be lost without a word, or when a source that ends
/// early would be copied on past its end.
#[test]
fn flashes_of_different_size_are_refused() {
    for (source, standby, expected) in [
        ("w25q64", "w25q16", Fault::SourceLarger),
        ("w25q256", "w25q128", Fault::SourceLarger),
        ("w25q16", "w25q64", Fault::SizeMismatch),
        ("w25q128", "w25q256", Fault::SizeMismatch),
    ] {
        let scenario = scenario(62, flash(source), flash(standby));
        let (mut run, fault, detail) = refused(&scenario);
        assert_eq!((fault, detail), (expected, flash(source).bytes));
        in_service(&mut run, &name(&scenario));
    }
}

/// Breaks when a missing flash, which reads as FFh or 00h, is taken for a blank one.
#[test]
fn missing_flashes_are_named() {
    let part = flash("w25q16");
    for (side, expected) in [(Side::A, Fault::NoSource), (Side::B, Fault::NoDestination)] {
        let mut scenario = scenario(63, part, part);
        let device = match side {
            Side::A => &mut scenario.source,
            Side::B => &mut scenario.standby,
        };
        device.fitted = false;
        let (_, fault, _) = refused(&scenario);
        assert_eq!(fault, expected);
    }
}

/// All of the array protected and the registers locked by the pin. Breaks when ignored programs
/// are taken for done.
#[test]
fn a_flash_that_is_protected_by_its_pin_is_refused() {
    for part in ["w25q16", "mx25l6433", "sst26vf032"] {
        let mut scenario = scenario(64, flash(part), flash(part));
        scenario.standby.write_protect = true;
        let (mut run, fault, _) = refused(&scenario);
        assert_eq!(fault, Fault::WriteProtected, "{part}");
        let memory = &run.system.board(Side::B).memory;
        let counters = memory.nor().expect("a flash").counters();
        assert_eq!((counters.programs, counters.erases), (0, 0), "{part}");
        // That an SST26 is locked shows only when a program had no effect; by then the journal
        // says "incomplete", and the host is held.
        match part {
            "sst26vf032" => assert_eq!(run.system.board(Side::B).host.boots(), 0),
            _ => in_service(&mut run, part),
        }
    }
}

/// The same bits without the pin are taken away and put back. Breaks when a rescue leaves the
/// flash open, or other bits of the registers changed.
#[test]
fn protection_by_bits_is_taken_away_and_put_back() {
    for (part, registers) in [
        ("w25q16", [0x1C, 0x00, 0x60]),
        ("w25q64", [0x24, 0x40, 0x20]),
        ("mx25l6433", [0x3C, 0x00, 0x00]),
    ] {
        let scenario = scenario(65, flash(part), flash(part));
        let mut run = Run::new(scenario.clone());
        let chip = |run: &mut Run| {
            let memory = &mut run.system.board_mut(Side::B).memory;
            memory.nor_mut().expect("a flash").clone()
        };
        let memory = &mut run.system.board_mut(Side::B).memory;
        memory.nor_mut().expect("a flash").set_registers(registers);
        let before = chip(&mut run).stored_registers();
        let report = run.finish(|_| ());
        assert_eq!(report.outcome, Outcome::Rescued, "{part}");
        assert!(report.verified, "{part}");
        assert_harmless(&run.system, part);
        let chip = chip(&mut run);
        assert_eq!(chip.stored_registers(), before, "{part}: registers");
        assert_eq!(
            chip.counters().refused,
            0,
            "{part}: ignored while protected"
        );
        assert!(chip.counters().status_writes >= 2, "{part}: never opened");
    }
}

/// Runs into a flash that never ends what it begins; the fault that it names.
fn never_ends(standby: Vec<u8>) -> Fault {
    let part = flash("w25q16");
    let mut scenario = scenario(66, part, part);
    scenario.standby.contents = standby;
    scenario.faults = FaultPlan::new(vec![Planned {
        at: Time::ZERO,
        kind: FaultKind::SlowWrite {
            side: Side::B,
            write_time: Span::from_ms(100_000),
        },
    }]);
    let (mut run, fault, detail) = refused(&scenario);
    assert!(detail < part.bytes, "{detail:#x} is no address");
    // The memory may be ruined: its host must not run on it.
    run_for(&mut run.system, Span::from_ms(300));
    assert!(releases(&run.system, Side::B).is_empty());
    assert_eq!(run.system.board(Side::B).host.boots(), 0);
    fault
}

/// Breaks when the wait for WIP has no deadline, when the watchdog ends it without a word, or when
/// the host is let go on what is left.
#[test]
fn an_erase_that_never_ends_is_named() {
    assert_eq!(never_ends(random_bytes(67, 2 << 20)), Fault::EraseTimeout);
}

#[test]
fn a_program_that_never_ends_is_named() {
    assert_eq!(never_ends(vec![0xFF; 2 << 20]), Fault::WriteTimeout);
}
