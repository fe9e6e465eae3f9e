//! Every part is rescued byte for byte, with no more erases and programs than it takes.

use umbilical_emu::fault::FaultKind;
use umbilical_emu::limit;
use umbilical_emu::nets::Side;
use umbilical_emu::scenario::{Button, Run, Scenario};
use umbilical_emu::system::Cable;
use umbilical_soft_mcu::nor::PARTS;
use umbilical_soft_mcu::report::Phase;
use umbilical_tests::{
    flash, flash_image, flash_scenario, name, phase, releases, rescue, rescues_begun, run_for,
};

/// Mixed contents in the source, and in the standby what is left of them after years apart: whole
/// stretches of something else, a few sectors changed, a few bits cleared, much of it equal.
fn grown_apart(part: &str, seed: u64) -> Scenario {
    let part = flash(part);
    let source = flash_image::mixed(part.bytes, seed);
    let mut standby = flash_image::one_percent_different(&source, seed + 1);
    let quarter = source.len() / 4;
    let other = flash_image::mixed(part.bytes / 4, seed + 2);
    standby[quarter..2 * quarter].copy_from_slice(&other);
    // Bits that are 1 where the source has 0 need no erase.
    for byte in &mut standby[3 * quarter..3 * quarter + 9_000] {
        *byte |= 0x11;
    }
    Scenario {
        seed,
        ..flash_scenario(part, source, standby)
    }
}

/// Breaks when an erase or a program is left out or is one too many (see [`limit::nor`]), when the
/// host starts early or twice, or when a byte does not arrive.
fn every_byte_arrives(part: &str, seed: u64) {
    let scenario = grown_apart(part, seed);
    let (contents, name) = (&scenario, name(&scenario));
    let (source, standby) = (&contents.source.contents, &contents.standby.contents);
    let part = flash(part);
    let (_, work) =
        limit::nor(part, 24_000_000, part.bytes, source, standby).expect("whole images");
    let (mut run, report) = rescue(&scenario);
    println!(
        "{name}: {} erases, {} programs",
        report.erases, report.programs
    );
    assert_eq!(
        (report.erases, report.programs),
        (work.erases, work.programs),
        "{name}: erases and programs"
    );
    assert_eq!(u64::from(report.pages_written), work.programs, "{name}");
    assert!(
        work.erases > 0 && report.pages_skipped > 0,
        "{name}: no mix"
    );
    assert_eq!(releases(&run.system, Side::B).len(), 1, "{name}: starts");
    assert!(releases(&run.system, Side::A).is_empty(), "{name}: A ran");
    assert_eq!(rescues_begun(&mut run.system, Side::B), 0, "{name}: again");
    assert!(
        report.burst_bytes > u64::from(part.bytes),
        "{name}: no bursts"
    );
}

macro_rules! parts {
    ($($test:ident: $part:literal;)*) => {
        /// The list below holds every part.
        #[test]
        fn no_part_is_left_out() {
            let listed = [$($part),*];
            assert_eq!(PARTS.iter().map(|part| part.short).collect::<Vec<_>>(), listed);
        }
        $(
            #[test]
            fn $test() {
                every_byte_arrives($part, 41);
            }
        )*
    };
}

parts! {
    w25q16_is_rescued: "w25q16";
    w25q64_is_rescued: "w25q64";
    w25q128_is_rescued: "w25q128";
    w25q256_is_rescued: "w25q256";
    mx25l6433_is_rescued: "mx25l6433";
    mx25l12835_is_rescued: "mx25l12835";
    sst26vf032_is_rescued: "sst26vf032";
    sst26vf064_is_rescued: "sst26vf064";
}

/// Breaks when an equal flash is worn.
#[test]
fn an_equal_standby_is_not_written() {
    let part = flash("w25q16");
    let image = flash_image::mixed(part.bytes, 42);
    let (run, report) = rescue(&flash_scenario(part, image.clone(), image));
    assert_eq!((report.pages_written, report.erases), (0, 0));
    let counters = run
        .system
        .board(Side::B)
        .memory
        .nor()
        .expect("a flash")
        .counters();
    assert_eq!((counters.write_enables, counters.refused), (0, 0));
}

/// Breaks when the copy takes a blank source for nothing to do.
#[test]
fn a_blank_source_blanks_the_standby() {
    let part = flash("w25q16");
    let full = flash_image::all_different(&vec![0xFF; part.bytes as usize], 43);
    let (_, report) = rescue(&flash_scenario(part, Vec::new(), full));
    assert_eq!((report.programs, report.erases), (0, 32));
}

/// Breaks when two makers' flashes of one size cannot stand in for each other.
#[test]
fn flashes_of_two_makers_are_copied_both_ways() {
    for (from, to) in [("w25q64", "mx25l6433"), ("sst26vf064", "w25q64")] {
        let mut scenario = grown_apart(from, 44);
        scenario.standby.part = flash(to).into();
        let (_, report) = rescue(&scenario);
        assert!(report.erases > 0, "{}", name(&scenario));
    }
}

/// Breaks when a running source keeps its flash, or does not get it back.
#[test]
fn a_running_source_hands_over_by_buttons_on_either_cable() {
    for cable in [Cable::Electric, Cable::Optical] {
        let mut scenario = grown_apart("w25q16", 45);
        scenario.cable = Some(cable);
        scenario.source.powered = true;
        scenario.source.button = Button::Source;
        scenario.standby.button = Button::Destination;
        let (mut run, _) = rescue(&scenario);
        assert_eq!(phase(&run.system, Side::A), Some(Phase::Source));
        assert_eq!(phase(&run.system, Side::B), Some(Phase::Service));
        let system = &mut run.system;
        let reads = system.board(Side::A).host.reads_ok();
        umbilical_tests::act(system, umbilical_tests::source_button(Side::A, false));
        run_for(system, umbilical_emu::time::Span::from_ms(200));
        assert_eq!(phase(system, Side::A), Some(Phase::Service));
        assert!(system.board(Side::A).host.reads_ok() > reads, "{cable:?}");
        umbilical_tests::assert_harmless(system, "the source is back in service");
    }
}

/// Breaks when the comparison behind `rescue` is blind: a bit that changes after the read-back is
/// found by it.
#[test]
fn a_bit_that_flips_afterwards_is_no_rescue() {
    let scenario = grown_apart("w25q16", 46);
    let mut run = Run::new(scenario);
    assert!(run.finish(|_| ()).verified);
    let flip = FaultKind::BitFlip {
        side: Side::B,
        offset: 1_234_567,
        bit: 6,
    };
    umbilical_tests::act(&mut run.system, umbilical_emu::system::Action::Fault(flip));
    assert!(!run.finish(|_| ()).verified);
}
