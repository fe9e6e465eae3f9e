//! Whole rescues on real firmware: every part, speed and buffer, and the ways to ask for one.

use umbilical::emulate::firmware;
use umbilical_emu::fault::FaultKind;
use umbilical_emu::nets::Side;
use umbilical_emu::scenario::{Button, Device, Outcome, Run, Scenario};
use umbilical_emu::system::{Action, Cable, System};
use umbilical_emu::time::Span;
use umbilical_soft_mcu::eeprom::{PARTS, Part, StrapPin};
use umbilical_soft_mcu::report::{Fault, Phase};
use umbilical_tests::{
    act, assert_harmless, destination_button, differing_scenario, fault, full, name, part, phase,
    random_bytes, releases, rescue, rescues_begun, run_for, source_button,
};

const SPEEDS_HZ: [u32; 3] = [100_000, 400_000, 1_000_000];

fn speeds(part: &Part) -> impl Iterator<Item = u32> {
    let max = part.bus_hz_max;
    SPEEDS_HZ.into_iter().filter(move |hz| *hz <= max)
}

/// A rescue in which every page differs. Any byte that is lost, doubled or taken for another,
/// any write to the source, any early or second start of the host breaks it.
fn every_byte_arrives(part: &'static Part, bus_hz: u32, buffer_bytes: u32) {
    let scenario = Scenario {
        bus_hz,
        buffer_bytes,
        ..differing_scenario(u64::from(part.bytes ^ bus_hz ^ buffer_bytes), part)
    };
    let (mut run, report) = rescue(&scenario);
    let name = name(&scenario);
    assert_eq!(report.pages_written, part.pages(), "{name}");
    assert_eq!(
        releases(&run.system, Side::B).len(),
        1,
        "{name}: starts of the host"
    );
    assert!(
        releases(&run.system, Side::A).is_empty(),
        "{name}: the dead host ran"
    );
    assert_eq!(
        rescues_begun(&mut run.system, Side::B),
        0,
        "{name}: another rescue"
    );
    assert_eq!(run.system.board(Side::B).host.boots(), 1, "{name}: boots");
}

fn with_buffers(name: &str) {
    let part = part(name);
    let mut buffers = vec![part.page_bytes, 1024, part.bytes.min(4096)];
    buffers.dedup();
    for bus_hz in speeds(part) {
        for buffer_bytes in &buffers {
            every_byte_arrives(part, bus_hz, *buffer_bytes);
        }
    }
}

fn byte_by_byte(name: &str) {
    speeds(part(name)).for_each(|bus_hz| every_byte_arrives(part(name), bus_hz, 0));
}

fn byte_by_byte_large(name: &str) {
    let part = part(name);
    every_byte_arrives(part, part.bus_hz_max, 0);
    if full(&format!("{name} byte by byte at 100 kHz and 400 kHz")) {
        every_byte_arrives(part, 100_000, 0);
        every_byte_arrives(part, 400_000, 0);
    }
}

macro_rules! parts {
    ($($test:ident: $part:literal, $bytes:ident = $mode:ident;)*) => {
        /// The list below holds every part that has a strap.
        #[test]
        fn no_part_is_left_out() {
            let listed = [$($part),*];
            let straps = PARTS.iter().filter(|part| part.strap != StrapPin::None);
            assert_eq!(straps.map(|part| part.name).collect::<Vec<_>>(), listed);
        }
        $(
            #[test]
            fn $test() {
                with_buffers($part);
            }

            #[test]
            fn $bytes() {
                $mode($part);
            }
        )*
    };
}

parts! {
    rescue_24c02: "24c02", rescue_24c02_byte_by_byte = byte_by_byte;
    rescue_24c04: "24c04", rescue_24c04_byte_by_byte = byte_by_byte;
    rescue_24c08: "24c08", rescue_24c08_byte_by_byte = byte_by_byte;
    rescue_24c32: "24c32", rescue_24c32_byte_by_byte = byte_by_byte;
    rescue_24c64: "24c64", rescue_24c64_byte_by_byte = byte_by_byte;
    rescue_24c128: "24c128", rescue_24c128_byte_by_byte = byte_by_byte;
    rescue_24c256: "24c256", rescue_24c256_byte_by_byte = byte_by_byte;
    rescue_24c512: "24c512", rescue_24c512_byte_by_byte = byte_by_byte;
    rescue_24cm01: "24cm01", rescue_24cm01_byte_by_byte = byte_by_byte_large;
    rescue_24cm02: "24cm02", rescue_24cm02_byte_by_byte = byte_by_byte_large;
}

