//! Lines that are disturbed: what passes is found and tried again, what stays is named.

use umbilical_emu::fault::{Fault as Planned, FaultKind, FaultPlan};
use umbilical_emu::nets::{Net, Pin, Side};
use umbilical_emu::rng::Rng;
use umbilical_emu::scenario::{Outcome, Report, Run, Scenario};
use umbilical_emu::time::{Span, Time};
use umbilical_soft_mcu::crc;
use umbilical_soft_mcu::report::Fault;
use umbilical_tests::{at_ms, flash, flash_image, flash_scenario, releases};

/// The work of [`scenario`] lies in between: after the wait for a supply that may still come.
const WORK: (Time, Time) = (at_ms(2_030), at_ms(3_400));
/// Longer than a clock period of 42 ns: hits a sample whenever bits pass.
const WIDTH: Span = Span::from_ns(60);

/// A quarter of a W25Q16 in use, the standby with other contents there.
fn scenario(seed: u64, faults: Vec<Planned>) -> Scenario {
    let part = flash("w25q16");
    let image = flash_image::mixed(512 << 10, seed);
    let other = flash_image::all_different(&image, seed + 1);
    Scenario {
        faults: FaultPlan::new(faults),
        seed,
        ..flash_scenario(part, image, other)
    }
}

/// `count` glitches at random in the work.
fn glitches(seed: u64, pin: Pin, count: u64) -> Vec<Planned> {
    let mut rng = Rng::new(seed);
    let (from, to) = WORK;
    let glitch = |_| Planned {
        at: from + Span::from_ps(rng.below(to.since(from).ps())),
        kind: FaultKind::Glitch {
            net: Net::new(Side::B, pin),
            width: WIDTH,
        },
    };
    (0..count).map(glitch).collect()
}

/// Runs to the end; whatever it is, the source was not changed and no host ran on an incomplete
/// image. A disturbed clock or opcode can look like anything to the source's flash, so what counts
/// there is what the flash did.
fn outcome(scenario: &Scenario, name: &str) -> Report {
    let mut run = Run::new(scenario.clone());
    let report = run.finish(|_| ());
    let system = &run.system;
    // A flash whose chip select is stuck low goes on answering while the next opcode is sent.
    let selected = Net::new(Side::B, Pin::PortCsn);
    let stuck_low = scenario.faults.faults.iter().any(|fault| {
        matches!(fault.kind, FaultKind::StuckAt { net, high: false, .. } if net == selected)
    });
    let conflicts = system.statistics().conflicts;
    assert!(conflicts == 0 || stuck_low, "{name}: nets in contention");
    assert_eq!(
        system.statistics().unsafe_writes,
        0,
        "{name}: unsafe writes"
    );
    let source = system.board(Side::A).memory.nor().expect("a flash");
    let counters = source.counters();
    let changes = (counters.programs, counters.erases, counters.status_writes);
    assert_eq!(changes, (0, 0, 0), "{name}: the source did something");
    let mut image = scenario.source.contents.clone();
    image.resize(system.board(Side::A).memory.memory().len(), 0xFF);
    assert!(
        system.board(Side::A).memory.memory() == image,
        "{name}: source"
    );
    for release in releases(system, Side::B) {
        assert_eq!(
            release.memory_crc,
            crc::crc32(&image),
            "{name}: {release:?}"
        );
    }
    report
}

/// Bits flipped on the cable while the source is read. Breaks when a read is believed at once.
#[test]
fn bits_flipped_on_the_cable_are_found_and_read_again() {
    for seed in 71..74 {
        let report = outcome(&scenario(seed, glitches(seed, Pin::PortIo1, 60)), "cable");
        println!("seed {seed}: {} retries of 60 glitches", report.retries);
        assert!(report.outcome == Outcome::Rescued && report.verified);
        assert_eq!(report.faults, 60);
        assert!(report.retries > 0, "seed {seed}: nothing was hit");
    }
}

/// Bits flipped between the standby's flash and its engine. Breaks when the host is let go on what
/// was never there.
#[test]
fn bits_flipped_beside_the_own_flash_do_no_harm() {
    let mut rescued = 0;
    for seed in 75..85 {
        let pin = [Pin::MemIo0, Pin::MemIo1][seed as usize % 2];
        let report = outcome(&scenario(seed, glitches(seed, pin, 20)), "own flash");
        println!(
            "{pin:?}, seed {seed}: {:?}, {} retries",
            report.outcome, report.retries
        );
        assert_eq!(report.faults, 20);
        rescued += u32::from(report.outcome == Outcome::Rescued && report.verified);
    }
    assert_eq!(rescued, 10, "of 10");
}

/// Bits that flip all the time. Breaks when trying again has no end, or ends in a copy of what
/// was read wrong.
#[test]
fn a_cable_that_never_gives_the_same_twice_is_named() {
    let faults = glitches(77, Pin::PortIo1, 20_000);
    let report = outcome(&scenario(77, faults), "noise");
    let Outcome::Fault { fault, .. } = report.outcome else {
        panic!("{:?} is no fault", report.outcome);
    };
    println!("noise: {} after {} retries", fault.text(), report.retries);
    assert!(
        matches!(fault, Fault::BusError | Fault::Verify),
        "{fault:?}"
    );
    assert!(report.retries > 0);
}

/// A line that breaks in the middle of the work and stays so: every read gives the same, and is
/// wrong. Breaks when that is copied for good.
#[test]
fn a_line_that_breaks_in_the_middle_is_named() {
    for pin in [Pin::PortIo0, Pin::PortIo1, Pin::PortSck, Pin::PortCsn] {
        for high in [false, true] {
            let name = format!("{pin:?} at {}", u8::from(high));
            let stuck = FaultKind::StuckAt {
                net: Net::new(Side::B, pin),
                high,
                duration: None,
            };
            let faults = vec![Planned {
                at: at_ms(2_200),
                kind: stuck,
            }];
            let report = outcome(&scenario(79, faults), &name);
            println!("{name}: {:?}, {} retries", report.outcome, report.retries);
            assert!(
                matches!(report.outcome, Outcome::Fault { .. }),
                "{name}: {report:?}"
            );
        }
    }
}

/// The same line, let go after a while.
#[test]
fn a_line_that_comes_back_is_survived() {
    for pin in [Pin::PortIo0, Pin::PortIo1, Pin::PortSck, Pin::PortCsn] {
        let stuck = FaultKind::StuckAt {
            net: Net::new(Side::B, pin),
            high: false,
            duration: Some(Span::from_us(300)),
        };
        let faults = vec![Planned {
            at: at_ms(2_200),
            kind: stuck,
        }];
        let report = outcome(&scenario(80, faults), "let go");
        println!(
            "{pin:?} for 300 us: {:?}, {} retries",
            report.outcome, report.retries
        );
        assert_eq!(report.outcome, Outcome::Rescued, "{pin:?}");
        assert!(report.verified, "{pin:?}");
    }
}
