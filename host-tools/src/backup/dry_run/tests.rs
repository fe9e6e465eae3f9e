//! The plan against the data sheet's rules, against all other choices, and against what the real
//! firmware does on the emulator.

use umbilical_emu::limit;
use umbilical_emu::rng::Rng;
use umbilical_emu::scenario::{Outcome, Run, Scenario};
use umbilical_soft_mcu::layout::{Name, Region, TypeCheck};

use super::*;
use crate::backup::part_by_name;
use crate::emulate::{firmware, flash_firmware};
use crate::layout::space;

const SCK_HZ: u32 = 24_000_000;

fn part(name: &str) -> MemoryPart {
    part_by_name(name).expect("a known part")
}

fn random(rng: &mut Rng, bytes: u32) -> Vec<u8> {
    (0..bytes).map(|_| rng.next_u64() as u8).collect()
}

fn whole(part: MemoryPart) -> Layout {
    Layout::whole(part.bytes())
}

/// What the steps make of `held`, by the rules of memories: an erase sets all bits, a program
/// clears some, a write cycle does both.
fn done(plan: &DryRun, held: &[u8], wanted: &[u8]) -> Vec<u8> {
    let mut memory = held.to_vec();
    for step in plan.steps() {
        let place = step.address as usize..(step.address + step.bytes) as usize;
        let data = &wanted[place.clone()];
        let bytes = memory[place].iter_mut();
        match step.action {
            Action::Erase => bytes.for_each(|byte| *byte = 0xFF),
            Action::Program => bytes.zip(data).for_each(|(byte, to)| *byte &= to),
            Action::Write => bytes.zip(data).for_each(|(byte, to)| *byte = *to),
        }
    }
    memory
}

/// Sectors of every kind: equal, blank, cleared bits, a few or all bytes different.
fn changed(rng: &mut Rng, held: &[u8], unit: usize) -> Vec<u8> {
    let mut wanted = held.to_vec();
    let dense = 1 + rng.next_u64() % 8;
    for sector in wanted.chunks_mut(unit) {
        match rng.next_u64() % (4 * dense) {
            0 => sector.fill(0xFF),
            1 => sector.iter_mut().for_each(|byte| *byte &= 0x5A),
            2 => sector[7] ^= 0x10,
            3 => rng.fill(sector),
            _ => {}
        }
    }
    wanted
}

#[test]
fn the_steps_make_every_content_of_every_other() {
    let seed = 0xD27;
    println!("seed {seed:#x}");
    let mut rng = Rng::new(seed);
    let names = ["24c02", "24c64", "24cm02", "w25q16", "sst26vf032"];
    let mut erases = 0;
    for name in names {
        let part = part(name);
        for round in 0..6 {
            let held = match round {
                0 => vec![0xFF; part.bytes() as usize],
                _ => random(&mut rng, part.bytes()),
            };
            let wanted = changed(&mut rng, &held, space(part).unit as usize);
            let plan = DryRun::new(part, &whole(part), &held, &wanted, SCK_HZ).expect("sizes");
            assert!(
                done(&plan, &held, &wanted) == wanted,
                "{name}, round {round}"
            );
            assert!(plan.typical() <= plan.maximum());
            let again = DryRun::new(part, &whole(part), &wanted, &wanted, SCK_HZ).expect("sizes");
            assert_eq!((again.steps().len(), again.maximum()), (0, Span::ZERO));
            erases += plan.erases();
        }
    }
    assert!(erases > 100, "{erases}");
}

