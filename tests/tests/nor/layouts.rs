//! Layouts on flashes, whole devices: what belongs to the unit stays, other types are refused.

use umbilical_emu::fault::{Fault as Planned, FaultKind, FaultPlan};
use umbilical_emu::nets::Side;
use umbilical_emu::rng::Rng;
use umbilical_emu::scenario::{Outcome, Run, Scenario};
use umbilical_emu::time::Span;
use umbilical_soft_mcu::crc;
use umbilical_soft_mcu::layout::{Layout, Name, Policy, Region, Space, TypeCheck};
use umbilical_soft_mcu::nor::SECTOR_BYTES;
use umbilical_soft_mcu::report::Fault;
use umbilical_tests::{assert_harmless, at_ms, flash, flash_scenario, random_bytes, releases};

/// What the unit keeps: its MAC address and serial number, and what tells its type.
const UNIT: u32 = 0x4000;
const TYPE: TypeCheck = TypeCheck {
    offset: UNIT + 0x20,
    length: 16,
};
/// Only this much of the flash has a name; no region of it fills a block of 64 KiB but the third.
const NAMED: u32 = 0x2_8000;

fn layout(bytes: u32) -> Layout {
    let region = |name, offset, length, policy| Region {
        name: Name::new(name).unwrap(),
        offset,
        length,
        policy,
    };
    let regions = [
        region("boot", 0, UNIT, Policy::Copy),
        region("unit", UNIT, SECTOR_BYTES, Policy::Keep),
        region("config", UNIT + SECTOR_BYTES, 0x8000, Policy::Copy),
        region("log", 0xD000, 0x3000, Policy::Skip),
        region("program", 0x1_0000, NAMED - 0x1_0000, Policy::Copy),
    ];
    let space = Space {
        bytes,
        unit: SECTOR_BYTES,
    };
    Layout::new(&regions, TYPE, space).expect("a layout of this flash")
}

/// Everything differs but the type, so whatever is written where it should not be shows.
fn scenario(seed: u64) -> Scenario {
    let part = flash("w25q16");
    let own = random_bytes(seed, part.bytes);
    let mut image = random_bytes(seed + 1, part.bytes);
    for (byte, own) in image.iter_mut().zip(&own) {
        if byte == own {
            *byte = !*byte;
        }
    }
    let kind = TYPE.offset as usize..(TYPE.offset + TYPE.length) as usize;
    image[kind.clone()].copy_from_slice(&own[kind]);
    Scenario {
        layout: Some(layout(part.bytes)),
        seed,
        ..flash_scenario(part, image, own)
    }
}

/// The standby's memory afterwards, told from the regions anew.
fn wanted(scenario: &Scenario) -> Vec<u8> {
    let mut memory = scenario.standby.contents.clone();
    for (from, to) in [
        (0, UNIT),
        (UNIT + SECTOR_BYTES, UNIT + SECTOR_BYTES + 0x8000),
        (0x1_0000, NAMED),
    ] {
        let range = from as usize..to as usize;
        memory[range.clone()].copy_from_slice(&scenario.source.contents[range]);
    }
    memory
}

/// Runs to a verified end and compares every byte of both flashes.
fn assert_rescued(scenario: &Scenario) -> Run {
    let seed = scenario.seed;
    let mut run = Run::new(scenario.clone());
    let report = run.finish(|_| ());
    assert_eq!(report.outcome, Outcome::Rescued, "seed {seed}");
    assert!(report.verified, "seed {seed}");
    let memory = run.system.board(Side::B).memory.memory();
    let wanted = wanted(scenario);
    let wrong = memory.iter().zip(&wanted).position(|(is, was)| is != was);
    assert_eq!(wrong, None, "seed {seed}: first byte that is wrong");
    let source = run.system.board(Side::A).memory.memory();
    assert!(
        source == scenario.source.contents,
        "seed {seed}: the source"
    );
    let last = releases(&run.system, Side::B).pop().expect("a release");
    assert_eq!(last.memory_crc, crc::crc32(&wanted), "seed {seed}");
    run
}

/// Breaks when an erase of 64 or 32 KiB takes a kept or unnamed sector with it.
#[test]
fn what_belongs_to_the_unit_stays() {
    for seed in [71, 72] {
        let run = assert_rescued(&scenario(seed));
        assert_harmless(&run.system, &format!("seed {seed}"));
    }
}

/// Breaks when a resumed rescue forgets the layout, or takes the CRC of what is kept anew.
#[test]
fn power_cuts_take_nothing_of_the_unit() {
    let mut rng = Rng::new(73);
    let mut cuts = 0;
    for seed in 0..6 {
        let mut scenario = scenario(80 + seed);
        // The work takes from 2.03 s to about 2.7 s.
        let at = at_ms(2_040) + Span::from_us(rng.below(500_000));
        let cut = FaultKind::PowerCut {
            side: Side::B,
            duration: Some(Span::from_ms(40)),
        };
        scenario.faults = FaultPlan::new(vec![Planned { at, kind: cut }]);
        println!("seed {}: cut at {at:?}", scenario.seed);
        let run = assert_rescued(&scenario);
        cuts += u32::from(releases(&run.system, Side::B).len() == 1);
    }
    assert!(cuts > 3, "only {cuts} cuts struck before the end");
}

/// Breaks when the types are compared after the first write, or not at all.
#[test]
fn another_type_is_refused_before_a_byte_is_written() {
    let mut scenario = scenario(75);
    let differs = TYPE.offset + 7;
    scenario.source.contents[differs as usize] ^= 1;
    let mut run = Run::new(scenario.clone());
    let report = run.finish(|_| ());
    let expected = Outcome::Fault {
        fault: Fault::TypeMismatch,
        detail: differs,
    };
    assert_eq!(report.outcome, expected);
    assert_harmless(&run.system, "another type");
    let memory = &run.system.board(Side::B).memory;
    assert!(memory.memory() == scenario.standby.contents);
    let counters = memory.nor().expect("a flash").counters();
    assert_eq!((counters.programs, counters.erases), (0, 0));
}