/// Runs a scenario that must end in a fault with both memories as they were.
fn refused(scenario: &Scenario) -> (Run, Fault) {
    let name = name(scenario);
    let mut run = Run::new(scenario.clone());
    let report = run.finish(|_| ());
    let Outcome::Fault { fault, .. } = report.outcome else {
        panic!("{name}: {:?} is no refusal", report.outcome);
    };
    unwritten(&run.system, scenario);
    (run, fault)
}

/// Neither memory was written.
fn unwritten(system: &System, scenario: &Scenario) {
    let name = name(scenario);
    assert_harmless(system, &name);
    for (side, device) in [(Side::A, &scenario.source), (Side::B, &scenario.standby)] {
        let memory = &system.board(side).memory;
        assert_eq!(memory.data_bytes_received(), 0, "{name}: data to {side:?}");
        assert_eq!(memory.write_cycles(), 0, "{name}: write cycles of {side:?}");
        let known = &device.contents;
        assert!(
            memory.memory()[..known.len()] == known[..],
            "{name}: {side:?} changed"
        );
    }
}

/// Breaks when the firmware tries to tell two parts without address pins apart.
#[test]
fn a_part_without_a_strap_is_refused_by_name() {
    let (mut run, named) = refused(&differing_scenario(5, part("24c16")));
    assert_eq!(named, Fault::PartWithoutStrap);
    assert_eq!(fault(&run.system, Side::B), Some(Fault::PartWithoutStrap));
    // The standby goes on with what it has.
    run_for(&mut run.system, Span::from_ms(60));
    let b = run.system.board(Side::B);
    assert!(b.host.boots() > 0 && b.host.reads_ok() > 0 && b.host.reads_failed() == 0);
}

/// Breaks when equal pages are written all the same, or when a page that differs in one bit is
/// taken for equal.
#[test]
fn equal_pages_are_left_alone_and_counted() {
    for (part, pages) in [
        (part("24c04"), &[0u32, 3, 31][..]),
        (part("24c64"), &[1, 2, 3, 77, 255]),
        (part("24cm01"), &[0, 255, 256, 511]),
    ] {
        for buffer_bytes in [part.page_bytes, 1024, 4096] {
            let mut scenario = differing_scenario(6, part);
            scenario.buffer_bytes = buffer_bytes;
            scenario.standby.contents = scenario.source.contents.clone();
            for page in pages {
                let at = page * part.page_bytes + page % part.page_bytes;
                scenario.standby.contents[at as usize] ^= 1 << (page % 8);
            }
            let (run, report) = rescue(&scenario);
            let name = name(&scenario);
            assert_eq!(report.pages_written as usize, pages.len(), "{name}");
            let cycles = run.system.board(Side::B).memory.write_cycles();
            assert_eq!(cycles as usize, pages.len(), "{name}: write cycles");
        }
    }
}

/// Breaks when the copy skips source pages for being blank.
#[test]
fn a_blank_source_blanks_the_standby() {
    let part = part("24c64");
    for buffer_bytes in [part.page_bytes, 4096] {
        let mut scenario = differing_scenario(7, part);
        scenario.source.contents = Vec::new();
        scenario.buffer_bytes = buffer_bytes;
        let (_, report) = rescue(&scenario);
        assert_eq!(report.pages_written, part.pages());
    }
}

/// Breaks when a rescue wears an EEPROM that is already right, byte by byte included.
#[test]
fn an_equal_standby_is_not_written() {
    for part in [part("24c02"), part("24c64")] {
        for buffer_bytes in [0, part.page_bytes, 4096] {
            let mut scenario = differing_scenario(8, part);
            scenario.standby.contents = scenario.source.contents.clone();
            scenario.buffer_bytes = buffer_bytes;
            let (run, report) = rescue(&scenario);
            assert_eq!(
                (report.pages_written, report.pages_skipped),
                (0, part.pages())
            );
            let memory = &run.system.board(Side::B).memory;
            assert_eq!(memory.write_cycles(), 0);
            assert_eq!(memory.data_bytes_received(), 0);
        }
    }
}