/// Breaks when a sector is believed that a cut erase may have left, or one is erased that is not copied
/// or cannot have been reached.
#[test]
fn after_a_cut_nothing_blank_and_no_block_that_differs_is_believed() {
    let part = part("w25q16");
    let mut rng = Rng::new(0xC07);
    let mut held = random(&mut rng, part.bytes());
    // In the third block a sector looks blank and shall be; the fourth differs in one byte.
    held[0x2_3000..0x2_4000].fill(0xFF);
    let mut wanted = held.clone();
    wanted[0x3_5678] ^= 0x10;
    let region = |name: &str, offset, length, policy| Region {
        name: Name::new(name).expect("a name"),
        offset,
        length,
        policy,
    };
    let rest = part.bytes() - 0x3_8000;
    let regions = [
        region("a", 0, 0x3_8000, Policy::Copy),
        region("own", 0x3_8000, 0x1000, Policy::Keep),
        region("b", 0x3_9000, rest - 0x1000, Policy::Copy),
    ];
    let layout = Layout::new(&regions, TypeCheck::NONE, space(part)).expect("a layout");
    let plan = DryRun::after_a_cut(part, &layout, &held, &wanted, SCK_HZ).expect("sizes");
    let wear = |address, bytes| Wear {
        address,
        bytes,
        count: 1,
    };
    let expected = [
        wear(0x2_3000, 0x1000),
        wear(0x3_0000, 0x8000),
        wear(0x3_9000, 0x7000),
    ];
    assert_eq!(plan.wear(), expected);
    assert!(done(&plan, &held, &wanted) == wanted);
    let sound = DryRun::new(part, &layout, &held, &wanted, SCK_HZ).expect("sizes");
    assert!(sound.erases() <= 1 && done(&sound, &held, &wanted) == wanted);
    // A block that is equal and not blank cannot have been reached.
    let none = DryRun::after_a_cut(part, &layout, &wanted, &wanted, SCK_HZ).expect("sizes");
    assert_eq!(none.wear(), [wear(0x2_3000, 0x1000)]);
}

#[test]
fn what_is_not_written_is_not_erased() {
    let part = part("w25q16");
    let seed = 0xA9A;
    println!("seed {seed:#x}");
    let mut rng = Rng::new(seed);
    let (held, wanted) = (
        random(&mut rng, part.bytes()),
        random(&mut rng, part.bytes()),
    );
    let region = |name, offset, length, policy| Region {
        name: Name::new(name).expect("a name"),
        offset,
        length,
        policy,
    };
    let regions = [
        region("a", 0x1000, 0x1_8000, Policy::Copy),
        region("mac", 0x1_9000, 0x1000, Policy::Keep),
        region("b", 0x1_A000, 0x8000, Policy::Copy),
    ];
    let layout = Layout::new(&regions, TypeCheck::NONE, space(part)).expect("a layout");
    let plan = DryRun::new(part, &layout, &held, &wanted, SCK_HZ).expect("sizes");
    let mut expected = held.clone();
    layout.apply(&wanted, &mut expected);
    assert!(done(&plan, &held, &wanted) == expected);
    // Sector by sector in front, half a block and more behind: no block holds none of the others.
    let largest = plan
        .steps()
        .iter()
        .filter(|step| step.action == Action::Erase);
    assert_eq!(largest.map(|step| step.bytes).max(), Some(0x8000));
}

/// The least time over all mixes of erases, found by other code.
#[test]
fn no_other_mix_of_erases_takes_less_time() {
    let seed = 0x1EA5;
    println!("seed {seed:#x}");
    let mut rng = Rng::new(seed);
    let MemoryPart::Nor(nor) = part("w25q16") else {
        unreachable!("a flash")
    };
    let mut differing = 0;
    for _ in 0..12 {
        let held = random(&mut rng, nor.bytes);
        let wanted = changed(&mut rng, &held, 4096);
        let plan = DryRun::new(
            nor.into(),
            &Layout::whole(nor.bytes),
            &held,
            &wanted,
            SCK_HZ,
        );
        let plan = plan.expect("sizes");
        let (_, work) = limit::nor(nor, SCK_HZ, nor.bytes, &wanted, &held).expect("sizes");
        let bus = limit::NorBus::new(nor, SCK_HZ);
        let least = work.busy_ps + bus.ps(work.clocks);
        // The limit counts the reading that an erase saves, so it may erase where the plan does
        // not; by no more than that.
        let saved = 4 * u64::from(nor.bytes) - 4 * work.compared;
        let plan_ps = plan.typical().ps();
        assert!(plan_ps <= least + 1_000_000, "{plan_ps} {least}");
        assert!(
            plan_ps + bus.ps(saved + 4 * 512) >= least,
            "{plan_ps} {least}"
        );
        differing += u32::from(plan.erases() > 0);
    }
    assert_eq!(differing, 12);
}

