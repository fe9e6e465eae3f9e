//! What cannot be rescued is named, and what was not begun leaves the host running.

use umbilical_soft_mcu::nor::NorPart;
use umbilical_soft_mcu::report::{Fault, word};

use crate::random::Random;
use crate::rescues::{mixed, small};
use crate::rig::Rig;

fn rig(name: &str, seed: u64) -> Rig {
    let mut random = Random::new(seed);
    let (image, own) = (mixed(&mut random, 128 << 10), mixed(&mut random, 128 << 10));
    Rig::new(small(name), image, own, seed)
}

/// Runs until a fault stands; gives it with its detail.
fn fault(rig: &mut Rig) -> (Option<Fault>, u32) {
    rig.boot_until(120_000, |rig| rig.fault().is_some());
    assert_eq!(rig.violations, Vec::<String>::new());
    (rig.fault(), rig.words[word::FAULT_DETAIL])
}

#[test]
fn a_missing_flash_is_named() {
    let mut first = rig("w25q16jv", 1);
    first.source.absent = true;
    assert_eq!(fault(&mut first).0, Some(Fault::NoSource));
    assert!(first.host_runs() && first.untouched());
    let mut second = rig("w25q16jv", 2);
    second.own.absent = true;
    assert_eq!(fault(&mut second).0, Some(Fault::NoDestination));
}

#[test]
fn an_unknown_flash_is_named_with_its_id() {
    for own in [false, true] {
        let mut rig = rig("w25q16jv", 3);
        let flash = if own { &mut rig.own } else { &mut rig.source };
        flash.jedec = [0x20, 0xBA, 0x18];
        assert_eq!(fault(&mut rig), (Some(Fault::UnknownFlash), 0x20_BA18));
        assert!(rig.host_runs() && rig.untouched());
    }
    let mut blank = rig("w25q16jv", 4);
    blank.own.sfdp.fill(0xFF);
    assert_eq!(fault(&mut blank), (Some(Fault::UnknownFlash), 0xEF_4015));
}

#[test]
fn flashes_of_different_sizes_are_refused_by_name() {
    for (source, named) in [
        ("w25q64jv", Fault::SourceLarger),
        ("w25q16jv", Fault::SizeMismatch),
    ] {
        let mut rig = rig("w25q128jv", 5);
        let mut part = *NorPart::by_name(source).unwrap();
        part.bytes = if named == Fault::SourceLarger {
            256 << 10
        } else {
            64 << 10
        };
        let bytes = part.bytes;
        let part = Box::leak(Box::new(part));
        rig.source = crate::flash::Flash::new(part, vec![0x55; bytes as usize]);
        assert_eq!(fault(&mut rig), (Some(named), bytes));
        assert!(rig.host_runs() && rig.untouched());
    }
}

#[test]
fn protection_is_taken_away_and_put_back() {
    for (name, status) in [("w25q16jv", [0x3C, 0x42]), ("mx25l6433f", [0x3C, 0])] {
        let mut rig = rig(name, 6);
        rig.own.status = status;
        rig.rescue();
        assert_eq!(rig.own.status, status, "{name}");
        assert_eq!(rig.own.status_writes, 2, "{name}");
    }
}

#[test]
fn protection_by_pin_is_named_and_nothing_is_touched() {
    let mut rig = rig("w25q16jv", 7);
    rig.own.status = [0x1C, 0];
    rig.own.pin_protected = true;
    assert_eq!(fault(&mut rig).0, Some(Fault::WriteProtected));
    assert!(rig.host_runs() && rig.untouched());
}

/// Breaks when the lock is noticed only after the journal was told that a rescue has begun.
#[test]
fn a_flash_that_is_locked_down_is_named_before_anything_is_marked() {
    let mut rig = rig("sst26vf064b", 7);
    rig.own.status = [0x10, 0];
    let before = rig.journal.data.clone();
    assert_eq!(fault(&mut rig), (Some(Fault::WriteProtected), 0x10));
    assert!(rig.host_runs() && rig.untouched());
    assert_eq!(rig.journal.data, before, "the journal was written");
}

#[test]
fn an_erase_that_never_ends_is_named_with_its_address() {
    let mut rig = rig("w25q16jv", 8);
    let own = rig.own.data.clone();
    rig.source.data[..0x1_0000].copy_from_slice(&own[..0x1_0000]);
    rig.expected = rig.source.data.clone();
    rig.own.erase_hangs = true;
    let (named, detail) = fault(&mut rig);
    assert_eq!(named, Some(Fault::EraseTimeout));
    assert!((0x1_0000..0x2_0000).contains(&detail), "{detail:#x}");
    assert!(!rig.host_runs(), "an erase was begun");
}

#[test]
fn the_slowest_part_within_its_data_sheet_is_waited_for() {
    for name in ["w25q128jv", "mx25l6433f", "sst26vf064b"] {
        let mut rig = rig(name, 9);
        rig.own.slow = true;
        rig.rescue();
    }
}

#[test]
fn flipped_bits_on_the_cable_are_found_and_read_again() {
    let whole = {
        let mut rig = rig("w25q128jv", 10);
        rig.rescue();
        rig.commands
    };
    let mut retried = 0;
    for command in 1..=whole {
        let mut rig = rig("w25q128jv", 10);
        rig.flips = vec![command];
        rig.rescue();
        retried += u64::from(rig.words[word::RETRIES] != 0);
    }
    assert!(retried > 25, "only {retried} flips were seen");
}

#[test]
fn a_cable_that_flips_all_the_time_is_named() {
    let mut rig = rig("w25q128jv", 11);
    rig.flip_every = Some(1500);
    let (named, _) = fault(&mut rig);
    assert!(
        matches!(named, Some(Fault::BusError | Fault::Verify)),
        "{named:?}"
    );
    assert!(!rig.rescued() && (!rig.host_runs() || rig.untouched()));
}

#[test]
fn a_dead_cell_is_found_by_the_read_back() {
    let mut rig = rig("w25q128jv", 12);
    let at = rig
        .source
        .data
        .iter()
        .rposition(|byte| byte & 1 == 1 && *byte != 0xFF)
        .unwrap();
    rig.own.dead_cell = Some(at);
    assert_eq!(fault(&mut rig).0, Some(Fault::Verify));
    assert!(!rig.host_runs());
}