fn both_powered(seed: u64, cable: Cable, buttons: [Button; 2]) -> Scenario {
    let mut scenario = differing_scenario(seed, part("24c32"));
    scenario.cable = Some(cable);
    scenario.source.powered = true;
    (scenario.source.button, scenario.standby.button) = (buttons[0], buttons[1]);
    scenario
}

/// Breaks when a running source does not hand over its memory, or the standby does not wait.
#[test]
fn a_running_source_hands_over_by_buttons_on_either_cable() {
    for cable in [Cable::Electric, Cable::Optical] {
        let scenario = both_powered(9, cable, [Button::Source, Button::Destination]);
        let (run, report) = rescue(&scenario);
        assert_eq!(report.pages_written, scenario.source.part.pages());
        assert_eq!(phase(&run.system, Side::A), Some(Phase::Source));
        assert_eq!(phase(&run.system, Side::B), Some(Phase::Service));
    }
}

/// Optical cables carry no power: breaks when a dead source that nothing feeds counts as there.
#[test]
fn a_dead_source_on_an_optical_cable_is_not_rescued() {
    let scenario = Scenario {
        cable: Some(Cable::Optical),
        ..differing_scenario(10, part("24c02"))
    };
    let mut run = Run::new(scenario.clone());
    let report = run.finish(|_| ());
    assert_ne!(report.outcome, Outcome::Rescued);
    unwritten(&run.system, &scenario);
    println!("optical cable, dead source: {:?}", report.outcome);
}

/// Breaks when a button alone makes a device read from a peer that is at work.
#[test]
fn two_destinations_name_the_missing_source() {
    for cable in [Cable::Electric, Cable::Optical] {
        let scenario = both_powered(11, cable, [Button::Destination; 2]);
        let (run, _) = refused(&scenario);
        assert_eq!(fault(&run.system, Side::B), Some(Fault::PeerNotSource));
        assert_eq!(fault(&run.system, Side::A), Some(Fault::PeerNotSource));
        for side in Side::BOTH {
            assert_eq!(run.system.board(side).host.reads_failed(), 0, "{side:?}");
        }
    }
}

/// Breaks when a cable between two healthy devices starts anything.
#[test]
fn two_running_devices_without_buttons_stay_as_they_are() {
    for cable in [Cable::Electric, Cable::Optical] {
        let scenario = both_powered(12, cable, [Button::None; 2]);
        let mut run = Run::new(scenario.clone());
        let report = run.finish(|_| ());
        assert_eq!(report.outcome, Outcome::NoRole);
        unwritten(&run.system, &scenario);
        for side in Side::BOTH {
            let host = &run.system.board(side).host;
            assert!(host.reads_ok() > 20, "{side:?}: {} reads", host.reads_ok());
            assert_eq!((host.boots(), host.reads_failed()), (1, 0), "{side:?}");
        }
    }
}

fn of_parts(source: &'static Part, standby: &'static Part, contents: Vec<u8>) -> Scenario {
    let known = random_bytes(14, standby.bytes);
    Scenario {
        source: Device {
            powered: false,
            ..Device::new(source, contents)
        },
        standby: Device::new(standby, known),
        bus_hz: source.bus_hz_max.min(standby.bus_hz_max),
        ..Scenario::new(firmware(), standby, Vec::new(), Vec::new())
    }
}

/// All pairs of a larger source and a smaller standby, random contents. Breaks when the upper end
/// of a source would be lost without a word, or when finding out writes anywhere.
#[test]
fn a_larger_source_is_refused_before_anything_is_written() {
    let parts: Vec<_> = PARTS
        .iter()
        .filter(|part| part.strap != StrapPin::None)
        .collect();
    let mut pairs = 0;
    for (index, standby) in parts.iter().enumerate() {
        for source in &parts[index + 1..] {
            let contents = random_bytes(u64::from(source.bytes), source.bytes);
            let scenario = of_parts(source, standby, contents);
            let (_, fault) = refused(&scenario);
            assert_eq!(fault, Fault::SourceLarger, "{}", name(&scenario));
            pairs += 1;
        }
    }
    assert_eq!(pairs, 45);
}