/// The real firmware, from a source that holds what is wanted.
fn rescued(part: MemoryPart, held: &[u8], wanted: &[u8]) -> (u64, u32) {
    let rom = match part {
        MemoryPart::Eeprom(_) => firmware(),
        MemoryPart::Nor(_) => flash_firmware(),
    };
    let mut run = Run::new(Scenario::new(rom, part, wanted.to_vec(), held.to_vec()));
    let report = run.finish(|_| {});
    assert_eq!((report.outcome, report.verified), (Outcome::Rescued, true));
    (report.erases, report.pages_written)
}

#[test]
fn the_firmware_erases_and_writes_as_planned() {
    let seed = 0xF12;
    println!("seed {seed:#x}");
    let mut rng = Rng::new(seed);
    let (small, flash) = (part("24c64"), part("w25q16"));
    let eeprom = random(&mut rng, small.bytes());
    let held = random(&mut rng, flash.bytes());
    let mut some = held.clone();
    // A sector alone, a block as a whole, pages that need no erase, a block that becomes blank.
    rng.fill(&mut some[0x3000..0x4000]);
    rng.fill(&mut some[0x2_0000..0x3_0000]);
    some[0x5_0010] = 0;
    some[0x5_0510] &= 0xF0;
    some[0x8_0000..0x9_0000].fill(0xFF);
    for (part, held, wanted) in [
        (small, eeprom.clone(), changed(&mut rng, &eeprom, 32)),
        (flash, held.clone(), some),
        (flash, vec![0xFF; held.len()], held),
    ] {
        let plan = DryRun::new(part, &whole(part), &held, &wanted, SCK_HZ).expect("sizes");
        assert!(plan.pages() > 0);
        let planned = (u64::from(plan.erases()), plan.pages());
        assert_eq!(rescued(part, &held, &wanted), planned, "{}", part.name());
    }
}

/// Times by hand: a 24C64 at 1 MHz takes 1 + 9 * 3 + 9 * 32 + 1 bits a page, then 5 ms.
#[test]
fn times_and_wear_of_an_eeprom() {
    let part = part("24c64");
    let held = vec![0xFF; part.bytes() as usize];
    let mut wanted = held.clone();
    wanted[40] = 0;
    wanted[70] = 0;
    wanted[8191] = 0;
    let plan = DryRun::new(part, &whole(part), &held, &wanted, 1_000_000).expect("sizes");
    assert_eq!(plan.maximum().ns(), 3 * (317_000 + 5_000_000));
    let wear = |address, bytes| Wear {
        address,
        bytes,
        count: 1,
    };
    assert_eq!(plan.wear(), [wear(32, 64), wear(8160, 32)]);
    assert!(DryRun::new(part, &whole(part), &held[1..], &wanted, 1).is_err());
    insta::assert_snapshot!("eeprom_table", table(&plan));
}

/// By hand: 64 KiB 150 ms or 2 s, a sector 45 or 400 ms, a page 0.4 or 3 ms.
#[test]
fn times_and_wear_of_a_flash() {
    let part = part("w25q128");
    let held = vec![0x00; part.bytes() as usize];
    let mut wanted = held.clone();
    wanted[0x1_0000..0x2_0000].fill(0xFF);
    wanted[0x1_0000] = 0x55;
    wanted[0x4_2345] = 0x01;
    let plan = DryRun::new(part, &whole(part), &held, &wanted, SCK_HZ).expect("sizes");
    let bus = limit::NorBus::new(part.nor().expect("a flash"), SCK_HZ);
    let sent_ns = 2 * bus.ps(bus.erase()) / 1_000 + 17 * bus.ps(bus.program()) / 1_000;
    let near = |ns: u64, by_hand: u64| assert!(ns.abs_diff(by_hand + sent_ns) < 100, "{ns}");
    near(plan.typical().ns(), 150_000_000 + 45_000_000 + 17 * 400_000);
    near(
        plan.maximum().ns(),
        2_000_000_000 + 400_000_000 + 17 * 3_000_000,
    );
    insta::assert_snapshot!("flash_table", table(&plan));
    let json = serde_json::to_string_pretty(&report(&plan)).expect("JSON");
    insta::assert_snapshot!("flash_json", json);
}