/// The limit of the check: a source whose upper part repeats the lower one (a blank one does)
/// cannot be told from one of the standby's size. Breaks when such a rescue damages anything:
/// the lower part must still arrive.
#[test]
fn a_larger_source_that_repeats_itself_gives_its_lower_part() {
    for (source, standby) in [("24c512", "24c256"), ("24c128", "24c64")] {
        let (source, standby) = (part(source), part(standby));
        for lower in [
            vec![0xFF; standby.bytes as usize],
            random_bytes(15, standby.bytes),
        ] {
            let repeats = (source.bytes / standby.bytes) as usize;
            let scenario = of_parts(source, standby, lower.repeat(repeats));
            let mut run = Run::new(scenario.clone());
            assert_eq!(run.finish(|_| ()).outcome, Outcome::Rescued);
            assert_harmless(&run.system, &name(&scenario));
            assert!(run.system.board(Side::B).memory.memory() == lower);
        }
    }
}

/// Breaks when a finished rescue is repeated because the standby starts again with the cable
/// still in (its host may have changed the memory since), or when a new plug starts none.
#[test]
fn a_rescue_is_repeated_only_after_the_cable_was_out() {
    let (mut run, _) = rescue(&differing_scenario(16, part("24c02")));
    let system = &mut run.system;
    rescues_begun(system, Side::B);
    let cycles = system.board(Side::B).memory.write_cycles();
    // The source changes, so that a second rescue would show.
    let (offset, bit) = (100, 3);
    let flip = FaultKind::BitFlip {
        side: Side::A,
        offset,
        bit,
    };
    act(system, Action::Fault(flip));

    act(system, Action::Power(Side::B, false));
    run_for(system, Span::from_ms(100));
    act(system, Action::Power(Side::B, true));
    run_for(system, Span::from_ms(2_500));
    assert_eq!(
        rescues_begun(system, Side::B),
        0,
        "repeated after a power cycle"
    );
    assert_eq!(system.board(Side::B).memory.write_cycles(), cycles);
    assert_eq!(releases(system, Side::B).len(), 2);
    assert_eq!(system.board(Side::B).host.boots(), 2);
    assert_eq!(phase(system, Side::B), Some(Phase::Service));

    act(system, Action::Cable(false));
    run_for(system, Span::from_ms(200));
    assert_eq!(
        rescues_begun(system, Side::B),
        0,
        "a rescue without a cable"
    );
    act(system, Action::Cable(true));
    run_for(system, Span::from_ms(2_500));
    assert_eq!(rescues_begun(system, Side::B), 1, "after plugging in again");
    assert_eq!(system.board(Side::B).memory.write_cycles(), cycles + 1);
    let (a, b) = (system.board(Side::A), system.board(Side::B));
    assert!(a.memory.memory() == b.memory.memory());
    assert_eq!(
        (b.host.boots(), phase(system, Side::B)),
        (3, Some(Phase::Service))
    );
    assert_harmless(system, "a second rescue");
}

/// Breaks when the destination button of a finished rescue, still held down, starts another, or
/// when pressing it again does not.
#[test]
fn a_held_button_counts_once() {
    let scenario = both_powered(17, Cable::Electric, [Button::Source, Button::Destination]);
    let (mut run, _) = rescue(&scenario);
    let system = &mut run.system;
    rescues_begun(system, Side::B);
    run_for(system, Span::from_ms(2_500));
    assert_eq!(
        rescues_begun(system, Side::B),
        0,
        "the button is still held"
    );
    act(system, destination_button(Side::B, false));
    run_for(system, Span::from_ms(50));
    act(system, destination_button(Side::B, true));
    run_for(system, Span::from_ms(1_500));
    assert_eq!(rescues_begun(system, Side::B), 1, "pressed again");
    assert_eq!(phase(system, Side::B), Some(Phase::Service));
    // Let go, the source gets its memory back.
    let ok = system.board(Side::A).host.reads_ok();
    act(system, source_button(Side::A, false));
    run_for(system, Span::from_ms(200));
    assert_eq!(phase(system, Side::A), Some(Phase::Service));
    assert!(system.board(Side::A).host.reads_ok() > ok);
    assert_harmless(system, "buttons");
}
